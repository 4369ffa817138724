/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-bridge.h"
#include "wattle-hass-device.h"

G_BEGIN_DECLS

/* A discovery message as it would be said now. */
typedef struct {
    char *topic;
    char *id;          /* of the device; empty: the host */
    char *description; /* NULL: the device has not answered yet */
} WattleHassWanted;

/* All of them, the host's first. @devices: of WattleHassDevice. */
GPtrArray *wattle_hass_wanted_list (WattleHassBridge *bridge, GPtrArray *devices);
const WattleHassWanted *wattle_hass_wanted_find (GPtrArray *list, const char *topic);

G_END_DECLS
