/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-daemon.h"

#include <malloc.h>
#include <stdio.h>

#include "engine/wattle-admin-tariffs.h"
#include "engine/wattle-admin.h"
#include "engine/wattle-definitions.h"
#include "engine/wattle-frame-recorder.h"
#include "engine/wattle-outputs.h"
#include "engine/wattle-quarantine.h"
#include "wattle-bus.h"
#include "wattle-config.h"
#include "wattle-outlets.h"
#include "wattle-readings-table.h"
#include "wattle-ready-file.h"

#define SETTLE_TIME (10 * G_USEC_PER_SEC)

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
    WattleOutputs *outputs;
    WattleTariffs *tariffs;
    WattleAdmin *admin;
    WattleFrameRecorder *recorder; /* NULL: nothing is recorded */
    WattleOutlets *outlets;
    WattleBus *bus;

    GString *table;
    guint settle_timer;
    gboolean moving; /* the outlets are being made anew */
    gboolean move_again;
    WattleClockFunc done;
    gpointer done_data;
};

G_DEFINE_FINAL_TYPE (WattleDaemon, wattle_daemon, G_TYPE_OBJECT)

static void
wattle_daemon_dispose (GObject *object)
{
    WattleDaemon *self = WATTLE_DAEMON (object);

    wattle_clock_clear (self->clock, &self->settle_timer);
    if (self->manager != NULL)
        wattle_manager_unsubscribe (self->manager, self);
    g_clear_object (&self->bus);
    g_clear_object (&self->recorder);
    g_clear_object (&self->outlets);
    g_clear_object (&self->admin);
    g_clear_object (&self->tariffs);
    g_clear_object (&self->outputs);
    g_clear_object (&self->manager);
    g_clear_object (&self->links);

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
}

/* The parts */

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
make_tariffs (WattleDaemon *self)
{
    WattleTariffsParts parts = { self->clock, self->manager, self->plugins, self->problems,
                                 self->store };

    self->tariffs = wattle_tariffs_new (&parts, self->state_dir);
}

static void
make_admin (WattleDaemon *self)
{
    WattleAdminParts parts = {
        self->store, self->manager, self->plugins, self->secrets, self->problems, self->tariffs,
    };

    self->admin = wattle_admin_new (&parts);
}

static void
make_outlets (WattleDaemon *self)
{
    WattleOutletsParts parts = {
        .state_dir = self->state_dir,
        .admin = self->admin,
        .store = self->store,
        .manager = self->manager,
        .outputs = self->outputs,
        .links = self->links,
        .secrets = self->secrets,
        .problems = self->problems,
        .clock = self->clock,
    };

    self->outlets = wattle_outlets_new (&parts);
}

static void
make_recorder (WattleDaemon *self, const char *folder)
{
    WattleFrameRecorderParts parts = {
        self->clock, self->plugins, self->secrets, self->problems, self->manager,
    };

    self->recorder = wattle_frame_recorder_new (folder, WATTLE_VERSION, &parts);
}

static void
make_bus (WattleDaemon *self, gboolean session)
{
    WattleBusParts parts = {
        .admin = self->admin,
        .counters = self->counters,
        .links = self->links,
        .outputs = self->outputs,
        .outlets = self->outlets,
        .clock = self->clock,
        .state_dir = self->state_dir,
    };

    self->bus = wattle_bus_new (&parts, session);
}

static void
find_plugins (WattleDaemon *self, const WattleDaemonSettings *settings)
{
    wattle_plugins_set_python_on_demand (self->plugins, TRUE);
    wattle_plugins_set_session (self->plugins, settings->session);
    if (settings->plugin_dir != NULL)
        wattle_plugins_add_path (self->plugins, settings->plugin_dir);
    wattle_plugins_add_path (self->plugins, WATTLE_PLUGIN_DIR);
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
    self->links = wattle_link_pool_new (clock);
    self->counters = wattle_counters_new (settings->state_dir, self->problems, clock);
    find_plugins (self, settings);
    make_manager (self);
    self->outputs = wattle_outputs_new (self->manager, self->problems, settings->state_dir);
    make_tariffs (self);
    make_admin (self);
    if (settings->record_dir != NULL)
        make_recorder (self, settings->record_dir);
    make_outlets (self);
    make_bus (self, settings->session);
    return self;
}

static void
load_definitions (WattleDaemon *self)
{
    g_autoptr (WattleMeterLibrary) meters = wattle_definitions_load (self->state_dir, NULL);

    wattle_plugins_set_meters (self->plugins, meters);
}

static void
load (WattleDaemon *self)
{
    const WattleHostConfig *host = wattle_store_get_host (self->store);
    g_autoptr (GError) error = NULL;

    if (!wattle_secrets_load (self->secrets, &error))
        wattle_problems_set_error (self->problems, "secrets", WATTLE_STORE_TOPIC "file", "", error);
    wattle_store_load (self->store);
    if (*host->plugin_path != '\0')
        wattle_plugins_add_path (self->plugins, host->plugin_path);
    wattle_plugins_set_disabled (self->plugins, (const char *const *)host->disabled_plugins);
    load_definitions (self);
    wattle_plugins_load (self->plugins);
    wattle_counters_load (self->counters);
}

guint
wattle_daemon_check (WattleDaemon *self)
{
    GPtrArray *devices;

    load (self);
    wattle_outlets_check (self->outlets);
    devices = wattle_store_get_devices (self->store);
    for (guint i = 0; i < devices->len; i++)
        wattle_manager_check (self->manager, g_ptr_array_index (devices, i));
    wattle_admin_tariffs_check (self->admin);

    return wattle_problems_get_count (self->problems);
}

/* Running */

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
    WattleBroker *broker = wattle_outlets_get_broker (self->outlets);
    g_autoptr (GError) error = NULL;

    if (self->ready_file == NULL || broker == NULL || !wattle_manager_is_settled (self->manager) ||
        !wattle_outlets_is_settled (self->outlets) || !wattle_bus_is_settled (self->bus))
        return;

    if (!wattle_ready_file_write (self->ready_file, broker, wattle_bus_get_address (self->bus),
                                  &error))
        wattle_problems_set_error (self->problems, "host", "ready-file", "", error);
    g_clear_pointer (&self->ready_file, g_free);
}

static void
on_devices_changed (WattleDaemon *self)
{
    wattle_outlets_update_devices (self->outlets);
}

/* The connections of the house are closed, then made as the settings say now. Devices at the host's
 * broker lose it, and are run again. */

static void move_outlets (WattleDaemon *self);

static void
on_outlets_stopped (gpointer user_data)
{
    WattleDaemon *self = user_data;

    self->moving = FALSE;
    if (self->done != NULL) { /* the host is to end */
        wattle_daemon_stop (self, self->done, self->done_data);
        return;
    }

    wattle_outlets_start (self->outlets);
    wattle_admin_start (self->admin);
    if (self->move_again)
        move_outlets (self);
}

static void
move_outlets (WattleDaemon *self)
{
    self->move_again = self->moving;
    if (self->moving)
        return;

    self->moving = TRUE;
    wattle_admin_pause_broker_devices (self->admin);
    wattle_outlets_stop (self->outlets, on_outlets_stopped, self);
}

static void
connect_signals (WattleDaemon *self)
{
    g_signal_connect_object (self->manager, "runner-state", G_CALLBACK (look_if_ready), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->outlets, "changed", G_CALLBACK (look_if_ready), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->bus, "settled", G_CALLBACK (look_if_ready), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->admin, "devices-changed", G_CALLBACK (on_devices_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->admin, "host-changed", G_CALLBACK (move_outlets), self,
                             G_CONNECT_SWAPPED);
}

/* Descriptions of all entities were made and sent at once, which takes several times the memory
 * that running does. The C library keeps what was freed, unless it is told. */
static void
on_settled (gpointer user_data)
{
    WattleDaemon *self = user_data;

    self->settle_timer = 0;
    malloc_trim (0);
}

void
wattle_daemon_start (WattleDaemon *self)
{
    wattle_quarantine_sweep (self->quarantine);
    wattle_revisions_recover (wattle_store_get_revisions (self->store));
    load (self);
    if (self->verbose)
        wattle_manager_subscribe (self->manager, print_batch, self);
    connect_signals (self);
    wattle_outputs_start (self->outputs);
    wattle_outlets_start (self->outlets);
    wattle_bus_start (self->bus);
    wattle_admin_tariffs_read (self->admin);
    wattle_admin_start (self->admin);
    look_if_ready (self);
    self->settle_timer = wattle_clock_call_after (self->clock, SETTLE_TIME, on_settled, self);
}

void
wattle_daemon_reload (WattleDaemon *self)
{
    if (self->done == NULL)
        wattle_admin_reload (self->admin);
}

void
wattle_daemon_stop (WattleDaemon *self, WattleClockFunc done, gpointer user_data)
{
    self->done = done;
    self->done_data = user_data;
    if (self->moving)
        return;

    wattle_bus_stop (self->bus);
    if (self->recorder != NULL)
        wattle_frame_recorder_stop (self->recorder);
    wattle_outlets_stop (self->outlets, done, user_data);
    wattle_outputs_stop (self->outputs);
    wattle_tariffs_stop (self->tariffs);
    wattle_manager_stop (self->manager);
}
