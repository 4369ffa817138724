/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-mqtt-message.h"

G_BEGIN_DECLS

/* Messages that wait, bounded: commands before states, in the order they came. */
typedef struct {
    GQueue commands;
    GQueue states;
    GHashTable *states_by_key; /* topic and retain flag → link in states, if it can be replaced */
    guint max;
} WattleMqttQueue;

void wattle_mqtt_queue_init (WattleMqttQueue *self, guint max);
void wattle_mqtt_queue_clear (WattleMqttQueue *self);

/* Takes @message. A state takes the place of one that waits with the same topic, unless it is one
 * of which each counts; if the queue is full the oldest state goes. FALSE: full of commands,
 * @message was not taken. */
gboolean wattle_mqtt_queue_push (WattleMqttQueue *self, WattleMqttMessage *message);
WattleMqttMessage *wattle_mqtt_queue_pop (WattleMqttQueue *self);

/* Takes back a state whose fate is not known. A newer one of the same topic makes it needless. */
void wattle_mqtt_queue_return (WattleMqttQueue *self, WattleMqttMessage *message);

/* Takes a command out again. FALSE if it does not wait here. */
gboolean wattle_mqtt_queue_remove (WattleMqttQueue *self, WattleMqttMessage *command);
guint wattle_mqtt_queue_get_length (WattleMqttQueue *self);

G_END_DECLS
