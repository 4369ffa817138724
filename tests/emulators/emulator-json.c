/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-json.h"

#include "base/wattle-json.h"

static void write_node (GString *buffer, JsonNode *node);

static void
write_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
    GString *buffer = user_data;

    if (buffer->str[buffer->len - 1] != '{')
        g_string_append_c (buffer, ',');
    wattle_json_append_string (buffer, name);
    g_string_append_c (buffer, ':');
    write_node (buffer, node);
}

static void
write_element (JsonArray *array, guint index, JsonNode *node, gpointer user_data)
{
    GString *buffer = user_data;

    if (index > 0)
        g_string_append_c (buffer, ',');
    write_node (buffer, node);
}

static void
write_value (GString *buffer, JsonNode *node)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    switch (json_node_get_value_type (node)) {
    case G_TYPE_STRING:
        wattle_json_append_string (buffer, json_node_get_string (node));
        break;
    case G_TYPE_BOOLEAN:
        g_string_append (buffer, json_node_get_boolean (node) ? "true" : "false");
        break;
    case G_TYPE_INT64:
        g_string_append_printf (buffer, "%" G_GINT64_FORMAT, json_node_get_int (node));
        break;
    default:
        /* 15 digits give back what was rounded to a few; json-glib's own 17 show its binary form.
         */
        g_string_append (
            buffer, g_ascii_formatd (digits, sizeof digits, "%.15g", json_node_get_double (node)));
        break;
    }
}

static void
write_node (GString *buffer, JsonNode *node)
{
    switch (json_node_get_node_type (node)) {
    case JSON_NODE_OBJECT:
        g_string_append_c (buffer, '{');
        json_object_foreach_member (json_node_get_object (node), write_member, buffer);
        g_string_append_c (buffer, '}');
        break;
    case JSON_NODE_ARRAY:
        g_string_append_c (buffer, '[');
        json_array_foreach_element (json_node_get_array (node), write_element, buffer);
        g_string_append_c (buffer, ']');
        break;
    case JSON_NODE_VALUE:
        write_value (buffer, node);
        break;
    default:
        g_string_append (buffer, "null");
        break;
    }
}

char *
emulator_json_write (JsonNode *node)
{
    GString *buffer = g_string_new (NULL);

    write_node (buffer, node);
    return g_string_free (buffer, FALSE);
}

void
emulator_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name (builder, name);
    json_builder_add_string_value (builder, value);
}

void
emulator_json_add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
    json_builder_set_member_name (builder, name);
    json_builder_add_int_value (builder, value);
}

void
emulator_json_add_number (JsonBuilder *builder, const char *name, double value)
{
    json_builder_set_member_name (builder, name);
    json_builder_add_double_value (builder, value);
}

void
emulator_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
    json_builder_set_member_name (builder, name);
    json_builder_add_boolean_value (builder, value);
}

/* The name is NULL at the root and in an array. */
void
emulator_json_open_object (JsonBuilder *builder, const char *name)
{
    if (name != NULL)
        json_builder_set_member_name (builder, name);
    json_builder_begin_object (builder);
}

void
emulator_json_open_array (JsonBuilder *builder, const char *name)
{
    if (name != NULL)
        json_builder_set_member_name (builder, name);
    json_builder_begin_array (builder);
}

/* Closes the root object and writes it. */
char *
emulator_json_finish (JsonBuilder *builder)
{
    g_autoptr (JsonNode) root = NULL;

    json_builder_end_object (builder);
    root = json_builder_get_root (builder);
    return emulator_json_write (root);
}

gboolean
emulator_json_read_unsigned (JsonObject *object,
                             const char *name,
                             guint max,
                             guint *value,
                             GError **error)
{
    gint64 number = 0;

    if (!json_object_has_member (object, name))
        return TRUE;
    if (!wattle_json_get_integer (object, name, 0, max, &number, error))
        return FALSE;
    *value = (guint)number;
    return TRUE;
}
