/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-batch.h"

typedef struct {
    WattleEntity *entity;
    WattleValue value;
} WattleStagedReading;

static void
staged_reading_clear (gpointer data)
{
    WattleStagedReading *reading = data;

    g_object_unref (reading->entity);
    wattle_value_clear (&reading->value);
}

/* Readings are staged only while one answer is decoded: all devices use the same list in turn. */
static GArray *spare;

static GArray *
take_list (void)
{
    GArray *list = g_steal_pointer (&spare);

    if (list == NULL) {
        list = g_array_new (FALSE, FALSE, sizeof (WattleStagedReading));
        g_array_set_clear_func (list, staged_reading_clear);
    }
    return list;
}

static void
give_back (WattleDeviceBatch *self)
{
    GArray *list = g_steal_pointer (&self->staged);

    if (list == NULL)
        return;
    g_array_set_size (list, 0);
    if (spare == NULL)
        spare = list;
    else
        g_array_unref (list);
}

static void
forget (gpointer data)
{
    wattle_entity_set_noted (data, FALSE);
    g_object_unref (data);
}

void
wattle_device_batch_init (WattleDeviceBatch *self)
{
    self->staged = NULL;
    self->touched = g_ptr_array_new_with_free_func (forget);
}

void
wattle_device_batch_clear (WattleDeviceBatch *self)
{
    g_clear_pointer (&self->staged, g_array_unref);
    g_clear_pointer (&self->touched, g_ptr_array_unref);
}

void
wattle_device_batch_stage (WattleDeviceBatch *self, WattleEntity *entity, WattleValue *value)
{
    WattleStagedReading reading = { g_object_ref (entity), *value };

    if (self->staged == NULL)
        self->staged = take_list ();
    value->text = NULL;
    g_array_append_val (self->staged, reading);
}

void
wattle_device_batch_touch (WattleDeviceBatch *self, WattleEntity *entity)
{
    if (wattle_entity_is_noted (entity))
        return;

    wattle_entity_set_noted (entity, TRUE);
    g_ptr_array_add (self->touched, g_object_ref (entity));
}

void
wattle_device_batch_commit (WattleDeviceBatch *self,
                            const WattleReadingTime *time,
                            WattleGuardFunc guard,
                            gpointer guard_data)
{
    for (guint i = 0; self->staged != NULL && i < self->staged->len; i++) {
        WattleStagedReading *reading = &g_array_index (self->staged, WattleStagedReading, i);
        WattleQuality quality = WATTLE_QUALITY_GOOD;

        if (reading->value.type == WATTLE_VALUE_NONE)
            quality = WATTLE_QUALITY_MISSING;
        else if (guard != NULL &&
                 wattle_entity_get_counter (reading->entity) == WATTLE_COUNTER_LIFETIME)
            quality = guard (reading->entity, &reading->value.number, guard_data);

        wattle_entity_store (reading->entity, &reading->value, quality, time);
        wattle_device_batch_touch (self, reading->entity);
    }

    give_back (self);
}

void
wattle_device_batch_drop (WattleDeviceBatch *self)
{
    give_back (self);
}

void
wattle_device_batch_forget_removed (WattleDeviceBatch *self, const WattleEntityList *entities)
{
    for (guint i = self->touched->len; i > 0; i--) {
        WattleEntity *entity = g_ptr_array_index (self->touched, i - 1);

        if (wattle_entity_list_find (entities, wattle_entity_get_key (entity)) != entity)
            g_ptr_array_remove_index (self->touched, i - 1);
    }
}
