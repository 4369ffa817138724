/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* One plugin on the bus. */
#define WATTLE_TYPE_BUS_PLUGIN (wattle_bus_plugin_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusPlugin, wattle_bus_plugin, WATTLE, BUS_PLUGIN, GObject)

/* @index: as in the list of plugins, which only grows. @tree outlives it. */
WattleBusPlugin *wattle_bus_plugin_new (WattleBusTree *tree, guint index);
GDBusObjectSkeleton *wattle_bus_plugin_get_object (WattleBusPlugin *self);
void wattle_bus_plugin_update (WattleBusPlugin *self);

G_END_DECLS
