/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-certificate.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "wattle-cli-fields.h"
#include "wattle-cli-prompt.h"
#include "wattle-cli-text.h"
#include "wattle-cli-time.h"

static void
show_fact (const char *label, const char *value)
{
    g_autofree char *clean = wattle_cli_text_clean (value);
    g_autoptr (GString) line = g_string_new ("  ");

    wattle_cli_text_append (line, label, 14, FALSE);
    g_printerr ("%s  %s\n", line->str, *clean != '\0' ? clean : "–");
}

static void
show_time (const char *label, GVariant *certificate, const char *key)
{
    g_autofree char *text = NULL;
    gint64 time = 0;

    g_variant_lookup (certificate, key, "x", &time);
    text = time != 0 ? wattle_cli_time_format_local (time) : g_strdup ("");
    show_fact (label, text);
}

/* On standard error, as the question is. */
static void
show (const char *uri, GVariant *certificate)
{
    g_autofree char *clean = wattle_cli_text_clean (uri);

    g_printerr (_ ("Nobody has accepted the certificate of %s yet:\n"), clean);
    show_fact (C_ ("certificate", "fingerprint"),
               wattle_cli_fields_get_text (certificate, "fingerprint"));
    show_fact (C_ ("certificate", "made out to"),
               wattle_cli_fields_get_text (certificate, "subject"));
    show_fact (C_ ("certificate", "signed by"), wattle_cli_fields_get_text (certificate, "issuer"));
    show_time (C_ ("certificate", "valid from"), certificate, "from");
    show_time (C_ ("certificate", "valid until"), certificate, "until");
}

gboolean
wattle_cli_certificate_ask (const char *uri, GVariant *certificate)
{
    if (!isatty (STDIN_FILENO))
        return FALSE;

    show (uri, certificate);
    return wattle_cli_prompt_confirm (_ ("accept this certificate?"));
}
