/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-probe.h"

#include "base/wattle-error.h"
#include "base/wattle-member.h"
#include "wattle-meter-place.h"

void
wattle_meter_probe_clear (WattleMeterProbe *probe)
{
    g_free (probe->name);
}

/* The object @node, if there is room for one more. */
static JsonObject *
take_object (JsonNode *node, guint n_known, guint n_max, GError **error)
{
    if (JSON_NODE_HOLDS_OBJECT (node) && n_known < n_max)
        return json_node_get_object (node);

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "must be at most %u objects", n_max);
    return NULL;
}

/* Ratios have an option each, which is called after them. */
static gboolean
read_ratio (WattleMeter *self, const char *name, JsonNode *node, GError **error)
{
    static const char *const members[] = { "function", "address", "type", "scale", NULL };
    JsonObject *object = take_object (node, self->n_ratios, WATTLE_METER_MAX_RATIOS, error);
    WattleMeterProbe *ratio = &self->ratios[self->n_ratios];

    if (object == NULL)
        return FALSE;
    if (!g_str_equal (name, "ct") && !g_str_equal (name, "pt")) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "there is no such ratio, only ct and pt");
        return FALSE;
    }

    ratio->name = g_strdup (name);
    ratio->scale = 1;
    self->n_ratios++;
    return wattle_member_check (object, members, error) &&
           wattle_meter_place_read_probe (object, ratio, error) &&
           wattle_member_read_number (object, "scale", &ratio->scale, error);
}

gboolean
wattle_meter_probe_read_ratios (WattleMeter *self, JsonObject *root, GError **error)
{
    JsonObject *object = NULL;
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    if (!json_object_has_member (root, "ratios"))
        return TRUE;
    if (!wattle_json_get_object (root, "ratios", &object, error))
        return FALSE;
    json_object_iter_init_ordered (&iter, object);
    while (json_object_iter_next_ordered (&iter, &name, &node))
        if (!read_ratio (self, name, node, error)) {
            g_prefix_error (error, "ratios.%.40s: ", name);
            return FALSE;
        }
    return TRUE;
}

static gboolean
read_check (WattleMeter *self, JsonNode *node, GError **error)
{
    static const char *const members[] = { "function", "address", "type", "any_of", NULL };
    JsonObject *object = take_object (node, self->n_checks, WATTLE_METER_MAX_CHECKS, error);
    WattleMeterProbe *check = &self->checks[self->n_checks];

    if (object == NULL)
        return FALSE;

    self->n_checks++;
    return wattle_member_check (object, members, error) &&
           wattle_meter_place_read_probe (object, check, error) &&
           wattle_member_read_list (object, "any_of", G_MAXUINT32, WATTLE_METER_MAX_CHECKS,
                                    check->any_of, &check->n_any_of, error);
}

gboolean
wattle_meter_probe_read_checks (WattleMeter *self, JsonObject *root, GError **error)
{
    JsonArray *list;

    if (!json_object_has_member (root, "identify"))
        return TRUE;
    if (!wattle_json_get_array (root, "identify", &list, error))
        return FALSE;
    for (guint i = 0; i < json_array_get_length (list); i++)
        if (!read_check (self, json_array_get_element (list, i), error)) {
            g_prefix_error (error, "identify[%u]: ", i);
            return FALSE;
        }
    return TRUE;
}

gboolean
wattle_meter_probe_read_serial (WattleMeter *self, JsonObject *root, GError **error)
{
    static const char *const members[] = { "function", "address", "type", NULL };
    JsonObject *object;

    self->has_serial = json_object_has_member (root, "serial");
    if (!self->has_serial)
        return TRUE;
    if (!wattle_json_get_object (root, "serial", &object, error))
        return FALSE;
    if (wattle_member_check (object, members, error) &&
        wattle_meter_place_read_probe (object, &self->serial, error))
        return TRUE;
    g_prefix_error (error, "serial: ");
    return FALSE;
}

static gboolean
read_models (WattleMeter *self, JsonObject *object, GError **error)
{
    guint64 numbers[WATTLE_METER_MAX_CHECKS];

    if (!wattle_member_read_list (object, "models", 0xffff, WATTLE_METER_MAX_CHECKS, numbers,
                                  &self->n_models, error))
        return FALSE;
    for (guint i = 0; i < self->n_models; i++)
        self->models[i] = (guint16)numbers[i];
    /* Two registers are read there. */
    if (!wattle_member_read_list (object, "bases", 0xfffe, WATTLE_METER_MAX_BASES, numbers,
                                  &self->n_bases, error))
        return FALSE;
    for (guint i = 0; i < self->n_bases; i++)
        self->bases[i] = (guint32)numbers[i];
    return TRUE;
}

gboolean
wattle_meter_probe_read_sunspec (WattleMeter *self, JsonObject *root, GError **error)
{
    static const char *const members[] = { "bases", "models", "model_address", NULL };
    JsonObject *object;
    gint64 address;

    if (!json_object_has_member (root, "sunspec"))
        return TRUE;
    if (!wattle_json_get_object (root, "sunspec", &object, error))
        return FALSE;
    if (!wattle_member_check (object, members, error) ||
        !wattle_json_get_integer (object, "model_address", 0, 0xffff - 1, &address, error) ||
        !read_models (self, object, error)) {
        g_prefix_error (error, "sunspec: ");
        return FALSE;
    }
    self->model_address = (guint16)address;
    return TRUE;
}

gboolean
wattle_meter_probe_read_alternative (WattleMeter *self, JsonObject *root, GError **error)
{
    static const char *const members[] = { "definition", "function", "address", "type", NULL };
    JsonObject *object;

    if (!json_object_has_member (root, "alternative"))
        return TRUE;
    if (!wattle_json_get_object (root, "alternative", &object, error))
        return FALSE;
    if (wattle_member_check (object, members, error) &&
        wattle_member_read_text (object, "definition", TRUE, &self->alternative, error) &&
        wattle_meter_place_read_probe (object, &self->telltale, error))
        return TRUE;
    g_prefix_error (error, "alternative: ");
    return FALSE;
}
