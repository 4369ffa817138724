/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* Methods of org.wattle.Wattle1.Manager.
 *
 * What the host publishes to: settings, test and accounts of the broker. */
void wattle_bus_broker_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree);

/* The property Broker; floating. */
GVariant *wattle_bus_broker_describe (WattleOutlets *outlets, const WattleAdminParts *house);

G_END_DECLS
