/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-broker.h"

#include <glib/gi18n.h>

#include "wattle-cli-fields.h"
#include "wattle-cli-message.h"

static const WattleCliField fields[] = {
    { "uri", NULL, WATTLE_CLI_FIELD_WORD },
    { "embedded", NULL, WATTLE_CLI_FIELD_VALUE },
    { "connected", NULL, WATTLE_CLI_FIELD_VALUE },
    { "listen", NULL, WATTLE_CLI_FIELD_WORD },
    { "user", NULL, WATTLE_CLI_FIELD_WORD },
    { "error", NULL, WATTLE_CLI_FIELD_SENTENCE },
    { "instance", NULL, WATTLE_CLI_FIELD_WORD },
    { "discovery-prefix", "discovery_prefix", WATTLE_CLI_FIELD_WORD },
    { "bridge-mode", "bridge_mode", WATTLE_CLI_FIELD_WORD },
};

void
wattle_cli_broker_add_members (WattleCliJson *json, GVariant *broker)
{
    wattle_cli_fields_add (json, broker, fields, G_N_ELEMENTS (fields));
}

static gboolean
lookup (GVariant *broker, const char *key)
{
    gboolean value = FALSE;

    g_variant_lookup (broker, key, "b", &value);
    return value;
}

gboolean
wattle_cli_broker_is_connected (GVariant *broker)
{
    return lookup (broker, "connected");
}

gboolean
wattle_cli_broker_is_embedded (GVariant *broker)
{
    return lookup (broker, "embedded");
}

char *
wattle_cli_broker_describe (GVariant *broker)
{
    char *error = wattle_cli_message_lookup (broker, "error");

    if (wattle_cli_broker_is_connected (broker)) {
        g_free (error);
        return g_strdup (_ ("connected"));
    }
    return error != NULL ? error : g_strdup (_ ("not connected"));
}
