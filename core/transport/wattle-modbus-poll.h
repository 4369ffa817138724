/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All connections to Modbus devices in one epoll descriptor, which is one GSource of the main
 * context: with a source for each, GLib would walk all of them at every wake-up, which costs ten
 * times as much with 500 meters. */
typedef struct _WattleModbusPoll WattleModbusPoll;

/* Something can be read, or the connection has ended. May remove any watch. */
typedef void (*WattleModbusPollFunc) (gpointer user_data);

/* A reference to the one of the default main context. */
WattleModbusPoll *wattle_modbus_poll_get (void);
void wattle_modbus_poll_unref (WattleModbusPoll *self);

/* @fd is watched until it is removed, which has to happen before it is closed. FALSE, with errno:
 * it cannot be. */
gboolean wattle_modbus_poll_add (WattleModbusPoll *self,
                                 int fd,
                                 WattleModbusPollFunc func,
                                 gpointer user_data);
void wattle_modbus_poll_remove (WattleModbusPoll *self, int fd);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleModbusPoll, wattle_modbus_poll_unref)

G_END_DECLS
