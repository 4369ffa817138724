/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-http-trust.h"

#include "wattle-certificate.h"

void
wattle_http_trust_clear (WattleHttpTrust *self)
{
    g_clear_pointer (&self->accepted, g_free);
    g_clear_object (&self->known);
}

/* Without a data base of authorities none is trusted by its signature. */
void
wattle_http_trust_accept (WattleHttpTrust *self, const char *fingerprint, SoupSession *session)
{
    self->accepted = g_strdup (fingerprint);
    soup_session_set_tls_database (session, NULL);
}

/* Asked for each request, so the fingerprint is made once for a connection. */
gboolean
wattle_http_trust_takes (WattleHttpTrust *self, GTlsCertificate *certificate)
{
    g_autofree char *fingerprint = NULL;

    if (self->accepted == NULL)
        return FALSE;
    if (certificate == self->known)
        return TRUE;

    fingerprint = wattle_certificate_get_fingerprint (certificate);
    if (!g_str_equal (fingerprint, self->accepted))
        return FALSE;
    g_set_object (&self->known, certificate);
    return TRUE;
}
