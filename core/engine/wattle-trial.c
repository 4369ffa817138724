/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-trial.h"

#include "base/wattle-error-private.h"

struct _WattleTrial {
    GObject parent_instance;

    WattleProblems *problems;
    WattleManager *manager;
    char *id; /* NULL: not started */
};

enum {
    SIGNAL_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleTrial, wattle_trial, G_TYPE_OBJECT)

static void
wattle_trial_dispose (GObject *object)
{
    WattleTrial *self = WATTLE_TRIAL (object);

    g_signal_handlers_disconnect_by_data (self->manager, self);
    wattle_trial_stop (self);

    G_OBJECT_CLASS (wattle_trial_parent_class)->dispose (object);
}

static void
wattle_trial_finalize (GObject *object)
{
    WattleTrial *self = WATTLE_TRIAL (object);

    g_object_unref (self->manager);
    g_object_unref (self->problems);
    g_free (self->id);

    G_OBJECT_CLASS (wattle_trial_parent_class)->finalize (object);
}

static void
wattle_trial_class_init (WattleTrialClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_trial_dispose;
    object_class->finalize = wattle_trial_finalize;

    signals[SIGNAL_CHANGED] = g_signal_new ("changed", WATTLE_TYPE_TRIAL, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_trial_init (WattleTrial *self)
{
}

static void
on_runner (WattleManager *manager, WattleRunner *runner, WattleTrial *self)
{
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

WattleTrial *
wattle_trial_new (const WattleTrialParts *parts)
{
    WattleTrial *self = g_object_new (WATTLE_TYPE_TRIAL, NULL);
    WattleManagerParts house = {
        .clock = parts->clock,
        .plugins = parts->plugins,
        .links = parts->links,
        .secrets = parts->secrets,
        .problems = self->problems = wattle_problems_new (parts->clock),
    };

    self->manager = wattle_manager_new (&house);
    g_signal_connect (self->manager, "runner-added", G_CALLBACK (on_runner), self);
    g_signal_connect (self->manager, "runner-state", G_CALLBACK (on_runner), self);
    return self;
}

WattleManager *
wattle_trial_get_manager (WattleTrial *self)
{
    return self->manager;
}

WattleProblems *
wattle_trial_get_problems (WattleTrial *self)
{
    return self->problems;
}

gboolean
wattle_trial_start (WattleTrial *self, const WattleDeviceConfig *config, GError **error)
{
    g_autoptr (WattleDeviceConfig) wanted = wattle_device_config_copy (config);
    const WattleProblem *problem;

    g_return_val_if_fail (self->id == NULL, FALSE);

    wanted->enabled = TRUE;
    self->id = g_strdup (config->id);
    if (wattle_manager_add (self->manager, wanted))
        return TRUE;

    problem = wattle_problems_get (self->problems, 0);
    g_propagate_error (
        error, wattle_error_new_take (WATTLE_ERROR_CONFIG, wattle_message_copy (problem->data)));
    return FALSE;
}

void
wattle_trial_stop (WattleTrial *self)
{
    if (self->id != NULL)
        wattle_manager_remove (self->manager, self->id, TRUE);
}

WattleRunner *
wattle_trial_get_root (WattleTrial *self)
{
    return self->id != NULL ? wattle_manager_find (self->manager, self->id) : NULL;
}

void
wattle_trial_count (WattleTrial *self, guint *settled, guint *all)
{
    *settled = 0;
    *all = wattle_manager_get_n_runners (self->manager);
    for (guint i = 0; i < *all; i++)
        *settled += wattle_runner_get_state (wattle_manager_get_runner (self->manager, i)) !=
                    WATTLE_RUNNER_STARTING;
}
