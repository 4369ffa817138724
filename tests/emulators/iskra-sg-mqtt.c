/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gateway as a client of a broker: its first MQTT link. */
#include "emulator-mqtt.h"
#include "iskra-sg-private.h"

struct _IskraSgMqtt {
    IskraSg *gateway;
    EmulatorMqtt *client;
    char *host;
    guint port;
    char *user;
    char *password;
    char *sub_topic;
    char *pub_topic;
    char *root;
    guint push_interval; /* s */
    guint push_timer;    /* of the house's clock */
};

static void
on_ready (gpointer owner)
{
    iskra_sg_command_greet (owner);
}

static void
on_message (gpointer owner, const char *payload, gsize length)
{
    iskra_sg_command_run (owner, payload, length);
}

static const EmulatorMqttFuncs funcs = { .ready = on_ready, .message = on_message };

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
    IskraSgMqtt *mqtt;
    g_autofree char *serial = iskra_sg_make_serial (self, ISKRA_SG_SERIAL);

    if (!emulator_mqtt_check_host (settings->host, error))
        return FALSE;

    mqtt = g_new0 (IskraSgMqtt, 1);
    mqtt->gateway = self;
    mqtt->client = emulator_mqtt_new (self->pace, &funcs, self);
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

static void
connect_client (IskraSgMqtt *self)
{
    g_autofree char *serial = iskra_sg_make_serial (self->gateway, ISKRA_SG_SERIAL);
    g_autofree char *id = g_strconcat (serial, "-1", NULL);
    g_autofree char *topic = g_strconcat (self->root, "/", self->sub_topic, NULL);
    const EmulatorMqttSettings settings = {
        .host = self->host,
        .port = self->port,
        .user = self->user,
        .password = self->password,
        .client_id = id,
        .topic = topic,
    };

    emulator_mqtt_open (self->client, &settings);
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
    connect_client (mqtt);
}

void
iskra_sg_mqtt_close (IskraSg *self)
{
    IskraSgMqtt *mqtt = self->mqtt;

    if (mqtt == NULL)
        return;
    wattle_clock_clear (self->clock, &mqtt->push_timer);
    emulator_mqtt_close (mqtt->client);
}

void
iskra_sg_mqtt_free (IskraSg *self)
{
    IskraSgMqtt *mqtt = self->mqtt;

    if (mqtt == NULL)
        return;
    iskra_sg_mqtt_close (self);
    emulator_mqtt_free (mqtt->client);
    g_free (mqtt->host);
    g_free (mqtt->user);
    g_free (mqtt->password);
    g_free (mqtt->root);
    g_free (mqtt->sub_topic);
    g_free (mqtt->pub_topic);
    g_free (mqtt);
    self->mqtt = NULL;
}

/* Nothing is kept by the broker and nothing is confirmed, as at the real one. */
void
iskra_sg_mqtt_publish (IskraSg *self, const char *topic, const char *text)
{
    g_autofree char *path = NULL;

    if (self->mqtt == NULL)
        return;
    path = g_strjoin ("/", self->mqtt->root, self->mqtt->pub_topic, topic, NULL);
    emulator_mqtt_publish (self->mqtt->client, path, text);
}

/* Whether it takes commands. */
gboolean
iskra_sg_get_mqtt_ready (IskraSg *self)
{
    return self->mqtt != NULL && emulator_mqtt_get_ready (self->mqtt->client);
}

/* NULL without MQTT. */
const char *
iskra_sg_get_root_topic (IskraSg *self)
{
    return self->mqtt != NULL ? self->mqtt->root : NULL;
}
