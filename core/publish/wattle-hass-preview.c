/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-preview.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-hass-message.h"
#include "wattle-hass-strays.h"
#include "wattle-hass-wanted.h"

/* Of components that are not the host's own now: somebody who means harm may list any number. */
#define MAX_FOREIGN 16384

static const char *const names[] = {
    [WATTLE_HASS_SAME] = "same",     [WATTLE_HASS_APPEAR] = "appear",
    [WATTLE_HASS_CHANGE] = "change", [WATTLE_HASS_VANISH] = "vanish",
    [WATTLE_HASS_CLASH] = "clash",
};

const char *
wattle_hass_change_get_name (WattleHassChange change)
{
    return names[change];
}

/* Rows */

static void
entity_free (gpointer data)
{
    WattleHassPreviewEntity *entity = data;

    g_free (entity->key);
    g_free (entity->with);
    g_free (entity);
}

static void
row_free (gpointer data)
{
    WattleHassPreviewRow *row = data;

    g_free (row->topic);
    g_free (row->device);
    g_ptr_array_unref (row->entities);
    g_free (row);
}

static WattleHassPreviewRow *
add_row (GPtrArray *rows, const char *topic, const char *device, WattleHassChange change)
{
    WattleHassPreviewRow *row = g_new (WattleHassPreviewRow, 1);

    row->topic = g_strdup (topic);
    row->device = g_strdup (device);
    row->change = change;
    row->entities = g_ptr_array_new_with_free_func (entity_free);
    g_ptr_array_add (rows, row);
    return row;
}

static void
add_entity (WattleHassPreviewRow *row, const char *key, WattleHassChange change, const char *with)
{
    WattleHassPreviewEntity *entity = g_new (WattleHassPreviewEntity, 1);

    entity->key = g_strdup (key);
    entity->change = change;
    entity->with = g_strdup (with != NULL ? with : "");
    g_ptr_array_add (row->entities, entity);
    if (change == WATTLE_HASS_CLASH)
        row->change = WATTLE_HASS_CLASH;
    else if (change != WATTLE_HASS_SAME && row->change == WATTLE_HASS_SAME)
        row->change = WATTLE_HASS_CHANGE;
}

/* One message against another */

typedef struct {
    const WattleHassHost *host;
    WattleHassSurvey *survey;
    GPtrArray *rows;
    guint n_foreign;
} Preview;

typedef struct {
    Preview *preview;
    WattleHassPreviewRow *row;
    const WattleHassMessage *other; /* NULL: there is none */
} Comparison;

static gboolean
objects_are_equal (JsonObject *a, JsonObject *b)
{
    g_autoptr (JsonNode) first = json_node_new (JSON_NODE_OBJECT);
    g_autoptr (JsonNode) second = json_node_new (JSON_NODE_OBJECT);

    json_node_set_object (first, a);
    json_node_set_object (second, b);
    return json_node_equal (first, second);
}

static void
compare_wanted (const WattleHassMessageComponent *component, gpointer user_data)
{
    Comparison *self = user_data;
    const char *with =
        wattle_hass_survey_find_clash (self->preview->survey, self->row->topic, component->key);
    JsonObject *before =
        self->other != NULL ? wattle_hass_message_find (self->other, component->key) : NULL;

    if (with != NULL)
        add_entity (self->row, component->key, WATTLE_HASS_CLASH, with);
    else if (before == NULL)
        add_entity (self->row, component->key, WATTLE_HASS_APPEAR, NULL);
    else if (objects_are_equal (before, component->object))
        add_entity (self->row, component->key, WATTLE_HASS_SAME, NULL);
    else
        add_entity (self->row, component->key, WATTLE_HASS_CHANGE, NULL);
}

static void
add_foreign (Comparison *self, const char *key, WattleHassChange change)
{
    if (self->preview->n_foreign++ < MAX_FOREIGN)
        add_entity (self->row, key, change, NULL);
}

/* Of what the broker has; the other one is what is wanted. */
static void
compare_held (const WattleHassMessageComponent *component, gpointer user_data)
{
    Comparison *self = user_data;

    if (self->other == NULL || wattle_hass_message_find (self->other, component->key) == NULL)
        add_foreign (self, component->key, WATTLE_HASS_VANISH);
}

static void
add_same (const WattleHassMessageComponent *component, gpointer user_data)
{
    add_foreign (user_data, component->key, WATTLE_HASS_SAME);
}

/* Without the components. */
static JsonObject *
copy_frame (const WattleHassMessage *message)
{
    JsonObject *frame = json_object_new ();
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    json_object_iter_init (&iter, message->root);
    while (json_object_iter_next (&iter, &name, &node))
        if (!g_str_equal (name, "components"))
            json_object_set_member (frame, name, json_node_copy (node));
    return frame;
}

static WattleHassChange
compare_frames (const WattleHassMessage *wanted, const WattleHassMessage *held)
{
    g_autoptr (JsonObject) first = copy_frame (wanted);
    g_autoptr (JsonObject) second = copy_frame (held);

    return objects_are_equal (first, second) ? WATTLE_HASS_SAME : WATTLE_HASS_CHANGE;
}

/* All messages */

/* NULL: the broker has none. */
static WattleHassMessage *
read_held (const Preview *self, const char *topic)
{
    GBytes *payload = wattle_hass_survey_find (self->survey, topic);

    return payload != NULL ? wattle_hass_message_new (self->host, topic, payload) : NULL;
}

static void
preview_known (Preview *self, const WattleHassWanted *wanted, const WattleHassMessage *held)
{
    g_autoptr (GBytes) payload = g_bytes_new (wanted->description, strlen (wanted->description));
    g_autoptr (WattleHassMessage) message =
        wattle_hass_message_new (self->host, wanted->topic, payload);
    const char *with = wattle_hass_survey_find_clash (self->survey, wanted->topic, "");
    WattleHassPreviewRow *row =
        add_row (self->rows, wanted->topic, wanted->id,
                 held != NULL ? compare_frames (message, held) : WATTLE_HASS_APPEAR);
    Comparison there = { self, row, held };
    Comparison gone = { self, row, message };

    if (with != NULL)
        add_entity (row, "", WATTLE_HASS_CLASH, with);
    wattle_hass_message_foreach (message, compare_wanted, &there);
    if (held != NULL)
        wattle_hass_message_foreach (held, compare_held, &gone);
}

/* Nothing is said of a device that has not answered, and so nothing changes. */
static void
preview_unknown (Preview *self, const char *topic, const char *id, const WattleHassMessage *held)
{
    const char *with = wattle_hass_survey_find_clash (self->survey, topic, "");
    Comparison same = { self, NULL, NULL };

    if (held == NULL && with == NULL)
        return;

    same.row = add_row (self->rows, topic, id, WATTLE_HASS_SAME);
    if (with != NULL)
        add_entity (same.row, "", WATTLE_HASS_CLASH, with);
    if (held != NULL)
        wattle_hass_message_foreach (held, add_same, &same);
}

static void
preview_wanted (Preview *self, const WattleHassWanted *wanted)
{
    g_autoptr (WattleHassMessage) held = read_held (self, wanted->topic);

    if (wanted->description != NULL)
        preview_known (self, wanted, held);
    else
        preview_unknown (self, wanted->topic, wanted->id, held);
}

/* Of this host, and of no device that runs. */
static void
preview_held (Preview *self, const char *topic, const char *id, gboolean stray)
{
    g_autoptr (WattleHassMessage) held = read_held (self, topic);
    Comparison gone = { self, NULL, NULL };

    if (!stray) {
        preview_unknown (self, topic, id, held);
        return;
    }

    gone.row = add_row (self->rows, topic, id, WATTLE_HASS_VANISH);
    wattle_hass_message_foreach (held, compare_held, &gone);
}

static GPtrArray *
make_rows (WattleHass *hass, WattleHassSurvey *survey)
{
    g_autoptr (GPtrArray) list = wattle_hass_wanted_list (hass->bridge, hass->devices);
    g_auto (GStrv) topics = wattle_hass_survey_list_topics (survey);
    g_auto (GStrv) strays = wattle_hass_strays_list (hass, survey);
    Preview self = { &hass->port.host, survey, g_ptr_array_new_with_free_func (row_free), 0 };

    for (guint i = 0; i < list->len; i++)
        preview_wanted (&self, g_ptr_array_index (list, i));
    for (char **topic = topics; *topic != NULL; topic++) {
        g_autofree char *id = wattle_hass_strays_dup_id (hass, *topic);

        if (wattle_hass_wanted_find (list, *topic) == NULL)
            preview_held (&self, *topic, id, g_strv_contains ((const char *const *)strays, *topic));
    }
    return self.rows;
}

static void
on_surveyed (WattleHassSurvey *survey, const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;

    if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
    else
        g_task_return_pointer (task, make_rows (g_task_get_source_object (task), survey),
                               (GDestroyNotify)g_ptr_array_unref);
}

void
wattle_hass_preview_async (WattleHass *hass, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (hass, NULL, callback, user_data);

    if (hass->survey != NULL) {
        wattle_hass_survey_ask (hass->survey, on_surveyed, task);
        return;
    }

    g_task_return_error (task, wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                                                 "Home Assistant is not told anything now"));
    g_object_unref (task);
}

GPtrArray *
wattle_hass_preview_finish (WattleHass *hass, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
