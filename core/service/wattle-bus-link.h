/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* One link on the bus. It does not keep the link alive. */
#define WATTLE_TYPE_BUS_LINK (wattle_bus_link_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusLink, wattle_bus_link, WATTLE, BUS_LINK, GObject)

/* @tree outlives it. */
WattleBusLink *wattle_bus_link_new (WattleBusTree *tree, WattleLink *link, const char *path);
GDBusObjectSkeleton *wattle_bus_link_get_object (WattleBusLink *self);

/* The devices that use it may be others. Returns whether there are any. */
gboolean wattle_bus_link_update (WattleBusLink *self);

G_END_DECLS
