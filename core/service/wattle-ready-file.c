/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ready-file.h"

#include "base/wattle-json.h"

static void
append_member (GString *text, const char *name, const char *value)
{
    g_string_append_printf (text, ",\"%s\":", name);
    if (value != NULL)
        wattle_json_append_string (text, value);
    else
        g_string_append (text, "null");
}

gboolean
wattle_ready_file_write (const char *path, WattleBroker *broker, const char *bus, GError **error)
{
    g_autoptr (GString) text = g_string_new ("{\"broker\":");

    if (wattle_broker_get_client (broker) != NULL) {
        g_string_append_printf (text, "{\"port\":%u", wattle_broker_get_port (broker));
        append_member (text, "host", wattle_broker_get_host (broker));
        append_member (text, "username", wattle_broker_get_username (broker));
        append_member (text, "password", wattle_broker_get_password (broker));
        g_string_append_c (text, '}');
    } else {
        g_string_append (text, "null");
    }
    append_member (text, "bus", bus);
    g_string_append (text, "}\n");

    return g_file_set_contents_full (path, text->str, (gssize)text->len,
                                     G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}
