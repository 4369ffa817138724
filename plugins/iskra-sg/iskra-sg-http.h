/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all questions to the gateway and all its answers have in common. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

WattleRequest *iskra_sg_http_get (guint tag, const char *path, WattleOptions *options);
WattleRequest *
iskra_sg_http_post (guint tag, const char *path, const char *body, WattleOptions *options);
JsonObject *iskra_sg_http_read (WattleFrame *frame, const char *silence, GError **error);

G_END_DECLS
