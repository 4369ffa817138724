/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* The object at the root: what the host is, and what it lets clients do. */
#define WATTLE_TYPE_BUS_MANAGER (wattle_bus_manager_get_type ())
G_DECLARE_FINAL_TYPE (WattleBusManager, wattle_bus_manager, WATTLE, BUS_MANAGER, GObject)

/* @tree owns it. */
WattleBusManager *wattle_bus_manager_new (WattleBusTree *tree);
gboolean
wattle_bus_manager_export (WattleBusManager *self, GDBusConnection *connection, GError **error);

/* The state of the host may have changed. */
void wattle_bus_manager_update (WattleBusManager *self);

/* Emits Event. @device, @state and @message may be NULL. */
void wattle_bus_manager_tell (WattleBusManager *self,
                              const char *kind,
                              const char *device,
                              const char *state,
                              const WattleMessage *message);

G_END_DECLS
