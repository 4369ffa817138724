/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-link.h"

#include <mosquitto.h>

#include "base/wattle-error.h"
#include "wattle-placeholder.h"

struct _WattleMqttLink {
    WattleLink parent_instance;

    WattleMqttClient *client;
    GHashTable *listeners; /* user_data → Listener */
};

G_DEFINE_FINAL_TYPE (WattleMqttLink, wattle_mqtt_link, WATTLE_TYPE_LINK)

typedef struct {
    WattleMqttLink *link;
    WattleLinkReply func;
    gpointer user_data;
} Listener;

static gint64
get_now (WattleMqttLink *self)
{
    return wattle_clock_get_wall (wattle_mqtt_client_get_clock (self->client));
}

static void
fail (WattleMqttLink *self, WattleLinkCall *call, WattleOutcome outcome, const char *detail)
{
    guint tag = wattle_request_get_tag (call->request);

    wattle_link_complete (WATTLE_LINK (self), call,
                          wattle_frame_new_failure (tag, outcome, detail, get_now (self)));
}

static void
on_sent (gboolean sent, gpointer user_data)
{
    WattleLinkCall *call = user_data;
    WattleMqttLink *self = call->transfer;
    const char *detail = wattle_mqtt_client_get_detail (self->client);
    guint tag = wattle_request_get_tag (call->request);
    g_autoptr (GBytes) empty = NULL;

    if (!sent) {
        fail (self, call, WATTLE_OUTCOME_DROPPED,
              detail != NULL ? detail : "the broker did not confirm the message");
        return;
    }

    empty = g_bytes_new (NULL, 0);
    wattle_link_complete (WATTLE_LINK (self), call,
                          wattle_frame_new_answer (tag, 0, NULL, empty, get_now (self)));
}

static char *
expand (WattleLinkCall *call, WattlePlace place, const char *text, GError **error)
{
    return wattle_placeholder_expand (text != NULL ? text : "", place, call->placeholder,
                                      call->user_data, error);
}

static char *
expand_topic (WattleLinkCall *call, GError **error)
{
    const char *pattern = wattle_request_get_path (call->request);
    g_autofree char *topic = expand (call, WATTLE_PLACE_TEXT, pattern, error);

    if (topic == NULL)
        return NULL;
    if (*topic == '\0' || mosquitto_pub_topic_check (topic) != MOSQ_ERR_SUCCESS) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                          "cannot publish to \"%s\": a topic is not empty and has no + and no #",
                          pattern != NULL ? pattern : "");
        return NULL;
    }
    return g_steal_pointer (&topic);
}

static char *
expand_payload (WattleLinkCall *call, GError **error)
{
    const char *body = wattle_request_get_body (call->request);
    gboolean is_json = body != NULL && (*body == '{' || *body == '[') && strchr (body, '"') != NULL;

    return expand (call, is_json ? WATTLE_PLACE_JSON : WATTLE_PLACE_TEXT, body, error);
}

static void
wattle_mqtt_link_start (WattleLink *link, WattleLinkCall *call)
{
    WattleMqttLink *self = WATTLE_MQTT_LINK (link);
    WattleMqttFlags flags = wattle_request_get_retain (call->request) ? WATTLE_MQTT_RETAIN : 0;
    g_autoptr (GError) error = NULL;
    g_autofree char *topic = expand_topic (call, &error);
    g_autofree char *payload = topic != NULL ? expand_payload (call, &error) : NULL;

    if (payload == NULL) {
        fail (self, call, WATTLE_OUTCOME_INVALID, error->message);
        return;
    }

    /* From here on the client keeps the time: what waits too long is dropped, not late. */
    wattle_clock_clear (wattle_link_get_clock (link), &call->deadline);
    call->transfer = self;
    wattle_mqtt_client_command (self->client, topic, payload, flags, on_sent, call);
}

static void
wattle_mqtt_link_abort (WattleLink *link, WattleLinkCall *call)
{
    wattle_mqtt_client_cancel (WATTLE_MQTT_LINK (link)->client, call);
}

static void
on_message (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    Listener *listener = user_data;
    g_autoptr (WattleFrame) frame =
        wattle_frame_new_push (topic, payload, retained, get_now (listener->link));

    listener->func (frame, listener->user_data);
}

static void
wattle_mqtt_link_listen (WattleLink *link,
                         const char *filter,
                         WattleLinkReply func,
                         gpointer user_data)
{
    WattleMqttLink *self = WATTLE_MQTT_LINK (link);
    Listener *listener = g_hash_table_lookup (self->listeners, user_data);

    if (listener == NULL) {
        listener = g_new0 (Listener, 1);
        listener->link = self;
        listener->user_data = user_data;
        g_hash_table_insert (self->listeners, user_data, listener);
    }
    listener->func = func;
    wattle_mqtt_client_subscribe (self->client, filter, on_message, listener);
}

static void
wattle_mqtt_link_unlisten (WattleLink *link, gpointer user_data)
{
    WattleMqttLink *self = WATTLE_MQTT_LINK (link);
    Listener *listener = g_hash_table_lookup (self->listeners, user_data);

    if (listener == NULL)
        return;

    wattle_mqtt_client_unsubscribe (self->client, listener);
    g_hash_table_remove (self->listeners, user_data);
}

static void
follow_client (WattleMqttLink *self)
{
    const char *detail = wattle_mqtt_client_get_detail (self->client);

    if (wattle_mqtt_client_is_connected (self->client))
        wattle_link_set_state (WATTLE_LINK (self), WATTLE_LINK_UP, NULL);
    else if (wattle_mqtt_client_get_failures (self->client) >= WATTLE_LINK_DOWN_AFTER)
        wattle_link_set_state (WATTLE_LINK (self), WATTLE_LINK_DOWN, detail);
    else if (wattle_link_get_state (WATTLE_LINK (self)) != WATTLE_LINK_UP)
        wattle_link_set_state (WATTLE_LINK (self), WATTLE_LINK_IDLE, NULL);
}

static void
wattle_mqtt_link_dispose (GObject *object)
{
    WattleMqttLink *self = WATTLE_MQTT_LINK (object);
    GHashTableIter iter;
    gpointer listener;

    g_hash_table_iter_init (&iter, self->listeners);
    while (g_hash_table_iter_next (&iter, NULL, &listener)) {
        wattle_mqtt_client_unsubscribe (self->client, listener);
        g_hash_table_iter_remove (&iter);
    }

    G_OBJECT_CLASS (wattle_mqtt_link_parent_class)->dispose (object);
}

static void
wattle_mqtt_link_finalize (GObject *object)
{
    WattleMqttLink *self = WATTLE_MQTT_LINK (object);

    g_hash_table_unref (self->listeners);
    g_object_unref (self->client);

    G_OBJECT_CLASS (wattle_mqtt_link_parent_class)->finalize (object);
}

static void
wattle_mqtt_link_class_init (WattleMqttLinkClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    WattleLinkClass *link_class = WATTLE_LINK_CLASS (klass);

    object_class->dispose = wattle_mqtt_link_dispose;
    object_class->finalize = wattle_mqtt_link_finalize;
    link_class->start = wattle_mqtt_link_start;
    link_class->abort = wattle_mqtt_link_abort;
    link_class->listen = wattle_mqtt_link_listen;
    link_class->unlisten = wattle_mqtt_link_unlisten;
}

static void
wattle_mqtt_link_init (WattleMqttLink *self)
{
    self->listeners = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

WattleMqttLink *
wattle_mqtt_link_new (WattleMqttClient *client)
{
    WattleMqttLink *self = g_object_new (WATTLE_TYPE_MQTT_LINK, NULL);

    self->client = g_object_ref (client);
    wattle_link_init_base (WATTLE_LINK (self), wattle_mqtt_client_get_uri (client),
                           WATTLE_LINK_MQTT, wattle_mqtt_client_get_clock (client),
                           WATTLE_LINK_QUEUE_MAX);
    g_signal_connect_object (client, "state-changed", G_CALLBACK (follow_client), self,
                             G_CONNECT_SWAPPED);
    follow_client (self);
    return self;
}
