/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Which certificates an HTTP link takes. Which versions of TLS, the libraries decide (GnuTLS and
 * how it is set up on this machine): a box that only knows an old one is still better asked with it
 * than without any. */
typedef struct {
    char *accepted;         /* fingerprint of the only one that is taken; NULL: by its signature */
    GTlsCertificate *known; /* the last one that had it */
} WattleHttpTrust;

void wattle_http_trust_clear (WattleHttpTrust *self);

/* From now on libsoup asks about each certificate. */
void
wattle_http_trust_accept (WattleHttpTrust *self, const char *fingerprint, SoupSession *session);

/* Whether it is the accepted one. */
gboolean wattle_http_trust_takes (WattleHttpTrust *self, GTlsCertificate *certificate);

G_END_DECLS
