/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-admin.h"
#include "engine/wattle-outputs.h"
#include "transport/wattle-mqtt-client.h"

G_BEGIN_DECLS

/* Grows when a request, or a member of an answer or a message, is added. */
#define WATTLE_BRIDGE_API 3

/* The log of the host, which belongs to who runs it. */
typedef struct {
    const char *(*get_level) (void);
    gboolean (*set_level) (const char *name, GError **error);
} WattleBridgeLog;

/* What every part of the bridge needs. Owned by the bridge. */
typedef struct {
    char *instance;
    char *version; /* of Wattle */
    WattleBridgeMode mode;
    WattleBridgeLog log;
    WattleMqttClient *client;
    WattleClock *clock;
    WattleAdmin *admin;
    WattleOutputs *outputs;
    gint64 begun;  /* monotonic time at which the host was started */
    gboolean open; /* between start and stop */
} WattleBridgePort;

const WattleAdminParts *wattle_bridge_port_get_house (const WattleBridgePort *self);
gboolean wattle_bridge_port_is_ready (const WattleBridgePort *self);

/* "<instance>/bridge/<name>" */
char *wattle_bridge_port_dup_topic (const WattleBridgePort *self, const char *name);

/* A state that the broker keeps, or an event of which each counts; @name as above. */
void wattle_bridge_port_retain (const WattleBridgePort *self, const char *name, const char *text);
void wattle_bridge_port_tell (const WattleBridgePort *self, const char *name, const char *text);

G_END_DECLS
