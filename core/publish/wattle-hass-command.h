/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-outputs.h"
#include "wattle-hass-port.h"

G_BEGIN_DECLS

/* Listens on the command topics and passes on what Home Assistant wants done. */
typedef struct _WattleHassCommand WattleHassCommand;

/* What was wanted of this device is refused: Home Assistant may show it as done. */
typedef void (*WattleHassRefused) (WattleRunner *runner, gpointer user_data);

WattleHassCommand *wattle_hass_command_new (const WattleHassPort *port,
                                            WattleManager *manager,
                                            WattleOutputs *outputs,
                                            WattleHassRefused refused,
                                            gpointer user_data);
/* What a message on a command topic leads to. */
void wattle_hass_command_take (WattleHassCommand *self,
                               const char *topic,
                               GBytes *payload,
                               gboolean retained);
void wattle_hass_command_free (WattleHassCommand *self);

G_END_DECLS
