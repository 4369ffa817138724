/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "publish/wattle-hass-claims.h"

#include <string.h>

#define TOPIC "homeassistant/device/wattle_meter/config"

static const char description[] =
    "{\"device\":{\"identifiers\":[\"wattle_meter\"]},\"origin\":{\"name\":\"Wattle\"},"
    "\"state_topic\":\"wattle/meter/state\",\"components\":{\"power\":{\"platform\":\"sensor\","
    "\"unique_id\":\"wattle_meter_power\"}}}";

static void
look_at (const WattleHassMessageComponent *component, gpointer user_data)
{
    guint *n = user_data;

    ++*n;
    fuzz_check (g_utf8_validate (component->key, -1, NULL));
    fuzz_check (g_utf8_validate (component->platform, -1, NULL));
    fuzz_check (g_utf8_validate (component->unique_id, -1, NULL));
    fuzz_check (component->object != NULL);
}

static void
look_at_message (const WattleHassMessage *message, const WattleHassHost *host)
{
    g_auto (GStrv) identifiers = wattle_hass_message_list_identifiers (message);
    const char *id;
    guint n = 0;

    fuzz_check (g_strv_length (identifiers) <= 17);
    wattle_hass_message_foreach (message, look_at, &n);
    if (!wattle_hass_message_is_own (message, host, &id))
        return;
    fuzz_check (g_str_equal (message->platform, "device") && message->node == NULL);
    fuzz_check (g_str_has_prefix (wattle_hass_message_get_state_topic (message), "wattle/"));
}

/* First the topic, a line feed and the payload. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static const WattleHassHost host = { "wattle", "homeassistant", "1" };
    FuzzInput input = { (const char *)data, size };
    g_autofree char *topic = fuzz_take_text (&input, '\n');
    g_autoptr (GBytes) payload = g_bytes_new (input.data, input.size);
    g_autoptr (WattleHassMessage) message = NULL;
    WattleHassClaims *claims;
    const char *with;

    /* No broker sends a topic that is no text. */
    if (topic == NULL || !g_utf8_validate (topic, -1, NULL))
        return 0;

    message = wattle_hass_message_new (&host, topic, payload);
    if (message != NULL)
        look_at_message (message, &host);

    claims = wattle_hass_claims_new (&host);
    wattle_hass_claims_add (claims, TOPIC, description);
    wattle_hass_claims_test (claims, topic, message);
    with = wattle_hass_claims_find_clash (claims, TOPIC, "power");
    fuzz_check (with == NULL || (message != NULL && g_str_equal (with, topic)));
    wattle_hass_claims_free (claims);
    return 0;
}
