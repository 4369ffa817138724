/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs.h"

#include "wattle-output-claim.h"
#include "wattle-outputs-file.h"
#include "wattle-outputs-pass.h"
#include "wattle-outputs-roster.h"

struct _WattleOutputs {
    GObject parent_instance;

    WattleManager *manager;
    WattleProblems *problems;
    WattleClock *clock;
    WattleGate *gate;
    WattleOutputsFile *file;
    WattleOutputsRoster roster;
    WattleOutputsPass pass;
    gboolean started;
};

enum {
    SIGNAL_CHANGED,
    SIGNAL_EVENT,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleOutputs, wattle_outputs, G_TYPE_OBJECT)

/* Life */

static void
wattle_outputs_dispose (GObject *object)
{
    WattleOutputs *self = WATTLE_OUTPUTS (object);

    wattle_outputs_stop (self);
    wattle_outputs_roster_clear (&self->roster);

    G_OBJECT_CLASS (wattle_outputs_parent_class)->dispose (object);
}

static void
wattle_outputs_finalize (GObject *object)
{
    WattleOutputs *self = WATTLE_OUTPUTS (object);

    wattle_outputs_roster_finish (&self->roster);
    wattle_outputs_file_free (self->file);
    wattle_gate_free (self->gate);
    g_object_unref (self->manager);
    g_object_unref (self->problems);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_outputs_parent_class)->finalize (object);
}

static void
wattle_outputs_class_init (WattleOutputsClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_outputs_dispose;
    object_class->finalize = wattle_outputs_finalize;

    signals[SIGNAL_CHANGED] =
        g_signal_new ("changed", WATTLE_TYPE_OUTPUTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
    signals[SIGNAL_EVENT] =
        g_signal_new ("event", WATTLE_TYPE_OUTPUTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
wattle_outputs_init (WattleOutputs *self)
{
    self->gate = wattle_gate_new ();
}

static void
schedule (gpointer user_data)
{
    WattleOutputs *self = user_data;

    wattle_outputs_pass_schedule (&self->pass);
}

static void
tell_change (GObject *owner, WattleOutput *output)
{
    g_signal_emit (owner, signals[SIGNAL_CHANGED], 0, wattle_runner_get_id (output->runner),
                   output->key);
}

static void
tell_event (GObject *owner, WattleOutput *output, const char *event, const char *text)
{
    g_signal_emit (owner, signals[SIGNAL_EVENT], 0, wattle_runner_get_id (output->runner),
                   output->key, event, text);
}

static const WattleOutputsPassFuncs pass_funcs = {
    .changed = tell_change,
    .event = tell_event,
};

WattleOutputs *
wattle_outputs_new (WattleManager *manager, WattleProblems *problems, const char *state_dir)
{
    WattleOutputs *self = g_object_new (WATTLE_TYPE_OUTPUTS, NULL);
    GObject *owner = G_OBJECT (self);

    self->manager = g_object_ref (manager);
    self->problems = g_object_ref (problems);
    self->clock = g_object_ref (wattle_problems_get_clock (problems));
    self->file = wattle_outputs_file_new (state_dir, self->gate, problems, owner);
    wattle_outputs_roster_init (&self->roster, manager, problems, self->gate, schedule, self);
    wattle_outputs_pass_init (&self->pass, owner, &pass_funcs, self->gate, &self->roster,
                              self->file);
    return self;
}

void
wattle_outputs_start (WattleOutputs *self)
{
    self->started = TRUE;
    wattle_outputs_file_load (self->file);
    wattle_outputs_roster_start (&self->roster);
}

void
wattle_outputs_stop (WattleOutputs *self)
{
    if (!self->started || self->pass.stopped)
        return;

    wattle_outputs_pass_stop (&self->pass);
    wattle_outputs_roster_stop (&self->roster);
    wattle_outputs_file_close (self->file);
}

void
wattle_outputs_flush (WattleOutputs *self)
{
    wattle_outputs_file_wait (self->file);
}

/* What people and automations say */

static WattleOutput *
find (WattleOutputs *self, const char *device, const char *key, GError **error)
{
    return wattle_outputs_roster_find (&self->roster, device, key, error);
}

gboolean
wattle_outputs_set (WattleOutputs *self,
                    const char *device,
                    const char *key,
                    GVariant *value,
                    const WattleOutputsOptions *options,
                    WattleOutputsDone done,
                    gpointer user_data,
                    GError **error)
{
    g_autoptr (GVariant) owned = g_variant_ref_sink (value);
    WattleOutput *output = find (self, device, key, error);
    WattleGateClaim *claim = NULL;

    if (output != NULL)
        claim = wattle_output_claim_manual (output, self->gate, self->clock, owned, options, error);
    if (claim == NULL)
        return FALSE;

    if (done != NULL)
        wattle_output_add_waiter (output, claim->serial, done, user_data);
    schedule (self);
    return TRUE;
}

gboolean
wattle_outputs_release (WattleOutputs *self,
                        const char *device,
                        const char *key,
                        const char *author,
                        GError **error)
{
    WattleOutput *output;

    if (author != NULL)
        return wattle_outputs_unclaim (self, device, key, WATTLE_GATE_MANUAL, author, error);

    output = find (self, device, key, error);
    if (output == NULL)
        return FALSE;
    wattle_output_claim_release_manual (output, self->gate);
    schedule (self);
    return TRUE;
}

gboolean
wattle_outputs_claim (WattleOutputs *self,
                      const char *device,
                      const char *key,
                      GVariant *value,
                      const WattleOutputsClaim *claim,
                      GError **error)
{
    g_autoptr (GVariant) owned = g_variant_ref_sink (value);
    WattleOutput *output = find (self, device, key, error);

    if (output == NULL ||
        !wattle_output_claim_lasting (output, self->gate, self->clock, owned, claim, error))
        return FALSE;
    schedule (self);
    return TRUE;
}

gboolean
wattle_outputs_unclaim (WattleOutputs *self,
                        const char *device,
                        const char *key,
                        WattleGateLayer layer,
                        const char *author,
                        GError **error)
{
    WattleOutput *output = find (self, device, key, error);

    if (output == NULL || !wattle_output_claim_release (output, self->gate, layer, author, error))
        return FALSE;
    schedule (self);
    return TRUE;
}

/* Asking */

GVariant *
wattle_outputs_explain (WattleOutputs *self, const char *device, const char *key, GError **error)
{
    WattleOutput *output = find (self, device, key, error);

    if (output == NULL)
        return NULL;
    return g_variant_ref_sink (wattle_output_explain (
        output, wattle_clock_get_monotonic (self->clock), wattle_clock_get_wall (self->clock)));
}

const char *
wattle_outputs_get_held_by (WattleOutputs *self, const char *device, const char *key)
{
    const WattleOutput *output = find (self, device, key, NULL);

    return output != NULL ? wattle_output_claim_get_author (output) : NULL;
}

gint64
wattle_outputs_get_override_until (WattleOutputs *self, const char *device, const char *key)
{
    const WattleOutput *output = find (self, device, key, NULL);
    gint64 until = output != NULL ? wattle_output_claim_get_manual_end (output) : WATTLE_GATE_NEVER;

    if (until == WATTLE_GATE_NEVER)
        return 0;
    return until - wattle_clock_get_monotonic (self->clock) + wattle_clock_get_wall (self->clock);
}

gint64
wattle_outputs_get_wall (WattleOutputs *self)
{
    return wattle_clock_get_wall (self->clock);
}
