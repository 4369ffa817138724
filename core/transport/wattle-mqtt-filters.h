/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-mqtt-message.h"

G_BEGIN_DECLS

/* Who listens to what over one connection, and what the broker has yet to be told of it. */
typedef struct _WattleMqttFilters WattleMqttFilters;

WattleMqttFilters *wattle_mqtt_filters_new (void);
void wattle_mqtt_filters_free (WattleMqttFilters *self);

/* FALSE: @filter is none that MQTT knows. */
gboolean wattle_mqtt_filters_add (WattleMqttFilters *self,
                                  const char *filter,
                                  WattleMqttMessageFunc func,
                                  gpointer user_data);
void wattle_mqtt_filters_remove (WattleMqttFilters *self, gpointer user_data);

/* A new connection: the broker knows nothing. */
void wattle_mqtt_filters_reset (WattleMqttFilters *self);

/* What the broker is to be told next; NULL when it knows all. */
char *wattle_mqtt_filters_next (WattleMqttFilters *self, gboolean *subscribe);

/* Hands the message to each listener once. A retained message is one that the broker repeats for a
 * new subscription; who had it over this connection is not handed it again. */
void wattle_mqtt_filters_dispatch (WattleMqttFilters *self,
                                   const char *topic,
                                   GBytes *payload,
                                   gboolean retained);

G_END_DECLS
