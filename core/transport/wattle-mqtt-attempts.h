/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-backoff.h"
#include "base/wattle-clock.h"
#include "wattle-mqtt-connect.h"

G_BEGIN_DECLS

/* What came of an attempt: a handle that is connected, and its TLS (NULL: plain), both to be taken
 * over; or why not. */
typedef void (*WattleMqttAttemptsFunc) (GObject *owner,
                                        struct mosquitto *handle,
                                        WattleMqttTls *tls,
                                        const GError *error);

/* Attempts to connect, one after the other and ever more seldom: at any time there is one under
 * way, or one timer for the next, or neither. Part of the client. */
typedef struct {
    GObject *owner; /* not held: an attempt may take minutes */
    WattleClock *clock;
    WattleMqttSettings *settings;
    WattleMqttAttemptsFunc done;
    WattleBackoff backoff;
    GCancellable *connecting;
    guint timer;
    gint64 connected_at;
    guint failures; /* in a row, the loss before them counted */
} WattleMqttAttempts;

void wattle_mqtt_attempts_init (WattleMqttAttempts *self,
                                GObject *owner,
                                WattleClock *clock,
                                const WattleMqttSettings *settings,
                                WattleMqttAttemptsFunc done);
void wattle_mqtt_attempts_clear (WattleMqttAttempts *self); /* after cancel */

void wattle_mqtt_attempts_begin (WattleMqttAttempts *self);
/* The broker has said yes. */
void wattle_mqtt_attempts_succeed (WattleMqttAttempts *self);
/* An attempt failed, or a connection was lost. Returns in how many ms the next one begins. */
guint wattle_mqtt_attempts_fail (WattleMqttAttempts *self, gboolean was_connected);
/* Does not wait any longer, if it waits. */
void wattle_mqtt_attempts_hurry (WattleMqttAttempts *self);
void wattle_mqtt_attempts_cancel (WattleMqttAttempts *self);

G_END_DECLS
