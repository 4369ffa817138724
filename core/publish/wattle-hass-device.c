/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-device.h"

#include "wattle-hass-components.h"
#include "wattle-hass-pacer.h"
#include "wattle-hass-state.h"

/* Home Assistant sends its birth message only after this long without any discovery message. */
#define DISCOVERY_INTERVAL (5 * G_USEC_PER_SEC)

/* A device that has just been found may not yet have shown all of its entities. */
#define SETTLE_TIME (60 * G_USEC_PER_SEC)

struct _WattleHassDevice {
    const WattleHassPort *port;
    WattleRunner *runner;
    WattleOutputs *outputs;
    WattleHassPacer *discovery_pacer;
    WattleHassPacer *state_pacer;
    WattleHassState *state;

    char *discovery_topic;
    char *availability_topic;
    char *state_topic;
    char *attributes_topic;

    gboolean met;
    gboolean announced;
    char *digest;           /* of the last discovery message */
    GHashTable *components; /* in it: key → platform */
    GHashTable *earlier;    /* of an earlier run, not seen in this one: key → platform */
    guint settle_timer;
    gboolean settled; /* what has not been seen by now is gone */
    int available;    /* as last sent, -1: never */
};

static gboolean publish_description (gboolean due, gpointer user_data);
static gboolean publish_state (gboolean due, gpointer user_data);

static void
make_topics (WattleHassDevice *self)
{
    const WattleHassHost *host = &self->port->host;
    const char *id = wattle_runner_get_id (self->runner);

    self->discovery_topic = wattle_hass_payload_discovery_topic (host, id);
    self->availability_topic = wattle_hass_payload_availability_topic (host, id);
    self->state_topic = wattle_hass_payload_state_topic (host, id);
    self->attributes_topic = wattle_hass_payload_attributes_topic (host, id);
}

static void
on_settled (gpointer user_data)
{
    WattleHassDevice *self = user_data;

    self->settle_timer = 0;
    self->settled = TRUE;
    wattle_hass_pacer_ask (self->discovery_pacer);
}

/* A request that fails may be the one that shows what seems to be gone. */
static void
watch_settling (WattleHassDevice *self)
{
    gboolean well = wattle_runner_get_state (self->runner) == WATTLE_RUNNER_ONLINE;

    if (!well)
        wattle_clock_clear (self->port->clock, &self->settle_timer);
    else if (!self->settled && self->settle_timer == 0 && g_hash_table_size (self->earlier) > 0)
        self->settle_timer =
            wattle_clock_call_after (self->port->clock, SETTLE_TIME, on_settled, self);
}

static WattleHassState *
new_state (WattleHassDevice *self)
{
    return wattle_hass_state_new (self->outputs, wattle_runner_get_id (self->runner),
                                  wattle_runner_get_device (self->runner));
}

WattleHassDevice *
wattle_hass_device_new (const WattleHassPort *port,
                        WattleRunner *runner,
                        WattleOutputs *outputs,
                        gint64 min_interval)
{
    WattleHassDevice *self = g_new0 (WattleHassDevice, 1);

    self->port = port;
    self->runner = g_object_ref (runner);
    self->outputs = g_object_ref (outputs);
    self->components = wattle_hass_components_new ();
    self->earlier =
        wattle_hass_journal_dup_components (port->journal, wattle_runner_get_id (runner));
    self->available = -1;
    self->state = new_state (self);
    self->discovery_pacer =
        wattle_hass_pacer_new (port->clock, DISCOVERY_INTERVAL, 0, publish_description, self);
    self->state_pacer = wattle_hass_pacer_new (port->clock, min_interval, WATTLE_HASS_HEARTBEAT,
                                               publish_state, self);
    make_topics (self);
    watch_settling (self);

    return self;
}

void
wattle_hass_device_free (WattleHassDevice *self)
{
    wattle_hass_pacer_free (self->discovery_pacer);
    wattle_hass_pacer_free (self->state_pacer);
    wattle_clock_clear (self->port->clock, &self->settle_timer);
    wattle_hass_state_free (self->state);
    g_hash_table_unref (self->components);
    g_hash_table_unref (self->earlier);
    g_object_unref (self->outputs);
    g_object_unref (self->runner);
    g_free (self->discovery_topic);
    g_free (self->availability_topic);
    g_free (self->state_topic);
    g_free (self->attributes_topic);
    g_free (self->digest);
    g_free (self);
}

WattleRunner *
wattle_hass_device_get_runner (WattleHassDevice *self)
{
    return self->runner;
}

gboolean
wattle_hass_device_is_announced (WattleHassDevice *self)
{
    return self->announced;
}

void
wattle_hass_device_forget_announced (WattleHassDevice *self)
{
    self->announced = FALSE;
}

static const char *const *
list_gateways (WattleRunner *runner, GPtrArray *ids)
{
    WattleRunner *parent = runner;

    while ((parent = wattle_runner_get_parent (parent)) != NULL)
        g_ptr_array_insert (ids, 0, (char *)wattle_runner_get_id (parent));
    g_ptr_array_add (ids, NULL);

    return (const char *const *)ids->pdata;
}

static char *
describe (WattleHassDevice *self, GHashTable *removed)
{
    g_autoptr (GPtrArray) ids = g_ptr_array_new ();
    const char *name = wattle_runner_get_name (self->runner);
    WattleHassDescription description = {
        .id = wattle_runner_get_id (self->runner),
        .name = name != NULL && *name != '\0' ? name : wattle_runner_get_id (self->runner),
        .device = wattle_runner_get_device (self->runner),
        .gateways = list_gateways (self->runner, ids),
    };

    return wattle_hass_payload_describe_device (&self->port->host, &description, removed);
}

/* Of an earlier run. */
static gboolean
is_gone (WattleHassDevice *self, GHashTable *current, const char *key, const char *platform)
{
    const char *now = g_hash_table_lookup (current, key);

    return now != NULL ? !g_str_equal (platform, now) : self->settled;
}

/* Leaving a component out of the message removes nothing: it has to be named once as removed. One
 * that changes its platform is two components to Home Assistant. */
static GHashTable *
list_removed (WattleHassDevice *self, GHashTable *current)
{
    GHashTable *removed = wattle_hass_components_new ();
    GHashTableIter iter;
    gpointer key, platform;

    g_hash_table_iter_init (&iter, self->components);
    while (g_hash_table_iter_next (&iter, &key, &platform))
        if (g_strcmp0 (platform, g_hash_table_lookup (current, key)) != 0)
            wattle_hass_components_put (removed, key, platform);
    g_hash_table_iter_init (&iter, self->earlier);
    while (g_hash_table_iter_next (&iter, &key, &platform))
        if (is_gone (self, current, key, platform))
            wattle_hass_components_put (removed, key, platform);

    return removed;
}

static void
note (WattleHassDevice *self, GHashTable *components)
{
    WattleRunner *parent = wattle_runner_get_parent (self->runner);
    const char *topics[] = { self->availability_topic, self->discovery_topic, NULL };

    wattle_hass_journal_note (self->port->journal, wattle_runner_get_id (self->runner),
                              parent != NULL ? wattle_runner_get_id (parent) : NULL, topics,
                              components);
}

/* Home Assistant may know what it is told now and what it was told and not yet told to forget. */
static void
note_components (WattleHassDevice *self, GHashTable *current, GHashTable *removed)
{
    g_autoptr (GHashTable) known = NULL;

    if (g_hash_table_size (self->earlier) + g_hash_table_size (removed) == 0) {
        note (self, current);
        return;
    }

    known = wattle_hass_components_copy (current);
    wattle_hass_components_put_all (known, self->earlier);
    wattle_hass_components_put_all (known, removed);
    note (self, known);
}

static gboolean
is_said (gpointer key, gpointer platform, gpointer user_data)
{
    GHashTable **said = user_data;

    return g_hash_table_contains (said[0], key) || g_hash_table_contains (said[1], key);
}

static void
send_description (WattleHassDevice *self,
                  GHashTable *current,
                  GHashTable *removed,
                  const char *description,
                  const char *digest)
{
    GHashTable *said[] = { current, removed };

    note_components (self, current, removed);
    g_hash_table_foreach_remove (self->earlier, is_said, said);
    wattle_hass_port_retain (self->port, self->discovery_topic, description);
    g_free (self->digest);
    self->digest = g_strdup (digest);
    self->announced = TRUE;

    g_hash_table_unref (self->components);
    self->components = g_hash_table_ref (current);
}

static gboolean
publish_description (gboolean due, gpointer user_data)
{
    WattleHassDevice *self = user_data;
    g_autoptr (GHashTable) current = NULL;
    g_autoptr (GHashTable) removed = NULL;
    g_autofree char *description = NULL;
    g_autofree char *digest = NULL;

    if (!self->met || !wattle_hass_port_is_ready (self->port))
        return FALSE;

    current = wattle_hass_payload_list_components (wattle_runner_get_device (self->runner));
    removed = list_removed (self, current);
    description = describe (self, removed);
    digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, description, -1);
    if (!due && g_strcmp0 (digest, self->digest) == 0)
        return FALSE;

    send_description (self, current, removed, description, digest);
    wattle_hass_pacer_force_after (self->state_pacer, WATTLE_HASS_SUBSCRIBE_TIME);
    /* The next message leaves out what was removed by this one. */
    if (g_hash_table_size (removed) > 0)
        wattle_hass_pacer_ask_later (self->discovery_pacer);

    return TRUE;
}

static void
send_state (WattleHassDevice *self,
            const char *topic,
            void (*append) (WattleHassState *state, GString *buffer))
{
    GString *buffer = self->port->buffer;

    g_string_truncate (buffer, 0);
    append (self->state, buffer);
    wattle_mqtt_client_publish (self->port->client, topic, buffer->str, buffer->len, 0);
}

/* The attributes come before what they are about, so that an automation that acts on the value sees
 * how good it is. */
static gboolean
publish_state (gboolean due, gpointer user_data)
{
    WattleHassDevice *self = user_data;

    if (!due && !wattle_hass_state_has_moved (self->state))
        return FALSE;
    if (!wattle_hass_port_is_ready (self->port) || !wattle_hass_state_is_known (self->state))
        return FALSE;

    if (due || wattle_hass_state_has_turned (self->state))
        send_state (self, self->attributes_topic, wattle_hass_state_append_attributes);
    send_state (self, self->state_topic, wattle_hass_state_append);
    wattle_hass_state_remember (self->state);
    return TRUE;
}

void
wattle_hass_device_meet (WattleHassDevice *self)
{
    self->met = TRUE;
}

void
wattle_hass_device_announce (WattleHassDevice *self)
{
    wattle_hass_pacer_force (self->discovery_pacer);
}

void
wattle_hass_device_send_availability (WattleHassDevice *self)
{
    gboolean available = wattle_runner_is_available (self->runner);

    if (!wattle_hass_port_is_ready (self->port))
        return;

    note (self, NULL);
    wattle_hass_port_retain (self->port, self->availability_topic,
                             available ? "online" : "offline");
    self->available = available;
}

void
wattle_hass_device_send_state (WattleHassDevice *self)
{
    wattle_hass_pacer_force (self->state_pacer);
}

void
wattle_hass_device_update_description (WattleHassDevice *self)
{
    wattle_hass_state_free (self->state);
    self->state = new_state (self);
    wattle_hass_pacer_ask (self->discovery_pacer);
}

void
wattle_hass_device_update_availability (WattleHassDevice *self)
{
    watch_settling (self);
    if (self->available != wattle_runner_is_available (self->runner))
        wattle_hass_device_send_availability (self);
}

void
wattle_hass_device_update_state (WattleHassDevice *self)
{
    wattle_hass_pacer_ask (self->state_pacer);
}

void
wattle_hass_device_update_output (WattleHassDevice *self)
{
    wattle_hass_state_note_output (self->state);
    if (self->announced)
        wattle_hass_pacer_force (self->state_pacer);
}

void
wattle_hass_device_send_offline (WattleHassDevice *self)
{
    if (!wattle_hass_port_is_ready (self->port))
        return;

    note (self, NULL);
    wattle_hass_port_retain (self->port, self->availability_topic, "offline");
    self->available = FALSE;
}

const char *
wattle_hass_device_get_discovery_topic (WattleHassDevice *self)
{
    return self->discovery_topic;
}

char *
wattle_hass_device_dup_description (WattleHassDevice *self)
{
    return self->met ? describe (self, NULL) : NULL;
}

void
wattle_hass_device_restore (WattleHassDevice *self)
{
    g_clear_pointer (&self->digest, g_free);
    wattle_hass_pacer_ask (self->discovery_pacer);
}
