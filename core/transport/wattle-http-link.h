/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-link.h"

G_BEGIN_DECLS

/* An answer that is longer is not read on. */
#define WATTLE_HTTP_BODY_MAX (1024 * 1024)

#define WATTLE_TYPE_HTTP_LINK (wattle_http_link_get_type ())
G_DECLARE_FINAL_TYPE (WattleHttpLink, wattle_http_link, WATTLE, HTTP_LINK, WattleLink)

/* @uri: as a person wrote it; fails like wattle_http_link_check_uri(). */
WattleHttpLink *wattle_http_link_new (const char *uri, WattleClock *clock, GError **error);

/* http or https, a host, a port and a base path; the error is a sentence with what is allowed. */
gboolean wattle_http_link_check_uri (const char *text, GError **error);

G_END_DECLS
