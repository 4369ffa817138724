/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-admin.h"
#include "publish/wattle-hass.h"
#include "wattle-broker.h"

G_BEGIN_DECLS

/* Where the house's readings go to: the broker, Home Assistant and the bridge through it, and
 * further brokers. Made as the settings say, and made anew when they change. */
#define WATTLE_TYPE_OUTLETS (wattle_outlets_get_type ())
G_DECLARE_FINAL_TYPE (WattleOutlets, wattle_outlets, WATTLE, OUTLETS, GObject)

typedef struct {
    const char *state_dir;
    WattleAdmin *admin;
    WattleStore *store;
    WattleManager *manager;
    WattleOutputs *outputs;
    WattleLinkPool *links;
    WattleSecrets *secrets;
    WattleProblems *problems;
    WattleClock *clock;
} WattleOutletsParts;

WattleOutlets *wattle_outlets_new (const WattleOutletsParts *parts);

/* Says what is wrong with the settings, and starts nothing. */
void wattle_outlets_check (WattleOutlets *self);

void wattle_outlets_start (WattleOutlets *self);

/* Which devices are configured has changed. */
void wattle_outlets_update_devices (WattleOutlets *self);

/* Says goodbye and closes everything; @done is called once, at the latest after four seconds. It
 * may be started again then. */
void wattle_outlets_stop (WattleOutlets *self, WattleClockFunc done, gpointer user_data);

/* Whether it has a connection, or will never have one. */
gboolean wattle_outlets_is_settled (WattleOutlets *self);

WattleBroker *wattle_outlets_get_broker (WattleOutlets *self); /* NULL: not started */
WattleHass *wattle_outlets_get_hass (WattleOutlets *self);     /* NULL: there is no broker */

/* Signal "changed": (WattleOutlets *self): the broker, or the connection to it. */

G_END_DECLS
