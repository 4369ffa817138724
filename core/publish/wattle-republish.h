/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-manager.h"
#include "engine/wattle-publish-config.h"
#include "transport/wattle-mqtt-client.h"

G_BEGIN_DECLS

/* Sends measurements to a further broker, at its own pace and under its own topics. It has nothing
 * to do with Home Assistant: no discovery, no commands. */
#define WATTLE_TYPE_REPUBLISH (wattle_republish_get_type ())
G_DECLARE_FINAL_TYPE (WattleRepublish, wattle_republish, WATTLE, REPUBLISH, GObject)

/* @client is that of this connection alone; it is started and stopped here. */
WattleRepublish *wattle_republish_new (const WattlePublishConfig *config,
                                       const char *instance,
                                       WattleManager *manager,
                                       WattleMqttClient *client,
                                       WattleProblems *problems,
                                       WattleClock *clock);
void wattle_republish_start (WattleRepublish *self);
/* @done is called once, when the connection is closed. */
void wattle_republish_stop (WattleRepublish *self, WattleClockFunc done, gpointer user_data);

G_END_DECLS
