/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-auth.h"
#include "wattle-bus-job.h"
#include "wattle-bus-subscribers.h"
#include "wattle-bus.h"

G_BEGIN_DECLS

#define WATTLE_BUS_PATH "/org/wattle/Wattle1"

/* Everything that is on the bus, for as long as one connection stands. */
#define WATTLE_TYPE_BUS_TREE (wattle_bus_tree_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusTree, wattle_bus_tree, WATTLE, BUS_TREE, GObject)

WattleBusTree *wattle_bus_tree_new (const WattleBusParts *parts, gboolean session);
gboolean wattle_bus_tree_export (WattleBusTree *self, GDBusConnection *connection, GError **error);
void wattle_bus_tree_unexport (WattleBusTree *self);

/* For the objects in it. */
const WattleBusParts *wattle_bus_tree_get_parts (WattleBusTree *self);
WattleAuth *wattle_bus_tree_get_auth (WattleBusTree *self);
WattleBusJobs *wattle_bus_tree_get_jobs (WattleBusTree *self);
WattleBusSubscribers *wattle_bus_tree_get_subscribers (WattleBusTree *self);
GDBusConnection *wattle_bus_tree_get_connection (WattleBusTree *self);

/* Returns a value equal to @value, if possible one that others use already. Descriptions of equal
 * meters are equal, and long. */
GVariant *wattle_bus_tree_share_value (WattleBusTree *self, GVariant *value);

/* The path of an object, and the device id in a path; NULL: it is the path of no device. */
char *wattle_bus_tree_dup_device_path (const char *id);
const char *wattle_bus_tree_get_device_id (const char *path);

G_END_DECLS
