/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outlets.h"

#include "engine/wattle-client-id.h"
#include "publish/wattle-republish.h"
#include "wattle-config.h"
#include "wattle-log-feed.h"
#include "wattle-log.h"

/* The service manager gives the host five. */
#define STOP_TIME (4 * G_USEC_PER_SEC)

struct _WattleOutlets {
    GObject parent_instance;

    WattleOutletsParts parts; /* its text is owned */
    WattleBroker *broker;
    WattleHass *hass;
    WattleBridge *bridge; /* NULL: none is wanted */
    WattleLogFeed *log_feed;
    GPtrArray *republishers; /* of WattleRepublish */
    gint64 begun;

    guint stop_timer;
    guint closing; /* connections that are being closed */
    WattleClockFunc done;
    gpointer done_data;
};

enum {
    SIGNAL_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleOutlets, wattle_outlets, G_TYPE_OBJECT)

static void
drop_all (WattleOutlets *self)
{
    g_clear_pointer (&self->log_feed, wattle_log_feed_free);
    g_clear_object (&self->bridge);
    g_clear_object (&self->hass);
    g_ptr_array_set_size (self->republishers, 0);
    g_clear_object (&self->broker);
    /* What was wrong with it says nothing about the next one. */
    wattle_problems_clear (self->parts.problems, "broker", "connection");
    wattle_problems_clear (self->parts.problems, "broker", "subscriptions");
    wattle_problems_clear (self->parts.problems, "broker", "process");
}

static void
wattle_outlets_dispose (GObject *object)
{
    WattleOutlets *self = WATTLE_OUTLETS (object);

    wattle_clock_clear (self->parts.clock, &self->stop_timer);
    drop_all (self);

    G_OBJECT_CLASS (wattle_outlets_parent_class)->dispose (object);
}

static void
wattle_outlets_finalize (GObject *object)
{
    WattleOutlets *self = WATTLE_OUTLETS (object);

    g_ptr_array_unref (self->republishers);
    g_free ((char *)self->parts.state_dir);
    g_object_unref (self->parts.admin);
    g_object_unref (self->parts.store);
    g_object_unref (self->parts.manager);
    g_object_unref (self->parts.outputs);
    g_object_unref (self->parts.links);
    g_object_unref (self->parts.secrets);
    g_object_unref (self->parts.problems);
    g_object_unref (self->parts.clock);

    G_OBJECT_CLASS (wattle_outlets_parent_class)->finalize (object);
}

static void
wattle_outlets_class_init (WattleOutletsClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_outlets_dispose;
    object_class->finalize = wattle_outlets_finalize;

    signals[SIGNAL_CHANGED] = g_signal_new ("changed", WATTLE_TYPE_OUTLETS, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_outlets_init (WattleOutlets *self)
{
    self->republishers = g_ptr_array_new_with_free_func (g_object_unref);
}

WattleOutlets *
wattle_outlets_new (const WattleOutletsParts *parts)
{
    WattleOutlets *self = g_object_new (WATTLE_TYPE_OUTLETS, NULL);

    self->parts = *parts;
    self->parts.state_dir = g_strdup (parts->state_dir);
    self->begun = wattle_clock_get_monotonic (parts->clock);
    g_object_ref (parts->admin);
    g_object_ref (parts->store);
    g_object_ref (parts->manager);
    g_object_ref (parts->outputs);
    g_object_ref (parts->links);
    g_object_ref (parts->secrets);
    g_object_ref (parts->problems);
    g_object_ref (parts->clock);
    return self;
}

static const WattleHostConfig *
get_config (WattleOutlets *self)
{
    return wattle_store_get_host (self->parts.store);
}

/* Further brokers */

/* NULL: there is a problem that says why. */
static WattleMqttSettings *
resolve_publish (WattleOutlets *self, const WattlePublishConfig *config, const char *client_id)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *subject = g_strdup_printf ("publish %s", config->name);
    g_autofree char *place = g_strdup_printf ("wattle.conf: [Publish %s] ", config->name);
    WattleMqttSettings *settings = wattle_broker_config_resolve (
        &config->broker, self->parts.secrets, client_id, NULL, &error);

    if (settings == NULL)
        wattle_problems_set_error (self->parts.problems, subject, WATTLE_STORE_TOPIC "settings",
                                   place, error);
    return settings;
}

void
wattle_outlets_check (WattleOutlets *self)
{
    GPtrArray *publishes = get_config (self)->publishes;

    wattle_broker_check (get_config (self), self->parts.secrets, self->parts.problems);
    for (guint i = 0; i < publishes->len; i++) {
        WattleMqttSettings *settings =
            resolve_publish (self, g_ptr_array_index (publishes, i), NULL);

        g_clear_pointer (&settings, wattle_mqtt_settings_free);
    }
}

static void
start_republisher (WattleOutlets *self, const WattlePublishConfig *config, const char *host_id)
{
    g_autofree char *client_id = g_strdup_printf ("%s-%s", host_id, config->name);
    WattleMqttSettings *settings = resolve_publish (self, config, client_id);
    g_autoptr (WattleMqttClient) client = NULL;
    WattleRepublish *republisher;

    if (settings == NULL)
        return;

    client = wattle_mqtt_client_new (settings, self->parts.clock);
    wattle_mqtt_settings_free (settings);
    republisher = wattle_republish_new (config, get_config (self)->instance, self->parts.manager,
                                        client, self->parts.problems, self->parts.clock);
    g_ptr_array_add (self->republishers, republisher);
    wattle_republish_start (republisher);
}

static void
start_republishers (WattleOutlets *self)
{
    const WattleHostConfig *config = get_config (self);
    g_autofree char *host_id = wattle_client_id_load (self->parts.state_dir, config->instance);

    for (guint i = 0; i < config->publishes->len; i++)
        start_republisher (self, g_ptr_array_index (config->publishes, i), host_id);
}

/* The broker, and Home Assistant */

static void
on_client_state (WattleOutlets *self)
{
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A device whose file is damaged is still meant to be there, and so is a tariff plan. */
static void
tell_configured (WattleOutlets *self)
{
    WattleTariffs *tariffs = wattle_admin_get_parts (self->parts.admin)->tariffs;
    const char *const *ids = wattle_store_get_ids (self->parts.store);
    g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
    g_auto (GStrv) plans = tariffs != NULL ? wattle_tariffs_list_devices (tariffs) : NULL;
    g_auto (GStrv) configured = NULL;

    if (self->hass == NULL || ids == NULL)
        return;

    g_strv_builder_addv (all, (const char **)ids);
    if (plans != NULL)
        g_strv_builder_addv (all, (const char **)plans);
    configured = g_strv_builder_end (all);
    wattle_hass_set_configured (self->hass, (const char *const *)configured);
}

static void
start_hass (WattleOutlets *self, WattleMqttClient *client)
{
    const WattleHostConfig *config = get_config (self);
    g_autofree char *journal = g_build_filename (self->parts.state_dir, "topics.jsonl", NULL);
    WattleHassSettings settings = {
        .instance = config->instance,
        .prefix = config->discovery_prefix,
        .version = WATTLE_VERSION,
        .min_interval_ms = -1,
        .journal = journal,
    };

    self->hass = wattle_hass_new (&settings, self->parts.manager, self->parts.outputs, client,
                                  self->parts.problems, self->parts.clock);
    wattle_hass_start (self->hass);
}

static void
start_bridge (WattleOutlets *self, WattleMqttClient *client)
{
    const WattleHostConfig *config = get_config (self);
    WattleBridgeSettings settings = {
        .instance = config->instance,
        .version = WATTLE_VERSION,
        .mode = config->bridge,
        .log = { wattle_log_get_level, wattle_log_set_level },
        .begun = self->begun,
    };

    if (config->bridge == WATTLE_BRIDGE_OFF) {
        wattle_hass_set_bridge_topics (self->hass, NULL);
        return;
    }

    self->bridge = wattle_bridge_new (&settings, self->parts.admin, self->parts.outputs, client,
                                      self->hass, self->parts.clock);
    wattle_bridge_start (self->bridge);
    self->log_feed = wattle_log_feed_new (self->bridge);
}

void
wattle_outlets_start (WattleOutlets *self)
{
    WattleMqttClient *client;

    g_return_if_fail (self->broker == NULL);

    self->broker = wattle_broker_new (
        get_config (self), wattle_store_get_devices (self->parts.store), self->parts.state_dir,
        self->parts.secrets, self->parts.problems, self->parts.clock);
    client = wattle_broker_get_client (self->broker);
    wattle_link_pool_set_broker (self->parts.links, client);
    if (client != NULL) {
        start_hass (self, client);
        start_bridge (self, client);
        g_signal_connect_object (client, "state-changed", G_CALLBACK (on_client_state), self,
                                 G_CONNECT_SWAPPED);
    }
    start_republishers (self);
    wattle_broker_start (self->broker);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
wattle_outlets_update_devices (WattleOutlets *self)
{
    if (self->broker != NULL)
        wattle_broker_update_accounts (self->broker, get_config (self),
                                       wattle_store_get_devices (self->parts.store));
    tell_configured (self);
}

/* Stopping */

static void
finish_stop (gpointer user_data)
{
    WattleOutlets *self = user_data;
    WattleClockFunc done = self->done;

    wattle_clock_clear (self->parts.clock, &self->stop_timer);
    self->closing = 0;
    self->done = NULL;
    if (done == NULL)
        return;

    drop_all (self);
    done (self->done_data);
}

/* The last one of them may be what calls this; it is dropped once it has returned. */
static gboolean
on_all_closed (gpointer user_data)
{
    finish_stop (user_data);
    return G_SOURCE_REMOVE;
}

static void
on_connection_closed (gpointer user_data)
{
    WattleOutlets *self = user_data;

    if (self->closing > 0 && --self->closing == 0)
        g_idle_add_full (G_PRIORITY_DEFAULT, on_all_closed, g_object_ref (self), g_object_unref);
}

void
wattle_outlets_stop (WattleOutlets *self, WattleClockFunc done, gpointer user_data)
{
    g_return_if_fail (self->broker != NULL && self->done == NULL);

    self->done = done;
    self->done_data = user_data;
    self->stop_timer = wattle_clock_call_after (self->parts.clock, STOP_TIME, finish_stop, self);

    if (self->bridge != NULL)
        wattle_bridge_stop (self->bridge);
    if (self->hass != NULL)
        wattle_hass_stop (self->hass);
    self->closing = 1 + self->republishers->len;
    for (guint i = 0; i < self->republishers->len; i++)
        wattle_republish_stop (g_ptr_array_index (self->republishers, i), on_connection_closed,
                               self);
    wattle_broker_stop (self->broker, on_connection_closed, self);
}

/* Asking */

gboolean
wattle_outlets_is_settled (WattleOutlets *self)
{
    WattleMqttClient *client =
        self->broker != NULL ? wattle_broker_get_client (self->broker) : NULL;

    return client == NULL || wattle_mqtt_client_is_connected (client);
}

WattleBroker *
wattle_outlets_get_broker (WattleOutlets *self)
{
    return self->broker;
}

WattleHass *
wattle_outlets_get_hass (WattleOutlets *self)
{
    return self->hass;
}
