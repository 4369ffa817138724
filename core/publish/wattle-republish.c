/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-republish.h"

#include <string.h>

#include "wattle-hass-state.h"

#include "base/wattle-number.h"

struct _WattleRepublish {
    GObject parent_instance;

    WattleManager *manager;
    WattleMqttClient *client;
    WattleProblems *problems;
    WattleClock *clock;

    char *instance;
    char *subject; /* of problems */
    char *topic;
    char *devices;
    WattlePublishFormat format;
    gint64 interval;
    WattleMqttFlags flags;

    GHashTable *known;   /* runners that were sent since the connection stands */
    GHashTable *waiting; /* runners with readings since they were sent */
    GString *buffer;
    guint timer;
    gboolean started;
};

G_DEFINE_FINAL_TYPE (WattleRepublish, wattle_republish, G_TYPE_OBJECT)

static void
close_down (WattleRepublish *self)
{
    if (!self->started)
        return;

    self->started = FALSE;
    wattle_clock_clear (self->clock, &self->timer);
    wattle_manager_unsubscribe (self->manager, self);
    g_signal_handlers_disconnect_by_data (self->manager, self);
    g_signal_handlers_disconnect_by_data (self->client, self);
    g_hash_table_remove_all (self->known);
    g_hash_table_remove_all (self->waiting);
    wattle_problems_clear_subject (self->problems, self->subject);
}

static void
wattle_republish_dispose (GObject *object)
{
    close_down (WATTLE_REPUBLISH (object));
    G_OBJECT_CLASS (wattle_republish_parent_class)->dispose (object);
}

static void
wattle_republish_finalize (GObject *object)
{
    WattleRepublish *self = WATTLE_REPUBLISH (object);

    g_hash_table_unref (self->known);
    g_hash_table_unref (self->waiting);
    g_string_free (self->buffer, TRUE);
    g_free (self->instance);
    g_free (self->subject);
    g_free (self->topic);
    g_free (self->devices);
    g_object_unref (self->manager);
    g_object_unref (self->client);
    g_object_unref (self->problems);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_republish_parent_class)->finalize (object);
}

static void
wattle_republish_class_init (WattleRepublishClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_republish_dispose;
    object_class->finalize = wattle_republish_finalize;
}

static void
wattle_republish_init (WattleRepublish *self)
{
    self->known = g_hash_table_new (NULL, NULL);
    self->waiting = g_hash_table_new (NULL, NULL);
    self->buffer = g_string_new (NULL);
}

WattleRepublish *
wattle_republish_new (const WattlePublishConfig *config,
                      const char *instance,
                      WattleManager *manager,
                      WattleMqttClient *client,
                      WattleProblems *problems,
                      WattleClock *clock)
{
    WattleRepublish *self = g_object_new (WATTLE_TYPE_REPUBLISH, NULL);

    self->manager = g_object_ref (manager);
    self->client = g_object_ref (client);
    self->problems = g_object_ref (problems);
    self->clock = g_object_ref (clock);
    self->instance = g_strdup (instance);
    self->subject = g_strdup_printf ("publish %s", config->name);
    self->topic = g_strdup (config->topic);
    self->devices = g_strdup (config->devices);
    self->format = wattle_publish_config_get_format (config);
    self->interval = (gint64)config->interval_ms * G_TIME_SPAN_MILLISECOND;
    self->flags =
        (config->qos > 0 ? WATTLE_MQTT_CONFIRM : 0) | (config->retain ? WATTLE_MQTT_RETAIN : 0);
    return self;
}

/* Sending */

static char *
make_topic (WattleRepublish *self, const char *device, const char *entity)
{
    GString *topic = g_string_new (self->topic);

    g_string_replace (topic, "{instance}", self->instance, 0);
    g_string_replace (topic, "{device}", device, 0);
    if (entity != NULL)
        g_string_replace (topic, "{entity}", entity, 0);
    return g_string_free (topic, FALSE);
}

static void
send_json (WattleRepublish *self, WattleRunner *runner)
{
    g_autoptr (WattleHassState) state = wattle_hass_state_new (NULL, wattle_runner_get_id (runner),
                                                               wattle_runner_get_device (runner));
    g_autofree char *topic = make_topic (self, wattle_runner_get_id (runner), NULL);

    g_string_truncate (self->buffer, 0);
    wattle_hass_state_append (state, self->buffer);
    wattle_mqtt_client_publish (self->client, topic, self->buffer->str, self->buffer->len,
                                self->flags);
}

/* In the same units and decimals as in the JSON message; without a value an empty text. */
static void
append_value (GString *buffer, WattleEntity *entity)
{
    const WattleQuantityInfo *info = wattle_entity_get_info (entity);

    if (!wattle_entity_has_value (entity))
        return;
    switch (wattle_entity_get_value_type (entity)) {
    case WATTLE_VALUE_NUMBER:
        wattle_quantity_append_hass (info, wattle_entity_get_number (entity), buffer);
        break;
    case WATTLE_VALUE_BOOLEAN:
        g_string_append (buffer, wattle_entity_get_boolean (entity) ? "ON" : "OFF");
        break;
    case WATTLE_VALUE_TEXT:
        g_string_append (buffer, wattle_entity_get_text (entity));
        break;
    case WATTLE_VALUE_NONE:
        break;
    }
}

static void
send_values (WattleRepublish *self, WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);

    for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
        WattleEntity *entity = wattle_device_get_entity (device, i);
        g_autofree char *topic =
            make_topic (self, wattle_runner_get_id (runner), wattle_entity_get_key (entity));

        g_string_truncate (self->buffer, 0);
        append_value (self->buffer, entity);
        wattle_mqtt_client_publish (self->client, topic, self->buffer->str, self->buffer->len,
                                    self->flags);
    }
}

static void
send_device (WattleRepublish *self, WattleRunner *runner)
{
    g_hash_table_remove (self->waiting, runner);
    g_hash_table_add (self->known, runner);
    if (self->format == WATTLE_PUBLISH_VALUE)
        send_values (self, runner);
    else
        send_json (self, runner);
}

/* When */

static gboolean
is_chosen (WattleRepublish *self, WattleRunner *runner)
{
    WattlePublishConfig view = { .devices = self->devices };

    return wattle_publish_config_has_device (&view, wattle_runner_get_id (runner));
}

/* In the order of the manager, and only what there are new readings of. */
static void
send_waiting (WattleRepublish *self)
{
    for (guint i = 0; i < wattle_manager_get_n_runners (self->manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (self->manager, i);

        if (g_hash_table_contains (self->waiting, runner))
            send_device (self, runner);
    }
}

static void
on_interval (gpointer user_data)
{
    WattleRepublish *self = user_data;

    self->timer = wattle_clock_call_after (self->clock, self->interval, on_interval, self);
    if (wattle_mqtt_client_is_connected (self->client))
        send_waiting (self);
}

/* What comes first is sent at once; what follows waits for its turn. What is not sent because there
 * is no connection is not kept: it has no time in it and would pass for new. */
static void
take (WattleRepublish *self, WattleRunner *runner)
{
    if (!is_chosen (self, runner))
        return;

    g_hash_table_add (self->waiting, runner);
    if (wattle_mqtt_client_is_connected (self->client) &&
        (self->interval == 0 || !g_hash_table_contains (self->known, runner)))
        send_device (self, runner);
}

static void
on_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    take (user_data, runner);
}

/* Its values became stale, or are back. */
static void
on_runner_state (WattleManager *manager, WattleRunner *runner, WattleRepublish *self)
{
    if (g_hash_table_contains (self->known, runner))
        take (self, runner);
}

static void
on_runner_removed (WattleManager *manager,
                   WattleRunner *runner,
                   gboolean for_good,
                   WattleRepublish *self)
{
    g_hash_table_remove (self->known, runner);
    g_hash_table_remove (self->waiting, runner);
}

static void
on_connection (WattleMqttClient *client, WattleRepublish *self)
{
    const char *detail = wattle_mqtt_client_get_detail (client);

    if (wattle_mqtt_client_is_connected (client)) {
        wattle_problems_clear (self->problems, self->subject, "connection");
        send_waiting (self);
    } else {
        g_hash_table_remove_all (self->known);
        wattle_problems_note (self->problems, self->subject, "connection", "%s: %s",
                              wattle_mqtt_client_get_uri (client),
                              detail != NULL ? detail : "not connected");
    }
}

void
wattle_republish_start (WattleRepublish *self)
{
    if (self->started)
        return;

    self->started = TRUE;
    wattle_manager_subscribe (self->manager, on_batch, self);
    g_signal_connect (self->manager, "runner-state", G_CALLBACK (on_runner_state), self);
    g_signal_connect (self->manager, "runner-removed", G_CALLBACK (on_runner_removed), self);
    g_signal_connect (self->client, "state-changed", G_CALLBACK (on_connection), self);
    if (self->interval > 0)
        self->timer = wattle_clock_call_after (self->clock, self->interval, on_interval, self);
    wattle_mqtt_client_start (self->client);
}

void
wattle_republish_stop (WattleRepublish *self, WattleClockFunc done, gpointer user_data)
{
    close_down (self);
    wattle_mqtt_client_stop (self->client, done, user_data);
}
