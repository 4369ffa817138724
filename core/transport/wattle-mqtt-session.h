/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-mqtt-inbox.h"
#include "wattle-mqtt-outbox.h"
#include "wattle-mqtt-tls.h"
#include "wattle-mqtt-wire.h"

G_BEGIN_DECLS

/* What the owner is told, always from the main loop and never within a call of its own. */
typedef struct {
    void (*connected) (GObject *owner);
    /* The connection is of no use any more; to be closed. @reason: for a person. */
    void (*ended) (GObject *owner, const char *reason);
    /* The broker does not let us read a filter. */
    void (*refused) (GObject *owner);
} WattleMqttSessionFuncs;

/* One connection to the broker, from CONNECT to the end: moves what is in inbox and outbox, and
 * finds out why it ended. Nothing of it is closed while the library works. Part of the client. */
typedef struct {
    GObject *owner; /* not held */
    const WattleMqttSessionFuncs *funcs;
    WattleClock *clock;
    WattleMqttInbox *inbox;
    WattleMqttOutbox *outbox;

    WattleMqttWire wire;
    WattleMqttTls *tls; /* NULL: plain */
    gboolean connected; /* the broker has said yes */
    gboolean leaving;   /* as soon as everything is sent */
    gboolean disconnecting;
    const char *refusal; /* why the broker said no */
    guint connack_timer;

    guint in_call; /* within a function of others, who expect no signal meanwhile */
    guint trouble_source;
    int trouble_code; /* what the library returned within such a function */
    int trouble_errno;
} WattleMqttSession;

void wattle_mqtt_session_init (WattleMqttSession *self,
                               GObject *owner,
                               const WattleMqttSessionFuncs *funcs,
                               WattleClock *clock,
                               WattleMqttInbox *inbox,
                               WattleMqttOutbox *outbox);

/* Takes over both; @tls: NULL without. */
void
wattle_mqtt_session_open (WattleMqttSession *self, struct mosquitto *handle, WattleMqttTls *tls);
void wattle_mqtt_session_close (WattleMqttSession *self);

/* To be called when something was put into inbox or outbox. */
void wattle_mqtt_session_send (WattleMqttSession *self);
/* Sends all there is and then a clean DISCONNECT; it ends with that. */
void wattle_mqtt_session_leave (WattleMqttSession *self);

G_END_DECLS
