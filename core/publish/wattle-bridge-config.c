/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-config.h"

#include "base/wattle-json.h"
#include "base/wattle-number.h"

/* Of no type that anything takes. */
static GVariant *
make_nothing (void)
{
    return g_variant_new_tuple (NULL, 0);
}

static GVariant *
read_truth (gboolean value, gboolean as_text)
{
    return as_text ? g_variant_new_string (value ? "true" : "false")
                   : g_variant_new_boolean (value);
}

static GVariant *
read_scalar (JsonNode *node, gboolean as_text)
{
    GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
    double number;

    if (type == G_TYPE_STRING)
        return g_variant_new_string (json_node_get_string (node));
    if (type == G_TYPE_BOOLEAN)
        return read_truth (json_node_get_boolean (node), as_text);
    if (type == G_TYPE_INT64)
        return g_variant_new_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    if (wattle_json_node_is_number (node, &number))
        return g_variant_new_take_string (wattle_number_format_exact (number));

    return make_nothing ();
}

static GVariant *
read_list (JsonArray *array)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("as"));
    for (guint i = 0; i < json_array_get_length (array); i++) {
        const char *text;

        if (!wattle_json_node_is_string (json_array_get_element (array, i), &text)) {
            g_variant_builder_clear (&list);
            return make_nothing ();
        }
        g_variant_builder_add (&list, "s", text);
    }
    return g_variant_builder_end (&list);
}

static GVariant *
read_pairs (JsonObject *object)
{
    GVariantBuilder pairs;
    JsonObjectIter iter;
    const char *key;
    JsonNode *node;

    g_variant_builder_init (&pairs, G_VARIANT_TYPE_VARDICT);
    json_object_iter_init (&iter, object);
    while (json_object_iter_next (&iter, &key, &node))
        g_variant_builder_add (&pairs, "{sv}", key, read_scalar (node, TRUE));
    return g_variant_builder_end (&pairs);
}

static GVariant *
read_member (JsonNode *node)
{
    if (JSON_NODE_HOLDS_OBJECT (node))
        return read_pairs (json_node_get_object (node));
    if (JSON_NODE_HOLDS_ARRAY (node))
        return read_list (json_node_get_array (node));
    return read_scalar (node, FALSE);
}

GVariant *
wattle_bridge_config_read (JsonObject *object)
{
    GVariantBuilder dict;
    JsonObjectIter iter;
    const char *key;
    JsonNode *node;

    g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
    if (object == NULL)
        return g_variant_ref_sink (g_variant_builder_end (&dict));

    json_object_iter_init (&iter, object);
    while (json_object_iter_next (&iter, &key, &node))
        g_variant_builder_add (&dict, "{sv}", key, read_member (node));
    return g_variant_ref_sink (g_variant_builder_end (&dict));
}
