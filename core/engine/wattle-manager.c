/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-manager.h"

#include "wattle-batch-audience.h"
#include "wattle-poller.h"
#include "wattle-runner-maker.h"
#include "wattle-runner-memory.h"
#include "wattle-runner-placeholder.h"
#include "wattle-sub-devices.h"

struct _WattleManager {
    GObject parent_instance;

    WattleManagerParts parts;
    WattlePoller *poller;
    WattleRoster roster;
    WattleSubDevices sub_devices;
    WattleBatchAudience subscribers;
};

enum {
    SIGNAL_ADDED,
    SIGNAL_REMOVED,
    SIGNAL_CHANGED,
    SIGNAL_STATE,
    SIGNAL_LISTING,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleManager, wattle_manager, G_TYPE_OBJECT)

/* What is on its way to the disk may come back later than the devices are gone. */
static void
release_counters (WattleManager *self)
{
    for (guint i = 0; self->parts.counters != NULL && i < wattle_roster_count (&self->roster);
         i++) {
        WattleRosterEntry *entry = wattle_roster_nth (&self->roster, i);

        wattle_counters_release (self->parts.counters, wattle_runner_get_id (entry->runner));
    }
}

static void
wattle_manager_dispose (GObject *object)
{
    WattleManager *self = WATTLE_MANAGER (object);

    wattle_manager_stop (self);
    release_counters (self);

    G_OBJECT_CLASS (wattle_manager_parent_class)->dispose (object);
}

static void
wattle_manager_finalize (GObject *object)
{
    WattleManager *self = WATTLE_MANAGER (object);

    wattle_roster_clear (&self->roster);
    wattle_batch_audience_clear (&self->subscribers);
    g_object_unref (self->poller);
    wattle_manager_parts_clear (&self->parts);

    G_OBJECT_CLASS (wattle_manager_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
    return g_signal_new (name, WATTLE_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 1, WATTLE_TYPE_RUNNER);
}

static void
wattle_manager_class_init (WattleManagerClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_manager_dispose;
    object_class->finalize = wattle_manager_finalize;

    signals[SIGNAL_ADDED] = add_signal ("runner-added");
    signals[SIGNAL_REMOVED] =
        g_signal_new ("runner-removed", WATTLE_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, WATTLE_TYPE_RUNNER, G_TYPE_BOOLEAN);
    signals[SIGNAL_CHANGED] = add_signal ("runner-changed");
    signals[SIGNAL_STATE] = add_signal ("runner-state");
    signals[SIGNAL_LISTING] =
        g_signal_new ("listing-ended", WATTLE_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, WATTLE_TYPE_RUNNER, G_TYPE_STRV);
}

static void
wattle_manager_init (WattleManager *self)
{
    wattle_roster_init (&self->roster);
    wattle_batch_audience_init (&self->subscribers);
}

/* What runners say */

static void
on_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    WattleManager *self = user_data;

    wattle_batch_audience_tell (&self->subscribers, runner, entities);
}

static void
on_runner_state (WattleRunner *runner, gpointer user_data)
{
    WattleManager *self = user_data;
    const char *id = wattle_runner_get_id (runner);
    const WattleMessage *error = wattle_runner_get_error_message (runner);
    WattleMessage *message;

    if (error == NULL) {
        wattle_problems_clear (self->parts.problems, id, "state");
    } else {
        message = wattle_message_copy (error);
        wattle_message_prefix (message, "%s: ", wattle_runner_get_state_name (runner));
        wattle_problems_note_message (self->parts.problems, id, "state", message);
    }
    g_signal_emit (self, signals[SIGNAL_STATE], 0, runner);
}

static void
on_runner_changed (WattleRunner *runner, gpointer user_data)
{
    WattleManager *self = user_data;

    if (self->parts.counters != NULL)
        wattle_counters_set_serial (self->parts.counters, wattle_runner_get_id (runner),
                                    wattle_device_get_serial (wattle_runner_get_device (runner)));
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, runner);
}

static void
on_keep_state (WattleRunner *runner, guint flags, gpointer user_data)
{
    WattleManager *self = user_data;

    if (self->parts.states != NULL)
        wattle_runner_memory_keep (runner, self->parts.states, flags);
}

static void
on_children (WattleRunner *runner, gpointer user_data)
{
    WattleManager *self = user_data;

    wattle_sub_devices_take_notes (&self->sub_devices, runner);
}

/* Who is there */

static void
guard (WattleManager *self, WattleRunner *runner)
{
    const WattleDeviceConfig *config = wattle_roster_find_config (&self->roster, runner);
    double max_power = WATTLE_COUNTERS_MAX_POWER;

    if (self->parts.counters == NULL)
        return;
    if (config != NULL && config->max_power > 0)
        max_power = config->max_power;
    wattle_counters_guard (self->parts.counters, wattle_runner_get_id (runner),
                           wattle_runner_get_device (runner), max_power);
}

static void
enlist (WattleManager *self, WattleRosterEntry *entry)
{
    WattleRunner *runner = entry->runner;

    wattle_roster_add (&self->roster, entry);
    wattle_runner_set_secrets (runner, self->parts.secrets);
    wattle_runner_set_batch_func (runner, on_batch, self);
    guard (self, runner);
    g_signal_connect_object (runner, "state-changed", G_CALLBACK (on_runner_state), self, 0);
    g_signal_connect_object (runner, "changed", G_CALLBACK (on_runner_changed), self, 0);
    g_signal_connect_object (runner, "children-changed", G_CALLBACK (on_children), self, 0);
    g_signal_connect_object (runner, "keep-state", G_CALLBACK (on_keep_state), self, 0);

    g_signal_emit (self, signals[SIGNAL_ADDED], 0, runner);
    wattle_poller_add (self->poller, runner);
}

static void
dismiss (WattleManager *self, WattleRosterEntry *entry, gboolean for_good)
{
    g_autoptr (WattleRunner) runner = g_object_ref (entry->runner);

    /* What the last listing refused, and then what this one did. */
    wattle_listing_forgive (&entry->listing);
    wattle_listing_forgive (&entry->listing);
    wattle_poller_remove (self->poller, runner);
    g_signal_handlers_disconnect_by_data (runner, self);
    wattle_runner_set_batch_func (runner, NULL, NULL);
    if (self->parts.counters != NULL)
        wattle_counters_release (self->parts.counters, wattle_runner_get_id (runner));
    wattle_problems_clear_subject (self->parts.problems, wattle_runner_get_id (runner));
    wattle_roster_remove (&self->roster, entry);

    g_signal_emit (self, signals[SIGNAL_REMOVED], 0, runner, for_good);
}

void
wattle_manager_remove (WattleManager *self, const char *id, gboolean for_good)
{
    WattleRosterEntry *entry = wattle_roster_find (&self->roster, id);
    WattleRosterEntry *child;

    if (entry == NULL)
        return;

    while ((child = wattle_roster_find_child (&self->roster, entry->runner)) != NULL)
        wattle_manager_remove (self, wattle_runner_get_id (child->runner), for_good);
    dismiss (self, entry, for_good);
}

static void
enlist_child (WattleRosterEntry *entry, gpointer user_data)
{
    enlist (user_data, entry);
}

static void
remove_child (const char *id, gpointer user_data)
{
    wattle_manager_remove (user_data, id, TRUE);
}

static void
tell_changed (WattleRunner *runner, gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_CHANGED], 0, runner);
}

static void
tell_listed (WattleRunner *gateway, char **ids, gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_LISTING], 0, gateway, ids);
}

static const WattleSubDevicesEvents sub_device_events = {
    .enlist = enlist_child,
    .remove = remove_child,
    .changed = tell_changed,
    .listed = tell_listed,
};

static void
on_released (WattleCounters *counters, const char *id, gpointer user_data)
{
    WattleManager *self = user_data;
    WattleRunner *runner = wattle_manager_find (self, id);

    if (runner != NULL)
        wattle_runner_tell (runner);
}

WattleManager *
wattle_manager_new (const WattleManagerParts *parts)
{
    WattleManager *self = g_object_new (WATTLE_TYPE_MANAGER, NULL);

    wattle_manager_parts_init (&self->parts, parts);
    self->sub_devices = (WattleSubDevices){ &self->parts, &self->roster, &sub_device_events, self };
    if (parts->counters != NULL)
        g_signal_connect_object (parts->counters, "released", G_CALLBACK (on_released), self, 0);
    self->poller = wattle_poller_new (parts->clock);
    return self;
}

gboolean
wattle_manager_check (WattleManager *self, const WattleDeviceConfig *config)
{
    g_auto (WattleDevicePlan) plan = { 0 };

    return wattle_runner_maker_check (&self->parts, config, &plan);
}

gboolean
wattle_manager_add (WattleManager *self, const WattleDeviceConfig *config)
{
    g_auto (WattleDevicePlan) plan = { 0 };
    g_autoptr (WattleRunner) runner = NULL;
    WattleRosterEntry *entry;

    if (!config->enabled)
        return TRUE;
    if (wattle_roster_find (&self->roster, config->id) != NULL) {
        wattle_problems_set (self->parts.problems, config->id, WATTLE_STORE_TOPIC "id",
                             "%s: a device of this id is there already", config->path);
        return FALSE;
    }
    if (!wattle_runner_maker_check (&self->parts, config, &plan))
        return FALSE;

    runner = wattle_runner_maker_make (&self->parts, config, &plan);
    if (runner == NULL)
        return FALSE;

    entry = wattle_roster_entry_new (runner, plan.driver, plan.catalog, self->parts.problems);
    entry->config = wattle_device_config_copy (config);
    entry->explicit_interval = config->interval_ms >= 0;
    enlist (self, entry);
    return TRUE;
}

void
wattle_manager_adopt (WattleManager *self, WattleRunner *runner)
{
    g_return_if_fail (wattle_roster_find (&self->roster, wattle_runner_get_id (runner)) == NULL);

    enlist (self, wattle_roster_entry_new (runner, NULL, NULL, self->parts.problems));
}

void
wattle_manager_stop (WattleManager *self)
{
    for (guint i = 0; i < wattle_roster_count (&self->roster); i++) {
        WattleRosterEntry *entry = wattle_roster_nth (&self->roster, i);

        wattle_poller_remove (self->poller, entry->runner);
    }
    if (self->parts.states != NULL)
        wattle_state_store_flush (self->parts.states);
    if (self->parts.counters != NULL)
        wattle_counters_flush (self->parts.counters);
}

void
wattle_manager_set_name (WattleManager *self, const char *id, const char *name)
{
    WattleRunner *runner = wattle_manager_find (self, id);

    if (runner == NULL)
        return;

    wattle_runner_set_name (runner, name);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, runner);
}

void
wattle_manager_use_secret (WattleManager *self, const char *secret)
{
    g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < wattle_roster_count (&self->roster); i++) {
        WattleRosterEntry *entry = wattle_roster_nth (&self->roster, i);

        if (wattle_runner_placeholder_uses (entry->runner, secret))
            g_ptr_array_add (users, g_object_ref (entry->runner));
    }
    for (guint i = 0; i < users->len; i++)
        wattle_runner_restart (g_ptr_array_index (users, i));
}

gboolean
wattle_manager_is_settled (WattleManager *self)
{
    for (guint i = 0; i < wattle_roster_count (&self->roster); i++) {
        WattleRosterEntry *entry = wattle_roster_nth (&self->roster, i);

        if (wattle_runner_get_state (entry->runner) == WATTLE_RUNNER_STARTING)
            return FALSE;
    }

    return TRUE;
}

WattleCounters *
wattle_manager_get_counters (WattleManager *self)
{
    return self->parts.counters;
}

guint
wattle_manager_get_n_runners (WattleManager *self)
{
    return wattle_roster_count (&self->roster);
}

WattleRunner *
wattle_manager_get_runner (WattleManager *self, guint index)
{
    return wattle_roster_nth (&self->roster, index)->runner;
}

WattleRunner *
wattle_manager_find (WattleManager *self, const char *id)
{
    WattleRosterEntry *entry = wattle_roster_find (&self->roster, id);

    return entry != NULL ? entry->runner : NULL;
}

const WattleDeviceConfig *
wattle_manager_get_config (WattleManager *self, WattleRunner *runner)
{
    return wattle_roster_find_config (&self->roster, runner);
}

void
wattle_manager_forget_state (WattleManager *self, const char *id)
{
    WattleRunner *runner = wattle_manager_find (self, id);

    if (self->parts.states == NULL)
        return;
    if (runner != NULL)
        wattle_runner_memory_forget (runner, self->parts.states);
    else
        wattle_state_store_forget (self->parts.states, id);
}

void
wattle_manager_subscribe (WattleManager *self, WattleBatchFunc func, gpointer user_data)
{
    wattle_batch_audience_add (&self->subscribers, func, user_data);
}

void
wattle_manager_unsubscribe (WattleManager *self, gpointer user_data)
{
    wattle_batch_audience_remove (&self->subscribers, user_data);
}
