/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-state.h"

#include "wattle-bridge-info.h"
#include "wattle-bridge-roster.h"
#include "wattle-hass-pacer.h"

/* The list of a large house is long: it is not sent for each of its devices. */
#define DEVICES_INTERVAL (2 * G_USEC_PER_SEC)
#define OTHER_INTERVAL   G_USEC_PER_SEC
#define HEALTH_INTERVAL  (60 * G_USEC_PER_SEC)

/* One retained message. Of what was said last only a digest is kept. */
typedef struct {
    const WattleBridgePort *port;
    const char *name;
    char *(*write) (const WattleBridgePort *port);
    char *digest;
    WattleHassPacer *pacer;
} Topic;

struct _WattleBridgeState {
    const WattleBridgePort *port;
    Topic info;
    Topic devices;
    WattleHassPacer *health_pacer;
    guint online;   /* as last said */
    guint problems; /* the same */
};

static char *
write_devices (const WattleBridgePort *port)
{
    return wattle_bridge_roster_dup_list (wattle_bridge_port_get_house (port));
}

static gboolean
publish (gboolean due, gpointer user_data)
{
    Topic *topic = user_data;
    g_autofree char *text = NULL;
    g_autofree char *digest = NULL;

    if (!wattle_bridge_port_is_ready (topic->port))
        return FALSE;

    text = topic->write (topic->port);
    digest = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);
    if (due || g_strcmp0 (digest, topic->digest) != 0)
        wattle_bridge_port_retain (topic->port, topic->name, text);
    g_free (topic->digest);
    topic->digest = g_steal_pointer (&digest);
    /* To write it is what costs. */
    return TRUE;
}

/* Nobody says when the level of the log changes. */
static gboolean
publish_health (gboolean due, gpointer user_data)
{
    WattleBridgeState *self = user_data;
    WattleProblems *problems = wattle_bridge_port_get_house (self->port)->problems;
    guint online = wattle_bridge_info_count_online (self->port);
    g_autofree char *text = NULL;

    if (!wattle_bridge_port_is_ready (self->port) ||
        (!due && online == self->online && wattle_problems_get_count (problems) == self->problems))
        return FALSE;

    text = wattle_bridge_info_dup_health (self->port);
    wattle_bridge_port_retain (self->port, "health", text);
    self->online = online;
    self->problems = wattle_problems_get_count (problems);
    wattle_hass_pacer_ask (self->info.pacer);
    return TRUE;
}

static void
topic_init (Topic *topic,
            const WattleBridgePort *port,
            const char *name,
            char *(*write) (const WattleBridgePort *port),
            gint64 interval)
{
    topic->port = port;
    topic->name = name;
    topic->write = write;
    topic->pacer = wattle_hass_pacer_new (port->clock, interval, 0, publish, topic);
}

static void
topic_clear (Topic *topic)
{
    wattle_hass_pacer_free (topic->pacer);
    g_free (topic->digest);
}

WattleBridgeState *
wattle_bridge_state_new (const WattleBridgePort *port)
{
    WattleBridgeState *self = g_new0 (WattleBridgeState, 1);

    self->port = port;
    topic_init (&self->info, port, "info", wattle_bridge_info_dup_host, OTHER_INTERVAL);
    topic_init (&self->devices, port, "devices", write_devices, DEVICES_INTERVAL);
    self->health_pacer =
        wattle_hass_pacer_new (port->clock, OTHER_INTERVAL, HEALTH_INTERVAL, publish_health, self);
    return self;
}

void
wattle_bridge_state_free (WattleBridgeState *self)
{
    topic_clear (&self->info);
    topic_clear (&self->devices);
    wattle_hass_pacer_free (self->health_pacer);
    g_free (self);
}

GStrv
wattle_bridge_state_list_topics (const WattleBridgePort *port)
{
    static const char *const names[] = { "health", "devices", "info" };
    GStrv topics = g_new0 (char *, G_N_ELEMENTS (names) + 1);

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        topics[i] = wattle_bridge_port_dup_topic (port, names[i]);
    return topics;
}

void
wattle_bridge_state_announce (WattleBridgeState *self)
{
    wattle_hass_pacer_force (self->info.pacer);
    wattle_hass_pacer_force (self->devices.pacer);
    wattle_hass_pacer_force (self->health_pacer);
}

void
wattle_bridge_state_announce_after (WattleBridgeState *self, gint64 delay)
{
    wattle_hass_pacer_force_after (self->info.pacer, delay);
    wattle_hass_pacer_force_after (self->devices.pacer, delay);
    wattle_hass_pacer_force_after (self->health_pacer, delay);
}

void
wattle_bridge_state_update_info (WattleBridgeState *self)
{
    wattle_hass_pacer_ask (self->info.pacer);
}

void
wattle_bridge_state_update_devices (WattleBridgeState *self)
{
    wattle_hass_pacer_ask (self->devices.pacer);
    wattle_hass_pacer_ask (self->health_pacer);
}

void
wattle_bridge_state_update_health (WattleBridgeState *self)
{
    wattle_hass_pacer_ask (self->health_pacer);
}
