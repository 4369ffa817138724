/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For other readers of JSON in this folder. */
#pragma once

#include "wattle-json.h"

G_BEGIN_DECLS

/* json-glib 1.6 parses recursively: 100 000 opening brackets end the process. It also accepts a
 * second document, comments and a byte order mark, leaks on some escapes, and makes single bytes
 * out of octal ones. All that is looked for before it sees the text. */
typedef struct {
    const char *data;
    gsize length;
    gboolean written; /* by a person, who is told line and column */
    gsize position;
    int depth;
} WattleJsonGuard;

gboolean wattle_json_guard_check (WattleJsonGuard *guard, GError **error);
/* Words what json-glib complains of; returns FALSE. */
gboolean
wattle_json_guard_explain (const WattleJsonGuard *guard, const GError *problem, GError **error);

/* The root of a text, if it is an object. */
JsonObject *wattle_json_dup_root (JsonNode *root, GError **error);

/* As wattle_json_parse(), with a parser whose signals somebody listens to. @written: by a person */
JsonNode *wattle_json_parse_with (JsonParser *parser,
                                  const char *data,
                                  gssize length,
                                  gboolean written,
                                  GError **error);

G_END_DECLS
