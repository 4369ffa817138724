/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For the other parts of the publisher. */
#pragma once

#include "wattle-hass-bridge.h"
#include "wattle-hass-device.h"
#include "wattle-hass-orphans.h"
#include "wattle-hass-survey.h"
#include "wattle-hass.h"

G_BEGIN_DECLS

const WattleHassPort *wattle_hass_get_port (WattleHass *self);
WattleHassBridge *wattle_hass_get_bridge (WattleHass *self);
GPtrArray *wattle_hass_get_devices (WattleHass *self); /* of WattleHassDevice */
WattleHassOrphans *wattle_hass_get_orphans (WattleHass *self);

/* NULL: not between start and stop. */
WattleHassSurvey *wattle_hass_get_survey (WattleHass *self);

G_END_DECLS
