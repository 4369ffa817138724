// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/replay.h"

#include "engine/wattle-readings-text.h"
#include "support/spin.h"

namespace wattle_test
{

Replay::Replay (const WattleRecording *recording) : recording_ (recording)
{
    clock_ = wattle_clock_new_manual (recording->start);
    problems_ = wattle_problems_new (clock_);
    plugins_ = wattle_plugins_new (problems_);
    secrets_ = wattle_secrets_new (dir_.path ().c_str (), nullptr);
    store_secret ();

    g_autoptr (WattleLinkPool) pool = wattle_link_pool_new (clock_);
    g_autoptr (WattleStateStore) states =
        wattle_state_store_new (dir_.file ("devices").c_str (), clock_);
    counters_ = wattle_counters_new (dir_.path ().c_str (), problems_, clock_);
    wattle_counters_load (counters_);
    WattleManagerParts parts = {};

    parts.clock = clock_;
    parts.plugins = plugins_;
    parts.links = pool;
    parts.secrets = secrets_;
    parts.states = states;
    parts.counters = counters_;
    parts.problems = problems_;
    manager_ = wattle_manager_new (&parts);
    g_signal_connect (manager_, "runner-added", G_CALLBACK (on_added), this);
    for (int kind = WATTLE_LINK_NONE; kind <= WATTLE_LINK_MQTT; kind++)
        links_.push_back (wattle_replay_link_new (recording, (WattleLinkKind)kind, clock_));
}

Replay::~Replay ()
{
    wattle_manager_stop (manager_);
    g_object_unref (manager_);
    g_object_unref (counters_);
    for (WattleReplayLink *link : links_)
        g_object_unref (link);
    g_object_unref (secrets_);
    g_object_unref (plugins_);
    g_object_unref (problems_);
    g_object_unref (clock_);
}

// The recording does not say what the secrets were, and the links of a replay need none.
void
Replay::store_secret ()
{
    g_autoptr (GError) error = nullptr;

    dir_.write ("secrets.conf", "[Secrets]\nreplay=none\n");
    if (!wattle_secrets_load (secrets_, &error))
        g_critical ("%s", error->message);
}

void
Replay::load_plugins (const char *folder)
{
    wattle_plugins_add_path (plugins_, folder);
    wattle_plugins_load (plugins_);
}

// Before the device asks for the first time: whatever it was to talk to, it talks to the recording.
void
Replay::on_added (WattleManager *, WattleRunner *runner, gpointer user_data)
{
    auto *self = static_cast<Replay *> (user_data);
    WattleSource *source = WATTLE_SOURCE (wattle_runner_get_device (runner));

    for (size_t kind = 0; kind < self->links_.size (); kind++)
        if (kind == WATTLE_LINK_NONE || wattle_runner_get_link (runner, (WattleLinkKind)kind))
            wattle_runner_set_link (runner, (WattleLinkKind)kind, WATTLE_LINK (self->links_[kind]));

    for (guint i = 0; i < self->recording_->state->len; i++) {
        auto *state =
            static_cast<WattleRecordingState *> (g_ptr_array_index (self->recording_->state, i));

        if (g_str_equal (state->device, wattle_runner_get_id (runner)))
            wattle_source_restore_state (source, state->key, state->text, (WattleStateFlags)0);
    }
}

void
Replay::configure (WattleDeviceConfig *config)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins_, recording_->plugin);
    bool known = catalog != nullptr && wattle_catalog_has_model (catalog, recording_->model);
    guint kinds = known ? wattle_catalog_get_link_kinds (catalog, recording_->model) : 0;

    config->driver = g_strdup (recording_->plugin);
    config->model = g_strdup (recording_->model);
    config->interval_ms = recording_->interval_ms;
    if (kinds & (1u << WATTLE_LINK_HTTP))
        config->uris[WATTLE_LINK_HTTP] = g_strdup ("http://replay.invalid");
    if (kinds & (1u << WATTLE_LINK_MQTT))
        config->uris[WATTLE_LINK_MQTT] = g_strdup ("mqtt://replay.invalid");

    for (guint i = 0; i < recording_->options->len; i += 2) {
        auto *text = (const char *)g_ptr_array_index (recording_->options, i + 1);

        g_ptr_array_add (config->options,
                         g_strdup ((const char *)g_ptr_array_index (recording_->options, i)));
        g_ptr_array_add (config->options, g_strdup (text != nullptr ? text : "secret:replay"));
    }
}

void
Replay::run_to (gint64 time)
{
    wattle_clock_advance (clock_, MAX (time - wattle_clock_get_monotonic (clock_), 0));
    // The disk knows nothing of a clock that stands still; totals wait for it.
    spin ([this] { return !wattle_counters_is_writing (counters_); });
}

bool
Replay::run ()
{
    const GPtrArray *exchanges = recording_->exchanges;
    g_autoptr (WattleDeviceConfig) config =
        wattle_device_config_new (recording_->device, "recording");
    bool made;

    configure (config);
    made = wattle_manager_add (manager_, config);
    for (guint i = 0; made && i < exchanges->len; i++) {
        auto *exchange = static_cast<WattleExchange *> (g_ptr_array_index (exchanges, i));

        run_to (exchange->time);
        if (exchange->request == nullptr)
            wattle_replay_link_push_next (links_[WATTLE_LINK_MQTT]);
    }

    return made;
}

std::string
Replay::readings ()
{
    WattleRunner *root = wattle_manager_find (manager_, recording_->device);
    g_autofree char *text = wattle_readings_text (manager_, root, nullptr);

    return text;
}

std::string
Replay::problems ()
{
    std::string text;

    for (guint i = 0; i < wattle_problems_get_count (problems_); i++)
        text += std::string (wattle_problems_get (problems_, i)->message) + "\n";
    return text;
}

guint
Replay::n_left ()
{
    guint left = 0;

    for (WattleReplayLink *link : links_)
        left += wattle_replay_link_get_n_left (link);
    return left;
}

} // namespace wattle_test
