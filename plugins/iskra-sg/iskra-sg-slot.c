/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-slot.h"

#include <string.h>

#define MAX_WORD  32
#define MAX_MODEL 64

void
iskra_sg_slot_free (IskraSgSlot *slot)
{
    g_free (slot->id);
    g_free (slot->address);
    g_free (slot->label);
    g_free (slot);
}

/* What identifiers are made of, and versions. */
gboolean
iskra_sg_slot_is_plain_word (const char *text)
{
    if (text == NULL || !g_ascii_isalnum (*text) || strlen (text) > MAX_WORD)
        return FALSE;
    for (; *text != '\0'; text++)
        if (!g_ascii_isalnum (*text) && *text != '-' && *text != '.')
            return FALSE;

    return TRUE;
}

static gboolean
is_bicom (const char *model)
{
    return strstr (model, "Bicom") != NULL ||
           (g_str_has_prefix (model, "BI") && g_ascii_isdigit (model[2]));
}

IskraSgSlotKind
iskra_sg_slot_find_kind (const char *model)
{
    if (g_str_equal (model, "Disabled"))
        return ISKRA_SG_SLOT_DISABLED;
    if (g_str_equal (model, "Not Detected"))
        return ISKRA_SG_SLOT_NOT_DETECTED;
    return is_bicom (model) ? ISKRA_SG_SLOT_BICOM : ISKRA_SG_SLOT_METER;
}

static char *
name_place (const char *interface, guint index)
{
    if (strstr (interface, ISKRA_SG_RIGHT_IR) != NULL)
        return g_strdup ("ir_bicom");
    return strstr (interface, ISKRA_SG_LEFT_IR) != NULL ? g_strdup ("left_ir")
                                                        : g_strdup_printf ("rs485_%u", index);
}

/* A serial number may be missing, or not be one that makes an identifier ("W 41/83"): then the
 * part is known by the gateway and its place there. */
static char *
make_id (const char *gateway, const char *place, const char *serial)
{
    g_autofree char *slug =
        iskra_sg_slot_is_plain_word (serial) ? wattle_ident_from_text (serial) : NULL;

    return slug != NULL ? g_strconcat ("iskra_sg_", slug, NULL)
                        : g_strconcat (gateway, "_", place, NULL);
}

static char *
make_address (const IskraSgPart *part, const IskraSgSlot *slot, const char *serial)
{
    g_autofree char *place = slot->unit != 0 ? g_strdup_printf ("%u@%u", slot->index, slot->unit)
                                             : g_strdup_printf ("%u", slot->index);
    g_autofree char *escaped =
        serial != NULL ? g_uri_escape_string (serial, NULL, TRUE) : g_strdup ("");
    const char *version = iskra_sg_slot_is_plain_word (part->version) ? part->version : "";
    /* An option has at most 255 characters. */
    g_autofree char *start =
        g_utf8_substring (part->model, 0, MIN (g_utf8_strlen (part->model, -1), MAX_MODEL));

    return g_strdup_printf ("%s/%s/%s/%s", place, escaped, version, start);
}

gboolean
iskra_sg_slot_is_part (IskraSgSlotKind kind)
{
    return kind == ISKRA_SG_SLOT_METER || kind == ISKRA_SG_SLOT_BICOM;
}

gboolean
iskra_sg_slot_name (IskraSgSlot *slot, const IskraSgPart *part, const char *gateway, GError **error)
{
    gboolean is_short = part->serial != NULL && strlen (part->serial) <= MAX_WORD;
    const char *serial = is_short ? part->serial : NULL;
    g_autofree char *place = name_place (part->interface, slot->index);

    slot->has_serial = part->serial != NULL;
    slot->id = make_id (gateway, place, serial);
    slot->address = make_address (part, slot, serial);
    slot->label = part->description != NULL
                      ? g_strdup (part->description)
                      : g_strdup_printf ("%s %s", part->model, serial != NULL ? serial : place);
    if (wattle_ident_is_valid_device (slot->id))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "what is in the place %s would be called “%s”, but an identifier has at most "
                      "%d characters; give the gateway a shorter one",
                      place, slot->id, WATTLE_IDENT_DEVICE_MAX);
    return FALSE;
}

static char *
part_or_null (char **parts, guint n_parts, guint index)
{
    return index < n_parts && *parts[index] != '\0' ? g_strdup (parts[index]) : NULL;
}

/* `3`, or by Modbus `3@31`. */
static gboolean
read_place (const char *text, IskraSgAddress *address, GError **error)
{
    g_auto (GStrv) words = g_strsplit (text, "@", 2);
    gint64 index;
    gint64 unit = 0;

    if (!wattle_number_parse_integer (words[0], 0, ISKRA_SG_MAX_SLOTS - 1, &index, error) ||
        (words[0] != NULL && words[1] != NULL &&
         !wattle_number_parse_integer (words[1], 1, ISKRA_SG_MAX_UNIT, &unit, error))) {
        g_prefix_error (error, "Address: ");
        return FALSE;
    }

    address->index = (guint)index;
    address->unit = (guint)unit;
    return TRUE;
}

gboolean
iskra_sg_slot_read_address (const char *text, IskraSgAddress *address, GError **error)
{
    g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "/", 4);
    guint n_parts = g_strv_length (parts);
    g_autofree char *serial = part_or_null (parts, n_parts, 1);

    if (!read_place (n_parts > 0 ? parts[0] : "", address, error))
        return FALSE;

    address->serial = serial != NULL ? g_uri_unescape_string (serial, NULL) : NULL;
    address->version = part_or_null (parts, n_parts, 2);
    address->model = part_or_null (parts, n_parts, 3);
    return TRUE;
}

void
iskra_sg_slot_clear_address (IskraSgAddress *address)
{
    g_clear_pointer (&address->serial, g_free);
    g_clear_pointer (&address->version, g_free);
    g_clear_pointer (&address->model, g_free);
}
