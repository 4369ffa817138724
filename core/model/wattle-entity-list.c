/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-entity-list.h"

#include <glib/gi18n-lib.h>

#include "base/wattle-ident.h"

#define MAX_ENTITIES 512

void
wattle_entity_list_init (WattleEntityList *self)
{
    *self = (WattleEntityList){ 0 };
    self->items = g_ptr_array_new_with_free_func (g_object_unref);
    self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
}

void
wattle_entity_list_clear (WattleEntityList *self)
{
    g_clear_pointer (&self->by_key, g_hash_table_unref);
    g_clear_pointer (&self->items, g_ptr_array_unref);
    self->metered = NULL;
    self->reading = NULL;
}

gboolean
wattle_entity_list_is_equal (const WattleEntityList *self, const WattleEntityList *other)
{
    if (self->items->len != other->items->len)
        return FALSE;
    for (guint i = 0; i < self->items->len; i++)
        if (self->items->pdata[i] != other->items->pdata[i])
            return FALSE;

    return TRUE;
}

WattleEntity *
wattle_entity_list_find (const WattleEntityList *self, const char *key)
{
    return g_hash_table_lookup (self->by_key, key);
}

void
wattle_entity_list_add (WattleEntityList *self,
                        const WattleEntityList *known,
                        const WattleEntitySpec *spec)
{
    g_autofree char *key = wattle_entity_spec_dup_key (spec);
    WattleEntity *entity = wattle_entity_list_find (known, key);

    if (!wattle_ident_is_valid (key) || self->items->len >= MAX_ENTITIES ||
        g_hash_table_contains (self->by_key, key)) {
        g_debug ("entity “%s” left out: its key is not valid, not new, or one too many", key);
        return;
    }

    if (entity != NULL && wattle_entity_matches (entity, spec))
        g_object_ref (entity);
    else
        entity = wattle_entity_new (spec);
    g_ptr_array_add (self->items, entity);
    g_hash_table_insert (self->by_key, (char *)wattle_entity_get_key (entity), entity);
}

/* The host keeps `energy_import` going when the device starts again or is replaced; what the
 * display shows is then another figure, and an entity of its own. */
void
wattle_entity_list_add_meter_reading (WattleEntityList *self, const WattleEntityList *known)
{
    static const WattleEntitySpec spec = {
        .key = "meter_reading_import",
        .quantity = WATTLE_QUANTITY_ENERGY,
        .name = N_ ("Meter reading import"),
        .flags = WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED,
        .counter = WATTLE_COUNTER_READING,
    };
    WattleEntity *metered = wattle_entity_list_find (self, "energy_import");

    if (metered == NULL || wattle_entity_get_counter (metered) != WATTLE_COUNTER_LIFETIME)
        return;

    wattle_entity_list_add (self, known, &spec);
    self->reading = wattle_entity_list_find (self, spec.key);
    if (self->reading != NULL)
        self->metered = metered;
}
