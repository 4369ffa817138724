/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* Methods of org.wattle.Wattle1.Manager.
 *
 * Definitions of meters. */
void wattle_bus_definitions_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree);

G_END_DECLS
