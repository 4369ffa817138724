/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* Methods of org.wattle.Wattle1.Manager.
 *
 * Tariff plans of this house. */
void wattle_bus_tariffs_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree);

G_END_DECLS
