/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counters.h"

#include <inttypes.h>

#include "base/wattle-error.h"
#include "base/wattle-number.h"
#include "wattle-counter-disk.h"
#include "wattle-device-counters.h"

struct _WattleCounters {
    GObject parent_instance;

    WattleProblems *problems;
    WattleClock *clock;
    GHashTable *members; /* id → WattleDeviceCounters */
    WattleCounterDisk disk;
    gboolean used; /* a device was guarded, so what is here goes beyond what was loaded */
};

enum {
    SIGNAL_RELEASED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleCounters, wattle_counters, G_TYPE_OBJECT)

static void
wattle_counters_finalize (GObject *object)
{
    WattleCounters *self = WATTLE_COUNTERS (object);

    g_hash_table_unref (self->members);
    wattle_counter_disk_clear (&self->disk);
    g_object_unref (self->problems);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_counters_parent_class)->finalize (object);
}

static void
wattle_counters_class_init (WattleCountersClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_counters_finalize;

    signals[SIGNAL_RELEASED] = g_signal_new ("released", WATTLE_TYPE_COUNTERS, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wattle_counters_init (WattleCounters *self)
{
    self->members = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify)wattle_device_counters_free);
}

WattleLedger *
wattle_counters_get_ledger (WattleCounters *self)
{
    return self->disk.ledger;
}

static WattleDeviceCounters *
get_member (WattleCounters *self, const char *id)
{
    WattleDeviceCounters *member = g_hash_table_lookup (self->members, id);

    if (member == NULL) {
        member = wattle_device_counters_new (id, WATTLE_COUNTERS_MAX_POWER, self->clock, self);
        g_hash_table_insert (self->members, member->id, member);
    }

    return member;
}

/* The file */

static WattleCounterImage *
make_image (WattleCounters *self, WattleDeviceCountersPurpose purpose)
{
    WattleCounterImage *image = wattle_counter_image_new ();
    GHashTableIter members;
    gpointer member;

    g_hash_table_iter_init (&members, self->members);
    while (g_hash_table_iter_next (&members, NULL, &member))
        wattle_device_counters_save (member, image, purpose);

    return image;
}

static WattleCounterImage *
gather (gboolean last, gpointer user_data)
{
    return make_image (user_data,
                       last ? WATTLE_DEVICE_COUNTERS_LAST_SAVE : WATTLE_DEVICE_COUNTERS_SAVE);
}

static void
on_written (gpointer user_data)
{
    WattleCounters *self = user_data;
    g_autoptr (GPtrArray) released = g_ptr_array_new_with_free_func (g_free);
    GHashTableIter members;
    gpointer member;

    g_hash_table_iter_init (&members, self->members);
    while (g_hash_table_iter_next (&members, NULL, &member))
        if (wattle_device_counters_raise_ceilings (member))
            g_ptr_array_add (released, g_strdup (((WattleDeviceCounters *)member)->id));

    for (guint i = 0; i < released->len; i++)
        g_signal_emit (self, signals[SIGNAL_RELEASED], 0, g_ptr_array_index (released, i));
}

static const WattleCounterDiskEvents disk_events = {
    .gather = gather,
    .written = on_written,
};

WattleCounters *
wattle_counters_new (const char *state_dir, WattleProblems *problems, WattleClock *clock)
{
    WattleCounters *self = g_object_new (WATTLE_TYPE_COUNTERS, NULL);

    self->problems = g_object_ref (problems);
    self->clock = g_object_ref (clock);
    wattle_counter_disk_init (&self->disk, state_dir, problems, clock, &disk_events,
                              G_OBJECT (self));
    return self;
}

void
wattle_counters_load (WattleCounters *self)
{
    g_autoptr (GKeyFile) file = wattle_counter_disk_load (&self->disk);
    g_auto (GStrv) ids = file != NULL ? g_key_file_get_groups (file, NULL) : NULL;

    for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
        wattle_device_counters_load (get_member (self, ids[i]), file);
}

char *
wattle_counters_export (WattleCounters *self)
{
    g_autoptr (WattleCounterImage) image = make_image (self, WATTLE_DEVICE_COUNTERS_EXPORT);

    return wattle_counter_image_to_text (image);
}

guint
wattle_counters_import (WattleCounters *self, GKeyFile *file)
{
    g_auto (GStrv) ids = g_key_file_get_groups (file, NULL);
    guint count = 0;

    for (guint i = 0; ids[i] != NULL; i++)
        count += wattle_device_counters_import (get_member (self, ids[i]), file);

    self->used |= count > 0;
    return count;
}

void
wattle_counters_save_async (WattleCounters *self, GAsyncReadyCallback callback, gpointer user_data)
{
    wattle_counter_disk_write_for (&self->disk, callback, user_data);
}

gboolean
wattle_counters_save_finish (WattleCounters *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
wattle_counters_is_writing (WattleCounters *self)
{
    return self->disk.writing;
}

void
wattle_counters_flush (WattleCounters *self)
{
    if (self->used)
        wattle_counter_disk_flush (&self->disk);
}

/* Guarding */

static void
note_change (WattleDeviceCounters *member,
             WattleEntity *entity,
             const WattleCounter *counter,
             const WattleCounterStep *step)
{
    WattleCounters *self = member->owner;
    gboolean asked = step->event == WATTLE_COUNTER_SYNCHRONISED && member->sync != NULL;
    WattleLedgerEntry entry = {
        .time = wattle_clock_get_wall (self->clock),
        .device = member->id,
        .entity = (char *)wattle_entity_get_key (entity),
        .from = step->offset_before,
        .to = counter->offset,
        .kind = (char *)wattle_counter_event_get_name (step->event),
        .who = (char *)(asked ? wattle_counter_sync_get_who (member->sync) : "guard"),
    };
    g_autofree char *total = wattle_number_format (step->value, 0);

    wattle_ledger_add (self->disk.ledger, &entry);
    g_message ("%s: %s: %s; its total goes on from %s %s", member->id, entry.entity, entry.kind,
               total, wattle_entity_get_unit (entity));
}

static void
show_doubt (WattleDeviceCounters *member, WattleEntity *entity, WattleQuality quality, double raw)
{
    WattleCounters *self = member->owner;
    g_autofree char *topic = g_strdup_printf ("counter/%s", wattle_entity_get_key (entity));
    g_autofree char *figure = wattle_number_format (raw, 0);

    if (quality == WATTLE_QUALITY_SUSPECT)
        wattle_problems_set (self->problems, member->id, topic,
                             "%s shows %s %s, which is less than before; its last total is kept",
                             wattle_entity_get_name (entity), figure,
                             wattle_entity_get_unit (entity));
    else
        wattle_problems_clear (self->problems, member->id, topic);
}

static WattleQuality
guard_reading (WattleEntity *entity, double *value, gpointer user_data)
{
    WattleDeviceCounters *member = user_data;
    WattleCounters *self = member->owner;
    WattleKeptCounter *guarded = wattle_device_counters_get (member, entity);
    WattleCounter *counter = &guarded->counter;
    double raw = *value;
    WattleCounterStep step =
        wattle_kept_counter_take (guarded, raw, wattle_clock_get_monotonic (self->clock));
    gboolean doubted = step.quality == WATTLE_QUALITY_SUSPECT;

    if (step.event != WATTLE_COUNTER_WENT_ON && step.event != WATTLE_COUNTER_GLITCHED)
        note_change (member, entity, counter, &step);
    wattle_device_counters_note_goal (member, counter, &step);
    if (doubted || guarded->doubted)
        show_doubt (member, entity, step.quality, raw);
    guarded->doubted = doubted;
    if (wattle_kept_counter_needs_ceiling (guarded, self->disk.writing) ||
        step.offset_before != counter->offset)
        wattle_counter_disk_write (&self->disk);

    *value = step.value;
    return guarded->kept ? step.quality : WATTLE_QUALITY_MISSING;
}

void
wattle_counters_guard (WattleCounters *self, const char *id, WattleDevice *device, double max_power)
{
    WattleDeviceCounters *member = get_member (self, id);

    self->used = TRUE;
    member->device = device;
    member->max_power = max_power;
    wattle_device_set_guard (device, guard_reading, member);
}

void
wattle_counters_release (WattleCounters *self, const char *id)
{
    WattleDeviceCounters *member = g_hash_table_lookup (self->members, id);

    if (member == NULL || member->device == NULL)
        return;

    wattle_device_set_guard (member->device, NULL, NULL);
    wattle_device_counters_release (member);
}

void
wattle_counters_set_serial (WattleCounters *self, const char *id, const char *serial)
{
    if (wattle_device_counters_set_serial (get_member (self, id), serial))
        wattle_counter_disk_write (&self->disk);
}

gboolean
wattle_counters_undo (WattleCounters *self, guint64 id, const char *who, GError **error)
{
    const WattleLedgerEntry *entry = wattle_ledger_find (self->disk.ledger, id);
    WattleDeviceCounters *member =
        entry != NULL ? g_hash_table_lookup (self->members, entry->device) : NULL;
    WattleKeptCounter *guarded =
        member != NULL ? wattle_device_counters_find (member, entry->entity) : NULL;
    WattleLedgerEntry undone = { 0 };

    if (guarded == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                          "the ledger has no line %" PRIu64 " of a counter that is there", id);
        return FALSE;
    }

    undone = *entry;
    undone.time = wattle_clock_get_wall (self->clock);
    undone.kind = (char *)"undone";
    undone.who = (char *)who;
    undone.from = guarded->counter.offset;
    undone.to = guarded->counter.offset - (entry->to - entry->from);
    guarded->counter.offset = undone.to;
    guarded->counter.has_previous = FALSE;
    wattle_ledger_add (self->disk.ledger, &undone);
    wattle_counter_disk_write (&self->disk);
    return TRUE;
}

/* Setting counters in their device */

gboolean
wattle_counters_set_goals (WattleCounters *self,
                           const char *id,
                           const WattleCountersGoals *goals,
                           const char *who,
                           GError **error)
{
    return wattle_device_counters_set_goals (get_member (self, id), goals, who, error);
}

void
wattle_counters_await_goals (WattleCounters *self,
                             const char *id,
                             WattleCounterSyncFunc func,
                             gpointer user_data)
{
    wattle_device_counters_await_goals (get_member (self, id), func, user_data);
}

void
wattle_counters_end_goals (WattleCounters *self, const char *id, guint index, gboolean unsent)
{
    wattle_device_counters_end_goals (get_member (self, id), index, unsent);
}
