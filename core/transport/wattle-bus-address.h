/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the system bus is unless DBUS_SYSTEM_BUS_ADDRESS says otherwise. */
#define WATTLE_BUS_ADDRESS_SYSTEM "unix:path=/run/dbus/system_bus_socket"

/* The address of the session's or the system's bus, if it runs already: looking for one otherwise
 * would start it. NULL: there is none. */
char *wattle_bus_address_find (gboolean session);

G_END_DECLS
