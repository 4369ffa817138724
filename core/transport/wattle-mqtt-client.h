/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "wattle-mqtt-message.h"
#include "wattle-mqtt-settings.h"

G_BEGIN_DECLS

#define WATTLE_TYPE_MQTT_CLIENT (wattle_mqtt_client_get_type ())
G_DECLARE_FINAL_TYPE (WattleMqttClient, wattle_mqtt_client, WATTLE, MQTT_CLIENT, GObject)

WattleMqttClient *wattle_mqtt_client_new (const WattleMqttSettings *settings, WattleClock *clock);
void wattle_mqtt_client_start (WattleMqttClient *self);

/* The broker is known to be there again: tries at once instead of waiting for the next attempt. */
void wattle_mqtt_client_retry_now (WattleMqttClient *self);

/* Sends what waits, then a clean DISCONNECT; gives up after 2 s. @done is called once. */
void wattle_mqtt_client_stop (WattleMqttClient *self, WattleClockFunc done, gpointer user_data);

void wattle_mqtt_client_publish (WattleMqttClient *self,
                                 const char *topic,
                                 const char *payload,
                                 gsize length,
                                 WattleMqttFlags flags);
void wattle_mqtt_client_command (WattleMqttClient *self,
                                 const char *topic,
                                 const char *payload,
                                 WattleMqttFlags flags,
                                 WattleMqttSentFunc done,
                                 gpointer user_data);

/* No @done any more for the commands of @user_data; those that still wait are not sent. */
void wattle_mqtt_client_cancel (WattleMqttClient *self, gpointer user_data);

/* Filters are counted: the broker is asked once per filter. Subscribing again to a filter makes the
 * broker repeat the retained messages, for the new listener only. A message reaches each @user_data
 * once. */
void wattle_mqtt_client_subscribe (WattleMqttClient *self,
                                   const char *filter,
                                   WattleMqttMessageFunc func,
                                   gpointer user_data);
void wattle_mqtt_client_unsubscribe (WattleMqttClient *self, gpointer user_data);

gboolean wattle_mqtt_client_is_connected (WattleMqttClient *self);
const char *
wattle_mqtt_client_get_uri (WattleMqttClient *self); /* mqtt://host:port, mqtts: with TLS */
const char *wattle_mqtt_client_get_detail (WattleMqttClient *self); /* why there is no connection */
WattleClock *wattle_mqtt_client_get_clock (WattleMqttClient *self);

/* How many attempts in a row have failed, the loss before them counted; 0 while connected. */
guint wattle_mqtt_client_get_failures (WattleMqttClient *self);

/* Messages since the client was made, and those that wait to be sent. */
typedef struct {
    guint64 received;
    guint64 published;
    guint queued;
} WattleMqttCounts;

void wattle_mqtt_client_get_counts (WattleMqttClient *self, WattleMqttCounts *counts);

/* Filters that the broker does not let us read, separated by commas; NULL if there is none. */
char *wattle_mqtt_client_dup_refused (WattleMqttClient *self);

/* Signals, always from the main loop and never from within one of the functions above:
 * "state-changed": (WattleMqttClient *self), on connect, on loss, when an attempt to connect fails
 *   in another way than the one before, and at the third that fails
 * "refused-changed": (WattleMqttClient *self)
 */

G_END_DECLS
