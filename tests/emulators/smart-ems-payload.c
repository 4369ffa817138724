/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the documents of both boards have in common. */
#include "smart-ems-private.h"

#include <math.h>

double
smart_ems_payload_round (double value, int decimals)
{
    double scale = pow (10, decimals);

    return round (value * scale) / scale;
}

/* name1, name2 … with the same number. */
void
smart_ems_payload_add_row (JsonObject *object, const char *name, guint first, guint n, double value)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *member = g_strdup_printf ("%s%u", name, first + i);

        json_object_set_double_member (object, member, value);
    }
}

static JsonNode *make_strings (JsonNode *node);

static JsonNode *
make_string_array (JsonArray *array)
{
    g_autoptr (JsonArray) strings = json_array_new ();

    for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_element (strings, make_strings (json_array_get_element (array, i)));
    return json_node_init_array (json_node_alloc (), strings);
}

/* Numbers become strings, in arrays too. */
static JsonNode *
make_strings (JsonNode *node)
{
    g_autofree char *text = NULL;

    if (JSON_NODE_HOLDS_ARRAY (node))
        return make_string_array (json_node_get_array (node));
    if (json_node_get_value_type (node) == G_TYPE_STRING)
        return json_node_copy (node);
    text = emulator_json_write (node);
    return json_node_init_string (json_node_alloc (), text);
}

/* Takes the object. @strings: of firmware that writes numbers so */
char *
smart_ems_payload_finish (SmartEms *self, JsonObject *object, gboolean strings)
{
    g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), object);
    g_autoptr (GList) names = json_object_get_members (object);

    for (GList *name = names; name != NULL; name = name->next) {
        if (g_hash_table_contains (self->hidden, name->data))
            json_object_remove_member (object, name->data);
        else if (strings || self->strings)
            json_object_set_member (object, name->data,
                                    make_strings (json_object_get_member (object, name->data)));
    }
    json_object_unref (object);
    return emulator_json_write (root);
}
