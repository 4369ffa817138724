/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-http-trouble.h"
#include "wattle-link.h"

G_BEGIN_DECLS

/* An answer that is longer is not read on. */
#define WATTLE_HTTP_BODY_MAX (1024 * 1024)

#define WATTLE_TYPE_HTTP_LINK (wattle_http_link_get_type ())
G_DECLARE_FINAL_TYPE (WattleHttpLink, wattle_http_link, WATTLE, HTTP_LINK, WattleLink)

/* @uri: as a person wrote it, or as of wattle_endpoint_join(); fails like
 * wattle_http_link_check_uri(). With a fingerprint exactly that certificate is taken, whoever
 * signed it and whatever name it is made out to; without one, the authorities that this machine
 * trusts decide. */
WattleHttpLink *wattle_http_link_new (const char *uri, WattleClock *clock, GError **error);

/* NULL: the last request was answered, or none was sent yet. */
const WattleHttpTrouble *wattle_http_link_get_trouble (WattleHttpLink *self);

/* http or https, a host, a port and a base path; the error is a sentence with what is allowed. */
gboolean wattle_http_link_check_uri (const char *text, GError **error);

G_END_DECLS
