/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-wire.h"

#include <glib-unix.h>

void
wattle_mqtt_wire_init (WattleMqttWire *self,
                       GObject *owner,
                       WattleClock *clock,
                       WattleMqttWireFunc worked,
                       gpointer user_data)
{
    self->owner = owner;
    self->clock = clock;
    self->worked = worked;
    self->user_data = user_data;
}

static int
work_read (struct mosquitto *handle)
{
    return mosquitto_loop_read (handle, 1);
}

static int
work_write (struct mosquitto *handle)
{
    return mosquitto_loop_write (handle, 1);
}

static void
run (WattleMqttWire *self, int (*work) (struct mosquitto *handle))
{
    GObject *owner = g_object_ref (self->owner);
    int code;

    self->in_io++;
    code = work (self->handle);
    self->in_io--;
    self->worked (self->user_data, code);
    g_object_unref (owner);
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
    run (user_data, work_read);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_writable (int fd, GIOCondition condition, gpointer user_data)
{
    run (user_data, work_write);
    return G_SOURCE_CONTINUE;
}

static void
on_misc (gpointer user_data)
{
    WattleMqttWire *self = user_data;

    self->misc_timer = wattle_clock_call_after (self->clock, G_USEC_PER_SEC, on_misc, self);
    run (self, mosquitto_loop_misc);
}

void
wattle_mqtt_wire_open (WattleMqttWire *self, struct mosquitto *handle)
{
    self->handle = handle;
    self->read_source =
        g_unix_fd_add (mosquitto_socket (handle), G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self);
    self->misc_timer = wattle_clock_call_after (self->clock, G_USEC_PER_SEC, on_misc, self);
    wattle_mqtt_wire_watch (self);
}

void
wattle_mqtt_wire_unwatch (WattleMqttWire *self)
{
    g_clear_handle_id (&self->read_source, g_source_remove);
    g_clear_handle_id (&self->write_source, g_source_remove);
    wattle_clock_clear (self->clock, &self->misc_timer);
}

/* The library closes descriptors by itself and their numbers are reused at once: the sources go
 * together with the handle, in the same dispatch. */
void
wattle_mqtt_wire_close (WattleMqttWire *self)
{
    wattle_mqtt_wire_unwatch (self);
    g_clear_pointer (&self->handle, mosquitto_destroy);
}

gboolean
wattle_mqtt_wire_is_alive (WattleMqttWire *self)
{
    return self->handle != NULL && mosquitto_socket (self->handle) >= 0;
}

void
wattle_mqtt_wire_watch (WattleMqttWire *self)
{
    if (!mosquitto_want_write (self->handle))
        g_clear_handle_id (&self->write_source, g_source_remove);
    else if (self->write_source == 0)
        self->write_source =
            g_unix_fd_add (mosquitto_socket (self->handle), G_IO_OUT, on_writable, self);
}
