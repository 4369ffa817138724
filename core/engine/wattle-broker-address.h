/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the embedded broker listens: one address of this host, or all of them. */

/* @listen: as in wattle.conf; NULL, "" or "loopback": for this host only. */
GInetAddress *wattle_broker_address_parse (const char *listen, GError **error);

/* Whether it is one of this host. */
gboolean wattle_broker_address_check (GInetAddress *address, GError **error);

/* What this host connects to for it. */
char *wattle_broker_address_get_reachable (GInetAddress *address);

/* Returns the port if it is free there; @port 0: any. 0: it is not. */
guint16 wattle_broker_address_try_port (GInetAddress *address, guint16 port, GError **error);

G_END_DECLS
