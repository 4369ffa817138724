/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <mosquitto.h>

#include "base/wattle-clock.h"

G_BEGIN_DECLS

/* After the library has worked: the code it returned, errno still being that of the call. */
typedef void (*WattleMqttWireFunc) (gpointer user_data, int code);

/* One connection of libmosquitto on the main context, by its descriptor. */
typedef struct {
    GObject *owner; /* not held; kept alive while the library works */
    WattleClock *clock;
    WattleMqttWireFunc worked;
    gpointer user_data;

    struct mosquitto *handle; /* NULL: closed */
    guint in_io;              /* the library is at work: the handle must not be closed */
    guint read_source;
    guint write_source;
    guint misc_timer;
} WattleMqttWire;

void wattle_mqtt_wire_init (WattleMqttWire *self,
                            GObject *owner,
                            WattleClock *clock,
                            WattleMqttWireFunc worked,
                            gpointer user_data);

/* Takes @handle, which is connected. */
void wattle_mqtt_wire_open (WattleMqttWire *self, struct mosquitto *handle);
void wattle_mqtt_wire_close (WattleMqttWire *self);

/* The library itself closes the connection on errors and after DISCONNECT. */
gboolean wattle_mqtt_wire_is_alive (WattleMqttWire *self);

/* To be called whenever the library may have got something to write. */
void wattle_mqtt_wire_watch (WattleMqttWire *self);

/* The library has closed the descriptor; the rest follows by wattle_mqtt_wire_close(). */
void wattle_mqtt_wire_unwatch (WattleMqttWire *self);

G_END_DECLS
