/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-sentinel.h"

#include <string.h>

#include "wattle-hass-pacer.h"

#define CHECK_INTERVAL (10 * 60 * (gint64)G_USEC_PER_SEC)
#define CHECK_TIME     (2 * G_USEC_PER_SEC)

/* Whoever overwrites the text again and again must not make the house shout without end. */
#define ANSWER_INTERVAL (30 * G_USEC_PER_SEC)

/* One loss happens; two in a row say that the broker retains nothing. */
#define TOLERATED_LOSSES 1

#define SUBJECT "homeassistant"
#define TOPIC   "retain"

/* A listener of its own, so that the broker repeats the retained text for it. */
typedef struct {
    WattleHassSentinel *sentinel;
} Check;

struct _WattleHassSentinel {
    const WattleHassPort *port;
    WattleProblems *problems;
    WattleHassSentinelFunc func;
    gpointer user_data;

    char *topic;
    char *fence_topic;
    char *filter; /* both */
    char *token;
    WattleHassPacer *pacer;

    Check check;
    guint check_timer;
    guint deadline;
    guint losses; /* found by asking, in a row */
};

static gboolean
payload_is (GBytes *payload, const char *text)
{
    gsize length;
    const char *data = g_bytes_get_data (payload, &length);

    return length == strlen (text) && memcmp (data, text, length) == 0;
}

static gboolean
answer (gboolean due, gpointer user_data)
{
    WattleHassSentinel *self = user_data;

    if (!wattle_hass_port_is_ready (self->port))
        return FALSE;

    wattle_hass_port_retain (self->port, self->topic, self->token);
    self->func (self->user_data);
    return TRUE;
}

static void
lose (WattleHassSentinel *self, const char *how)
{
    g_message ("%s: %s; all that the broker should keep is published again", self->topic, how);
    wattle_hass_pacer_ask (self->pacer);
}

/* A retained one is that of an earlier run: the present one is on its way. */
static void
on_text (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleHassSentinel *self = user_data;

    if (retained || payload_is (payload, self->token))
        return;

    lose (self, g_bytes_get_size (payload) == 0 ? "cleared" : "overwritten by somebody else");
}

/* Asking */

static void start_check (gpointer user_data);

static void
cancel_check (WattleHassSentinel *self)
{
    WattleClock *clock = self->port->clock;

    wattle_clock_clear (clock, &self->check_timer);
    wattle_clock_clear (clock, &self->deadline);
    wattle_mqtt_client_unsubscribe (self->port->client, &self->check);
}

static void
plan_check (WattleHassSentinel *self)
{
    cancel_check (self);
    self->check_timer =
        wattle_clock_call_after (self->port->clock, CHECK_INTERVAL, start_check, self);
}

static void
on_deadline (gpointer user_data)
{
    WattleHassSentinel *self = user_data;

    self->deadline = 0;
    plan_check (self);
    self->losses++;
    if (self->losses > TOLERATED_LOSSES)
        wattle_problems_set (
            self->problems, SUBJECT, TOPIC,
            "%s: the broker does not keep retained messages, so Home Assistant "
            "loses the devices when it starts anew; see the settings of the broker",
            wattle_mqtt_client_get_uri (self->port->client));
    lose (self, "lost by the broker");
}

/* The broker goes through questions in order, so the text should come before the echo of the fence;
 * some brokers look up retained messages on the side and get a little longer. A broker that stalls
 * answers neither and has not forgotten. */
static void
on_check (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleHassSentinel *self = ((Check *)user_data)->sentinel;

    if (g_str_equal (topic, self->fence_topic)) {
        if (self->deadline == 0)
            self->deadline =
                wattle_clock_call_after (self->port->clock, CHECK_TIME, on_deadline, self);
    } else if (retained && payload_is (payload, self->token)) {
        self->losses = 0;
        wattle_problems_clear (self->problems, SUBJECT, TOPIC);
        plan_check (self);
    }
}

static void
start_check (gpointer user_data)
{
    WattleHassSentinel *self = user_data;

    self->check_timer = 0;
    if (!wattle_hass_port_is_ready (self->port))
        return;

    wattle_mqtt_client_subscribe (self->port->client, self->filter, on_check, &self->check);
    wattle_hass_port_publish (self->port, self->fence_topic, "");
}

WattleHassSentinel *
wattle_hass_sentinel_new (const WattleHassPort *port,
                          WattleProblems *problems,
                          WattleHassSentinelFunc func,
                          gpointer user_data)
{
    WattleHassSentinel *self = g_new0 (WattleHassSentinel, 1);

    self->port = port;
    self->problems = g_object_ref (problems);
    self->func = func;
    self->user_data = user_data;
    self->topic = wattle_hass_payload_sentinel_topic (&port->host);
    self->fence_topic = g_strconcat (self->topic, "/check", NULL);
    self->filter = g_strconcat (self->topic, "/#", NULL);
    self->token = g_uuid_string_random ();
    self->pacer = wattle_hass_pacer_new (port->clock, ANSWER_INTERVAL, 0, answer, self);
    self->check.sentinel = self;
    wattle_mqtt_client_subscribe (port->client, self->topic, on_text, self);
    return self;
}

void
wattle_hass_sentinel_free (WattleHassSentinel *self)
{
    cancel_check (self);
    wattle_mqtt_client_unsubscribe (self->port->client, self);
    wattle_hass_pacer_free (self->pacer);
    wattle_problems_clear (self->problems, SUBJECT, TOPIC);
    g_object_unref (self->problems);
    g_free (self->topic);
    g_free (self->fence_topic);
    g_free (self->filter);
    g_free (self->token);
    g_free (self);
}

void
wattle_hass_sentinel_set_connected (WattleHassSentinel *self, gboolean connected)
{
    if (!connected) {
        cancel_check (self);
        return;
    }

    wattle_hass_port_retain (self->port, self->topic, self->token);
    plan_check (self);
}
