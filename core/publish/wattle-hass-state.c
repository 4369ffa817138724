/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-state.h"

#include <math.h>
#include <string.h>

#include "base/wattle-json.h"
#include "model/wattle-entity-private.h"

/* A step of exactly the dead band counts, whatever the rounding of its two ends. */
#define ROUNDING (1 - 1e-9)

typedef struct {
    WattleEntity *entity;
    const WattleQuantityInfo *info;
    char *lead; /* `{"key":` or `,"key":`; shared with meters of the same kind */
    gsize lead_length;
    GStrv options; /* of an enumeration, or NULL */

    /* what the last message said */
    WattleValueType type;
    WattleQuality quality;
    double number;
    gboolean boolean;
    char *text;
    guint n_attributes;
} Slot;

struct _WattleHassState {
    WattleHassHolds *holds;
    Slot *slots;
    guint n_slots;
};

static void
slot_init (Slot *slot, WattleEntity *entity, gboolean first)
{
    const char *options = wattle_entity_get_spec (entity)->options;
    g_autofree char *lead = NULL;

    slot->entity = g_object_ref (entity);
    slot->info = wattle_entity_get_info (entity);
    /* A key is a valid identifier and needs no escapes. */
    lead = g_strdup_printf ("%c\"%s\":", first ? '{' : ',', wattle_entity_get_key (entity));
    slot->lead = g_ref_string_new_intern (lead);
    slot->lead_length = strlen (lead);
    if (g_strcmp0 (slot->info->hass_class, "enum") == 0 && options != NULL && *options != '\0')
        slot->options = g_strsplit (options, "|", -1);
}

WattleHassState *
wattle_hass_state_new (WattleOutputs *outputs, const char *id, WattleDevice *device)
{
    WattleHassState *self = g_new0 (WattleHassState, 1);

    self->holds = wattle_hass_holds_new (outputs, id, device);
    self->n_slots = wattle_device_get_n_entities (device);
    self->slots = g_new0 (Slot, self->n_slots);
    for (guint i = 0; i < self->n_slots; i++)
        slot_init (&self->slots[i], wattle_device_get_entity (device, i), i == 0);

    return self;
}

void
wattle_hass_state_free (WattleHassState *self)
{
    for (guint i = 0; i < self->n_slots; i++) {
        g_object_unref (self->slots[i].entity);
        g_strfreev (self->slots[i].options);
        g_ref_string_release (self->slots[i].lead);
        g_free (self->slots[i].text);
    }
    g_free (self->slots);
    wattle_hass_holds_free (self->holds);
    g_free (self);
}

gboolean
wattle_hass_state_is_known (WattleHassState *self)
{
    for (guint i = 0; i < self->n_slots; i++)
        if (wattle_entity_get_quality (self->slots[i].entity) != WATTLE_QUALITY_MISSING)
            return TRUE;

    return FALSE;
}

static gboolean
number_has_moved (const Slot *slot)
{
    double step = fabs (wattle_entity_get_number (slot->entity) - slot->number);

    return step > 0 && step >= slot->info->dead_band * ROUNDING;
}

static gboolean
slot_has_moved (const Slot *slot)
{
    WattleValueType type = wattle_entity_get_value_type (slot->entity);

    if (type != slot->type || wattle_entity_get_quality (slot->entity) != slot->quality)
        return TRUE;

    switch (type) {
    case WATTLE_VALUE_NUMBER:
        return number_has_moved (slot);
    case WATTLE_VALUE_BOOLEAN:
        return wattle_entity_get_boolean (slot->entity) != slot->boolean;
    case WATTLE_VALUE_TEXT:
        return g_strcmp0 (wattle_entity_get_text (slot->entity), slot->text) != 0;
    case WATTLE_VALUE_NONE:
        break;
    }

    return FALSE;
}

void
wattle_hass_state_note_output (WattleHassState *self)
{
    wattle_hass_holds_note (self->holds);
}

gboolean
wattle_hass_state_has_moved (WattleHassState *self)
{
    if (wattle_hass_holds_has_moved (self->holds))
        return TRUE;
    for (guint i = 0; i < self->n_slots; i++)
        if (slot_has_moved (&self->slots[i]))
            return TRUE;

    return FALSE;
}

/* Home Assistant ignores a word it was not told of and would go on showing the old one. */
static gboolean
text_is_allowed (const Slot *slot, const char *text)
{
    return text != NULL &&
           (slot->options == NULL || g_strv_contains ((const char *const *)slot->options, text));
}

static void
append_text (GString *buffer, const Slot *slot)
{
    const char *text = wattle_entity_get_text (slot->entity);

    if (text_is_allowed (slot, text))
        wattle_json_append_string (buffer, text);
    else
        g_string_append_len (buffer, "null", 4);
}

static void
append_value (GString *buffer, const Slot *slot)
{
    /* What is not of the announced kind is as good as missing: it cannot be read there. */
    if (!wattle_entity_has_value (slot->entity) ||
        wattle_entity_get_value_type (slot->entity) != slot->info->type) {
        g_string_append_len (buffer, "null", 4);
        return;
    }

    switch (slot->info->type) {
    case WATTLE_VALUE_NUMBER:
        wattle_quantity_append_hass (slot->info, wattle_entity_get_number (slot->entity), buffer);
        break;
    case WATTLE_VALUE_BOOLEAN:
        g_string_append (buffer, wattle_entity_get_boolean (slot->entity) ? "\"ON\"" : "\"OFF\"");
        break;
    case WATTLE_VALUE_TEXT:
        append_text (buffer, slot);
        break;
    case WATTLE_VALUE_NONE:
        break;
    }
}

void
wattle_hass_state_append (WattleHassState *self, GString *buffer)
{
    for (guint i = 0; i < self->n_slots; i++) {
        g_string_append_len (buffer, self->slots[i].lead, (gssize)self->slots[i].lead_length);
        append_value (buffer, &self->slots[i]);
    }

    if (self->n_slots == 0)
        g_string_append_c (buffer, '{');
    wattle_hass_holds_append (self->holds, buffer);
    g_string_append_c (buffer, '}');
}

static gboolean
slot_has_turned (const Slot *slot)
{
    guint n_attributes;

    wattle_entity_get_attributes (slot->entity, &n_attributes);
    return n_attributes != slot->n_attributes ||
           wattle_entity_get_quality (slot->entity) != slot->quality;
}

gboolean
wattle_hass_state_has_turned (WattleHassState *self)
{
    for (guint i = 0; i < self->n_slots; i++)
        if (slot_has_turned (&self->slots[i]))
            return TRUE;

    return wattle_hass_holds_has_turned (self->holds);
}

/* Only of a value that is not good, for then it stays the same: Home Assistant writes a row into
 * its database whenever an attribute changes. */
static void
append_time (GString *buffer, WattleEntity *entity)
{
    gint64 time = wattle_entity_get_time (entity);
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format (date, ",\"time\":\"%Y-%m-%dT%H:%M:%SZ\"");

    if (time != 0 && wattle_entity_get_quality (entity) != WATTLE_QUALITY_GOOD)
        g_string_append (buffer, text);
}

static void
append_own (GString *buffer, WattleEntity *entity)
{
    guint count;
    const char *members = wattle_entity_get_attributes (entity, &count);

    if (members == NULL)
        return;
    g_string_append_c (buffer, ',');
    g_string_append (buffer, members);
}

void
wattle_hass_state_append_attributes (WattleHassState *self, GString *buffer)
{
    for (guint i = 0; i < self->n_slots; i++) {
        WattleEntity *entity = self->slots[i].entity;

        g_string_append_len (buffer, self->slots[i].lead, (gssize)self->slots[i].lead_length);
        g_string_append_printf (buffer, "{\"quality\":\"%s\"",
                                wattle_quality_get_name (wattle_entity_get_quality (entity)));
        append_time (buffer, entity);
        append_own (buffer, entity);
        wattle_hass_holds_append_reason (self->holds, entity, buffer);
        g_string_append_c (buffer, '}');
    }

    if (self->n_slots == 0)
        g_string_append_c (buffer, '{');
    g_string_append_c (buffer, '}');
}

static void
slot_remember (Slot *slot)
{
    const char *text = wattle_entity_get_text (slot->entity);

    slot->type = wattle_entity_get_value_type (slot->entity);
    slot->quality = wattle_entity_get_quality (slot->entity);
    slot->number = wattle_entity_get_number (slot->entity);
    slot->boolean = wattle_entity_get_boolean (slot->entity);
    wattle_entity_get_attributes (slot->entity, &slot->n_attributes);
    if (g_strcmp0 (text, slot->text) != 0) {
        g_free (slot->text);
        slot->text = g_strdup (text);
    }
}

void
wattle_hass_state_remember (WattleHassState *self)
{
    for (guint i = 0; i < self->n_slots; i++)
        slot_remember (&self->slots[i]);
    wattle_hass_holds_remember (self->holds);
}
