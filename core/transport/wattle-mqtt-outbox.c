/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-outbox.h"

/* Commands the broker has not confirmed yet. Below the library's own limit of 20, from which on it
 * would queue where a command cannot be withdrawn. */
#define IN_FLIGHT_MAX 16

static void
tell_first (WattleMqttOutbox *self)
{
    WattleMqttMessage *command = g_queue_pop_head (&self->finished);

    if (command->done != NULL)
        command->done (command->sent, command->user_data);
    wattle_mqtt_message_free (command);
}

/* One command a turn: a callback may release the client, and the outbox with it. */
static gboolean
on_finished (gpointer user_data)
{
    WattleMqttOutbox *self = user_data;

    self->finished_source = 0;
    if (self->finished.length > 1)
        self->finished_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_finished, self, NULL);
    tell_first (self);
    return G_SOURCE_REMOVE;
}

/* Takes @command, which stands in no queue any more. The callback comes at the next turn of the
 * main loop, never in the middle of a caller's function. */
static void
finish_command (WattleMqttOutbox *self, WattleMqttMessage *command, gboolean sent)
{
    wattle_clock_clear (self->clock, &command->timer);
    command->sent = sent;
    g_queue_push_tail (&self->finished, command);
    if (self->finished_source == 0)
        self->finished_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_finished, self, NULL);
}

static void
on_command_old (gpointer user_data)
{
    WattleMqttMessage *command = user_data;
    WattleMqttOutbox *self = command->outbox;

    command->timer = 0;
    if (wattle_mqtt_queue_remove (&self->queue, command)) {
        g_debug ("%s: not sent within 10 s, dropped", command->topic);
        finish_command (self, command, FALSE);
    } else {
        self->stalled (self->stalled_data);
    }
}

void
wattle_mqtt_outbox_init (WattleMqttOutbox *self,
                         WattleClock *clock,
                         WattleClockFunc stalled,
                         gpointer stalled_data)
{
    self->clock = clock;
    self->stalled = stalled;
    self->stalled_data = stalled_data;
    self->in_flight = g_hash_table_new (NULL, NULL);
    g_queue_init (&self->finished);
    wattle_mqtt_queue_init (&self->queue, WATTLE_MQTT_QUEUE_MAX);
}

void
wattle_mqtt_outbox_clear (WattleMqttOutbox *self)
{
    if (self->in_flight == NULL)
        return;

    wattle_mqtt_outbox_drop_all (self);
    g_clear_handle_id (&self->finished_source, g_source_remove);
    while (!g_queue_is_empty (&self->finished))
        tell_first (self);
    g_clear_pointer (&self->in_flight, g_hash_table_unref);
    wattle_mqtt_queue_clear (&self->queue);
}

void
wattle_mqtt_outbox_push (WattleMqttOutbox *self, WattleMqttMessage *message)
{
    gboolean is_command = (message->flags & WATTLE_MQTT_COMMAND) != 0;

    if (!wattle_mqtt_queue_push (&self->queue, message)) {
        if (is_command)
            finish_command (self, message, FALSE);
        else
            wattle_mqtt_message_free (message);
        return;
    }

    if (is_command) {
        message->outbox = self;
        message->timer =
            wattle_clock_call_after (self->clock, WATTLE_MQTT_COMMAND_AGE, on_command_old, message);
    }
}

void
wattle_mqtt_outbox_cancel (WattleMqttOutbox *self, gpointer user_data)
{
    GList *link = self->queue.commands.head;
    GHashTableIter iter;
    gpointer value;

    while (link != NULL) {
        WattleMqttMessage *command = link->data;

        link = link->next;
        if (command->user_data != user_data)
            continue;
        wattle_mqtt_queue_remove (&self->queue, command);
        wattle_clock_clear (self->clock, &command->timer);
        wattle_mqtt_message_free (command);
    }

    g_hash_table_iter_init (&iter, self->in_flight);
    while (g_hash_table_iter_next (&iter, NULL, &value))
        if (((WattleMqttMessage *)value)->user_data == user_data)
            ((WattleMqttMessage *)value)->done = NULL;

    for (link = self->finished.head; link != NULL; link = link->next)
        if (((WattleMqttMessage *)link->data)->user_data == user_data)
            ((WattleMqttMessage *)link->data)->done = NULL;
}

gboolean
wattle_mqtt_outbox_is_fatal (int code)
{
    return code == MOSQ_ERR_CONN_LOST || code == MOSQ_ERR_NO_CONN || code == MOSQ_ERR_ERRNO ||
           code == MOSQ_ERR_NOMEM;
}

/* A confirmation that does not come means that the broker is stuck. */
static void
await_confirmation (WattleMqttOutbox *self, WattleMqttMessage *message, int id)
{
    g_hash_table_insert (self->in_flight, GINT_TO_POINTER (id), message);
    if (message->timer != 0)
        return;

    message->outbox = self;
    message->timer =
        wattle_clock_call_after (self->clock, WATTLE_MQTT_COMMAND_AGE, on_command_old, message);
}

/* Most states are not confirmed by the broker; a lost one is followed by the next. */
static int
send_message (WattleMqttOutbox *self, struct mosquitto *handle, WattleMqttMessage *message)
{
    gboolean is_command = (message->flags & WATTLE_MQTT_COMMAND) != 0;
    gboolean retain = (message->flags & WATTLE_MQTT_RETAIN) != 0;
    gboolean confirm = (message->flags & (WATTLE_MQTT_COMMAND | WATTLE_MQTT_CONFIRM)) != 0;
    gsize length;
    gconstpointer payload = g_bytes_get_data (message->payload, &length);
    int id = 0;
    int code = mosquitto_publish (handle, &id, message->topic, (int)length, payload,
                                  confirm ? 1 : 0, retain);

    if (code != MOSQ_ERR_SUCCESS)
        g_debug ("%s: not published: %s", message->topic, mosquitto_strerror (code));
    else
        self->published++;
    if (!confirm || (!is_command && code != MOSQ_ERR_SUCCESS))
        wattle_mqtt_message_free (message);
    else if (code != MOSQ_ERR_SUCCESS)
        finish_command (self, message, FALSE);
    else
        await_confirmation (self, message, id);
    return wattle_mqtt_outbox_is_fatal (code) ? code : MOSQ_ERR_SUCCESS;
}

/* Stops where the library has something left to write: its own queue knows no limit and no age. */
int
wattle_mqtt_outbox_send (WattleMqttOutbox *self, struct mosquitto *handle)
{
    int code = MOSQ_ERR_SUCCESS;

    while (code == MOSQ_ERR_SUCCESS && !mosquitto_want_write (handle) &&
           g_hash_table_size (self->in_flight) < IN_FLIGHT_MAX) {
        WattleMqttMessage *message = wattle_mqtt_queue_pop (&self->queue);

        if (message == NULL)
            break;
        code = send_message (self, handle, message);
    }
    return code;
}

static void
forget_state (WattleMqttOutbox *self, WattleMqttMessage *state)
{
    wattle_clock_clear (self->clock, &state->timer);
    wattle_mqtt_message_free (state);
}

void
wattle_mqtt_outbox_confirm (WattleMqttOutbox *self, int id)
{
    WattleMqttMessage *command = g_hash_table_lookup (self->in_flight, GINT_TO_POINTER (id));

    if (command == NULL)
        return;

    g_hash_table_remove (self->in_flight, GINT_TO_POINTER (id));
    if (command->flags & WATTLE_MQTT_COMMAND)
        finish_command (self, command, TRUE);
    else
        forget_state (self, command);
}

void
wattle_mqtt_outbox_drop_in_flight (WattleMqttOutbox *self)
{
    GHashTableIter iter;
    gpointer command;

    g_hash_table_iter_init (&iter, self->in_flight);
    while (g_hash_table_iter_next (&iter, NULL, &command)) {
        g_hash_table_iter_remove (&iter);
        if (((WattleMqttMessage *)command)->flags & WATTLE_MQTT_COMMAND) {
            finish_command (self, command, FALSE);
        } else {
            wattle_clock_clear (self->clock, &((WattleMqttMessage *)command)->timer);
            wattle_mqtt_queue_return (&self->queue, command);
        }
    }
}

void
wattle_mqtt_outbox_drop_all (WattleMqttOutbox *self)
{
    WattleMqttMessage *message;

    wattle_mqtt_outbox_drop_in_flight (self);
    while ((message = wattle_mqtt_queue_pop (&self->queue)) != NULL) {
        if (message->flags & WATTLE_MQTT_COMMAND)
            finish_command (self, message, FALSE);
        else
            wattle_mqtt_message_free (message);
    }
}

gboolean
wattle_mqtt_outbox_is_empty (WattleMqttOutbox *self)
{
    return wattle_mqtt_queue_get_length (&self->queue) == 0 &&
           g_hash_table_size (self->in_flight) == 0;
}
