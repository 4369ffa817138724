/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-certificate.h"

#include <string.h>

#include "base/wattle-line.h"

#define PREFIX   "sha256:"
#define N_BYTES  32
#define MAX_NAME 200 /* characters */

/* Takes two digits and the colon that may stand before them. */
static gboolean
take_byte (const char **at, GString *text)
{
    if (text->len > strlen (PREFIX)) {
        if (**at == ':')
            (*at)++;
        g_string_append_c (text, ':');
    }
    for (guint i = 0; i < 2; i++, (*at)++) {
        if (!g_ascii_isxdigit (**at))
            return FALSE;
        g_string_append_c (text, g_ascii_toupper (**at));
    }
    return TRUE;
}

char *
wattle_certificate_normalise (const char *fingerprint)
{
    g_autoptr (GString) normal = g_string_new (PREFIX);
    const char *at = fingerprint + strlen (PREFIX);

    if (g_ascii_strncasecmp (fingerprint, PREFIX, strlen (PREFIX)) != 0)
        return NULL;
    for (guint i = 0; i < N_BYTES; i++)
        if (!take_byte (&at, normal))
            return NULL;
    return *at == '\0' ? g_strdup (normal->str) : NULL;
}

char *
wattle_certificate_get_fingerprint (GTlsCertificate *certificate)
{
    g_autoptr (GByteArray) bytes = NULL;
    g_autofree char *digits = NULL;
    g_autofree char *text = NULL;

    g_object_get (certificate, "certificate", &bytes, NULL);
    if (bytes == NULL)
        return g_strdup ("");
    digits = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes->data, bytes->len);
    text = g_strconcat (PREFIX, digits, NULL);
    return wattle_certificate_normalise (text);
}

static char *
take_name (char *name)
{
    g_autofree char *given = name;

    return wattle_line_from_text (given != NULL ? given : "", MAX_NAME);
}

/* Takes @date. */
static gint64
take_date (GDateTime *date)
{
    gint64 time = 0;

    if (date == NULL)
        return 0;
    time = g_date_time_to_unix (date) * G_USEC_PER_SEC;
    g_date_time_unref (date);
    return time;
}

WattleCertificate *
wattle_certificate_new (GTlsCertificate *certificate)
{
    WattleCertificate *self = g_new0 (WattleCertificate, 1);

    self->fingerprint = wattle_certificate_get_fingerprint (certificate);
    self->subject = take_name (g_tls_certificate_get_subject_name (certificate));
    self->issuer = take_name (g_tls_certificate_get_issuer_name (certificate));
    self->from = take_date (g_tls_certificate_get_not_valid_before (certificate));
    self->until = take_date (g_tls_certificate_get_not_valid_after (certificate));
    return self;
}

void
wattle_certificate_free (WattleCertificate *self)
{
    g_free (self->fingerprint);
    g_free (self->subject);
    g_free (self->issuer);
    g_free (self);
}
