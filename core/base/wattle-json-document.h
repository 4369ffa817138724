/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JSON that a person wrote. */
#pragma once

#include "wattle-json.h"

G_BEGIN_DECLS

JsonObject *wattle_json_document_parse (const char *data, gssize length, GError **error);

G_END_DECLS
