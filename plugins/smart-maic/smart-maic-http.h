/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all requests to the device and all its answers have in common. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    SMART_MAIC_ANSWER_GOOD,
    SMART_MAIC_ANSWER_TOO_OFTEN,
    SMART_MAIC_ANSWER_LOGIN, /* it wants to be logged in to; a wrong PIN looks the same */
    SMART_MAIC_ANSWER_BAD,
} SmartMaicAnswer;

WattleRequest *smart_maic_http_login (guint tag);
WattleRequest *smart_maic_http_info (guint tag);
WattleRequest *smart_maic_http_data (guint tag, gboolean by_page);
WattleRequest *smart_maic_http_switch (guint tag, gboolean on);
WattleRequest *smart_maic_http_counter (guint tag, guint key, double wh);

/* An answer that is a JSON object. */
SmartMaicAnswer smart_maic_http_read (WattleFrame *frame, JsonObject **root, GError **error);
/* The answer to what changes something, of which only the status counts. */
SmartMaicAnswer smart_maic_http_check (WattleFrame *frame, GError **error);
void smart_maic_http_set_auth_error (WattleError code, GError **error);

G_END_DECLS
