/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-embedded-broker.h"
#include "engine/wattle-problems.h"
#include "engine/wattle-secrets.h"
#include "engine/wattle-store.h"
#include "transport/wattle-mqtt-client.h"

G_BEGIN_DECLS

/* The host's broker: the configured one, else one of its own. */
#define WATTLE_TYPE_BROKER (wattle_broker_get_type ())
G_DECLARE_FINAL_TYPE (WattleBroker, wattle_broker, WATTLE, BROKER, GObject)

/* Says what is wrong with the settings, and starts nothing. */
void wattle_broker_check (const WattleHostConfig *config,
                          WattleSecrets *secrets,
                          WattleProblems *problems);

/* @devices: of WattleDeviceConfig; those with topics of their own get an account of the host's own
 * broker. */
WattleBroker *wattle_broker_new (const WattleHostConfig *config,
                                 GPtrArray *devices,
                                 const char *state_dir,
                                 WattleSecrets *secrets,
                                 WattleProblems *problems,
                                 WattleClock *clock);

/* The devices are others now, or their topics are. */
void wattle_broker_update_accounts (WattleBroker *self,
                                    const WattleHostConfig *config,
                                    GPtrArray *devices);

/* NULL if there is no broker at all; then there is a problem that says why. */
WattleMqttClient *wattle_broker_get_client (WattleBroker *self);

/* What a person enters in Home Assistant. The account is NULL for a broker that was configured. */
const char *wattle_broker_get_host (WattleBroker *self);
guint16 wattle_broker_get_port (WattleBroker *self);
const char *wattle_broker_get_username (WattleBroker *self);
const char *wattle_broker_get_password (WattleBroker *self);

gboolean wattle_broker_is_embedded (WattleBroker *self);
/* Of the account of a device on the host's own broker, its id prefixed; NULL: it has none. */
const char *wattle_broker_get_device_password (WattleBroker *self, const char *id);

void wattle_broker_start (WattleBroker *self);
void wattle_broker_stop (WattleBroker *self, WattleClockFunc done, gpointer user_data);

G_END_DECLS
