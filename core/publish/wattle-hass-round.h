/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-bridge.h"
#include "wattle-hass-device.h"

G_BEGIN_DECLS

/* Tells everything once: all discovery messages, then all availability, then all states. It takes
 * small steps, so that neither the main loop nor Home Assistant is flooded, and ends within two
 * seconds. */
typedef struct _WattleHassRound WattleHassRound;

/* @devices: of WattleHassDevice, gateways before their sub-devices; belongs to the caller. */
WattleHassRound *
wattle_hass_round_new (WattleClock *clock, WattleHassBridge *bridge, GPtrArray *devices);
void wattle_hass_round_free (WattleHassRound *self);

/* Begins from the start after @delay, even if one is under way. */
void wattle_hass_round_start (WattleHassRound *self, gint64 delay);
void wattle_hass_round_cancel (WattleHassRound *self);

/* To be called after a device was taken out of the array. */
void wattle_hass_round_device_removed (WattleHassRound *self, guint index);

G_END_DECLS
