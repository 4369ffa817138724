/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* Methods of org.wattle.Wattle1.Manager.
 *
 * Devices and their drivers: what there is, and what may be done to it. */
void wattle_bus_devices_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree);

G_END_DECLS
