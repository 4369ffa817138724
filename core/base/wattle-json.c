/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-json-private.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "wattle-error.h"

/* A place, and no part of the sentence: wattle_member_prefix() puts another one there. */
static gboolean
mark (GError **error)
{
    g_prefix_error (error, "JSON: ");
    return FALSE;
}

static gboolean
can_be_read (WattleJsonGuard *guard, GError **error)
{
    if (guard->length > WATTLE_JSON_MAX_SIZE) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%zu bytes, at most %d are read",
                          guard->length, WATTLE_JSON_MAX_SIZE);
        return FALSE;
    }
    if (!wattle_json_guard_check (guard, error))
        return FALSE;
    if (!g_utf8_validate (guard->data, (gssize)guard->length, NULL)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "not UTF-8");
        return FALSE;
    }
    return TRUE;
}

static gboolean
load (JsonParser *parser, const WattleJsonGuard *guard, GError **error)
{
    g_autoptr (GError) problem = NULL;

    return json_parser_load_from_data (parser, guard->data, (gssize)guard->length, &problem) ||
           wattle_json_guard_explain (guard, problem, error);
}

JsonNode *
wattle_json_parse_with (JsonParser *parser,
                        const char *data,
                        gssize length,
                        gboolean written,
                        GError **error)
{
    WattleJsonGuard guard = { .data = data, .written = written };

    guard.length = length < 0 ? strlen (data) : (gsize)length;
    if (can_be_read (&guard, error) && load (parser, &guard, error))
        return json_parser_steal_root (parser);
    mark (error);
    return NULL;
}

/**
 * wattle_json_parse:
 * @data: (array length=length): JSON text
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for a %WATTLE_ERROR_PROTOCOL
 *
 * Parses text from an untrusted sender. Refused: more than %WATTLE_JSON_MAX_SIZE bytes, deeper
 * nesting than %WATTLE_JSON_MAX_DEPTH, text that is not UTF-8, no document, comments, half a
 * surrogate pair, octal escapes, and anything behind the document. Raw control characters within
 * strings pass: devices send them. Of two members of one name in an object the last counts.
 *
 * Returns: (transfer full) (nullable): the root, an object or an array
 */
JsonNode *
wattle_json_parse (const char *data, gssize length, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new_immutable ();

    return wattle_json_parse_with (parser, data, length, FALSE, error);
}

JsonObject *
wattle_json_dup_root (JsonNode *root, GError **error)
{
    if (JSON_NODE_HOLDS_OBJECT (root))
        return json_node_dup_object (root);
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the root is not an object");
    mark (error);
    return NULL;
}

/**
 * wattle_json_parse_object:
 * @data: (array length=length): JSON text
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for a %WATTLE_ERROR_PROTOCOL
 *
 * As wattle_json_parse(), for a document whose root must be an object.
 *
 * Returns: (transfer full) (nullable): the root
 */
JsonObject *
wattle_json_parse_object (const char *data, gssize length, GError **error)
{
    g_autoptr (JsonNode) root = wattle_json_parse (data, length, error);

    return root != NULL ? wattle_json_dup_root (root, error) : NULL;
}

static JsonNode *
require (JsonObject *object, const char *member, GError **error)
{
    JsonNode *node = json_object_get_member (object, member);

    if (node == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s” is missing", member);
        mark (error);
    }
    return node;
}

static gboolean
fail_type (const char *member, const char *wanted, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s” is not %s", member, wanted);
    return mark (error);
}

/**
 * wattle_json_get_object:
 * @object: where to look
 * @member: name of the member
 * @value: (out) (transfer none): the object
 * @error: return location for an error that names @member
 *
 * Returns: whether the member exists and is an object
 */
gboolean
wattle_json_get_object (JsonObject *object, const char *member, JsonObject **value, GError **error)
{
    JsonNode *node = require (object, member, error);

    if (node == NULL)
        return FALSE;
    if (!JSON_NODE_HOLDS_OBJECT (node))
        return fail_type (member, "an object", error);

    *value = json_node_get_object (node);
    return TRUE;
}

/**
 * wattle_json_get_array:
 * @object: where to look
 * @member: name of the member
 * @value: (out) (transfer none): the array
 * @error: return location for an error that names @member
 *
 * Returns: whether the member exists and is an array
 */
gboolean
wattle_json_get_array (JsonObject *object, const char *member, JsonArray **value, GError **error)
{
    JsonNode *node = require (object, member, error);

    if (node == NULL)
        return FALSE;
    if (!JSON_NODE_HOLDS_ARRAY (node))
        return fail_type (member, "an array", error);

    *value = json_node_get_array (node);
    return TRUE;
}

/**
 * wattle_json_get_string:
 * @object: where to look
 * @member: name of the member
 * @value: (out) (transfer none): the text
 * @error: return location for an error that names @member
 *
 * Returns: whether the member exists and is a string
 */
gboolean
wattle_json_get_string (JsonObject *object, const char *member, const char **value, GError **error)
{
    JsonNode *node = require (object, member, error);

    if (node == NULL)
        return FALSE;
    return wattle_json_node_is_string (node, value) || fail_type (member, "a string", error);
}

/**
 * wattle_json_get_number:
 * @object: where to look
 * @member: name of the member
 * @value: (out): the number, always finite
 * @error: return location for an error that names @member
 *
 * Returns: whether the member exists and is a number
 */
gboolean
wattle_json_get_number (JsonObject *object, const char *member, double *value, GError **error)
{
    JsonNode *node = require (object, member, error);

    if (node == NULL)
        return FALSE;
    return wattle_json_node_is_number (node, value) || fail_type (member, "a number", error);
}

/**
 * wattle_json_get_integer:
 * @object: where to look
 * @member: name of the member
 * @min: smallest number allowed
 * @max: largest number allowed
 * @value: (out): the number
 * @error: return location for an error that names @member and the range
 *
 * Returns: whether the member exists and is a whole number within the range
 */
gboolean
wattle_json_get_integer (JsonObject *object,
                         const char *member,
                         gint64 min,
                         gint64 max,
                         gint64 *value,
                         GError **error)
{
    JsonNode *node = require (object, member, error);
    gint64 number;

    if (node == NULL)
        return FALSE;
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
        return fail_type (member, "a whole number", error);

    number = json_node_get_int (node);
    if (number != min && min == max) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s” must be %" PRId64, member, min);
        return mark (error);
    }
    if (number < min || number > max) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "“%s” is not between %" PRId64 " and %" PRId64, member, min, max);
        return mark (error);
    }

    *value = number;
    return TRUE;
}

/**
 * wattle_json_get_boolean:
 * @object: where to look
 * @member: name of the member
 * @value: (out): the value
 * @error: return location for an error that names @member
 *
 * Returns: whether the member exists and is `true` or `false`
 */
gboolean
wattle_json_get_boolean (JsonObject *object, const char *member, gboolean *value, GError **error)
{
    JsonNode *node = require (object, member, error);

    if (node == NULL)
        return FALSE;
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return fail_type (member, "true or false", error);

    *value = json_node_get_boolean (node);
    return TRUE;
}

/**
 * wattle_json_peek_object:
 * @object: where to look
 * @member: name of the member
 *
 * Returns: (transfer none) (nullable): the object, or %NULL if @member is missing or something else
 */
JsonObject *
wattle_json_peek_object (JsonObject *object, const char *member)
{
    JsonObject *value = NULL;

    wattle_json_get_object (object, member, &value, NULL);
    return value;
}

/**
 * wattle_json_peek_array:
 * @object: where to look
 * @member: name of the member
 *
 * Returns: (transfer none) (nullable): the array, or %NULL if @member is missing or something else
 */
JsonArray *
wattle_json_peek_array (JsonObject *object, const char *member)
{
    JsonArray *value = NULL;

    wattle_json_get_array (object, member, &value, NULL);
    return value;
}

/**
 * wattle_json_peek_string:
 * @object: where to look
 * @member: name of the member
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if @member is missing or something else
 */
const char *
wattle_json_peek_string (JsonObject *object, const char *member)
{
    const char *value = NULL;

    wattle_json_get_string (object, member, &value, NULL);
    return value;
}

/**
 * wattle_json_node_is_number:
 * @node: any node
 * @value: (out): the number
 *
 * Returns: whether @node is a finite number
 */
gboolean
wattle_json_node_is_number (JsonNode *node, double *value)
{
    GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
    double number;

    if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return FALSE;

    number = json_node_get_double (node);
    if (!isfinite (number))
        return FALSE;

    *value = number;
    return TRUE;
}

/**
 * wattle_json_node_is_string:
 * @node: any node
 * @value: (out) (transfer none): the text
 *
 * Returns: whether @node is a string
 */
gboolean
wattle_json_node_is_string (JsonNode *node, const char **value)
{
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return FALSE;

    *value = json_node_get_string (node);
    return TRUE;
}

/**
 * wattle_json_append_string:
 * @buffer: text to append to
 * @text: UTF-8 text
 *
 * Appends @text as a JSON string, quotes included.
 */
void
wattle_json_append_string (GString *buffer, const char *text)
{
    g_string_append_c (buffer, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            g_string_append_c (buffer, '\\');
            g_string_append_c (buffer, *c);
        } else if ((guchar)*c < 0x20) {
            g_string_append_printf (buffer, "\\u%04x", (guint)*c);
        } else {
            g_string_append_c (buffer, *c);
        }
    }
    g_string_append_c (buffer, '"');
}
