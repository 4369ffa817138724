/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-bridge.h"

#include "wattle-hass-pacer.h"

#define STATE_INTERVAL     G_USEC_PER_SEC
#define DISCOVERY_INTERVAL (5 * G_USEC_PER_SEC)

struct _WattleHassBridge {
    const WattleHassPort *port;
    WattleManager *manager;
    WattleProblems *problems;
    WattleHassPacer *pacer;
    WattleHassPacer *discovery_pacer;
    char *name;
    char *discovery_topic;
    char *bridge_topic;
    char *sentinel_topic;
    char *state_topic;
    char *state; /* as last sent */
};

static void
note (WattleHassBridge *self)
{
    const char *topics[] = { self->bridge_topic, self->sentinel_topic, self->discovery_topic,
                             NULL };

    wattle_hass_journal_note (self->port->journal, "", NULL, topics, NULL);
}

static gboolean
publish_description (gboolean due, gpointer user_data)
{
    WattleHassBridge *self = user_data;
    g_autofree char *description = NULL;

    if (!wattle_hass_port_is_ready (self->port))
        return FALSE;

    description = wattle_hass_bridge_dup_description (self);
    wattle_hass_port_retain (self->port, self->discovery_topic, description);
    wattle_hass_pacer_force_after (self->pacer, WATTLE_HASS_SUBSCRIBE_TIME);
    return TRUE;
}

static guint
count_connected (WattleManager *manager)
{
    guint connected = 0;

    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        if (wattle_runner_is_available (wattle_manager_get_runner (manager, i)))
            connected++;

    return connected;
}

static gboolean
publish_state (gboolean due, gpointer user_data)
{
    WattleHassBridge *self = user_data;
    g_autofree char *state = NULL;

    if (!wattle_hass_port_is_ready (self->port))
        return FALSE;

    state = wattle_hass_payload_host_state (&self->port->host,
                                            wattle_problems_get_count (self->problems),
                                            count_connected (self->manager));
    if (!due && g_strcmp0 (state, self->state) == 0)
        return FALSE;

    wattle_hass_port_publish (self->port, self->state_topic, state);
    g_free (self->state);
    self->state = g_steal_pointer (&state);
    return TRUE;
}

WattleHassBridge *
wattle_hass_bridge_new (const WattleHassPort *port,
                        const char *name,
                        WattleManager *manager,
                        WattleProblems *problems)
{
    WattleHassBridge *self = g_new0 (WattleHassBridge, 1);

    self->port = port;
    self->name = g_strdup (name);
    self->manager = g_object_ref (manager);
    self->problems = g_object_ref (problems);
    self->pacer = wattle_hass_pacer_new (port->clock, STATE_INTERVAL, WATTLE_HASS_HEARTBEAT,
                                         publish_state, self);
    self->discovery_pacer =
        wattle_hass_pacer_new (port->clock, DISCOVERY_INTERVAL, 0, publish_description, self);
    self->discovery_topic = wattle_hass_payload_discovery_topic (&port->host, NULL);
    self->bridge_topic = wattle_hass_payload_bridge_topic (&port->host);
    self->sentinel_topic = wattle_hass_payload_sentinel_topic (&port->host);
    self->state_topic = wattle_hass_payload_state_topic (&port->host, NULL);
    note (self);
    return self;
}

void
wattle_hass_bridge_free (WattleHassBridge *self)
{
    wattle_hass_pacer_free (self->pacer);
    wattle_hass_pacer_free (self->discovery_pacer);
    g_object_unref (self->manager);
    g_object_unref (self->problems);
    g_free (self->name);
    g_free (self->discovery_topic);
    g_free (self->bridge_topic);
    g_free (self->sentinel_topic);
    g_free (self->state_topic);
    g_free (self->state);
    g_free (self);
}

void
wattle_hass_bridge_announce (WattleHassBridge *self)
{
    wattle_hass_pacer_force (self->discovery_pacer);
}

const char *
wattle_hass_bridge_get_discovery_topic (WattleHassBridge *self)
{
    return self->discovery_topic;
}

char *
wattle_hass_bridge_dup_description (WattleHassBridge *self)
{
    return wattle_hass_payload_describe_host (&self->port->host, self->name);
}

void
wattle_hass_bridge_restore (WattleHassBridge *self)
{
    wattle_hass_pacer_ask (self->discovery_pacer);
}

void
wattle_hass_bridge_send_availability (WattleHassBridge *self, gboolean online)
{
    if (!wattle_hass_port_is_ready (self->port))
        return;

    if (online)
        wattle_hass_port_retain (self->port, self->bridge_topic, "online");
    else
        wattle_hass_port_retain_confirmed (self->port, self->bridge_topic, "offline");
}

void
wattle_hass_bridge_send_state (WattleHassBridge *self)
{
    wattle_hass_pacer_force (self->pacer);
}

void
wattle_hass_bridge_update_state (WattleHassBridge *self)
{
    wattle_hass_pacer_ask (self->pacer);
}
