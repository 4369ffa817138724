/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "wattle-hass-output.h"
#include "wattle-hass-payload.h"

G_BEGIN_DECLS

/* One component of a discovery message. */

const char *wattle_hass_component_get_platform (WattleEntity *entity);
char *wattle_hass_component_dup_action_key (WattleDevice *device, const WattleActionSpec *action);

JsonObject *wattle_hass_component_new_entity (const WattleHassHost *host,
                                              const WattleHassDescription *device,
                                              WattleEntity *entity);
/* What stands beside an output. */
JsonObject *wattle_hass_component_new_part (const WattleHassHost *host,
                                            const WattleHassDescription *device,
                                            WattleEntity *output,
                                            WattleHassOutputPart part);
JsonObject *wattle_hass_component_new_action (const WattleHassHost *host,
                                              const WattleHassDescription *device,
                                              const WattleActionSpec *action);
JsonObject *wattle_hass_component_new_host (const WattleHassHost *host,
                                            const char *key,
                                            const char *name,
                                            gboolean is_number);

G_END_DECLS
