/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who wants to hear of whose readings. A subscriber counts until it leaves the bus. */
typedef struct _WattleBusSubscribers WattleBusSubscribers;

/* @name: of the subscriber; @path: of the device, or NULL for all, later ones too. */
typedef void (*WattleBusSubscribersFunc) (const char *name,
                                          const char *path,
                                          gboolean subscribed,
                                          gpointer user_data);

/* At most so many subscribers, and devices of one. */
#define WATTLE_BUS_SUBSCRIBERS_MAX   64
#define WATTLE_BUS_SUBSCRIPTIONS_MAX 4096

WattleBusSubscribers *wattle_bus_subscribers_new (GDBusConnection *connection,
                                                  WattleBusSubscribersFunc func,
                                                  gpointer user_data);
void wattle_bus_subscribers_free (WattleBusSubscribers *self);

/* @paths: empty for all. FALSE and WATTLE_ERROR_BUSY if there are too many. */
gboolean wattle_bus_subscribers_add (WattleBusSubscribers *self,
                                     const char *name,
                                     const char *const *paths,
                                     GError **error);
void wattle_bus_subscribers_remove (WattleBusSubscribers *self,
                                    const char *name,
                                    const char *const *paths);

/* Tells of everybody who wants this one; for a device that is new. */
void wattle_bus_subscribers_tell (WattleBusSubscribers *self, const char *path);

G_END_DECLS
