/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass.h"

#include <string.h>

#include "wattle-hass-devices.h"

/* Fixed in Home Assistant: it does not follow the discovery prefix. */
#define BIRTH_TOPIC "homeassistant/status"
#define BIRTH       "online"

/* Every publisher in the house answers a birth message; they should not all do so at once. */
#define BIRTH_SPREAD (G_USEC_PER_SEC / 2)

/* Whoever clears all retained messages should have ended before they are said again. */
#define LOSS_DELAY (2 * G_USEC_PER_SEC)

enum {
    SIGNAL_LOST,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleHass, wattle_hass, G_TYPE_OBJECT)

static void close_port (WattleHass *self);

static void
wattle_hass_dispose (GObject *object)
{
    close_port (WATTLE_HASS (object));
    G_OBJECT_CLASS (wattle_hass_parent_class)->dispose (object);
}

static void
wattle_hass_finalize (GObject *object)
{
    WattleHass *self = WATTLE_HASS (object);

    wattle_hass_round_free (self->round);
    wattle_hass_bridge_free (self->bridge);
    wattle_hass_orphans_free (self->orphans);
    g_hash_table_unref (self->by_runner);
    g_ptr_array_unref (self->devices);
    wattle_hass_journal_free (self->port.journal);
    g_string_free (self->port.buffer, TRUE);
    g_free ((char *)self->port.host.instance);
    g_free ((char *)self->port.host.prefix);
    g_free ((char *)self->port.host.version);
    g_free (self->name);
    g_object_unref (self->port.client);
    g_object_unref (self->port.clock);
    g_object_unref (self->outputs);
    g_object_unref (self->manager);
    g_object_unref (self->problems);

    G_OBJECT_CLASS (wattle_hass_parent_class)->finalize (object);
}

static void
wattle_hass_class_init (WattleHassClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_hass_dispose;
    object_class->finalize = wattle_hass_finalize;

    signals[SIGNAL_LOST] = g_signal_new ("lost", WATTLE_TYPE_HASS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
}

static void
wattle_hass_init (WattleHass *self)
{
    self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_hass_device_free);
    self->by_runner = g_hash_table_new (NULL, NULL);
}

static void
init_port (WattleHassPort *port,
           const WattleHassSettings *settings,
           WattleMqttClient *client,
           WattleProblems *problems,
           WattleClock *clock)
{
    const char *prefix = settings->prefix != NULL ? settings->prefix : "homeassistant";

    port->host.instance = g_strdup (settings->instance);
    port->host.prefix = g_strdup (prefix);
    port->host.version = g_strdup (settings->version);
    port->client = g_object_ref (client);
    port->clock = g_object_ref (clock);
    port->buffer = g_string_sized_new (1024);
    port->journal = wattle_hass_journal_new (settings->journal, &port->host, problems, clock);
}

WattleHass *
wattle_hass_new (const WattleHassSettings *settings,
                 WattleManager *manager,
                 WattleOutputs *outputs,
                 WattleMqttClient *client,
                 WattleProblems *problems,
                 WattleClock *clock)
{
    WattleHass *self = g_object_new (WATTLE_TYPE_HASS, NULL);

    self->manager = g_object_ref (manager);
    self->outputs = g_object_ref (outputs);
    self->problems = g_object_ref (problems);
    self->name = g_strdup (settings->name != NULL ? settings->name : "Wattle");
    self->min_interval_ms = settings->min_interval_ms;
    init_port (&self->port, settings, client, problems, clock);
    self->bridge = wattle_hass_bridge_new (&self->port, self->name, manager, problems);
    self->orphans = wattle_hass_orphans_new (&self->port, manager);
    self->round = wattle_hass_round_new (clock, self->bridge, self->devices);

    return self;
}

static void
on_problems_changed (WattleProblems *problems, WattleHass *self)
{
    wattle_hass_bridge_update_state (self->bridge);
}

/* Connection */

/* What is gone goes first: with other names, a part of its topics is used again. */
static void
begin (WattleHass *self)
{
    wattle_hass_orphans_sweep (self->orphans);
    wattle_hass_sentinel_set_connected (self->sentinel, TRUE);
    wattle_hass_round_start (self->round, 0);
}

static void
on_connection (WattleMqttClient *client, WattleHass *self)
{
    wattle_hass_orphans_lose_connection (self->orphans);
    if (wattle_mqtt_client_is_connected (client)) {
        begin (self);
        return;
    }

    wattle_hass_sentinel_set_connected (self->sentinel, FALSE);
    wattle_hass_round_cancel (self->round);
}

static void
on_loss (gpointer user_data)
{
    WattleHass *self = user_data;

    wattle_hass_round_start (self->round, LOSS_DELAY);
    g_signal_emit (self, signals[SIGNAL_LOST], 0);
}

/* When a person deletes one entity in Home Assistant, it clears the message of the whole device. */
static void
on_discovery (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleHass *self = user_data;
    WattleHassDevice *device;

    if (retained || g_bytes_get_size (payload) > 0 ||
        wattle_hass_orphans_take_echo (self->orphans, topic))
        return;

    device = wattle_hass_devices_find (self, topic);
    if (device != NULL)
        wattle_hass_device_restore (device);
    else if (g_str_equal (topic, wattle_hass_bridge_get_discovery_topic (self->bridge)))
        wattle_hass_bridge_restore (self->bridge);
}

static void
on_birth (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleHass *self = user_data;
    gsize length;
    const char *text = g_bytes_get_data (payload, &length);

    /* A retained one is old: the connection that brought it was answered already. */
    if (retained || length != strlen (BIRTH) || memcmp (text, BIRTH, length) != 0)
        return;

    g_debug ("Home Assistant has started");
    wattle_hass_round_start (self->round, g_random_int_range (0, BIRTH_SPREAD));
}

static void
on_refused (WattleRunner *runner, gpointer user_data)
{
    WattleHass *self = user_data;
    WattleHassDevice *device = g_hash_table_lookup (self->by_runner, runner);

    if (device != NULL)
        wattle_hass_device_send_state (device);
}

static void
listen (WattleHass *self)
{
    g_autofree char *filter = wattle_hass_payload_discovery_filter (&self->port.host);

    wattle_mqtt_client_subscribe (self->port.client, BIRTH_TOPIC, on_birth, self);
    wattle_mqtt_client_subscribe (self->port.client, filter, on_discovery, self);
    self->sentinel = wattle_hass_sentinel_new (&self->port, self->problems, on_loss, self);
    self->command =
        wattle_hass_command_new (&self->port, self->manager, self->outputs, on_refused, self);
    self->survey = wattle_hass_survey_new (&self->port, self->bridge, self->devices);
}

static void
connect_signals (WattleHass *self)
{
    g_signal_connect_object (self->problems, "changed", G_CALLBACK (on_problems_changed), self, 0);
    g_signal_connect_object (self->port.client, "state-changed", G_CALLBACK (on_connection), self,
                             0);
}

void
wattle_hass_start (WattleHass *self)
{
    if (self->port.open)
        return;

    self->port.open = TRUE;
    wattle_hass_devices_open (self);
    connect_signals (self);
    listen (self);
    if (wattle_mqtt_client_is_connected (self->port.client))
        begin (self);
}

void
wattle_hass_set_configured (WattleHass *self, const char *const *ids)
{
    wattle_hass_orphans_set_configured (self->orphans, ids);
}

void
wattle_hass_set_bridge_topics (WattleHass *self, const char *const *topics)
{
    if (topics != NULL)
        wattle_hass_journal_note (self->port.journal, WATTLE_HASS_JOURNAL_BRIDGE, NULL, topics,
                                  NULL);
    else
        wattle_hass_orphans_set_gone (self->orphans, WATTLE_HASS_JOURNAL_BRIDGE);
}

GStrv
wattle_hass_list_orphans (WattleHass *self)
{
    return wattle_hass_orphans_list (self->orphans);
}

static void
close_port (WattleHass *self)
{
    if (!self->port.open)
        return;

    self->port.open = FALSE;
    wattle_hass_round_cancel (self->round);
    g_clear_pointer (&self->survey, wattle_hass_survey_free);
    g_clear_pointer (&self->command, wattle_hass_command_free);
    g_clear_pointer (&self->sentinel, wattle_hass_sentinel_free);
    wattle_mqtt_client_unsubscribe (self->port.client, self);
    g_signal_handlers_disconnect_by_data (self->problems, self);
    g_signal_handlers_disconnect_by_data (self->port.client, self);
    wattle_hass_devices_close (self);
}

void
wattle_hass_stop (WattleHass *self)
{
    for (guint i = self->devices->len; i > 0; i--)
        wattle_hass_device_send_offline (g_ptr_array_index (self->devices, i - 1));
    wattle_hass_bridge_send_availability (self->bridge, FALSE);
    close_port (self);
    wattle_hass_journal_flush (self->port.journal);
}
