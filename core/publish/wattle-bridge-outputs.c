/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-outputs.h"

#include "base/wattle-json.h"

#define AUTHOR "mqtt"

static const char *
get_text (const WattleBridgeRequest *request, const char *member)
{
    return wattle_bridge_request_get_text (request, member);
}

/* What the table of requests lets through: a boolean, a number or a text. */
static GVariant *
read_value (JsonNode *node)
{
    const char *text;
    double number;

    if (wattle_json_node_is_string (node, &text))
        return g_variant_new_string (text);
    if (wattle_json_node_is_number (node, &number))
        return g_variant_new_double (number);
    return g_variant_new_boolean (json_node_get_boolean (node));
}

static gboolean
read_options (const WattleBridgePort *port,
              const WattleBridgeRequest *request,
              WattleOutputsOptions *options,
              GError **error)
{
    static const char *const members[] = { "for", "until" };
    g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
    g_autoptr (GVariant) given = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
        JsonNode *node = json_object_get_member (request->data, members[i]);

        if (node != NULL)
            g_variant_dict_insert_value (&dict, members[i], read_value (node));
    }
    given = g_variant_ref_sink (g_variant_dict_end (&dict));
    return wattle_outputs_options_read (options, given, wattle_clock_get_wall (port->clock), error);
}

static void
on_set (const GError *error, gpointer user_data)
{
    WattleBridgeCall *call = user_data;

    if (error != NULL)
        wattle_bridge_call_fail (call, error);
    else
        wattle_bridge_call_return (call, NULL);
}

void
wattle_bridge_outputs_set (const WattleBridgePort *port, WattleBridgeCall *call)
{
    const WattleBridgeRequest *request = wattle_bridge_call_get_request (call);
    WattleOutputsOptions options = { .author = AUTHOR };
    g_autoptr (GError) error = NULL;

    if (!read_options (port, request, &options, &error) ||
        !wattle_outputs_set (port->outputs, get_text (request, "id"), get_text (request, "output"),
                             read_value (json_object_get_member (request->data, "value")), &options,
                             on_set, call, &error))
        wattle_bridge_call_fail (call, error);
}

void
wattle_bridge_outputs_release (const WattleBridgePort *port, WattleBridgeCall *call)
{
    const WattleBridgeRequest *request = wattle_bridge_call_get_request (call);
    g_autoptr (GError) error = NULL;

    if (wattle_outputs_release (port->outputs, get_text (request, "id"),
                                get_text (request, "output"), NULL, &error))
        wattle_bridge_call_return (call, NULL);
    else
        wattle_bridge_call_fail (call, error);
}

char *
wattle_bridge_outputs_dup_reason (const WattleBridgePort *port,
                                  const WattleBridgeRequest *request,
                                  GError **error)
{
    g_autoptr (GVariant) reason = wattle_outputs_explain (port->outputs, get_text (request, "id"),
                                                          get_text (request, "output"), error);

    return reason != NULL ? json_gvariant_serialize_data (reason, NULL) : NULL;
}
