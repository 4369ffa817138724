/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-parts.h"

/* What the host was told about a slot. */
typedef struct {
    char *id;
    IskraSgSlotKind kind;
    guint unit;
    char *address;
    char *label;
    gboolean lost;
} Part;

struct _IskraSgParts {
    WattleDevice *gateway; /* which owns this */
    GHashTable *parts;     /* key of a slot → Part */
};

static void
part_free (gpointer data)
{
    Part *part = data;

    g_free (part->id);
    g_free (part->address);
    g_free (part->label);
    g_free (part);
}

IskraSgParts *
iskra_sg_parts_new (WattleDevice *gateway)
{
    IskraSgParts *self = g_new0 (IskraSgParts, 1);

    self->gateway = gateway;
    self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
    return self;
}

void
iskra_sg_parts_free (IskraSgParts *self)
{
    g_hash_table_unref (self->parts);
    g_free (self);
}

/* Under which the kept state holds who was in a slot last. */
static char *
make_key (gboolean right_ir, guint index)
{
    return right_ir ? g_strdup ("slot_right_ir") : g_strdup_printf ("slot_%u", index);
}

static gboolean
is_used (const IskraSgSlot *slot)
{
    return slot->kind == ISKRA_SG_SLOT_METER || slot->kind == ISKRA_SG_SLOT_BICOM;
}

static void
set_child (IskraSgParts *self, Part *part)
{
    const char *model = part->kind == ISKRA_SG_SLOT_BICOM ? "bicom" : "meter";

    part->lost = FALSE;
    wattle_device_set_child (self->gateway, part->id, model, part->address, part->label);
}

static void
add_part (IskraSgParts *self, const IskraSgSlot *slot)
{
    Part *part = g_new0 (Part, 1);
    g_autofree char *key = make_key (slot->right_ir, slot->index);

    part->id = g_strdup (slot->id);
    part->kind = slot->kind;
    part->unit = slot->unit;
    part->address = g_strdup (slot->address);
    part->label = g_strdup (slot->label);
    wattle_source_set_state (WATTLE_SOURCE (self->gateway), key, slot->id, 0);
    set_child (self, part);
    g_hash_table_replace (self->parts, g_steal_pointer (&key), part);
}

/* A slot that names nothing: what was in it last is lost, unless it turned up elsewhere. */
static void
leave_slot (IskraSgParts *self, const IskraSgSlot *slot, GHashTable *present)
{
    g_autofree char *key = make_key (slot->right_ir, slot->index);
    const char *id = wattle_source_get_state (WATTLE_SOURCE (self->gateway), key);

    if (slot->kind != ISKRA_SG_SLOT_NOT_DETECTED)
        wattle_source_set_state (WATTLE_SOURCE (self->gateway), key, NULL, 0);
    else if (id != NULL && g_hash_table_add (present, g_strdup (id)))
        wattle_device_lose_child (self->gateway, id);
}

/* The whole list: what is not in it is gone. */
void
iskra_sg_parts_list (IskraSgParts *self, GPtrArray *slots)
{
    g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    g_hash_table_remove_all (self->parts);
    for (guint i = 0; i < slots->len; i++) {
        const IskraSgSlot *slot = g_ptr_array_index (slots, i);

        if (is_used (slot) && g_hash_table_add (present, g_strdup (slot->id)))
            add_part (self, slot);
    }
    for (guint i = 0; i < slots->len; i++)
        if (!is_used (g_ptr_array_index (slots, i)))
            leave_slot (self, g_ptr_array_index (slots, i), present);
    wattle_device_end_children (self->gateway);
}

/* Whether it is about the part that is known there: a header without a serial number does not say
 * that it is another one. */
static gboolean
is_known (const Part *part, const IskraSgSlot *slot)
{
    return part != NULL &&
           (g_str_equal (part->id, slot->id) || (!slot->has_serial && part->kind == slot->kind));
}

/* A part that is heard is there: it need not wait for the list, which a gateway without HTTP does
 * not give at all. One that was listed keeps the address of the list, which says more. */
gboolean
iskra_sg_parts_hear (IskraSgParts *self,
                     const IskraSgTopic *topic,
                     JsonObject *root,
                     GError **error)
{
    gboolean bicom = topic->kind == ISKRA_SG_TOPIC_BICOM;
    JsonObject *header = wattle_json_peek_object (root, bicom ? "bicom" : "header");
    const char *gateway = wattle_source_get_id (WATTLE_SOURCE (self->gateway));
    g_autoptr (IskraSgSlot) slot = g_new0 (IskraSgSlot, 1);
    g_autofree char *key = make_key (bicom && topic->index == 0, topic->index);
    Part *part = g_hash_table_lookup (self->parts, key);

    slot->kind = bicom ? ISKRA_SG_SLOT_BICOM : ISKRA_SG_SLOT_METER;
    slot->right_ir = bicom && topic->index == 0;
    slot->index = topic->index;
    slot->unit = part != NULL ? part->unit : 0;
    if (header != NULL && !iskra_sg_decode_header (header, gateway, slot, error))
        return FALSE;
    if (slot->id == NULL)
        return TRUE;

    if (!is_known (part, slot))
        add_part (self, slot);
    else if (part->lost)
        set_child (self, part);
    return TRUE;
}

/* Until it is heard or listed again. */
void
iskra_sg_parts_lose (IskraSgParts *self, const IskraSgSilent *silent)
{
    g_autofree char *key = make_key (silent->right_ir, silent->index);
    Part *part = g_hash_table_lookup (self->parts, key);

    if (part == NULL)
        return;
    part->lost = TRUE;
    wattle_device_lose_child (self->gateway, part->id);
}
