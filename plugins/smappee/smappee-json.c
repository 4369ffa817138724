/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-json.h"

#include <math.h>

#define MAX_TEXT 60 /* characters; entities put more behind it */

static gboolean
is_absent (JsonObject *object, const char *member)
{
    return !json_object_has_member (object, member) || json_object_get_null_member (object, member);
}

gboolean
smappee_json_get_number (JsonObject *object,
                         const char *member,
                         double min,
                         double max,
                         double *value,
                         GError **error)
{
    *value = NAN;
    if (is_absent (object, member))
        return TRUE;
    if (!wattle_json_get_number (object, member, value, error))
        return FALSE;
    if (*value >= min && *value <= max)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s” is %g, not %g to %g", member, *value, min,
                      max);
    return FALSE;
}

gboolean
smappee_json_get_index (JsonObject *entry, gint64 *index, GError **error)
{
    static const char *const members[] = { "publishIndex", "ctInput" };

    *index = -1;
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        if (!is_absent (entry, members[i]))
            return wattle_json_get_integer (entry, members[i], G_MININT32, G_MAXINT32, index,
                                            error);
    return TRUE;
}

static gboolean
collect (JsonArray *array, const char *member, GPtrArray *list, GError **error)
{
    for (guint i = 0; i < json_array_get_length (array); i++) {
        JsonNode *node = json_array_get_element (array, i);

        if (!JSON_NODE_HOLDS_OBJECT (node)) {
            wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s”: element %u is no object", member,
                              i);
            return FALSE;
        }
        g_ptr_array_add (list, json_node_get_object (node));
    }
    return TRUE;
}

gboolean
smappee_json_list_objects (JsonObject *object,
                           const char *member,
                           guint most,
                           GPtrArray **list,
                           GError **error)
{
    g_autoptr (GPtrArray) found = g_ptr_array_new ();
    JsonArray *array = NULL;

    if (!is_absent (object, member)) {
        if (!wattle_json_get_array (object, member, &array, error))
            return FALSE;
        if (json_array_get_length (array) > most) {
            wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                              "“%s” has %u elements; at most %u are read", member,
                              json_array_get_length (array), most);
            return FALSE;
        }
        if (!collect (array, member, found, error))
            return FALSE;
    }
    *list = g_steal_pointer (&found);
    return TRUE;
}

char *
smappee_json_dup_text (JsonObject *object, const char *member)
{
    const char *text = wattle_json_peek_string (object, member);
    g_autofree char *clean = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

    if (clean == NULL || *clean == '\0' || !g_utf8_validate (clean, -1, NULL))
        return NULL;
    return g_utf8_substring (clean, 0, MIN (MAX_TEXT, g_utf8_strlen (clean, -1)));
}
