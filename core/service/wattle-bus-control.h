/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* The outputs of one device on the bus. */
#define WATTLE_TYPE_BUS_CONTROL (wattle_bus_control_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusControl, wattle_bus_control, WATTLE, BUS_CONTROL, GObject)

/* @id: of the device. Refers to @tree. */
WattleBusControl *wattle_bus_control_new (WattleBusTree *tree, const char *id);
WattleDBusControl *wattle_bus_control_get_skeleton (WattleBusControl *self);

G_END_DECLS
