/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "transport/wattle-mqtt-filters.h"

static void
on_message (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    guint *heard = user_data;

    (*heard)++;
}

static void
tell_broker (WattleMqttFilters *filters)
{
    gboolean subscribe;
    char *filter;

    while ((filter = wattle_mqtt_filters_next (filters, &subscribe)) != NULL) {
        fuzz_check (*filter != '\0' && g_utf8_validate (filter, -1, NULL));
        g_free (filter);
    }
}

/* Lines: '+' and a filter, '-' forgets a listener, '!' a new connection; others are topics. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    WattleMqttFilters *filters = wattle_mqtt_filters_new ();
    g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
    guint heard[2] = { 0, 0 };
    guint n = 0;
    char *line;

    while ((line = fuzz_take_text (&input, '\n')) != NULL) {
        g_autofree char *text = line;
        guint before = heard[n % 2];

        if (*text == '+') {
            wattle_mqtt_filters_add (filters, text + 1, on_message, &heard[++n % 2]);
        } else if (*text == '-') {
            wattle_mqtt_filters_remove (filters, &heard[n % 2]);
        } else if (*text == '!') {
            wattle_mqtt_filters_reset (filters);
        } else {
            wattle_mqtt_filters_dispatch (filters, text, payload, n % 3 == 0);
            fuzz_check (heard[n % 2] - before <= 1);
        }
        if (n % 2 == 0)
            tell_broker (filters);
    }
    wattle_mqtt_filters_free (filters);
    return 0;
}
