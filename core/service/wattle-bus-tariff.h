/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* One tariff plan on the bus. */
#define WATTLE_TYPE_BUS_TARIFF (wattle_bus_tariff_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusTariff, wattle_bus_tariff, WATTLE, BUS_TARIFF, GObject)

/* @tree outlives it. */
WattleBusTariff *wattle_bus_tariff_new (WattleBusTree *tree, WattleTariffRun *run);
GDBusObjectSkeleton *wattle_bus_tariff_get_object (WattleBusTariff *self);

/* Something else is true now. */
void wattle_bus_tariff_update (WattleBusTariff *self);
/* It has another document. */
void wattle_bus_tariff_reload (WattleBusTariff *self);

G_END_DECLS
