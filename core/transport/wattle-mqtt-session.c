/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-session.h"

#include <errno.h>

#include "wattle-mqtt-connect.h"

/* What stands for a QoS in the answer to SUBSCRIBE. */
#define SUBSCRIPTION_REFUSED 0x80

#define CONNACK_DEADLINE (10 * G_USEC_PER_SEC)

/* The end */

static const char *
find_reason (WattleMqttSession *self, int code, int system_error)
{
    const char *reason = self->tls != NULL ? wattle_mqtt_tls_get_reason (self->tls) : NULL;

    if (self->refusal != NULL)
        return self->refusal;
    if (reason != NULL)
        return reason;
    if (self->tls != NULL && !self->connected && wattle_mqtt_is_handshake_error (system_error))
        return wattle_mqtt_describe_code (MOSQ_ERR_TLS, 0);
    return wattle_mqtt_describe_code (code, system_error);
}

static void
end (WattleMqttSession *self, int code, int system_error)
{
    self->funcs->ended (self->owner, find_reason (self, code, system_error));
}

static gboolean
on_trouble (gpointer user_data)
{
    WattleMqttSession *self = user_data;
    g_autoptr (GObject) owner = g_object_ref (self->owner);

    self->trouble_source = 0;
    end (self, self->trouble_code, self->trouble_errno);
    return G_SOURCE_REMOVE;
}

/* To be called after the library has worked, with what it returned. */
static void
settle (WattleMqttSession *self, int code)
{
    int system_error = errno;

    if (code == MOSQ_ERR_SUCCESS && wattle_mqtt_wire_is_alive (&self->wire)) {
        wattle_mqtt_wire_watch (&self->wire);
    } else if (self->in_call == 0) {
        end (self, code, system_error);
    } else if (self->trouble_source == 0) {
        self->trouble_code = code;
        self->trouble_errno = system_error;
        wattle_mqtt_wire_unwatch (&self->wire);
        self->trouble_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_trouble, self, NULL);
    }
}

/* Sending */

static gboolean
may_leave (WattleMqttSession *self)
{
    return self->leaving && wattle_mqtt_outbox_is_empty (self->outbox) &&
           !mosquitto_want_write (self->wire.handle);
}

static int
send_all (WattleMqttSession *self)
{
    int code = wattle_mqtt_inbox_send (self->inbox, self->wire.handle);

    if (code == MOSQ_ERR_SUCCESS)
        code = wattle_mqtt_outbox_send (self->outbox, self->wire.handle);
    if (code == MOSQ_ERR_SUCCESS && may_leave (self)) {
        self->disconnecting = TRUE;
        code = mosquitto_disconnect (self->wire.handle);
    }
    return code;
}

static void
pump (WattleMqttSession *self)
{
    int code = MOSQ_ERR_SUCCESS;

    if (self->wire.in_io > 0 || self->wire.handle == NULL || self->trouble_source != 0)
        return;

    self->wire.in_io++;
    if (self->connected && !self->disconnecting && wattle_mqtt_wire_is_alive (&self->wire))
        code = send_all (self);
    self->wire.in_io--;
    settle (self, code);
}

/* For what others call: what goes wrong is told from the main loop. */
void
wattle_mqtt_session_send (WattleMqttSession *self)
{
    self->in_call++;
    pump (self);
    self->in_call--;
}

void
wattle_mqtt_session_leave (WattleMqttSession *self)
{
    self->leaving = TRUE;
    wattle_mqtt_session_send (self);
}

static void
on_worked (gpointer user_data, int code)
{
    WattleMqttSession *self = user_data;

    if (code == MOSQ_ERR_SUCCESS)
        pump (self);
    else
        settle (self, code);
}

/* What the broker says */

static void
on_connack (struct mosquitto *handle, void *user_data, int code)
{
    WattleMqttSession *self = user_data;

    if (code != 0) {
        self->refusal = wattle_mqtt_describe_refusal (code);
        return;
    }

    wattle_clock_clear (self->clock, &self->connack_timer);
    self->connected = TRUE;
    self->funcs->connected (self->owner);
}

static void
on_connack_late (gpointer user_data)
{
    WattleMqttSession *self = user_data;

    self->connack_timer = 0;
    self->funcs->ended (self->owner, "cannot connect: no answer to CONNECT within 10 s");
}

static void
on_published (struct mosquitto *handle, void *user_data, int id)
{
    WattleMqttSession *self = user_data;

    wattle_mqtt_outbox_confirm (self->outbox, id);
}

static void
on_message (struct mosquitto *handle, void *user_data, const struct mosquitto_message *message)
{
    WattleMqttSession *self = user_data;

    wattle_mqtt_inbox_take_message (self->inbox, message);
}

static void
on_subscribed (struct mosquitto *handle, void *user_data, int id, int count, const int *granted)
{
    WattleMqttSession *self = user_data;
    gboolean refused = count > 0 && granted[0] == SUBSCRIPTION_REFUSED;

    if (wattle_mqtt_inbox_take_answer (self->inbox, id, refused))
        self->funcs->refused (self->owner);
}

/* Life */

void
wattle_mqtt_session_init (WattleMqttSession *self,
                          GObject *owner,
                          const WattleMqttSessionFuncs *funcs,
                          WattleClock *clock,
                          WattleMqttInbox *inbox,
                          WattleMqttOutbox *outbox)
{
    self->owner = owner;
    self->funcs = funcs;
    self->clock = clock;
    self->inbox = inbox;
    self->outbox = outbox;
    wattle_mqtt_wire_init (&self->wire, owner, clock, on_worked, self);
}

void
wattle_mqtt_session_open (WattleMqttSession *self, struct mosquitto *handle, WattleMqttTls *tls)
{
    self->tls = tls;
    mosquitto_user_data_set (handle, self);
    mosquitto_connect_callback_set (handle, on_connack);
    mosquitto_publish_callback_set (handle, on_published);
    mosquitto_message_callback_set (handle, on_message);
    mosquitto_subscribe_callback_set (handle, on_subscribed);
    self->connack_timer =
        wattle_clock_call_after (self->clock, CONNACK_DEADLINE, on_connack_late, self);
    wattle_mqtt_wire_open (&self->wire, handle);
}

void
wattle_mqtt_session_close (WattleMqttSession *self)
{
    wattle_mqtt_wire_close (&self->wire);
    g_clear_pointer (&self->tls, wattle_mqtt_tls_unref);
    g_clear_handle_id (&self->trouble_source, g_source_remove);
    wattle_mqtt_inbox_forget_asked (self->inbox);
    wattle_clock_clear (self->clock, &self->connack_timer);
    self->connected = FALSE;
    self->leaving = FALSE;
    self->disconnecting = FALSE;
    self->refusal = NULL;
}
