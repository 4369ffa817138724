/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-sync.h"

#include "base/wattle-error.h"

typedef struct {
    WattleRunner *runner;
    WattleCounters *counters;
    WattleCommandDone done;
    gpointer user_data;
    WattleCountersGoals goals;
    guint next; /* index of the counter whose command is under way */
} Sync;

static void
end (Sync *self, const GError *error)
{
    self->done (error, self->user_data);
    g_object_unref (self->runner);
    g_object_unref (self->counters);
    for (guint i = 0; i < self->goals.count; i++)
        g_free (self->goals.keys[i]);
    g_free (self->goals.total);
    g_free (self);
}

static const char *
get_id (Sync *self)
{
    return wattle_runner_get_id (self->runner);
}

gboolean
wattle_meter_sync_parse_direction (const char *word, WattleDirection *direction, GError **error)
{
    gboolean export = g_strcmp0 (word, "export") == 0;

    *direction = export ? WATTLE_DIRECTION_EXPORT : WATTLE_DIRECTION_IMPORT;
    if (export || word == NULL || g_str_equal (word, "import"))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "the direction is “%s”; allowed are import and export", word);
    return FALSE;
}

/* Which counters */

static gboolean
counts (WattleEntity *entity, WattleDirection direction)
{
    const WattleEntitySpec *spec = wattle_entity_get_spec (entity);

    return spec->quantity == WATTLE_QUANTITY_ENERGY && spec->direction == direction &&
           wattle_entity_get_counter (entity) == WATTLE_COUNTER_LIFETIME;
}

static gboolean
can_be_set (WattleEntity *entity)
{
    return (wattle_entity_get_flags (entity) & WATTLE_ENTITY_ADJUSTABLE) != 0;
}

/* A device that is used as three meters of one phase may have more than one of phase 0. */
static void
add_counters (Sync *self, WattleDirection direction, guint phase)
{
    WattleDevice *device = wattle_runner_get_device (self->runner);
    WattleCountersGoals *goals = &self->goals;

    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);

        if (goals->count < WATTLE_WATT_HOURS_PHASES && can_be_set (entity) &&
            counts (entity, direction) && wattle_entity_get_spec (entity)->phase == phase)
            goals->keys[goals->count++] = g_strdup (wattle_entity_get_key (entity));
    }
}

/* What adds the counters of all phases up. */
static void
find_total (Sync *self, WattleDirection direction)
{
    const WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ENERGY, .direction = direction };
    g_autofree char *key = wattle_entity_spec_dup_key (&spec);
    WattleEntity *total = wattle_device_find_entity (wattle_runner_get_device (self->runner), key);

    if (total != NULL && !can_be_set (total) && counts (total, direction))
        self->goals.total = g_steal_pointer (&key);
}

static void
find_counters (Sync *self, WattleDirection direction)
{
    for (guint phase = 1; phase <= WATTLE_WATT_HOURS_PHASES; phase++)
        add_counters (self, direction, phase);
    if (self->goals.count == 0)
        add_counters (self, direction, 0);
    if (self->goals.count == WATTLE_WATT_HOURS_PHASES)
        find_total (self, direction);
}

static gboolean
check_counters (Sync *self, WattleDirection direction, GError **error)
{
    if (self->goals.count > 0)
        return TRUE;

    if (direction == WATTLE_DIRECTION_EXPORT)
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "%s has no counter of exported energy that can be set", get_id (self));
    else
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "%s has no counter of imported energy that can be set", get_id (self));
    return FALSE;
}

static gboolean
set_values (Sync *self, const WattleMeterReadings *readings, GError **error)
{
    gint64 parts[WATTLE_WATT_HOURS_PHASES];

    if (!wattle_watt_hours_split (readings->watt_hours, readings->count, parts, self->goals.count,
                                  error))
        return FALSE;

    for (guint i = 0; i < self->goals.count; i++) {
        self->goals.values[i] = (double)parts[i];
        self->goals.sum += (double)parts[i];
    }
    return TRUE;
}

/* Setting them */

static void
on_shown (WattleCounterSyncResult result, gpointer user_data)
{
    Sync *self = user_data;
    g_autoptr (GError) error = NULL;

    if (result == WATTLE_COUNTER_SYNC_REFUSED)
        error = wattle_error_new (WATTLE_ERROR_FAILED,
                                  "%s did not take the reading: it goes on showing another one",
                                  get_id (self));
    else if (result == WATTLE_COUNTER_SYNC_UNSEEN)
        error =
            wattle_error_new (WATTLE_ERROR_TIMEOUT,
                              "%s was sent the reading, but has not shown it since", get_id (self));
    end (self, error);
}

/* Whether it is sure that the device has not changed anything. */
static gboolean
was_not_sent (const GError *error)
{
    return error->domain == WATTLE_ERROR &&
           (error->code == WATTLE_ERROR_CONFIG || error->code == WATTLE_ERROR_NOT_FOUND ||
            error->code == WATTLE_ERROR_NOT_SUPPORTED || error->code == WATTLE_ERROR_AUTH ||
            error->code == WATTLE_ERROR_UNREACHABLE || error->code == WATTLE_ERROR_BUSY);
}

static void
fail (Sync *self, const GError *cause)
{
    g_autoptr (GError) error = NULL;

    wattle_counters_end_goals (self->counters, get_id (self), self->next, was_not_sent (cause));
    if (self->next == 0) {
        end (self, cause);
        return;
    }

    error = wattle_error_new (WATTLE_ERROR_FAILED, "%s: only %u of %u counters were set: %s",
                              get_id (self), self->next, self->goals.count, cause->message);
    end (self, error);
}

static void command_next (Sync *self);

static void
on_commanded (const GError *error, gpointer user_data)
{
    Sync *self = user_data;

    if (error != NULL) {
        fail (self, error);
        return;
    }

    self->next++;
    if (self->next < self->goals.count)
        command_next (self);
    else
        wattle_counters_await_goals (self->counters, get_id (self), on_shown, self);
}

static void
command_next (Sync *self)
{
    g_autoptr (WattleCommand) command =
        wattle_command_new_counter (self->goals.keys[self->next], self->goals.values[self->next]);

    wattle_runner_act (self->runner, command, on_commanded, self);
}

static gboolean
check_runner (Sync *self, GError **error)
{
    if (wattle_runner_is_available (self->runner))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_UNREACHABLE,
                      "%s is %s; its counters can be set while it answers", get_id (self),
                      wattle_runner_get_state_name (self->runner));
    return FALSE;
}

void
wattle_meter_sync_run (WattleRunner *runner,
                       WattleCounters *counters,
                       const WattleMeterReadings *readings,
                       const char *who,
                       WattleCommandDone done,
                       gpointer user_data)
{
    Sync *self = g_new0 (Sync, 1);
    g_autoptr (GError) error = NULL;

    self->runner = g_object_ref (runner);
    self->counters = g_object_ref (counters);
    self->done = done;
    self->user_data = user_data;
    find_counters (self, readings->direction);
    if (check_counters (self, readings->direction, &error) && set_values (self, readings, &error) &&
        check_runner (self, &error) &&
        wattle_counters_set_goals (counters, get_id (self), &self->goals, who, &error))
        command_next (self);
    else
        end (self, error);
}
