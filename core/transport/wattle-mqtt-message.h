/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Messages that wait while there is no connection; the oldest state is dropped first. */
#define WATTLE_MQTT_QUEUE_MAX 4096

/* A payload from outside that is longer is dropped. */
#define WATTLE_MQTT_PAYLOAD_MAX (1024 * 1024)

/* A command older than this is dropped, in µs: a relay must not move minutes later. */
#define WATTLE_MQTT_COMMAND_AGE (10 * G_USEC_PER_SEC)

typedef enum {
    WATTLE_MQTT_RETAIN = 1 << 0,
    WATTLE_MQTT_COMMAND = 1 << 1, /* before states; dropped rather than sent late */
    WATTLE_MQTT_CONFIRM = 1 << 2, /* a state at QoS 1: sent again until the broker confirms it */
    WATTLE_MQTT_EACH = 1 << 3,    /* while it waits, none of its topic takes its place */
} WattleMqttFlags;

typedef void (*WattleMqttMessageFunc) (const char *topic,
                                       GBytes *payload,
                                       gboolean retained,
                                       gpointer user_data);

/* Called once for each command, always from the main loop and never from within
 * wattle_mqtt_client_command(): the broker has confirmed it, or it was dropped. */
typedef void (*WattleMqttSentFunc) (gboolean sent, gpointer user_data);

/* One message on its way out. */
typedef struct {
    char *topic;
    GBytes *payload;
    WattleMqttFlags flags;
    WattleMqttSentFunc done;
    gpointer user_data;
    gpointer outbox; /* the rest is the outbox's */
    guint timer;
    gboolean sent;
} WattleMqttMessage;

WattleMqttMessage *wattle_mqtt_message_new (const char *topic,
                                            const char *payload,
                                            gsize length,
                                            WattleMqttFlags flags);
void wattle_mqtt_message_free (WattleMqttMessage *self);

G_END_DECLS
