/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-counters.h"

#include "base/wattle-error.h"

/* Counters of other quantities than energy, per hour. */
#define MAX_VOLUME_RATE 100.0 /* m³ */

WattleDeviceCounters *
wattle_device_counters_new (const char *id, double max_power, WattleClock *clock, gpointer owner)
{
    WattleDeviceCounters *self = g_new0 (WattleDeviceCounters, 1);

    self->clock = g_object_ref (clock);
    self->id = g_strdup (id);
    self->max_power = max_power;
    self->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    self->owner = owner;
    return self;
}

void
wattle_device_counters_free (WattleDeviceCounters *self)
{
    g_clear_pointer (&self->sync, wattle_counter_sync_free);
    g_hash_table_unref (self->counters);
    g_object_unref (self->clock);
    g_free (self->id);
    g_free (self->serial);
    g_free (self);
}

static double
find_max_rate (const WattleDeviceCounters *self, WattleEntity *entity)
{
    switch (wattle_entity_get_quantity (entity)) {
    case WATTLE_QUANTITY_ENERGY:
    case WATTLE_QUANTITY_REACTIVE_ENERGY:
    case WATTLE_QUANTITY_APPARENT_ENERGY:
        return self->max_power;
    case WATTLE_QUANTITY_VOLUME:
        return MAX_VOLUME_RATE;
    default:
        return WATTLE_KEPT_COUNTER_NO_LIMIT;
    }
}

WattleKeptCounter *
wattle_device_counters_find (WattleDeviceCounters *self, const char *key)
{
    return key != NULL ? g_hash_table_lookup (self->counters, key) : NULL;
}

WattleKeptCounter *
wattle_device_counters_get (WattleDeviceCounters *self, WattleEntity *entity)
{
    const char *key = wattle_entity_get_key (entity);
    WattleKeptCounter *kept = wattle_device_counters_find (self, key);

    if (kept == NULL) {
        kept = wattle_kept_counter_new (wattle_entity_get_spec (entity)->resolution);
        g_hash_table_insert (self->counters, g_strdup (key), kept);
    }
    kept->counter.max_rate = find_max_rate (self, entity);

    return kept;
}

static void
mark_all_replaced (WattleDeviceCounters *self)
{
    GHashTableIter iter;
    gpointer kept;

    g_hash_table_iter_init (&iter, self->counters);
    while (g_hash_table_iter_next (&iter, NULL, &kept))
        ((WattleKeptCounter *)kept)->replaced = TRUE;
}

gboolean
wattle_device_counters_set_serial (WattleDeviceCounters *self, const char *serial)
{
    if (serial == NULL || *serial == '\0' || g_strcmp0 (serial, self->serial) == 0)
        return FALSE;

    if (self->serial != NULL)
        mark_all_replaced (self);
    g_free (self->serial);
    self->serial = g_strdup (serial);
    return TRUE;
}

void
wattle_device_counters_release (WattleDeviceCounters *self)
{
    self->device = NULL;
    g_clear_pointer (&self->sync, wattle_counter_sync_free);
}

/* The file */

static WattleKeptCounter *
load_counter (WattleDeviceCounters *self, GKeyFile *file, const char *key, gboolean kept)
{
    g_autofree char *line = g_key_file_get_string (file, self->id, key, NULL);
    WattleKeptCounter *counter = NULL;

    if (line != NULL && !g_str_equal (key, WATTLE_COUNTER_LINE_SERIAL))
        counter = wattle_kept_counter_read (line, kept, self->clock);
    if (counter != NULL)
        g_hash_table_replace (self->counters, g_strdup (key), counter);
    return counter;
}

static char *
read_serial (WattleDeviceCounters *self, GKeyFile *file)
{
    return g_key_file_get_string (file, self->id, WATTLE_COUNTER_LINE_SERIAL, NULL);
}

void
wattle_device_counters_load (WattleDeviceCounters *self, GKeyFile *file)
{
    g_auto (GStrv) keys = g_key_file_get_keys (file, self->id, NULL, NULL);

    g_free (self->serial);
    self->serial = read_serial (self, file);
    for (guint i = 0; keys[i] != NULL; i++)
        load_counter (self, file, keys[i], TRUE);
}

static WattleCounter *
find_known (WattleDeviceCounters *self, const char *key)
{
    WattleKeptCounter *kept = wattle_device_counters_find (self, key);

    return kept != NULL && kept->counter.known ? &kept->counter : NULL;
}

guint
wattle_device_counters_import (WattleDeviceCounters *self, GKeyFile *file)
{
    g_auto (GStrv) keys = g_key_file_get_keys (file, self->id, NULL, NULL);
    g_autofree char *serial = read_serial (self, file);
    gboolean other = serial != NULL && self->serial != NULL && !g_str_equal (serial, self->serial);
    guint count = 0;

    for (guint i = 0; keys[i] != NULL; i++) {
        WattleKeptCounter *kept =
            find_known (self, keys[i]) == NULL ? load_counter (self, file, keys[i], FALSE) : NULL;

        if (kept == NULL)
            continue;
        kept->replaced = other;
        count++;
    }
    if (self->serial == NULL && count > 0)
        self->serial = g_steal_pointer (&serial);
    return count;
}

static double
choose_published (WattleKeptCounter *kept, WattleDeviceCountersPurpose purpose, gint64 now)
{
    if (purpose == WATTLE_DEVICE_COUNTERS_EXPORT)
        return kept->counter.published;

    wattle_kept_counter_plan_ceiling (kept, purpose == WATTLE_DEVICE_COUNTERS_LAST_SAVE, now);
    return kept->next_ceiling;
}

void
wattle_device_counters_save (WattleDeviceCounters *self,
                             WattleCounterImage *image,
                             WattleDeviceCountersPurpose purpose)
{
    gint64 now = wattle_clock_get_monotonic (self->clock);
    GHashTableIter counters;
    gpointer key;
    gpointer kept;

    wattle_counter_image_begin_device (image, self->id, self->serial);
    g_hash_table_iter_init (&counters, self->counters);
    while (g_hash_table_iter_next (&counters, &key, &kept)) {
        double numbers[WATTLE_COUNTER_LINE_NUMBERS];

        wattle_kept_counter_write (kept, choose_published (kept, purpose, now), self->clock,
                                   numbers);
        wattle_counter_image_add (image, key, numbers);
    }
}

/* Returns whether a total may be published now that could not before. */
static gboolean
raise_ceiling (WattleDeviceCounters *self, const char *key, WattleKeptCounter *kept)
{
    WattleCounterStep step;

    if (!wattle_kept_counter_raise_ceiling (kept))
        return FALSE;

    step = wattle_counter_repeat (&kept->counter);
    if (self->device != NULL)
        wattle_device_release (self->device, key, step.value, step.quality);
    return self->device != NULL;
}

gboolean
wattle_device_counters_raise_ceilings (WattleDeviceCounters *self)
{
    GHashTableIter counters;
    gpointer key;
    gpointer kept;
    gboolean released = FALSE;

    g_hash_table_iter_init (&counters, self->counters);
    while (g_hash_table_iter_next (&counters, &key, &kept))
        released |= raise_ceiling (self, key, kept);

    return released;
}

/* Setting counters in their device */

static gboolean
check_goals (WattleDeviceCounters *self, const WattleCountersGoals *goals, GError **error)
{
    if (self->sync != NULL && wattle_counter_sync_is_busy (self->sync)) {
        wattle_error_set (error, WATTLE_ERROR_BUSY,
                          "counters of %s are being set already; try again later", self->id);
        return FALSE;
    }

    for (guint i = 0; i < goals->count; i++) {
        if (find_known (self, goals->keys[i]) != NULL)
            continue;
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE,
                          "%s has not told yet what %s is; try again later", self->id,
                          goals->keys[i]);
        return FALSE;
    }
    return TRUE;
}

gboolean
wattle_device_counters_set_goals (WattleDeviceCounters *self,
                                  const WattleCountersGoals *goals,
                                  const char *who,
                                  GError **error)
{
    WattleCounter *total = find_known (self, goals->total);

    if (!check_goals (self, goals, error))
        return FALSE;

    g_clear_pointer (&self->sync, wattle_counter_sync_free);
    self->sync = wattle_counter_sync_new (who, self->clock);
    for (guint i = 0; i < goals->count; i++)
        wattle_counter_sync_add (self->sync, find_known (self, goals->keys[i]), goals->values[i]);
    if (total != NULL)
        wattle_counter_sync_set_total (self->sync, total, goals->sum);
    return TRUE;
}

void
wattle_device_counters_await_goals (WattleDeviceCounters *self,
                                    WattleCounterSyncFunc func,
                                    gpointer user_data)
{
    if (self->sync == NULL)
        func (WATTLE_COUNTER_SYNC_UNSEEN, user_data);
    else
        wattle_counter_sync_await (self->sync, func, user_data);
}

void
wattle_device_counters_end_goals (WattleDeviceCounters *self, guint index, gboolean unsent)
{
    if (self->sync == NULL)
        return;

    if (unsent && index == 0)
        g_clear_pointer (&self->sync, wattle_counter_sync_free);
    else
        wattle_counter_sync_fail (self->sync, unsent ? index - 1 : index);
}

void
wattle_device_counters_note_goal (WattleDeviceCounters *self,
                                  const WattleCounter *counter,
                                  const WattleCounterStep *step)
{
    if (self->sync == NULL)
        return;

    wattle_counter_sync_note (self->sync, counter, step);
    if (wattle_counter_sync_is_over (self->sync))
        g_clear_pointer (&self->sync, wattle_counter_sync_free);
}
