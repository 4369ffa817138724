/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-queue.h"

void
wattle_mqtt_queue_init (WattleMqttQueue *self, guint max)
{
    g_queue_init (&self->commands);
    g_queue_init (&self->states);
    self->states_by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->max = max;
}

void
wattle_mqtt_queue_clear (WattleMqttQueue *self)
{
    g_clear_pointer (&self->states_by_key, g_hash_table_unref);
    g_queue_clear_full (&self->states, (GDestroyNotify)wattle_mqtt_message_free);
    g_queue_clear_full (&self->commands, (GDestroyNotify)wattle_mqtt_message_free);
}

/* A live message must not push out one the broker is to keep. */
static char *
make_key (const WattleMqttMessage *message)
{
    return g_strconcat (message->flags & WATTLE_MQTT_RETAIN ? "r" : "-", message->topic, NULL);
}

static WattleMqttMessage *
pop_state (WattleMqttQueue *self)
{
    WattleMqttMessage *message = g_queue_pop_head (&self->states);
    g_autofree char *key = NULL;

    if (message == NULL || message->flags & WATTLE_MQTT_EACH)
        return message;

    key = make_key (message);
    g_hash_table_remove (self->states_by_key, key);
    return message;
}

static void
push_state (WattleMqttQueue *self, WattleMqttMessage *message)
{
    g_autofree char *key = NULL;
    GList *same;

    if (message->flags & WATTLE_MQTT_EACH) {
        g_queue_push_tail (&self->states, message);
        return;
    }

    key = make_key (message);
    same = g_hash_table_lookup (self->states_by_key, key);
    if (same != NULL) {
        wattle_mqtt_message_free (same->data);
        same->data = message;
        return;
    }

    g_queue_push_tail (&self->states, message);
    g_hash_table_insert (self->states_by_key, g_steal_pointer (&key),
                         g_queue_peek_tail_link (&self->states));
}

void
wattle_mqtt_queue_return (WattleMqttQueue *self, WattleMqttMessage *message)
{
    g_autofree char *key = make_key (message);
    gboolean each = (message->flags & WATTLE_MQTT_EACH) != 0;

    if ((!each && g_hash_table_contains (self->states_by_key, key)) ||
        wattle_mqtt_queue_get_length (self) >= self->max) {
        wattle_mqtt_message_free (message);
        return;
    }

    g_queue_push_head (&self->states, message);
    if (each)
        return;
    g_hash_table_insert (self->states_by_key, g_steal_pointer (&key),
                         g_queue_peek_head_link (&self->states));
}

gboolean
wattle_mqtt_queue_push (WattleMqttQueue *self, WattleMqttMessage *message)
{
    if (wattle_mqtt_queue_get_length (self) >= self->max) {
        WattleMqttMessage *oldest = pop_state (self);

        if (oldest == NULL)
            return FALSE;
        wattle_mqtt_message_free (oldest);
    }

    if (message->flags & WATTLE_MQTT_COMMAND)
        g_queue_push_tail (&self->commands, message);
    else
        push_state (self, message);
    return TRUE;
}

WattleMqttMessage *
wattle_mqtt_queue_pop (WattleMqttQueue *self)
{
    WattleMqttMessage *command = g_queue_pop_head (&self->commands);

    return command != NULL ? command : pop_state (self);
}

gboolean
wattle_mqtt_queue_remove (WattleMqttQueue *self, WattleMqttMessage *command)
{
    return g_queue_remove (&self->commands, command);
}

guint
wattle_mqtt_queue_get_length (WattleMqttQueue *self)
{
    return self->commands.length + self->states.length;
}
