/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-admin.h"
#include "engine/wattle-outputs.h"
#include "wattle-outlets.h"

G_BEGIN_DECLS

typedef struct {
    WattleAdmin *admin;
    WattleCounters *counters;
    WattleLinkPool *links;
    WattleOutputs *outputs;
    WattleOutlets *outlets;
    WattleClock *clock;
    const char *state_dir;
} WattleBusParts;

/* The host as org.wattle.Wattle1: on the system bus, or on the session bus of one person. It owns
 * the connection, and makes another when that is lost. */
#define WATTLE_TYPE_BUS (wattle_bus_get_type ())
G_DECLARE_FINAL_TYPE (WattleBus, wattle_bus, WATTLE, BUS, GObject)

WattleBus *wattle_bus_new (const WattleBusParts *parts, gboolean session);
void wattle_bus_start (WattleBus *self);
void wattle_bus_stop (WattleBus *self);

/* Whether it has its name, or it is known that it cannot have it. */
gboolean wattle_bus_is_settled (WattleBus *self);
const char *wattle_bus_get_address (WattleBus *self); /* NULL: it is on no bus */

/* Signal "settled": (WattleBus *self). */

G_END_DECLS
