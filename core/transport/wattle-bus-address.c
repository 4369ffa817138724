/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-address.h"

#include <string.h>

#define PREFIX "unix:path="

char *
wattle_bus_address_find (gboolean session)
{
    const char *given = g_getenv (session ? "DBUS_SESSION_BUS_ADDRESS" : "DBUS_SYSTEM_BUS_ADDRESS");
    g_autofree char *path = session ? g_build_filename (g_get_user_runtime_dir (), "bus", NULL)
                                    : g_strdup (WATTLE_BUS_ADDRESS_SYSTEM + strlen (PREFIX));

    if (given != NULL && *given != '\0')
        return g_strdup (given);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return NULL;
    return g_strconcat (PREFIX, path, NULL);
}
