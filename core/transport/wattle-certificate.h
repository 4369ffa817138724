/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Certificates of devices. They sign their own, so a person accepts one by its fingerprint: the
 * SHA-256 of the whole certificate, which browsers and `openssl x509 -fingerprint -sha256` show
 * too, written `sha256:AA:BB:…`. */

/* As it is kept and compared; what a person wrote may be in small letters and without colons after
 * the first. NULL: it is none. */
char *wattle_certificate_normalise (const char *fingerprint);

char *wattle_certificate_get_fingerprint (GTlsCertificate *certificate);

/* What is to be known of one before it is accepted. The texts are one line each; whoever made the
 * certificate has chosen them. */
typedef struct {
    char *fingerprint;
    char *subject;
    char *issuer;
    gint64 from; /* µs of wall time; 0: it does not say */
    gint64 until;
} WattleCertificate;

WattleCertificate *wattle_certificate_new (GTlsCertificate *certificate);
void wattle_certificate_free (WattleCertificate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCertificate, wattle_certificate_free)

G_END_DECLS
