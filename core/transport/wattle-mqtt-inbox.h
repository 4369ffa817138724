/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <mosquitto.h>

#include "wattle-mqtt-filters.h"

G_BEGIN_DECLS

/* What comes in over one client: who listens to what, what the broker has said to that, and the
 * messages. */
typedef struct {
    const char *uri; /* of the broker, for the log; not owned */
    WattleMqttFilters *filters;
    GHashTable *asked;  /* message id → filter the broker has not answered yet */
    GPtrArray *refused; /* filters it does not let us read */
    guint64 received;
} WattleMqttInbox;

void wattle_mqtt_inbox_init (WattleMqttInbox *self, const char *uri);
void wattle_mqtt_inbox_clear (WattleMqttInbox *self);

/* Tells the broker of filters that it does not know yet; a code of libmosquitto. */
int wattle_mqtt_inbox_send (WattleMqttInbox *self, struct mosquitto *handle);

/* The broker has answered. Returns whether it refuses a filter that it did not refuse before. */
gboolean wattle_mqtt_inbox_take_answer (WattleMqttInbox *self, int id, gboolean refused);
void wattle_mqtt_inbox_take_message (WattleMqttInbox *self,
                                     const struct mosquitto_message *message);

/* The connection is gone, and answers that did not come with it. */
void wattle_mqtt_inbox_forget_asked (WattleMqttInbox *self);
/* Returns whether there was anything to forget. */
gboolean wattle_mqtt_inbox_forget_refused (WattleMqttInbox *self);

char *wattle_mqtt_inbox_dup_refused (WattleMqttInbox *self); /* NULL: none */

G_END_DECLS
