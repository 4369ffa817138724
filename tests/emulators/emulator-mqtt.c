/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmosquitto runs on descriptors of the main loop, without a thread. */
#include "emulator-mqtt.h"

#include <glib-unix.h>
#include <mosquitto.h>
#include <string.h>

#define KEEP_ALIVE 60 /* s */
#define RETRY_SPAN G_TIME_SPAN_SECOND

struct _EmulatorMqtt {
    WattleClock *pace;
    const EmulatorMqttFuncs *funcs;
    gpointer owner;
    char *host;
    guint port;
    char *user;
    char *password;
    char *client_id;
    char *topic;

    struct mosquitto *handle; /* NULL while it waits to try again */
    guint read_watch;
    guint write_watch;
    guint timer; /* the next try, or the library's upkeep */
    gboolean ready;
};

static void connect_now (gpointer user_data);

static void
drop (EmulatorMqtt *self)
{
    g_clear_handle_id (&self->read_watch, g_source_remove);
    g_clear_handle_id (&self->write_watch, g_source_remove);
    wattle_clock_clear (self->pace, &self->timer);
    self->ready = FALSE;
    g_clear_pointer (&self->handle, mosquitto_destroy);
}

static void
try_later (EmulatorMqtt *self)
{
    drop (self);
    self->timer = wattle_clock_call_after (self->pace, RETRY_SPAN, connect_now, self);
}

static gboolean on_writable (int fd, GIOCondition condition, gpointer user_data);

static void
watch_writing (EmulatorMqtt *self)
{
    if (self->handle == NULL || !mosquitto_want_write (self->handle))
        g_clear_handle_id (&self->write_watch, g_source_remove);
    else if (self->write_watch == 0)
        self->write_watch =
            g_unix_fd_add (mosquitto_socket (self->handle), G_IO_OUT, on_writable, self);
}

static void
take_result (EmulatorMqtt *self, int code)
{
    if (code == MOSQ_ERR_SUCCESS)
        watch_writing (self);
    else
        try_later (self);
}

static gboolean
on_writable (int fd, GIOCondition condition, gpointer user_data)
{
    EmulatorMqtt *self = user_data;

    take_result (self, mosquitto_loop_write (self->handle, 1));
    return G_SOURCE_CONTINUE;
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
    EmulatorMqtt *self = user_data;

    take_result (self, mosquitto_loop_read (self->handle, 1));
    return G_SOURCE_CONTINUE;
}

static void
on_upkeep (gpointer user_data)
{
    EmulatorMqtt *self = user_data;

    self->timer = wattle_clock_call_after (self->pace, G_TIME_SPAN_SECOND, on_upkeep, self);
    take_result (self, mosquitto_loop_misc (self->handle));
}

static void
become_ready (EmulatorMqtt *self)
{
    self->ready = TRUE;
    if (self->funcs->ready != NULL)
        self->funcs->ready (self->owner);
}

static void
on_connect (struct mosquitto *handle, void *user_data, int code)
{
    EmulatorMqtt *self = user_data;

    if (code != 0)
        return;
    if (self->topic != NULL)
        mosquitto_subscribe (handle, NULL, self->topic, 0);
    else
        become_ready (self);
}

static void
on_subscribe (struct mosquitto *handle, void *user_data, int id, int n_granted, const int *granted)
{
    become_ready (user_data);
}

static void
on_message (struct mosquitto *handle, void *user_data, const struct mosquitto_message *message)
{
    EmulatorMqtt *self = user_data;

    if (self->funcs->message != NULL)
        self->funcs->message (self->owner, message->payload, (gsize)message->payloadlen);
    if (self->funcs->told != NULL)
        self->funcs->told (self->owner, message->topic, message->payload,
                           (gsize)message->payloadlen);
}

static struct mosquitto *
make_handle (EmulatorMqtt *self)
{
    struct mosquitto *handle = mosquitto_new (self->client_id, true, self);

    mosquitto_connect_callback_set (handle, on_connect);
    mosquitto_subscribe_callback_set (handle, on_subscribe);
    mosquitto_message_callback_set (handle, on_message);
    if (self->user != NULL)
        mosquitto_username_pw_set (handle, self->user, self->password);
    return handle;
}

/* The call that does not wait: a broker may be set that nobody can reach. */
static void
connect_now (gpointer user_data)
{
    EmulatorMqtt *self = user_data;

    self->timer = 0;
    self->handle = make_handle (self);
    if (mosquitto_connect_async (self->handle, self->host, (int)self->port, KEEP_ALIVE) !=
        MOSQ_ERR_SUCCESS) {
        try_later (self);
        return;
    }

    self->read_watch = g_unix_fd_add (mosquitto_socket (self->handle),
                                      G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self);
    self->timer = wattle_clock_call_after (self->pace, G_TIME_SPAN_SECOND, on_upkeep, self);
    watch_writing (self);
}

EmulatorMqtt *
emulator_mqtt_new (WattleClock *pace, const EmulatorMqttFuncs *funcs, gpointer owner)
{
    EmulatorMqtt *self = g_new0 (EmulatorMqtt, 1);

    mosquitto_lib_init ();
    self->pace = g_object_ref (pace);
    self->funcs = funcs;
    self->owner = owner;
    return self;
}

static void
forget_settings (EmulatorMqtt *self)
{
    g_clear_pointer (&self->host, g_free);
    g_clear_pointer (&self->user, g_free);
    g_clear_pointer (&self->password, g_free);
    g_clear_pointer (&self->client_id, g_free);
    g_clear_pointer (&self->topic, g_free);
}

void
emulator_mqtt_free (EmulatorMqtt *self)
{
    drop (self);
    forget_settings (self);
    g_object_unref (self->pace);
    g_free (self);
    mosquitto_lib_cleanup ();
}

void
emulator_mqtt_open (EmulatorMqtt *self, const EmulatorMqttSettings *settings)
{
    drop (self);
    forget_settings (self);
    self->host = g_strdup (settings->host);
    self->port = settings->port;
    self->user = g_strdup (settings->user);
    self->password = g_strdup (settings->password);
    self->client_id = g_strdup (settings->client_id);
    self->topic = g_strdup (settings->topic);
    if (g_hostname_is_ip_address (self->host))
        connect_now (self);
}

void
emulator_mqtt_close (EmulatorMqtt *self)
{
    drop (self);
}

static void
publish (EmulatorMqtt *self, const char *topic, const char *text, gboolean retained)
{
    if (!self->ready)
        return;
    mosquitto_publish (self->handle, NULL, topic, (int)strlen (text), text, 0, retained != FALSE);
    watch_writing (self);
}

void
emulator_mqtt_publish (EmulatorMqtt *self, const char *topic, const char *text)
{
    publish (self, topic, text, FALSE);
}

void
emulator_mqtt_publish_retained (EmulatorMqtt *self, const char *topic, const char *text)
{
    publish (self, topic, text, TRUE);
}

gboolean
emulator_mqtt_get_ready (EmulatorMqtt *self)
{
    return self->ready;
}

gboolean
emulator_mqtt_check_host (const char *host, GError **error)
{
    if (g_hostname_is_ip_address (host))
        return TRUE;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "The broker “%s” is no IP address",
                 host);
    return FALSE;
}
