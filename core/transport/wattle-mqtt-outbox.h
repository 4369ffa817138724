/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <mosquitto.h>

#include "base/wattle-clock.h"
#include "wattle-mqtt-queue.h"

G_BEGIN_DECLS

/* What goes out over one client: messages that wait, and commands until their fate is known. */
typedef struct {
    WattleClock *clock;
    WattleMqttQueue queue;
    GHashTable *in_flight; /* message id → what the broker has not confirmed yet */
    GQueue finished;       /* commands whose callback is due */
    guint finished_source;
    guint64 published; /* messages that the library has taken */

    WattleClockFunc stalled; /* a command stays unconfirmed for too long */
    gpointer stalled_data;
} WattleMqttOutbox;

void wattle_mqtt_outbox_init (WattleMqttOutbox *self,
                              WattleClock *clock,
                              WattleClockFunc stalled,
                              gpointer stalled_data);

/* Calls back for every command left. */
void wattle_mqtt_outbox_clear (WattleMqttOutbox *self);

void wattle_mqtt_outbox_push (WattleMqttOutbox *self, WattleMqttMessage *message);
void wattle_mqtt_outbox_cancel (WattleMqttOutbox *self, gpointer user_data);

/* Hands over what waits, as far as the library can write it out; a code of libmosquitto. */
int wattle_mqtt_outbox_send (WattleMqttOutbox *self, struct mosquitto *handle);
void wattle_mqtt_outbox_confirm (WattleMqttOutbox *self, int id);
void wattle_mqtt_outbox_drop_in_flight (WattleMqttOutbox *self);
void wattle_mqtt_outbox_drop_all (WattleMqttOutbox *self);
gboolean wattle_mqtt_outbox_is_empty (WattleMqttOutbox *self);

/* Codes after which the connection is of no use. */
gboolean wattle_mqtt_outbox_is_fatal (int code);

G_END_DECLS
