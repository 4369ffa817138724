/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "transport/wattle-endpoint.h"
#include "transport/wattle-http-trouble.h"

static void
check (const char *text, WattleLinkKind kind)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *once = wattle_endpoint_normalise (text, kind, &error);
    g_autofree char *twice = NULL;

    fuzz_check_error (once != NULL, &error);
    if (once == NULL)
        return;
    twice = wattle_endpoint_normalise (once, kind, NULL);
    fuzz_check (g_strcmp0 (once, twice) == 0);
}

/* What stands behind an address is a fingerprint, or part of the address. */
static void
check_fingerprint (const char *text)
{
    g_autofree char *fingerprint = NULL;
    g_autofree char *address = wattle_endpoint_split (text, &fingerprint);
    g_autofree char *again = NULL;

    if (fingerprint == NULL) {
        fuzz_check (g_str_equal (address, text));
        return;
    }
    again = wattle_certificate_normalise (fingerprint);
    fuzz_check (g_strcmp0 (again, fingerprint) == 0);
}

/* Where a server says its device has gone. */
static void
check_redirect (const char *text)
{
    g_autofree char *moved_to = wattle_http_trouble_find_https ("http://box:8080/base", text);
    g_autofree char *normal = NULL;

    if (moved_to == NULL)
        return;
    fuzz_check (g_str_has_prefix (moved_to, "https://box"));
    normal = wattle_endpoint_normalise (moved_to, WATTLE_LINK_HTTP, NULL);
    fuzz_check (g_strcmp0 (normal, moved_to) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup ((const char *)data, size);

    if (!g_utf8_validate (text, -1, NULL))
        return 0;

    check (text, WATTLE_LINK_HTTP);
    check (text, WATTLE_LINK_MQTT);
    check_fingerprint (text);
    check_redirect (text);
    return 0;
}
