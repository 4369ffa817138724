/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-broker.h"

#include <string.h>

#include "engine/wattle-client-id.h"
#include "transport/wattle-mqtt-settings.h"

#define SUBJECT "broker"

struct _WattleBroker {
    GObject parent_instance;

    WattleProblems *problems;
    WattleEmbeddedBroker *embedded; /* NULL: a configured one */
    WattleMqttClient *client;
    char *host;
    guint16 port;
    gboolean client_started;
    GHashTable *accounts; /* set of ids of devices that have one */
    WattleClockFunc done;
    gpointer done_data;
};

G_DEFINE_FINAL_TYPE (WattleBroker, wattle_broker, G_TYPE_OBJECT)

static void
wattle_broker_finalize (GObject *object)
{
    WattleBroker *self = WATTLE_BROKER (object);

    g_clear_object (&self->client);
    g_clear_object (&self->embedded);
    g_object_unref (self->problems);
    g_hash_table_unref (self->accounts);
    g_free (self->host);

    G_OBJECT_CLASS (wattle_broker_parent_class)->finalize (object);
}

static void
wattle_broker_class_init (WattleBrokerClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_broker_finalize;
}

static void
wattle_broker_init (WattleBroker *self)
{
    self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
on_client_state (WattleMqttClient *client, gpointer user_data)
{
    WattleBroker *self = user_data;
    const char *detail = wattle_mqtt_client_get_detail (client);

    /* The client itself has logged it. */
    if (wattle_mqtt_client_is_connected (client))
        wattle_problems_clear (self->problems, SUBJECT, "connection");
    else
        wattle_problems_note (self->problems, SUBJECT, "connection", "%s: %s",
                              wattle_mqtt_client_get_uri (client),
                              detail != NULL ? detail : "not connected");
}

static void
on_client_refused (WattleMqttClient *client, gpointer user_data)
{
    WattleBroker *self = user_data;
    g_autofree char *filters = wattle_mqtt_client_dup_refused (client);

    if (filters == NULL)
        wattle_problems_clear (self->problems, SUBJECT, "subscriptions");
    else
        wattle_problems_set (self->problems, SUBJECT, "subscriptions",
                             "%s: the broker does not let this account read %s",
                             wattle_mqtt_client_get_uri (client), filters);
}

static void
make_client (WattleBroker *self, const WattleMqttSettings *settings, WattleClock *clock)
{
    self->host = g_strdup (settings->host);
    self->port = settings->port;
    self->client = wattle_mqtt_client_new (settings, clock);
    g_signal_connect_object (self->client, "state-changed", G_CALLBACK (on_client_state), self, 0);
    g_signal_connect_object (self->client, "refused-changed", G_CALLBACK (on_client_refused), self,
                             0);
}

/* NULL: there is a problem that says why. */
static WattleMqttSettings *
resolve (const WattleHostConfig *config,
         WattleSecrets *secrets,
         WattleProblems *problems,
         const char *client_id)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *will = g_strdup_printf ("%s/bridge/state", config->instance);
    WattleMqttSettings *settings =
        wattle_broker_config_resolve (&config->mqtt, secrets, client_id, will, &error);

    if (settings == NULL)
        wattle_problems_set_error (problems, SUBJECT, WATTLE_STORE_TOPIC "settings",
                                   "wattle.conf: [Mqtt] ", error);
    return settings;
}

void
wattle_broker_check (const WattleHostConfig *config,
                     WattleSecrets *secrets,
                     WattleProblems *problems)
{
    WattleMqttSettings *settings = NULL;
    g_autoptr (GError) error = NULL;

    if (*config->mqtt.uri != '\0')
        settings = resolve (config, secrets, problems, NULL);
    else if (!wattle_embedded_broker_check_listen (config->listen, &error))
        wattle_problems_set_error (problems, SUBJECT, WATTLE_STORE_TOPIC "listen", "", error);
    g_clear_pointer (&settings, wattle_mqtt_settings_free);
}

static void
use_configured (WattleBroker *self,
                const WattleHostConfig *config,
                const char *state_dir,
                WattleSecrets *secrets,
                WattleClock *clock)
{
    g_autofree char *client_id = wattle_client_id_load (state_dir, config->instance);
    WattleMqttSettings *settings = resolve (config, secrets, self->problems, client_id);

    if (settings == NULL)
        return;

    make_client (self, settings, clock);
    wattle_mqtt_settings_free (settings);
}

static void
on_ready (WattleEmbeddedBroker *embedded, gpointer user_data)
{
    WattleBroker *self = user_data;

    wattle_problems_clear (self->problems, SUBJECT, "process");
    if (self->client_started)
        wattle_mqtt_client_retry_now (self->client);
    else
        wattle_mqtt_client_start (self->client);
    self->client_started = TRUE;
}

static void
on_failed (WattleEmbeddedBroker *embedded, gpointer user_data)
{
    WattleBroker *self = user_data;

    wattle_problems_note (self->problems, SUBJECT, "process", "%s",
                          wattle_embedded_broker_get_detail (embedded));
}

/* An account that reaches the host's own topics could switch the outputs of others. */
static gboolean
reaches_host (const char *filter, const WattleHostConfig *config)
{
    g_auto (GStrv) levels = g_strsplit (filter, "/", 2);

    return g_str_equal (levels[0], config->instance) ||
           g_str_equal (levels[0], config->discovery_prefix) ||
           g_str_equal (levels[0], "homeassistant");
}

static gboolean
may_have_account (WattleBroker *self,
                  const WattleHostConfig *config,
                  const WattleDeviceConfig *device)
{
    if (!device->enabled || device->mqtt_topics == NULL)
        return FALSE;

    for (guint i = 0; device->mqtt_topics[i] != NULL; i++) {
        if (!reaches_host (device->mqtt_topics[i], config))
            continue;
        wattle_problems_set (self->problems, device->id, WATTLE_STORE_TOPIC "account",
                             "%s: [Link] MqttTopics: “%s” are topics of the host and of Home "
                             "Assistant; a device has its own",
                             device->path, device->mqtt_topics[i]);
        return FALSE;
    }
    return TRUE;
}

static void
set_accounts (WattleBroker *self, const WattleHostConfig *config, GPtrArray *devices)
{
    GHashTable *before = self->accounts;
    GHashTableIter iter;
    gpointer id;

    self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; devices != NULL && i < devices->len; i++) {
        const WattleDeviceConfig *device = g_ptr_array_index (devices, i);

        if (!may_have_account (self, config, device))
            continue;
        wattle_embedded_broker_set_account (self->embedded, device->id,
                                            (const char *const *)device->mqtt_topics);
        g_hash_table_add (self->accounts, g_strdup (device->id));
    }

    g_hash_table_iter_init (&iter, before);
    while (g_hash_table_iter_next (&iter, &id, NULL))
        if (!g_hash_table_contains (self->accounts, id))
            wattle_embedded_broker_set_account (self->embedded, id, NULL);
    g_hash_table_unref (before);
}

static void
make_embedded (WattleBroker *self,
               const WattleHostConfig *config,
               GPtrArray *devices,
               const char *state_dir,
               WattleClock *clock)
{
    self->embedded = wattle_embedded_broker_new (state_dir, config->listen, clock);
    wattle_embedded_broker_set_port (self->embedded, (guint16)config->port);
    wattle_embedded_broker_set_topics (self->embedded, config->instance, config->discovery_prefix);
    set_accounts (self, config, devices);
    g_signal_connect_object (self->embedded, "ready", G_CALLBACK (on_ready), self, 0);
    g_signal_connect_object (self->embedded, "failed", G_CALLBACK (on_failed), self, 0);
}

static void
use_embedded (WattleBroker *self,
              const WattleHostConfig *config,
              GPtrArray *devices,
              const char *state_dir,
              WattleClock *clock)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *client_id = wattle_client_id_load (state_dir, config->instance);
    g_autofree char *will = g_strdup_printf ("%s/bridge/state", config->instance);
    WattleMqttSettings settings = { .client_id = client_id, .will_topic = will };

    make_embedded (self, config, devices, state_dir, clock);
    if (!wattle_embedded_broker_start (self->embedded, &error)) {
        wattle_problems_set_error (self->problems, SUBJECT, "process", "", error);
        g_clear_object (&self->embedded);
        return;
    }

    if (wattle_embedded_broker_get_detail (self->embedded) != NULL)
        on_failed (self->embedded, self);
    settings.host = wattle_embedded_broker_get_host (self->embedded);
    settings.port = wattle_embedded_broker_get_port (self->embedded);
    settings.username = wattle_embedded_broker_get_username (self->embedded);
    settings.password = wattle_embedded_broker_get_password (self->embedded);
    make_client (self, &settings, clock);
}

WattleBroker *
wattle_broker_new (const WattleHostConfig *config,
                   GPtrArray *devices,
                   const char *state_dir,
                   WattleSecrets *secrets,
                   WattleProblems *problems,
                   WattleClock *clock)
{
    WattleBroker *self = g_object_new (WATTLE_TYPE_BROKER, NULL);

    self->problems = g_object_ref (problems);
    if (*config->mqtt.uri != '\0')
        use_configured (self, config, state_dir, secrets, clock);
    else
        use_embedded (self, config, devices, state_dir, clock);

    return self;
}

void
wattle_broker_update_accounts (WattleBroker *self,
                               const WattleHostConfig *config,
                               GPtrArray *devices)
{
    if (self->embedded == NULL)
        return;

    set_accounts (self, config, devices);
    wattle_embedded_broker_reload (self->embedded);
}

gboolean
wattle_broker_is_embedded (WattleBroker *self)
{
    return self->embedded != NULL;
}

const char *
wattle_broker_get_device_password (WattleBroker *self, const char *id)
{
    return self->embedded != NULL && g_hash_table_contains (self->accounts, id)
               ? wattle_embedded_broker_get_account_password (self->embedded, id)
               : NULL;
}

WattleMqttClient *
wattle_broker_get_client (WattleBroker *self)
{
    return self->client;
}

const char *
wattle_broker_get_host (WattleBroker *self)
{
    return self->host;
}

guint16
wattle_broker_get_port (WattleBroker *self)
{
    return self->port;
}

const char *
wattle_broker_get_username (WattleBroker *self)
{
    return self->embedded != NULL ? wattle_embedded_broker_get_client_username (self->embedded)
                                  : NULL;
}

const char *
wattle_broker_get_password (WattleBroker *self)
{
    return self->embedded != NULL ? wattle_embedded_broker_get_client_password (self->embedded)
                                  : NULL;
}

void
wattle_broker_start (WattleBroker *self)
{
    if (self->client != NULL && self->embedded == NULL)
        wattle_mqtt_client_start (self->client);
    else if (self->embedded != NULL && wattle_embedded_broker_is_ready (self->embedded))
        on_ready (self->embedded, self);
}

static void
on_client_stopped (gpointer user_data)
{
    WattleBroker *self = user_data;

    if (self->embedded != NULL)
        wattle_embedded_broker_stop (self->embedded, self->done, self->done_data);
    else
        self->done (self->done_data);
}

void
wattle_broker_stop (WattleBroker *self, WattleClockFunc done, gpointer user_data)
{
    self->done = done;
    self->done_data = user_data;
    if (self->client == NULL) {
        on_client_stopped (self);
        return;
    }

    g_signal_handlers_disconnect_by_data (self->client, self);
    wattle_mqtt_client_stop (self->client, on_client_stopped, self);
}
