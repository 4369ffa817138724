/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gateway as a client of a broker: its first MQTT link. libmosquitto runs on descriptors of the
 * main loop, without a thread. */
#include "iskra-sg-private.h"

#include <glib-unix.h>
#include <mosquitto.h>
#include <string.h>

#define KEEP_ALIVE 60 /* s */
#define RETRY_SPAN G_TIME_SPAN_SECOND

struct _IskraSgMqtt {
    IskraSg *gateway;
    char *host;
    guint port;
    char *user;
    char *password;
    char *sub_topic;
    char *pub_topic;
    char *root;
    guint push_interval; /* s */

    struct mosquitto *handle; /* NULL while it waits to try again */
    guint read_watch;
    guint write_watch;
    guint timer;      /* the next try, or the library's upkeep */
    guint push_timer; /* of the house's clock */
    gboolean ready;
};

static void connect_now (gpointer user_data);

static void
unwatch (IskraSgMqtt *self)
{
    g_clear_handle_id (&self->read_watch, g_source_remove);
    g_clear_handle_id (&self->write_watch, g_source_remove);
    wattle_clock_clear (self->gateway->pace, &self->timer);
}

static void
try_later (IskraSgMqtt *self)
{
    unwatch (self);
    self->ready = FALSE;
    g_clear_pointer (&self->handle, mosquitto_destroy);
    self->timer = wattle_clock_call_after (self->gateway->pace, RETRY_SPAN, connect_now, self);
}

static gboolean on_writable (int fd, GIOCondition condition, gpointer user_data);

static void
watch_writing (IskraSgMqtt *self)
{
    if (self->handle == NULL || !mosquitto_want_write (self->handle))
        g_clear_handle_id (&self->write_watch, g_source_remove);
    else if (self->write_watch == 0)
        self->write_watch =
            g_unix_fd_add (mosquitto_socket (self->handle), G_IO_OUT, on_writable, self);
}

static void
take_result (IskraSgMqtt *self, int code)
{
    if (code == MOSQ_ERR_SUCCESS)
        watch_writing (self);
    else
        try_later (self);
}

static gboolean
on_writable (int fd, GIOCondition condition, gpointer user_data)
{
    IskraSgMqtt *self = user_data;

    take_result (self, mosquitto_loop_write (self->handle, 1));
    return G_SOURCE_CONTINUE;
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
    IskraSgMqtt *self = user_data;

    take_result (self, mosquitto_loop_read (self->handle, 1));
    return G_SOURCE_CONTINUE;
}

static void
on_upkeep (gpointer user_data)
{
    IskraSgMqtt *self = user_data;

    self->timer =
        wattle_clock_call_after (self->gateway->pace, G_TIME_SPAN_SECOND, on_upkeep, self);
    take_result (self, mosquitto_loop_misc (self->handle));
}

static void
on_connect (struct mosquitto *handle, void *user_data, int code)
{
    IskraSgMqtt *self = user_data;
    g_autofree char *topic = g_strconcat (self->root, "/", self->sub_topic, NULL);

    if (code == 0)
        mosquitto_subscribe (handle, NULL, topic, 0);
}

static void
on_subscribe (struct mosquitto *handle, void *user_data, int id, int n_granted, const int *granted)
{
    IskraSgMqtt *self = user_data;

    self->ready = TRUE;
    iskra_sg_command_greet (self->gateway);
}

static void
on_message (struct mosquitto *handle, void *user_data, const struct mosquitto_message *message)
{
    IskraSgMqtt *self = user_data;

    iskra_sg_command_run (self->gateway, message->payload, (gsize)message->payloadlen);
}

static struct mosquitto *
make_handle (IskraSgMqtt *self)
{
    g_autofree char *serial = iskra_sg_make_serial (self->gateway, ISKRA_SG_SERIAL);
    g_autofree char *id = g_strconcat (serial, "-1", NULL);
    struct mosquitto *handle = mosquitto_new (id, true, self);

    mosquitto_connect_callback_set (handle, on_connect);
    mosquitto_subscribe_callback_set (handle, on_subscribe);
    mosquitto_message_callback_set (handle, on_message);
    if (self->user != NULL)
        mosquitto_username_pw_set (handle, self->user, self->password);
    return handle;
}

static void
connect_now (gpointer user_data)
{
    IskraSgMqtt *self = user_data;

    self->timer = 0;
    self->handle = make_handle (self);
    if (mosquitto_connect (self->handle, self->host, (int)self->port, KEEP_ALIVE) !=
        MOSQ_ERR_SUCCESS) {
        try_later (self);
        return;
    }

    self->read_watch = g_unix_fd_add (mosquitto_socket (self->handle),
                                      G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self);
    self->timer =
        wattle_clock_call_after (self->gateway->pace, G_TIME_SPAN_SECOND, on_upkeep, self);
    watch_writing (self);
}

static void
on_push (gpointer user_data)
{
    IskraSgMqtt *self = user_data;

    self->push_timer = wattle_clock_call_after (
        self->gateway->clock, self->push_interval * G_TIME_SPAN_SECOND, on_push, self);
    iskra_sg_push (self->gateway);
}

/* Begins to try, and never gives up; returns whether the host is an address. */
gboolean
iskra_sg_start_mqtt (IskraSg *self, const IskraSgMqttSettings *settings, GError **error)
{
    IskraSgMqtt *mqtt = g_new0 (IskraSgMqtt, 1);
    g_autofree char *serial = iskra_sg_make_serial (self, ISKRA_SG_SERIAL);

    if (!g_hostname_is_ip_address (settings->host)) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "The broker “%s” is no IP address", settings->host);
        g_free (mqtt);
        return FALSE;
    }

    mosquitto_lib_init ();
    mqtt->gateway = self;
    mqtt->host = g_strdup (settings->host);
    mqtt->port = settings->port;
    mqtt->user = g_strdup (settings->user);
    mqtt->password = g_strdup (settings->password);
    mqtt->root = g_strdup (settings->root_topic != NULL ? settings->root_topic : serial);
    mqtt->sub_topic = g_strdup (settings->sub_topic != NULL ? settings->sub_topic : "cmd");
    mqtt->pub_topic = g_strdup (settings->pub_topic != NULL ? settings->pub_topic : "publish");
    mqtt->push_interval = settings->push_interval != 0 ? settings->push_interval : 600;
    self->mqtt = mqtt;
    iskra_sg_mqtt_open (self);
    return TRUE;
}

/* After a start or a restart. */
void
iskra_sg_mqtt_open (IskraSg *self)
{
    IskraSgMqtt *mqtt = self->mqtt;

    if (mqtt == NULL)
        return;
    iskra_sg_mqtt_close (self);
    mqtt->push_timer = wattle_clock_call_after (
        self->clock, mqtt->push_interval * G_TIME_SPAN_SECOND, on_push, mqtt);
    connect_now (mqtt);
}

/* As if its power was cut: without a word to the broker. */
void
iskra_sg_mqtt_close (IskraSg *self)
{
    IskraSgMqtt *mqtt = self->mqtt;

    if (mqtt == NULL)
        return;
    unwatch (mqtt);
    wattle_clock_clear (self->clock, &mqtt->push_timer);
    mqtt->ready = FALSE;
    g_clear_pointer (&mqtt->handle, mosquitto_destroy);
}

void
iskra_sg_mqtt_free (IskraSg *self)
{
    IskraSgMqtt *mqtt = self->mqtt;

    if (mqtt == NULL)
        return;
    iskra_sg_mqtt_close (self);
    g_free (mqtt->host);
    g_free (mqtt->user);
    g_free (mqtt->password);
    g_free (mqtt->root);
    g_free (mqtt->sub_topic);
    g_free (mqtt->pub_topic);
    g_free (mqtt);
    self->mqtt = NULL;
    mosquitto_lib_cleanup ();
}

/* Nothing is kept by the broker and nothing is confirmed, as at the real one. */
void
iskra_sg_mqtt_publish (IskraSg *self, const char *topic, const char *text)
{
    IskraSgMqtt *mqtt = self->mqtt;
    g_autofree char *path = NULL;

    if (mqtt == NULL || !mqtt->ready)
        return;
    path = g_strjoin ("/", mqtt->root, mqtt->pub_topic, topic, NULL);
    mosquitto_publish (mqtt->handle, NULL, path, (int)strlen (text), text, 0, false);
    watch_writing (mqtt);
}

/* Whether it takes commands. */
gboolean
iskra_sg_get_mqtt_ready (IskraSg *self)
{
    return self->mqtt != NULL && self->mqtt->ready;
}

/* NULL without MQTT. */
const char *
iskra_sg_get_root_topic (IskraSg *self)
{
    return self->mqtt != NULL ? self->mqtt->root : NULL;
}
