/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* One device on the bus, with its readings: one that runs, one that is only configured, or both. */
#define WATTLE_TYPE_BUS_DEVICE (wattle_bus_device_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusDevice, wattle_bus_device, WATTLE, BUS_DEVICE, GObject)

/* @tree outlives it. */
WattleBusDevice *wattle_bus_device_new (WattleBusTree *tree, const char *id);
GDBusObjectSkeleton *wattle_bus_device_get_object (WattleBusDevice *self);
const char *wattle_bus_device_get_state (WattleBusDevice *self);

/* What is known of it may have changed. */
void wattle_bus_device_update (WattleBusDevice *self);
void wattle_bus_device_update_entities (WattleBusDevice *self);

/* Who hears of its readings: unique names. */
void wattle_bus_device_subscribe (WattleBusDevice *self, const char *name);
void wattle_bus_device_unsubscribe (WattleBusDevice *self, const char *name);

/* These readings are new. */
void wattle_bus_device_note (WattleBusDevice *self, GPtrArray *entities);

G_END_DECLS
