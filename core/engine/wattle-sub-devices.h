/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-manager-parts.h"
#include "wattle-roster.h"

G_BEGIN_DECLS

/* What is to be done with the devices of the house. */
typedef struct {
    void (*enlist) (WattleRosterEntry *entry, gpointer owner); /* takes it */
    void (*remove) (const char *id, gpointer owner);           /* for good */
    void (*changed) (WattleRunner *runner, gpointer owner);    /* its label */
    void (*listed) (WattleRunner *gateway, char **ids, gpointer owner);
} WattleSubDevicesEvents;

/* Makes of what gateways say about the parts behind them: devices that are there, not detected, or
 * gone, and forgotten a day after that. Keeps no state but what is in the roster. */
typedef struct {
    const WattleManagerParts *parts;
    const WattleRoster *roster;
    const WattleSubDevicesEvents *events;
    gpointer owner;
} WattleSubDevices;

/* Takes all that @gateway has to say. */
void wattle_sub_devices_take_notes (const WattleSubDevices *self, WattleRunner *gateway);

G_END_DECLS
