/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "transport/wattle-mqtt-client.h"
#include "wattle-fence.h"
#include "wattle-hass-journal.h"
#include "wattle-hass-payload.h"

G_BEGIN_DECLS

/* What every part of the publisher needs to send something. Owned by the publisher. */
typedef struct {
    WattleHassHost host;
    WattleMqttClient *client;
    WattleClock *clock;
    WattleHassJournal *journal; /* knows of all that is retained */
    GString *buffer;            /* state messages are made in it */
    gboolean open;              /* between start and stop */
} WattleHassPort;

/* There is somebody to send to. What is said without a connection is not kept for later: everything
 * is said again as it is when the connection stands. */
gboolean wattle_hass_port_is_ready (const WattleHassPort *self);

void wattle_hass_port_publish (const WattleHassPort *self, const char *topic, const char *text);
void wattle_hass_port_retain (const WattleHassPort *self, const char *topic, const char *text);

/* The last word: the client does not stop before the broker has it, and so all that was said
 * before. */
void
wattle_hass_port_retain_confirmed (const WattleHassPort *self, const char *topic, const char *text);

/* When the broker has dealt with all that was said until now. */
WattleFence *
wattle_hass_port_fence (const WattleHassPort *self, WattleFenceFunc func, gpointer user_data);

G_END_DECLS
