/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-replay.h"

#include <glib/gstdio.h>

#include "base/wattle-error-private.h"
#include "transport/wattle-replay-link.h"
#include "wattle-readings-text.h"

struct _WattleReplay {
    GObject parent_instance;

    const WattleRecording *recording;
    char *folder;
    WattleClock *clock;
    WattleProblems *problems;
    WattlePlugins *plugins;
    WattleSecrets *secrets;
    WattleCounters *counters;
    WattleManager *manager;
    WattleReplayLink *links[WATTLE_LINK_N_KINDS]; /* by WattleLinkKind */
};

G_DEFINE_FINAL_TYPE (WattleReplay, wattle_replay, G_TYPE_OBJECT)

static void
remove_folder (const char *path)
{
    g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
    const char *name;

    while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
        g_autofree char *child = g_build_filename (path, name, NULL);

        if (g_unlink (child) != 0)
            remove_folder (child);
    }
    g_rmdir (path);
}

static void
wattle_replay_dispose (GObject *object)
{
    WattleReplay *self = WATTLE_REPLAY (object);

    if (self->manager != NULL)
        wattle_manager_stop (self->manager);
    g_clear_object (&self->manager);
    for (guint i = 0; i < G_N_ELEMENTS (self->links); i++)
        g_clear_object (&self->links[i]);

    G_OBJECT_CLASS (wattle_replay_parent_class)->dispose (object);
}

static void
wattle_replay_finalize (GObject *object)
{
    WattleReplay *self = WATTLE_REPLAY (object);

    g_clear_object (&self->counters);
    g_clear_object (&self->secrets);
    g_clear_object (&self->plugins);
    g_clear_object (&self->problems);
    g_clear_object (&self->clock);
    if (self->folder != NULL)
        remove_folder (self->folder);
    g_free (self->folder);

    G_OBJECT_CLASS (wattle_replay_parent_class)->finalize (object);
}

static void
wattle_replay_class_init (WattleReplayClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_replay_dispose;
    object_class->finalize = wattle_replay_finalize;
}

static void
wattle_replay_init (WattleReplay *self)
{
}

/* The house of one device */

/* The recording does not say what the secrets were, and the links of a replay need none. One that
 * is empty is of any form. */
static gboolean
store_secret (WattleReplay *self, GError **error)
{
    g_autofree char *path = g_build_filename (self->folder, "secrets.conf", NULL);

    self->secrets = wattle_secrets_new (self->folder, NULL);
    return g_file_set_contents (path, "[Secrets]\nreplay=\n", -1, error) &&
           wattle_secrets_load (self->secrets, error);
}

static void
restore_state (WattleReplay *self, WattleRunner *runner)
{
    WattleSource *source = WATTLE_SOURCE (wattle_runner_get_device (runner));

    for (guint i = 0; i < self->recording->state->len; i++) {
        const WattleRecordingState *state = g_ptr_array_index (self->recording->state, i);

        if (g_str_equal (state->device, wattle_runner_get_id (runner)))
            wattle_source_restore_state (source, state->key, state->text, 0);
    }
}

/* Before the device asks for the first time: whatever it was to talk to, it talks to the recording.
 */
static void
on_added (WattleManager *manager, WattleRunner *runner, WattleReplay *self)
{
    for (WattleLinkKind kind = 0; kind < G_N_ELEMENTS (self->links); kind++)
        if (kind == WATTLE_LINK_NONE || wattle_runner_get_link (runner, kind) != NULL)
            wattle_runner_set_link (runner, kind, WATTLE_LINK (self->links[kind]));
    restore_state (self, runner);
}

static void
make_manager (WattleReplay *self)
{
    g_autofree char *folder = g_build_filename (self->folder, "devices", NULL);
    g_autoptr (WattleStateStore) states = wattle_state_store_new (folder, self->clock);
    g_autoptr (WattleLinkPool) pool = wattle_link_pool_new (self->clock);
    WattleManagerParts parts = {
        .clock = self->clock,
        .plugins = self->plugins,
        .links = pool,
        .secrets = self->secrets,
        .states = states,
        .counters = self->counters,
        .problems = self->problems,
    };

    self->manager = wattle_manager_new (&parts);
    g_signal_connect_object (self->manager, "runner-added", G_CALLBACK (on_added), self, 0);
}

WattleReplay *
wattle_replay_new (const WattleRecording *recording, GError **error)
{
    g_autoptr (WattleReplay) self = g_object_new (WATTLE_TYPE_REPLAY, NULL);

    self->recording = recording;
    self->clock = wattle_clock_new_manual (recording->start);
    self->problems = wattle_problems_new (self->clock);
    self->plugins = wattle_plugins_new (self->problems);
    self->folder = g_dir_make_tmp ("wattle-replay-XXXXXX", error);
    if (self->folder == NULL || !store_secret (self, error))
        return NULL;

    self->counters = wattle_counters_new (self->folder, self->problems, self->clock);
    wattle_counters_load (self->counters);
    make_manager (self);
    for (WattleLinkKind kind = 0; kind < G_N_ELEMENTS (self->links); kind++)
        self->links[kind] = wattle_replay_link_new (recording, kind, self->clock);
    return g_steal_pointer (&self);
}

WattlePlugins *
wattle_replay_get_plugins (WattleReplay *self)
{
    return self->plugins;
}

/* Playing */

static guint
find_link_kinds (WattleReplay *self)
{
    const WattleRecording *recording = self->recording;
    WattleCatalog *catalog = wattle_plugins_get_catalog (self->plugins, recording->plugin);
    gboolean known = catalog != NULL && wattle_catalog_has_model (catalog, recording->model);

    return known ? wattle_catalog_get_link_kinds (catalog, recording->model) : 0;
}

/* A model that one kind of link is enough for had those that were recorded. */
static guint
find_used_kinds (WattleReplay *self, guint kinds)
{
    const WattleRecording *recording = self->recording;
    WattleCatalog *catalog = wattle_plugins_get_catalog (self->plugins, recording->plugin);
    guint used = 0;

    if (kinds == 0 ||
        !(wattle_catalog_get_model_flags (catalog, recording->model) & WATTLE_MODEL_ANY_LINK))
        return kinds;
    for (guint i = 0; i < recording->exchanges->len; i++)
        used |= 1u << wattle_exchange_get_kind (g_ptr_array_index (recording->exchanges, i));
    used &= kinds;
    return used != 0 ? used : kinds;
}

static WattleDeviceConfig *
make_config (WattleReplay *self)
{
    const WattleRecording *recording = self->recording;
    WattleDeviceConfig *config = wattle_device_config_new (recording->device, "recording");
    guint kinds = find_used_kinds (self, find_link_kinds (self));

    config->driver = g_strdup (recording->plugin);
    config->model = g_strdup (recording->model);
    config->interval_ms = recording->interval_ms;
    if (kinds & (1u << WATTLE_LINK_HTTP))
        config->uris[WATTLE_LINK_HTTP] = g_strdup ("http://replay.invalid");
    if (kinds & (1u << WATTLE_LINK_MQTT))
        config->uris[WATTLE_LINK_MQTT] = g_strdup ("mqtt://replay.invalid");
    if (kinds & (1u << WATTLE_LINK_MODBUS))
        config->uris[WATTLE_LINK_MODBUS] = g_strdup ("modbus+tcp://replay.invalid");

    for (guint i = 0; i < recording->options->len; i += 2) {
        const char *text = g_ptr_array_index (recording->options, i + 1);

        g_ptr_array_add (config->options, g_strdup (g_ptr_array_index (recording->options, i)));
        g_ptr_array_add (config->options, g_strdup (text != NULL ? text : "secret:replay"));
    }
    return config;
}

/* The disk knows nothing of a clock that stands still; totals wait for it. */
static void
run_to (WattleReplay *self, gint64 time)
{
    wattle_clock_advance (self->clock, MAX (time - wattle_clock_get_monotonic (self->clock), 0));
    while (wattle_counters_is_writing (self->counters))
        g_main_context_iteration (NULL, TRUE);
}

/* The engine has noted why as problems. */
static gboolean
fail (WattleReplay *self, GError **error)
{
    const WattleProblem *problem = wattle_problems_get_count (self->problems) > 0
                                       ? wattle_problems_get (self->problems, 0)
                                       : NULL;

    if (problem != NULL)
        g_propagate_error (error, wattle_error_new_take (WATTLE_ERROR_CONFIG,
                                                         wattle_message_copy (problem->data)));
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "the device of the recording cannot be made");
    return FALSE;
}

gboolean
wattle_replay_run (WattleReplay *self, GError **error)
{
    const GPtrArray *exchanges = self->recording->exchanges;
    g_autoptr (WattleDeviceConfig) config = make_config (self);

    if (!wattle_manager_add (self->manager, config))
        return fail (self, error);

    for (guint i = 0; i < exchanges->len; i++) {
        const WattleExchange *exchange = g_ptr_array_index (exchanges, i);

        run_to (self, exchange->time);
        if (exchange->request == NULL)
            wattle_replay_link_push_next (self->links[WATTLE_LINK_MQTT]);
    }
    return TRUE;
}

char *
wattle_replay_dup_readings (WattleReplay *self)
{
    WattleRunner *root = wattle_manager_find (self->manager, self->recording->device);

    return wattle_readings_text (self->manager, root, NULL);
}

guint
wattle_replay_get_n_left (WattleReplay *self)
{
    guint left = 0;

    for (guint i = 0; i < G_N_ELEMENTS (self->links); i++)
        left += wattle_replay_link_get_n_left (self->links[i]);
    return left;
}
