/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-parts.h"

#include <string.h>

/* What the host was told about a slot. */
typedef struct {
    char *id;
    const char *model;
    char *address;
    char *label;
    gboolean lost;
} Part;

struct _IskraSgParts {
    WattleDevice *gateway; /* which owns this */
    WattleOptions *options;
    GHashTable *parts; /* key of a slot → Part */
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
iskra_sg_parts_new (WattleDevice *gateway, WattleOptions *options)
{
    IskraSgParts *self = g_new0 (IskraSgParts, 1);

    self->gateway = gateway;
    self->options = g_object_ref (options);
    self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
    return self;
}

void
iskra_sg_parts_free (IskraSgParts *self)
{
    g_hash_table_unref (self->parts);
    g_object_unref (self->options);
    g_free (self);
}

/* Under which the kept state holds who was in a slot last. */
static char *
make_key (gboolean right_ir, guint index)
{
    return right_ir ? g_strdup ("slot_right_ir") : g_strdup_printf ("slot_%u", index);
}

void
iskra_sg_parts_keep_serial (IskraSgParts *self, const char *serial)
{
    wattle_source_set_state (WATTLE_SOURCE (self->gateway), "serial", serial, 0);
}

static gboolean
is_serial (const char *text)
{
    if (text == NULL || strlen (text) != 8 || !g_ascii_isupper (text[0]) ||
        !g_ascii_isupper (text[1]))
        return FALSE;
    for (guint i = 2; i < 8; i++)
        if (!g_ascii_isdigit (text[i]))
            return FALSE;
    return TRUE;
}

/* The root topic is the serial number unless it was changed (manual, 4.1.2.2). */
static const char *
find_serial (IskraSgParts *self)
{
    const char *kept = wattle_source_get_state (WATTLE_SOURCE (self->gateway), "serial");
    const char *root = wattle_options_get_text (self->options, "RootTopic");

    if (wattle_device_get_serial (self->gateway) != NULL)
        return wattle_device_get_serial (self->gateway);
    if (kept != NULL)
        return kept;
    return is_serial (root) ? root : NULL;
}

/* A switch without a serial number is named by its gateway and its slot. NULL before the gateway
 * has told its own. */
static char *
make_id (IskraSgParts *self, const IskraSgSlot *slot)
{
    const char *serial = find_serial (self);
    g_autofree char *slug = NULL;

    if (slot->id != NULL)
        return g_strdup (slot->id);

    slug = serial != NULL ? wattle_ident_from_text (serial) : NULL;
    if (slug == NULL)
        return NULL;
    return slot->right_ir ? g_strconcat ("iskra_sg_", slug, "_ir_bicom", NULL)
                          : g_strdup_printf ("iskra_sg_%s_rs485_%u", slug, slot->index);
}

static gboolean
is_used (const IskraSgSlot *slot)
{
    return slot->kind == ISKRA_SG_SLOT_METER || slot->kind == ISKRA_SG_SLOT_BICOM;
}

static void
set_child (IskraSgParts *self, Part *part)
{
    part->lost = FALSE;
    wattle_device_set_child (self->gateway, part->id, part->model, part->address, part->label);
}

static void
add_part (IskraSgParts *self, const IskraSgSlot *slot, const char *id)
{
    Part *part = g_new0 (Part, 1);
    g_autofree char *key = make_key (slot->right_ir, slot->index);

    part->id = g_strdup (id);
    part->model = slot->kind == ISKRA_SG_SLOT_BICOM ? "bicom" : "meter";
    part->address = g_strdup (slot->address);
    part->label = g_strdup (slot->label);
    wattle_source_set_state (WATTLE_SOURCE (self->gateway), key, id, 0);
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
        g_autofree char *id = is_used (slot) ? make_id (self, slot) : NULL;

        if (id != NULL && g_hash_table_add (present, g_strdup (id)))
            add_part (self, slot, id);
    }
    for (guint i = 0; i < slots->len; i++)
        if (!is_used (g_ptr_array_index (slots, i)))
            leave_slot (self, g_ptr_array_index (slots, i), present);
    wattle_device_end_children (self->gateway);
}

static IskraSgSlot *
read_header (const IskraSgTopic *topic, JsonObject *root)
{
    gboolean bicom = topic->kind == ISKRA_SG_TOPIC_BICOM;
    JsonObject *header = wattle_json_peek_object (root, bicom ? "bicom" : "header");

    if (header == NULL)
        return NULL;
    return iskra_sg_decode_header (header, bicom ? ISKRA_SG_SLOT_BICOM : ISKRA_SG_SLOT_METER,
                                   bicom && topic->index == 0, topic->index);
}

/* A part that is heard is there: it need not wait for the list, which a gateway without HTTP does
 * not give at all. One that was listed keeps the address of the list, which says more. */
void
iskra_sg_parts_hear (IskraSgParts *self, const IskraSgTopic *topic, JsonObject *root)
{
    g_autoptr (IskraSgSlot) slot = read_header (topic, root);
    g_autofree char *key = slot != NULL ? make_key (slot->right_ir, slot->index) : NULL;
    g_autofree char *id = slot != NULL ? make_id (self, slot) : NULL;
    Part *part = key != NULL ? g_hash_table_lookup (self->parts, key) : NULL;

    if (id == NULL)
        return;
    if (part == NULL || !g_str_equal (part->id, id))
        add_part (self, slot, id);
    else if (part->lost)
        set_child (self, part);
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
