/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-document.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-json-document.h"
#include "base/wattle-json-insert.h"
#include "base/wattle-json.h"
#include "base/wattle-member.h"

struct _WattleIcsDocument {
    GBytes *text;
    JsonNode *root;
    /* These three are in it, or NULL: what nothing is added to stays away. */
    JsonObject *calendar;
    JsonArray *holidays;
    JsonArray *types;
    /* How many entries there were: */
    guint n_holidays;
    guint n_types;
    guint *n_days; /* of each type */
};

static guint
get_length (JsonArray *array)
{
    return array != NULL ? json_array_get_length (array) : 0;
}

static JsonArray *
get_days (const WattleIcsDocument *self, guint type)
{
    JsonNode *node = json_array_get_element (self->types, type);

    return JSON_NODE_HOLDS_OBJECT (node)
               ? wattle_json_peek_array (json_node_get_object (node), "days")
               : NULL;
}

/* They may be missing; but nothing else may be in their place. */
static gboolean
open_calendar (WattleIcsDocument *self, JsonObject *root, GError **error)
{
    self->calendar = wattle_json_peek_object (root, "calendar");
    if (self->calendar != NULL) {
        self->holidays = wattle_json_peek_array (self->calendar, "holidays");
        self->types = wattle_json_peek_array (self->calendar, "day_types");
    }
    if (self->calendar != NULL
            ? self->holidays != NULL || !json_object_has_member (self->calendar, "holidays")
            : !json_object_has_member (root, "calendar"))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "is no list");
    g_prefix_error (error, "calendar.holidays: ");
    return FALSE;
}

static void
note_lengths (WattleIcsDocument *self)
{
    self->n_holidays = get_length (self->holidays);
    self->n_types = get_length (self->types);
    self->n_days = g_new0 (guint, self->n_types + 1);
    for (guint i = 0; i < self->n_types; i++)
        self->n_days[i] = get_length (get_days (self, i));
}

WattleIcsDocument *
wattle_ics_document_new (GBytes *text, GError **error)
{
    g_autoptr (WattleIcsDocument) self = g_new0 (WattleIcsDocument, 1);
    gsize length;
    const char *data = g_bytes_get_data (text, &length);

    self->text = g_bytes_ref (text);
    self->root = wattle_json_parse (data, (gssize)length, error);
    if (self->root == NULL) {
        wattle_member_prefix (error, NULL);
        return NULL;
    }
    if (!JSON_NODE_HOLDS_OBJECT (self->root)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "is no object");
        return NULL;
    }
    if (!open_calendar (self, json_node_get_object (self->root), error))
        return NULL;
    note_lengths (self);
    return g_steal_pointer (&self);
}

void
wattle_ics_document_free (WattleIcsDocument *self)
{
    g_free (self->n_days);
    g_clear_pointer (&self->root, json_node_unref);
    g_bytes_unref (self->text);
    g_free (self);
}

static JsonArray *
add_list (WattleIcsDocument *self, const char *name)
{
    JsonObject *root = json_node_get_object (self->root);

    if (self->calendar == NULL) {
        json_object_set_object_member (root, "calendar", json_object_new ());
        self->calendar = wattle_json_peek_object (root, "calendar");
    }
    json_object_set_array_member (self->calendar, name, json_array_new ());
    return wattle_json_peek_array (self->calendar, name);
}

JsonArray *
wattle_ics_document_need_holidays (WattleIcsDocument *self)
{
    if (self->holidays == NULL)
        self->holidays = add_list (self, "holidays");
    return self->holidays;
}

JsonArray *
wattle_ics_document_find_type (const WattleIcsDocument *self, const char *id, guint *place)
{
    for (*place = 0; *place < get_length (self->types); (*place)++) {
        JsonNode *node = json_array_get_element (self->types, *place);
        JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

        if (object != NULL && g_strcmp0 (wattle_json_peek_string (object, "id"), id) == 0)
            return wattle_json_peek_array (object, "days");
    }
    return NULL;
}

JsonArray *
wattle_ics_document_need_type (WattleIcsDocument *self, const char *id, guint *place)
{
    JsonArray *days = wattle_ics_document_find_type (self, id, place);
    JsonObject *object;

    if (days != NULL)
        return days;
    if (self->types == NULL)
        self->types = add_list (self, "day_types");
    object = json_object_new ();
    days = json_array_new ();
    json_object_set_string_member (object, "id", id);
    json_object_set_array_member (object, "days", days);
    *place = json_array_get_length (self->types);
    json_array_add_object_element (self->types, object);
    return days;
}

/* The text */

static gboolean
insert_days (const WattleIcsDocument *self, GString *text, guint type)
{
    const WattleJsonStep steps[] = {
        { "calendar", 0 }, { "day_types", 0 }, { NULL, type }, { "days", 0 }
    };
    JsonArray *days = get_days (self, type);

    return days == NULL ||
           wattle_json_insert (text, steps, G_N_ELEMENTS (steps), days, self->n_days[type]);
}

static gboolean
insert_all (const WattleIcsDocument *self, GString *text)
{
    const WattleJsonStep holidays[] = { { "calendar", 0 }, { "holidays", 0 } };
    const WattleJsonStep types[] = { { "calendar", 0 }, { "day_types", 0 } };

    for (guint i = 0; i < self->n_types; i++)
        if (!insert_days (self, text, i))
            return FALSE;
    return (self->holidays == NULL ||
            wattle_json_insert (text, holidays, 2, self->holidays, self->n_holidays)) &&
           (self->types == NULL || wattle_json_insert (text, types, 2, self->types, self->n_types));
}

/* Written anew where it cannot be put in, as for members whose names are escaped. */
GBytes *
wattle_ics_document_print (const WattleIcsDocument *self)
{
    gsize length;
    const char *data = g_bytes_get_data (self->text, &length);
    GString *text = g_string_new_len (data, (gssize)length);
    g_autoptr (JsonObject) read = NULL;

    if (insert_all (self, text))
        read = wattle_json_document_parse (text->str, (gssize)text->len, NULL);
    if (read == NULL || !json_object_equal (read, json_node_get_object (self->root))) {
        g_autofree char *anew = json_to_string (self->root, TRUE);

        g_string_assign (text, anew);
    }
    return g_string_free_to_bytes (text);
}
