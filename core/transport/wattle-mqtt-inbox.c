/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-inbox.h"

#include "wattle-mqtt-outbox.h"

void
wattle_mqtt_inbox_init (WattleMqttInbox *self, const char *uri)
{
    self->uri = uri;
    self->filters = wattle_mqtt_filters_new ();
    self->asked = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    self->refused = g_ptr_array_new_with_free_func (g_free);
}

void
wattle_mqtt_inbox_clear (WattleMqttInbox *self)
{
    wattle_mqtt_filters_free (self->filters);
    g_hash_table_unref (self->asked);
    g_ptr_array_unref (self->refused);
}

int
wattle_mqtt_inbox_send (WattleMqttInbox *self, struct mosquitto *handle)
{
    int code = MOSQ_ERR_SUCCESS;
    gboolean subscribe;
    char *next;

    while (!wattle_mqtt_outbox_is_fatal (code) &&
           (next = wattle_mqtt_filters_next (self->filters, &subscribe))) {
        g_autofree char *filter = next;
        int id = 0;

        code = subscribe ? mosquitto_subscribe (handle, &id, filter, 0)
                         : mosquitto_unsubscribe (handle, NULL, filter);
        if (subscribe && code == MOSQ_ERR_SUCCESS)
            g_hash_table_replace (self->asked, GINT_TO_POINTER (id), g_steal_pointer (&filter));
    }
    return wattle_mqtt_outbox_is_fatal (code) ? code : MOSQ_ERR_SUCCESS;
}

gboolean
wattle_mqtt_inbox_take_answer (WattleMqttInbox *self, int id, gboolean refused)
{
    const char *filter = g_hash_table_lookup (self->asked, GINT_TO_POINTER (id));
    gboolean is_news = filter != NULL && refused &&
                       !g_ptr_array_find_with_equal_func (self->refused, filter, g_str_equal, NULL);

    if (is_news) {
        g_message ("%s: the broker refuses the subscription to %s", self->uri, filter);
        g_ptr_array_add (self->refused, g_strdup (filter));
    }
    g_hash_table_remove (self->asked, GINT_TO_POINTER (id));
    return is_news;
}

void
wattle_mqtt_inbox_take_message (WattleMqttInbox *self, const struct mosquitto_message *message)
{
    g_autoptr (GBytes) payload = NULL;

    self->received++;
    if (message->payloadlen > WATTLE_MQTT_PAYLOAD_MAX) {
        g_info ("%s: %s: a message of %d bytes dropped; at most %d are read", self->uri,
                message->topic, message->payloadlen, WATTLE_MQTT_PAYLOAD_MAX);
        return;
    }

    payload = g_bytes_new (message->payload, (gsize)message->payloadlen);
    wattle_mqtt_filters_dispatch (self->filters, message->topic, payload, message->retain);
}

void
wattle_mqtt_inbox_forget_asked (WattleMqttInbox *self)
{
    g_hash_table_remove_all (self->asked);
}

gboolean
wattle_mqtt_inbox_forget_refused (WattleMqttInbox *self)
{
    if (self->refused->len == 0)
        return FALSE;

    g_ptr_array_set_size (self->refused, 0);
    return TRUE;
}

char *
wattle_mqtt_inbox_dup_refused (WattleMqttInbox *self)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < self->refused->len; i++)
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                                (const char *)self->refused->pdata[i]);
    return g_string_free (list, self->refused->len == 0);
}
