/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-entities.h"

void
wattle_device_entities_init (WattleDeviceEntities *self)
{
    wattle_entity_list_init (&self->told);
    self->staged = (WattleEntityList){ 0 };
}

void
wattle_device_entities_clear (WattleDeviceEntities *self)
{
    wattle_entity_list_clear (&self->staged);
    wattle_entity_list_clear (&self->told);
}

void
wattle_device_entities_drop (WattleDeviceEntities *self)
{
    wattle_entity_list_clear (&self->staged);
}

gboolean
wattle_device_entities_commit (WattleDeviceEntities *self)
{
    gboolean changed;

    if (self->staged.items == NULL)
        return FALSE;

    changed = !wattle_entity_list_is_equal (&self->staged, &self->told);
    wattle_entity_list_clear (&self->told);
    self->told = self->staged;
    self->staged = (WattleEntityList){ 0 };
    return changed;
}

WattleEntityList *
wattle_device_entities_get_current (WattleDeviceEntities *self)
{
    return self->staged.items != NULL ? &self->staged : &self->told;
}

static WattleEntityList *
get_current (WattleDevice *device)
{
    return wattle_device_entities_get_current (wattle_device_peek_entities (device));
}

/* Takes what @list holds. */
static void
replace (WattleDevice *device, WattleEntityList *list)
{
    WattleDeviceEntities *self = wattle_device_peek_entities (device);
    WattleEntityList *target = wattle_device_is_answering (device) ? &self->staged : &self->told;

    wattle_entity_list_add_meter_reading (list, get_current (device));
    wattle_entity_list_clear (target);
    *target = *list;
}

/**
 * wattle_device_set_entities: (skip)
 * @self: a device
 * @specs: (array length=n_specs): every entity it has from now on
 * @n_specs: how many, at most 512
 *
 * Replaces the list. Entities whose description stays keep their readings.
 */
void
wattle_device_set_entities (WattleDevice *self, const WattleEntitySpec *specs, guint n_specs)
{
    WattleEntityList list;

    wattle_entity_list_init (&list);
    for (guint i = 0; i < n_specs; i++)
        wattle_entity_list_add (&list, get_current (self), &specs[i]);
    replace (self, &list);
}

static void
put (WattleDevice *device, const WattleEntitySpec *spec)
{
    WattleEntityList *known = get_current (device);
    WattleEntityList list;

    wattle_entity_list_init (&list);
    for (guint i = 0; i < known->items->len; i++) {
        WattleEntity *entity = g_ptr_array_index (known->items, i);

        if (!g_str_equal (wattle_entity_get_key (entity), spec->key) && entity != known->reading)
            wattle_entity_list_add (&list, known, wattle_entity_get_spec (entity));
    }
    wattle_entity_list_add (&list, known, spec);
    replace (device, &list);
}

/**
 * wattle_device_add_entity:
 * @self: a device
 * @key: identifier
 * @quantity: what it measures
 * @name: (nullable): untranslated name; %NULL takes the quantity's
 * @flags: properties
 *
 * Adds one entity; one of that key is replaced. For languages that have no C tables.
 */
void
wattle_device_add_entity (WattleDevice *self,
                          const char *key,
                          WattleQuantity quantity,
                          const char *name,
                          WattleEntityFlags flags)
{
    WattleEntitySpec spec = { .key = key, .quantity = quantity, .name = name, .flags = flags };

    put (self, &spec);
}

/**
 * wattle_device_add_counter:
 * @self: a device
 * @key: identifier
 * @quantity: what it counts
 * @name: (nullable): untranslated name; %NULL takes the quantity's
 * @kind: how it moves
 *
 * As wattle_device_add_entity(), for a counter that does not move as its quantity usually does.
 */
void
wattle_device_add_counter (WattleDevice *self,
                           const char *key,
                           WattleQuantity quantity,
                           const char *name,
                           WattleCounterKind kind)
{
    WattleEntitySpec spec = { .key = key, .quantity = quantity, .name = name, .counter = kind };

    put (self, &spec);
}

/**
 * wattle_device_get_n_entities:
 * @self: a device
 *
 * Returns: how many entities it has
 */
guint
wattle_device_get_n_entities (WattleDevice *self)
{
    return wattle_device_peek_entities (self)->told.items->len;
}

/**
 * wattle_device_get_entity:
 * @self: a device
 * @index: less than wattle_device_get_n_entities()
 *
 * Returns: (transfer none): that entity
 */
WattleEntity *
wattle_device_get_entity (WattleDevice *self, guint index)
{
    return g_ptr_array_index (wattle_device_peek_entities (self)->told.items, index);
}

/**
 * wattle_device_find_entity:
 * @self: a device
 * @key: identifier
 *
 * Returns: (transfer none) (nullable): the entity of that key
 */
WattleEntity *
wattle_device_find_entity (WattleDevice *self, const char *key)
{
    return wattle_entity_list_find (&wattle_device_peek_entities (self)->told, key);
}
