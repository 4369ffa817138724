/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For other readers of JSON in this folder. */
#pragma once

#include "wattle-json.h"

G_BEGIN_DECLS

/* As wattle_json_parse(), with a parser whose signals somebody listens to. */
JsonNode *
wattle_json_parse_with (JsonParser *parser, const char *data, gssize length, GError **error);

G_END_DECLS
