/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-json-private.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "wattle-error.h"

/* json-glib 1.6 parses recursively: 100 000 opening brackets end the process. It also accepts a
 * second document, comments and a byte order mark, leaks on some escapes, and makes single bytes
 * out of octal ones. All that is looked for before it sees the text. */
typedef struct {
    const char *data;
    gsize length;
    gsize position;
    int depth;
} Guard;

/* A place, and no part of the sentence: wattle_member_prefix() puts another one there. */
static gboolean
mark (GError **error)
{
    g_prefix_error (error, "JSON: ");
    return FALSE;
}

static gboolean
fail_at (const Guard *guard, const char *what, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s at byte %zu", what, guard->position);
    return mark (error);
}

/* The UTF-16 unit of an escape \uXXXX at the position, or -1. */
static int
read_unit (const Guard *guard)
{
    const char *text = guard->data + guard->position;
    int unit = 0;

    if (guard->length - guard->position < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (!g_ascii_isxdigit (text[i]))
            return -1;
        unit = unit * 16 + g_ascii_xdigit_value (text[i]);
    }

    return unit;
}

/* Goes to the last character of an escape. Half a surrogate pair makes json-glib leak the string.
 */
static gboolean
skip_escape (Guard *guard, GError **error)
{
    int unit = read_unit (guard);

    if (guard->position + 1 < guard->length && g_ascii_isdigit (guard->data[guard->position + 1]))
        return fail_at (guard, "escape that JSON does not have", error);
    if (guard->position + 1 < guard->length && guard->data[guard->position + 1] != 'u') {
        guard->position++;
        return TRUE;
    }
    if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
        return fail_at (guard, "escape that stands for no character", error);

    if (unit >= 0xd800 && unit <= 0xdbff) {
        guard->position += 6;
        unit = read_unit (guard);
        if (unit < 0xdc00 || unit > 0xdfff)
            return fail_at (guard, "half a surrogate pair", error);
    }
    guard->position += 5;
    return TRUE;
}

static gboolean
skip_string (Guard *guard, GError **error)
{
    for (guard->position++; guard->position < guard->length; guard->position++) {
        if (guard->data[guard->position] == '"')
            return TRUE;
        if (guard->data[guard->position] == '\\' && !skip_escape (guard, error))
            return FALSE;
    }

    return fail_at (guard, "cut off", error);
}

static gboolean
check_nesting (Guard *guard, GError **error)
{
    gboolean complete = FALSE;

    for (; guard->position < guard->length; guard->position++) {
        char c = guard->data[guard->position];

        if (g_ascii_isspace (c))
            continue;
        if (complete)
            return fail_at (guard, "text behind the document", error);
        if (guard->depth == 0 && c != '{' && c != '[')
            return fail_at (guard, "neither an object nor an array", error);

        switch (c) {
        case '{':
        case '[':
            if (++guard->depth > WATTLE_JSON_MAX_DEPTH)
                return fail_at (guard, "nested too deep", error);
            break;
        case '}':
        case ']':
            if (--guard->depth < 0)
                return fail_at (guard, "bracket without its opening one", error);
            complete = guard->depth == 0;
            break;
        case '"':
            if (!skip_string (guard, error))
                return FALSE;
            break;
        case '/':
        case '#':
        case '\'':
        case '\0':
            return fail_at (guard, "character that JSON does not have", error);
        default:
            break;
        }
    }

    return complete || fail_at (guard, "cut off", error);
}

JsonNode *
wattle_json_parse_with (JsonParser *parser, const char *data, gssize length, GError **error)
{
    Guard guard = { data, length < 0 ? strlen (data) : (gsize)length, 0, 0 };
    g_autoptr (GError) problem = NULL;

    if (guard.length > WATTLE_JSON_MAX_SIZE) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%zu bytes, at most %d are read",
                          guard.length, WATTLE_JSON_MAX_SIZE);
        mark (error);
        return NULL;
    }
    if (!check_nesting (&guard, error))
        return NULL;
    if (!g_utf8_validate (data, (gssize)guard.length, NULL)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "not UTF-8");
        mark (error);
        return NULL;
    }
    if (!json_parser_load_from_data (parser, data, (gssize)guard.length, &problem)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "%s", problem->message);
        mark (error);
        return NULL;
    }

    return json_parser_steal_root (parser);
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

    return wattle_json_parse_with (parser, data, length, error);
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

    if (root == NULL)
        return NULL;
    if (!JSON_NODE_HOLDS_OBJECT (root)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the root is not an object");
        mark (error);
        return NULL;
    }

    return json_node_dup_object (root);
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
