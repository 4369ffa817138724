/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-attempt.h"

#include <glib/gi18n.h>

#include "wattle-cli-certificate.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-probe.h"

#define CERTIFICATE "http-certificate"

static const WattleCliField certificate_fields[] = {
    { "fingerprint", NULL, WATTLE_CLI_FIELD_VALUE }, { "subject", NULL, WATTLE_CLI_FIELD_WORD },
    { "issuer", NULL, WATTLE_CLI_FIELD_WORD },       { "from", NULL, WATTLE_CLI_FIELD_TIME },
    { "until", NULL, WATTLE_CLI_FIELD_TIME },
};

static const WattleCliField trouble_fields[] = {
    { "http", "outcome", WATTLE_CLI_FIELD_WORD },
    { "moved-to", "moved_to", WATTLE_CLI_FIELD_WORD },
};

void
wattle_cli_candidate_clear (WattleCliCandidate *self)
{
    g_clear_pointer (&self->config, g_variant_unref);
    g_clear_pointer (&self->trouble, g_variant_unref);
}

/* Its address */

char *
wattle_cli_candidate_dup_http (const WattleCliCandidate *self)
{
    g_autoptr (GVariant) links =
        g_variant_lookup_value (self->config, "links", G_VARIANT_TYPE ("a{ss}"));
    const char *uri = NULL;

    if (links != NULL)
        g_variant_lookup (links, "http", "&s", &uri);
    return g_strdup (uri);
}

/* Takes @value. */
static void
set_member (WattleCliCandidate *self, const char *key, GVariant *value)
{
    GVariantDict config;

    g_variant_dict_init (&config, self->config);
    g_variant_dict_insert_value (&config, key, value);
    g_variant_unref (self->config);
    self->config = g_variant_ref_sink (g_variant_dict_end (&config));
}

static void
set_http (WattleCliCandidate *self, const char *uri)
{
    g_autoptr (GVariant) links =
        g_variant_lookup_value (self->config, "links", G_VARIANT_TYPE ("a{ss}"));
    GVariantBuilder changed;
    GVariantIter iter;
    const char *kind;
    const char *other;

    g_variant_builder_init (&changed, G_VARIANT_TYPE ("a{ss}"));
    g_variant_iter_init (&iter, links);
    while (g_variant_iter_next (&iter, "{&s&s}", &kind, &other))
        if (!g_str_equal (kind, "http"))
            g_variant_builder_add (&changed, "{ss}", kind, other);
    g_variant_builder_add (&changed, "{ss}", "http", uri);
    set_member (self, "links", g_variant_builder_end (&changed));
}

void
wattle_cli_candidate_accept (WattleCliCandidate *self, const char *fingerprint)
{
    set_member (self, CERTIFICATE, g_variant_new_string (fingerprint));
}

/* Only https has certificates. */
void
wattle_cli_candidate_complete (WattleCliCandidate *self)
{
    g_autofree char *given = wattle_cli_candidate_dup_http (self);
    gboolean secured = *wattle_cli_fields_get_text (self->config, CERTIFICATE) != '\0';
    g_autofree char *whole = NULL;

    if (given == NULL || *given == '\0' || strstr (given, "://") != NULL)
        return;
    whole = g_strconcat (secured ? "https://" : "http://", given, NULL);
    set_http (self, whole);
    self->any_http = !secured;
}

/* After a try that failed */

/* What a server says to http that expects https: mostly nothing at all. */
static gboolean
may_want_https (const char *outcome)
{
    static const char *const outcomes[] = { "unreachable", "empty", "invalid", NULL };

    return g_strv_contains (outcomes, outcome);
}

static char *
find_https (const WattleCliCandidate *self)
{
    const char *outcome = wattle_cli_fields_get_text (self->trouble, "http");
    const char *moved_to = wattle_cli_fields_get_text (self->trouble, "moved-to");
    g_autofree char *http = wattle_cli_candidate_dup_http (self);

    if (*moved_to != '\0')
        return g_strdup (moved_to);
    if (!may_want_https (outcome))
        return NULL;
    return g_strconcat ("https://", http + strlen ("http://"), NULL);
}

static gboolean
turn_to_https (WattleCli *cli, WattleCliCandidate *self)
{
    g_autofree char *https = self->any_http ? find_https (self) : NULL;

    if (https == NULL)
        return FALSE;

    self->any_http = FALSE;
    set_http (self, https);
    if (!cli->json)
        g_printerr (_ ("There is no answer over http; trying %s\n"), https);
    return TRUE;
}

/* One that is known to be another than the accepted one is never asked about: that is said in the
 * error, and taken by a command of its own. */
static gboolean
accept_certificate (WattleCli *cli, WattleCliCandidate *self)
{
    g_autoptr (GVariant) certificate =
        g_variant_lookup_value (self->trouble, "certificate", G_VARIANT_TYPE_VARDICT);
    const char *fingerprint =
        certificate != NULL ? wattle_cli_fields_get_text (certificate, "fingerprint") : "";
    gboolean known = *wattle_cli_fields_get_text (self->config, CERTIFICATE) != '\0';
    g_autofree char *uri = wattle_cli_candidate_dup_http (self);

    if (*fingerprint == '\0' || known || cli->json ||
        !wattle_cli_certificate_ask (uri, certificate))
        return FALSE;

    wattle_cli_candidate_accept (self, fingerprint);
    return TRUE;
}

static GVariant *
try_once (WattleCli *cli, WattleCliCandidate *self, GError **error)
{
    g_clear_pointer (&self->trouble, g_variant_unref);
    return wattle_cli_probe_run (cli, self->driver, self->model, self->config, &self->trouble,
                                 error);
}

/* It ends: each way to go on is taken once. */
GVariant *
wattle_cli_attempt_run (WattleCli *cli, WattleCliCandidate *candidate, GError **error)
{
    GError *cause = NULL;
    GVariant *result = try_once (cli, candidate, &cause);

    while (result == NULL && candidate->trouble != NULL &&
           (turn_to_https (cli, candidate) || accept_certificate (cli, candidate))) {
        g_clear_error (&cause);
        result = try_once (cli, candidate, &cause);
    }
    if (result == NULL)
        g_propagate_error (error, cause);
    return result;
}

void
wattle_cli_candidate_add (WattleCliJson *json, const WattleCliCandidate *self)
{
    g_autofree char *uri = wattle_cli_candidate_dup_http (self);

    wattle_cli_json_add_text (json, "http", uri);
    wattle_cli_json_add_word (json, "http_certificate",
                              wattle_cli_fields_get_text (self->config, CERTIFICATE));
}

static void
add_certificate (WattleCliJson *json, GVariant *trouble)
{
    g_autoptr (GVariant) certificate =
        g_variant_lookup_value (trouble, "certificate", G_VARIANT_TYPE_VARDICT);

    if (certificate == NULL) {
        wattle_cli_json_add_null (json, "certificate");
        return;
    }
    wattle_cli_json_begin_object (json, "certificate");
    wattle_cli_fields_add (json, certificate, certificate_fields,
                           G_N_ELEMENTS (certificate_fields));
    wattle_cli_json_end_object (json);
}

static void
print_trouble (const WattleCliCandidate *candidate)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_candidate_add (json, candidate);
    wattle_cli_fields_add (json, candidate->trouble, trouble_fields, G_N_ELEMENTS (trouble_fields));
    add_certificate (json, candidate->trouble);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

int
wattle_cli_attempt_fail (WattleCli *cli, const WattleCliCandidate *candidate, const GError *error)
{
    if (cli->json && candidate->trouble != NULL && g_variant_n_children (candidate->trouble) > 0)
        print_trouble (candidate);
    return wattle_cli_fail (error);
}
