/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-pointer.h"

#define DEVICE "{device}"

static char *
replace (const char *text, const char *old, const char *with)
{
    g_auto (GStrv) parts = g_strsplit (text, old, -1);

    return g_strjoinv (with, parts);
}

/* A slash in a name is ~1, a tilde ~0. */
static char *
unescape (const char *name)
{
    g_autofree char *slashes = replace (name, "~1", "/");

    return replace (slashes, "~0", "~");
}

char **
modbus_meter_pointer_split (const char *pointer, const char *device)
{
    char **names = g_strsplit (pointer + 1, "/", -1);

    for (char **name = names; *name != NULL; name++) {
        g_autofree char *old = *name;
        g_autofree char *plain = unescape (old);

        *name = replace (plain, DEVICE, device);
    }
    return names;
}

static JsonNode *
find_element (JsonArray *array, const char *name)
{
    guint64 index;

    return g_ascii_string_to_unsigned (name, 10, 0, G_MAXUINT, &index, NULL) &&
                   index < json_array_get_length (array)
               ? json_array_get_element (array, (guint)index)
               : NULL;
}

JsonNode *
modbus_meter_pointer_find (JsonObject *root, char *const *names, gboolean *holder)
{
    JsonNode *node = json_object_get_member (root, names[0]);

    *holder = names[1] == NULL;
    for (guint i = 1; names[i] != NULL; i++) {
        *holder = node != NULL && !JSON_NODE_HOLDS_VALUE (node) && !JSON_NODE_HOLDS_NULL (node);
        if (!*holder)
            return NULL;
        node = JSON_NODE_HOLDS_OBJECT (node)
                   ? json_object_get_member (json_node_get_object (node), names[i])
                   : find_element (json_node_get_array (node), names[i]);
    }
    return node;
}
