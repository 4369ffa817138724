/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * WATTLE_JSON_MAX_SIZE:
 *
 * Largest document that wattle_json_parse() reads, in bytes.
 */
#define WATTLE_JSON_MAX_SIZE (1024 * 1024)

/**
 * WATTLE_JSON_MAX_DEPTH:
 *
 * Deepest nesting of objects and arrays that wattle_json_parse() reads.
 */
#define WATTLE_JSON_MAX_DEPTH 32

JsonNode *wattle_json_parse (const char *data, gssize length, GError **error);
JsonObject *wattle_json_parse_object (const char *data, gssize length, GError **error);

gboolean
wattle_json_get_object (JsonObject *object, const char *member, JsonObject **value, GError **error);
gboolean
wattle_json_get_array (JsonObject *object, const char *member, JsonArray **value, GError **error);
gboolean
wattle_json_get_string (JsonObject *object, const char *member, const char **value, GError **error);
gboolean
wattle_json_get_number (JsonObject *object, const char *member, double *value, GError **error);
gboolean wattle_json_get_integer (JsonObject *object,
                                  const char *member,
                                  gint64 min,
                                  gint64 max,
                                  gint64 *value,
                                  GError **error);
gboolean
wattle_json_get_boolean (JsonObject *object, const char *member, gboolean *value, GError **error);

JsonObject *wattle_json_peek_object (JsonObject *object, const char *member);
JsonArray *wattle_json_peek_array (JsonObject *object, const char *member);
const char *wattle_json_peek_string (JsonObject *object, const char *member);
gboolean wattle_json_node_is_number (JsonNode *node, double *value);
gboolean wattle_json_node_is_string (JsonNode *node, const char **value);

void wattle_json_append_string (GString *buffer, const char *text);

G_END_DECLS
