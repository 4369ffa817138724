/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-daemon.h"

#include <stdio.h>

#include "engine/wattle-client-id.h"
#include "engine/wattle-frame-recorder.h"
#include "engine/wattle-manager.h"
#include "engine/wattle-quarantine.h"
#include "publish/wattle-hass.h"
#include "publish/wattle-republish.h"
#include "transport/wattle-mqtt-connect.h"
#include "wattle-broker.h"
#include "wattle-config.h"
#include "wattle-readings-table.h"
#include "wattle-ready-file.h"

/* The service manager gives us five. */
#define STOP_TIME (4 * G_USEC_PER_SEC)

struct _WattleDaemon {
    GObject parent_instance;

    char *state_dir;
    char *ready_file;
    gboolean verbose;

    WattleClock *clock;
    WattleProblems *problems;
    WattleSecrets *secrets;
    WattleQuarantine *quarantine;
    WattleStore *store;
    WattlePlugins *plugins;
    WattleLinkPool *links;
    WattleCounters *counters;
    WattleManager *manager;
    WattleFrameRecorder *recorder; /* NULL: nothing is recorded */
    WattleBroker *broker;
    WattleHass *hass;
    GPtrArray *republishers; /* of WattleRepublish */

    GString *table;
    guint stop_timer;
    guint stopping; /* connections that are being closed */
    WattleClockFunc done;
    gpointer done_data;
};

G_DEFINE_FINAL_TYPE (WattleDaemon, wattle_daemon, G_TYPE_OBJECT)

static void
wattle_daemon_dispose (GObject *object)
{
    WattleDaemon *self = WATTLE_DAEMON (object);

    wattle_clock_clear (self->clock, &self->stop_timer);
    if (self->manager != NULL)
        wattle_manager_unsubscribe (self->manager, self);
    g_clear_object (&self->hass);
    g_clear_object (&self->recorder);
    g_ptr_array_set_size (self->republishers, 0);
    g_clear_object (&self->manager);
    g_clear_object (&self->links);
    g_clear_object (&self->broker);

    G_OBJECT_CLASS (wattle_daemon_parent_class)->dispose (object);
}

static void
wattle_daemon_finalize (GObject *object)
{
    WattleDaemon *self = WATTLE_DAEMON (object);

    g_object_unref (self->plugins);
    g_object_unref (self->counters);
    g_object_unref (self->store);
    g_object_unref (self->quarantine);
    g_object_unref (self->secrets);
    g_object_unref (self->problems);
    g_object_unref (self->clock);
    g_ptr_array_unref (self->republishers);
    g_string_free (self->table, TRUE);
    g_free (self->state_dir);
    g_free (self->ready_file);

    G_OBJECT_CLASS (wattle_daemon_parent_class)->finalize (object);
}

static void
wattle_daemon_class_init (WattleDaemonClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_daemon_dispose;
    object_class->finalize = wattle_daemon_finalize;
}

static void
wattle_daemon_init (WattleDaemon *self)
{
    self->table = g_string_new (NULL);
    self->republishers = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
make_manager (WattleDaemon *self)
{
    g_autofree char *folder = g_build_filename (self->state_dir, "devices", NULL);
    g_autoptr (WattleStateStore) states = wattle_state_store_new (folder, self->clock);
    WattleManagerParts parts = {
        .clock = self->clock,
        .plugins = self->plugins,
        .links = self->links,
        .secrets = self->secrets,
        .states = states,
        .counters = self->counters,
        .problems = self->problems,
    };

    self->manager = wattle_manager_new (&parts);
}

static void
make_recorder (WattleDaemon *self, const char *folder)
{
    WattleFrameRecorderParts parts = {
        self->clock, self->plugins, self->secrets, self->problems, self->manager,
    };

    self->recorder = wattle_frame_recorder_new (folder, WATTLE_VERSION, &parts);
}

WattleDaemon *
wattle_daemon_new (const WattleDaemonSettings *settings, WattleClock *clock)
{
    WattleDaemon *self = g_object_new (WATTLE_TYPE_DAEMON, NULL);

    self->state_dir = g_strdup (settings->state_dir);
    self->ready_file = g_strdup (settings->ready_file);
    self->verbose = settings->verbose;
    self->clock = g_object_ref (clock);
    self->problems = wattle_problems_new (clock);
    self->secrets = wattle_secrets_new (settings->state_dir, g_getenv ("CREDENTIALS_DIRECTORY"));
    self->quarantine = wattle_quarantine_new (settings->state_dir, self->problems, clock);
    self->store = wattle_store_new (settings->config_dir, self->problems);
    wattle_store_set_state_dir (self->store, settings->state_dir);
    self->plugins = wattle_plugins_new (self->problems);
    wattle_plugins_set_python_on_demand (self->plugins, TRUE);
    self->links = wattle_link_pool_new (clock);
    self->counters = wattle_counters_new (settings->state_dir, self->problems, clock);
    make_manager (self);
    if (settings->record_dir != NULL)
        make_recorder (self, settings->record_dir);

    wattle_plugins_set_session (self->plugins, settings->session);
    if (settings->plugin_dir != NULL)
        wattle_plugins_add_path (self->plugins, settings->plugin_dir);
    wattle_plugins_add_path (self->plugins, WATTLE_PLUGIN_DIR);
    return self;
}

static void
load (WattleDaemon *self)
{
    g_autoptr (GError) error = NULL;

    if (!wattle_secrets_load (self->secrets, &error))
        wattle_problems_set_error (self->problems, "secrets", "file", "", error);
    wattle_store_load (self->store);
    if (*wattle_store_get_host (self->store)->plugin_path != '\0')
        wattle_plugins_add_path (self->plugins, wattle_store_get_host (self->store)->plugin_path);
    wattle_plugins_load (self->plugins);
    wattle_counters_load (self->counters);
}

/* NULL: there is a problem that says why. */
static WattleMqttSettings *
resolve_publish (WattleDaemon *self, const WattlePublishConfig *config, const char *client_id)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *subject = g_strdup_printf ("publish %s", config->name);
    g_autofree char *place = g_strdup_printf ("wattle.conf: [Publish %s] ", config->name);
    WattleMqttSettings *settings =
        wattle_broker_config_resolve (&config->broker, self->secrets, client_id, NULL, &error);

    if (settings == NULL)
        wattle_problems_set_error (self->problems, subject, "settings", place, error);
    return settings;
}

static void
check_publishing (WattleDaemon *self)
{
    const WattleHostConfig *config = wattle_store_get_host (self->store);

    for (guint i = 0; i < config->publishes->len; i++) {
        WattleMqttSettings *settings =
            resolve_publish (self, g_ptr_array_index (config->publishes, i), NULL);

        g_clear_pointer (&settings, wattle_mqtt_settings_free);
    }
}

guint
wattle_daemon_check (WattleDaemon *self)
{
    GPtrArray *devices;

    load (self);
    wattle_broker_check (wattle_store_get_host (self->store), self->secrets, self->problems);
    check_publishing (self);
    devices = wattle_store_get_devices (self->store);
    for (guint i = 0; i < devices->len; i++)
        wattle_manager_check (self->manager, g_ptr_array_index (devices, i));

    return wattle_problems_get_count (self->problems);
}

static void
print_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    WattleDaemon *self = user_data;

    g_string_truncate (self->table, 0);
    wattle_readings_table_append (self->table, runner, entities,
                                  wattle_clock_get_wall (self->clock));
    fwrite (self->table->str, 1, self->table->len, stdout);
    fflush (stdout);
}

static void
look_if_ready (WattleDaemon *self)
{
    WattleMqttClient *client = wattle_broker_get_client (self->broker);
    g_autoptr (GError) error = NULL;

    if (self->ready_file == NULL || !wattle_manager_is_settled (self->manager) ||
        (client != NULL && !wattle_mqtt_client_is_connected (client)))
        return;

    if (!wattle_ready_file_write (self->ready_file, self->broker, &error))
        wattle_problems_set_error (self->problems, "host", "ready-file", "", error);
    g_clear_pointer (&self->ready_file, g_free);
}

static void
start_publisher (WattleDaemon *self)
{
    const WattleHostConfig *config = wattle_store_get_host (self->store);
    WattleMqttClient *client = wattle_broker_get_client (self->broker);
    g_autofree char *journal = g_build_filename (self->state_dir, "topics.jsonl", NULL);
    WattleHassSettings settings = {
        .instance = config->instance,
        .prefix = config->discovery_prefix,
        .version = WATTLE_VERSION,
        .min_interval_ms = -1,
        .journal = journal,
    };

    if (client == NULL)
        return;

    wattle_link_pool_set_broker (self->links, client);
    self->hass = wattle_hass_new (&settings, self->manager, client, self->problems, self->clock);
    wattle_hass_start (self->hass);
    g_signal_connect_object (client, "state-changed", G_CALLBACK (look_if_ready), self,
                             G_CONNECT_SWAPPED);
}

static void
start_republisher (WattleDaemon *self, const WattlePublishConfig *config, const char *host_id)
{
    g_autofree char *client_id = g_strdup_printf ("%s-%s", host_id, config->name);
    WattleMqttSettings *settings = resolve_publish (self, config, client_id);
    g_autoptr (WattleMqttClient) client = NULL;
    WattleRepublish *republisher;

    if (settings == NULL)
        return;

    client = wattle_mqtt_client_new (settings, self->clock);
    wattle_mqtt_settings_free (settings);
    republisher = wattle_republish_new (config, wattle_store_get_host (self->store)->instance,
                                        self->manager, client, self->problems, self->clock);
    g_ptr_array_add (self->republishers, republisher);
    wattle_republish_start (republisher);
}

static void
start_republishers (WattleDaemon *self)
{
    const WattleHostConfig *config = wattle_store_get_host (self->store);
    g_autofree char *host_id = wattle_client_id_load (self->state_dir, config->instance);

    for (guint i = 0; i < config->publishes->len; i++)
        start_republisher (self, g_ptr_array_index (config->publishes, i), host_id);
}

/* A device whose file is damaged is still meant to be there. */
static void
tell_configured (WattleDaemon *self)
{
    const char *const *ids = wattle_store_get_ids (self->store);

    if (self->hass != NULL && ids != NULL)
        wattle_hass_set_configured (self->hass, ids);
}

void
wattle_daemon_start (WattleDaemon *self)
{
    GPtrArray *devices;

    wattle_quarantine_sweep (self->quarantine);
    wattle_revisions_recover (wattle_store_get_revisions (self->store));
    load (self);
    if (self->verbose)
        wattle_manager_subscribe (self->manager, print_batch, self);
    self->broker = wattle_broker_new (wattle_store_get_host (self->store),
                                      wattle_store_get_devices (self->store), self->state_dir,
                                      self->secrets, self->problems, self->clock);
    start_publisher (self);
    start_republishers (self);
    wattle_broker_start (self->broker);

    devices = wattle_store_get_devices (self->store);
    for (guint i = 0; i < devices->len; i++)
        wattle_manager_add (self->manager, g_ptr_array_index (devices, i));
    tell_configured (self);
    g_signal_connect_object (self->manager, "runner-state", G_CALLBACK (look_if_ready), self,
                             G_CONNECT_SWAPPED);
    look_if_ready (self);
}

static void
finish_stop (gpointer user_data)
{
    WattleDaemon *self = user_data;
    WattleClockFunc done = self->done;

    wattle_clock_clear (self->clock, &self->stop_timer);
    self->done = NULL;
    if (done != NULL)
        done (self->done_data);
}

static void
on_connection_closed (gpointer user_data)
{
    WattleDaemon *self = user_data;

    if (--self->stopping == 0)
        finish_stop (self);
}

void
wattle_daemon_stop (WattleDaemon *self, WattleClockFunc done, gpointer user_data)
{
    self->done = done;
    self->done_data = user_data;
    self->stop_timer = wattle_clock_call_after (self->clock, STOP_TIME, finish_stop, self);

    if (self->hass != NULL)
        wattle_hass_stop (self->hass);
    self->stopping = 1 + self->republishers->len;
    for (guint i = 0; i < self->republishers->len; i++)
        wattle_republish_stop (g_ptr_array_index (self->republishers, i), on_connection_closed,
                               self);
    if (self->recorder != NULL)
        wattle_frame_recorder_stop (self->recorder);
    wattle_manager_stop (self->manager);
    wattle_broker_stop (self->broker, on_connection_closed, self);
}
