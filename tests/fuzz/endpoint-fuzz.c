/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "transport/wattle-endpoint.h"

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

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup ((const char *)data, size);

    if (!g_utf8_validate (text, -1, NULL))
        return 0;

    check (text, WATTLE_LINK_HTTP);
    check (text, WATTLE_LINK_MQTT);
    return 0;
}
