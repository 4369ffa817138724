/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Calls of one client that may wait for their answers. One more is refused at once, in the thread
 * that reads the bus, so that whoever floods the host holds up nobody but himself. */
#define WATTLE_BUS_QUOTA 64

/* Watches over everything that comes over @connection until it is freed. */
typedef struct _WattleBusQuota WattleBusQuota;

WattleBusQuota *wattle_bus_quota_new (GDBusConnection *connection);
void wattle_bus_quota_free (WattleBusQuota *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleBusQuota, wattle_bus_quota_free)

G_END_DECLS
