/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "engine/wattle-config-dict.h"
#include "publish/wattle-bridge-request.h"

#include <string.h>

#include "base/wattle-json.h"

/* What a handler does with it before anybody else checks. */
static void
use (const WattleBridgeRequest *request)
{
    g_autoptr (GVariant) dict = wattle_bridge_request_dup_config (request);
    g_autoptr (WattleDeviceConfig) base = wattle_device_config_new ("meter", "meter");
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) config = NULL;

    base->driver = g_strdup ("example");
    config = wattle_config_dict_apply (base, dict, &error);
    fuzz_check_error (config != NULL, &error);
}

static gboolean
needs_id (WattleBridgeVerb verb)
{
    return verb == WATTLE_BRIDGE_DEVICE_GET ||
           (verb > WATTLE_BRIDGE_DEVICE_ADD && verb < WATTLE_BRIDGE_RELOAD);
}

static void
check_fine (const WattleBridgeRequest *request, WattleBridgeMode mode)
{
    fuzz_check (request->error == NULL && request->data != NULL);
    fuzz_check (request->verb < WATTLE_BRIDGE_UNKNOWN);
    fuzz_check (request->verb <= WATTLE_BRIDGE_LOG_LEVEL || mode == WATTLE_BRIDGE_WRITE);
    fuzz_check (mode == WATTLE_BRIDGE_WRITE ||
                wattle_bridge_request_get_text (request, "level") == NULL);
    if (needs_id (request->verb))
        fuzz_check (wattle_bridge_request_get_text (request, "id") != NULL);
    if (request->verb == WATTLE_BRIDGE_DEVICE_ADD || request->verb == WATTLE_BRIDGE_VALIDATE)
        fuzz_check (wattle_bridge_request_get_text (request, "driver") != NULL);
    use (request);
}

static void
check_answer (const WattleBridgeRequest *request)
{
    g_autofree char *response = wattle_bridge_request_dup_response (request);
    g_autofree char *answer =
        g_strdup_printf ("[%s]", request->transaction != NULL ? request->transaction : "null");
    g_autoptr (JsonNode) node = wattle_json_parse (answer, -1, NULL);

    fuzz_check (node != NULL);
    fuzz_check (g_str_has_prefix (response, "response") && strpbrk (response, "+# ") == NULL);
    fuzz_check (strlen (response) < 100);
}

/* First the mode, then the name, a line feed and the payload. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    WattleBridgeMode mode =
        fuzz_take_byte (&input) == 'w' ? WATTLE_BRIDGE_WRITE : WATTLE_BRIDGE_READ;
    g_autofree char *name = fuzz_take_text (&input, '\n');
    g_autoptr (GBytes) payload = g_bytes_new (input.data, input.size);
    g_autoptr (WattleBridgeRequest) request = NULL;

    /* No broker sends a topic that is no text. */
    if (name == NULL || !g_utf8_validate (name, -1, NULL))
        return 0;

    request = wattle_bridge_request_new (name, payload, mode);
    check_answer (request);
    if (request->flaw == WATTLE_BRIDGE_FINE)
        check_fine (request, mode);
    else
        fuzz_check (request->error != NULL && *request->error->message != '\0');
    return 0;
}
