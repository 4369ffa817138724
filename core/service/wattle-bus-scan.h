/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* Methods of org.wattle.Wattle1.Manager.
 *
 * Searching the network for devices. */
void wattle_bus_scan_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree);

G_END_DECLS
