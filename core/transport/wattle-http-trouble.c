/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-http-trouble.h"

#include "wattle-endpoint.h"

void
wattle_http_trouble_clear (WattleHttpTrouble *self)
{
    self->outcome = WATTLE_OUTCOME_ANSWERED;
    g_clear_pointer (&self->moved_to, g_free);
    g_clear_pointer (&self->certificate, wattle_certificate_free);
}

void
wattle_http_trouble_note (WattleHttpTrouble *self,
                          WattleOutcome outcome,
                          char *moved_to,
                          WattleCertificate *certificate)
{
    wattle_http_trouble_clear (self);
    self->outcome = outcome;
    self->moved_to = moved_to;
    self->certificate = certificate;
}

static gboolean
has_scheme (GUri *uri, const char *scheme)
{
    return uri != NULL && g_ascii_strcasecmp (g_uri_get_scheme (uri), scheme) == 0 &&
           g_uri_get_host (uri) != NULL;
}

char *
wattle_http_trouble_find_https (const char *uri, const char *location)
{
    g_autoptr (GUri) here = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
    g_autoptr (GUri) there = g_uri_parse (location, G_URI_FLAGS_ENCODED, NULL);
    g_autofree char *moved = NULL;

    if (!has_scheme (here, "http") || !has_scheme (there, "https") ||
        g_ascii_strcasecmp (g_uri_get_host (here), g_uri_get_host (there)) != 0)
        return NULL;

    moved = g_uri_join (G_URI_FLAGS_ENCODED, "https", NULL, g_uri_get_host (here),
                        g_uri_get_port (there), g_uri_get_path (here), NULL, NULL);
    return wattle_endpoint_normalise (moved, WATTLE_LINK_HTTP, NULL);
}

WattleMessage *
wattle_http_trouble_explain_move (const char *moved_to)
{
    return wattle_message_new ("the device answers with https only; give it the address %s, with: "
                               "wattle devices set DEVICE --http %s",
                               moved_to, moved_to);
}

WattleMessage *
wattle_http_trouble_explain_certificate (const char *uri,
                                         const char *accepted,
                                         const WattleCertificate *certificate)
{
    const char *shown = certificate->fingerprint;

    if (accepted == NULL)
        return wattle_message_new (
            "certificate refused: nobody has accepted that of %s; its fingerprint is %s. If the "
            "device shows the same, accept it with --accept-certificate %s, of wattle devices add "
            "or set",
            uri, shown, shown);
    return wattle_message_new (
        "certificate refused: %s has another one than the one accepted; its fingerprint is %s, "
        "accepted is %s. If the device was given a new one, accept that with: wattle devices set "
        "DEVICE --accept-certificate %s; if not, somebody else answers in its place",
        uri, shown, accepted, shown);
}
