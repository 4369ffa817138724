/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-private.h"

G_BEGIN_DECLS

/* The devices of the publisher: follows the manager, and says what has changed. */

void wattle_hass_devices_open (WattleHass *self);
void wattle_hass_devices_close (WattleHass *self);

/* NULL: the topic is of none. */
WattleHassDevice *wattle_hass_devices_find (WattleHass *self, const char *discovery_topic);

G_END_DECLS
