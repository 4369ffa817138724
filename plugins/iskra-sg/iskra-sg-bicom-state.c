/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-bicom-state.h"

#include <string.h>

#define MAX_ENTRIES 32

/* 1, 0 and a negative number are known from older firmware; the words from the web page. */
static gboolean
read_state (JsonObject *object, gboolean *on, GError **error)
{
    JsonNode *node = json_object_get_member (object, "state");
    const char *word;
    double number;

    if (node != NULL && wattle_json_node_is_number (node, &number)) {
        *on = number > 0;
        if (number >= 0)
            return TRUE;
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT, "the switch does not answer its gateway");
        return FALSE;
    }
    if (wattle_json_get_boolean (object, "state", on, NULL))
        return TRUE;

    word = wattle_json_peek_string (object, "state");
    if (word != NULL &&
        (g_ascii_strcasecmp (word, "on") == 0 || g_ascii_strcasecmp (word, "off") == 0)) {
        *on = g_ascii_strcasecmp (word, "on") == 0;
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“state” is missing, or neither 0 nor 1");
    return FALSE;
}

/* By serial number where both have one; it moves along when slots are changed. */
static gboolean
is_entry (JsonObject *entry, const IskraSgAddress *address)
{
    const char *interface = wattle_json_peek_string (entry, "interface");
    g_autofree char *serial = iskra_sg_value_dup_text (entry, "serial");
    gint64 index;

    if (address->serial != NULL && serial != NULL)
        return g_str_equal (serial, address->serial);
    if (wattle_json_get_integer (entry, "index", 0, G_MAXINT, &index, NULL))
        return index == address->index;
    return address->index == 0 && interface != NULL && strstr (interface, "Right IR") != NULL;
}

/* The answer to /api/bicoms. The manual names the path only: the members are inferred, and any of
 * them may be missing. */
gboolean
iskra_sg_bicom_state_decode_table (JsonObject *root,
                                   const IskraSgAddress *address,
                                   gboolean *on,
                                   GError **error)
{
    JsonArray *bicoms;
    guint n_bicoms;

    if (!wattle_json_get_array (root, "bicoms", &bicoms, error))
        return FALSE;

    n_bicoms = json_array_get_length (bicoms);
    for (guint i = 0; i < MIN (n_bicoms, MAX_ENTRIES); i++) {
        JsonNode *node = json_array_get_element (bicoms, i);

        if (JSON_NODE_HOLDS_OBJECT (node) && is_entry (json_node_get_object (node), address))
            return read_state (json_node_get_object (node), on, error);
    }

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“bicoms” does not name this switch");
    return FALSE;
}

/* The message bicom/ir or bicom/rs485/N, in the form of older firmware. The switch on the right IR
 * port has an empty serial number there, and the port is called the left one. */
gboolean
iskra_sg_bicom_state_decode_message (JsonObject *root,
                                     const IskraSgAddress *address,
                                     gboolean *on,
                                     GError **error)
{
    JsonObject *bicom;
    g_autofree char *serial = NULL;

    if (!wattle_json_get_object (root, "bicom", &bicom, error))
        return FALSE;

    serial = iskra_sg_value_dup_text (bicom, "serial_number");
    if (address->serial != NULL && serial != NULL && !g_str_equal (serial, address->serial)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "another switch answers in the slot of switch %s", address->serial);
        return FALSE;
    }

    return read_state (bicom, on, error);
}
