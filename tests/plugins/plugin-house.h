// SPDX-License-Identifier: LGPL-2.1-or-later
// A folder of plugins of every sort, and the host's own parts that load and run them.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/wattle-manager.h"
#include "support/spin.h"
#include "support/temp-dir.h"

namespace wattle_test
{

// Whether a text fits a pattern, in which * stands for anything.
inline bool
like (const std::string &text, const std::string &pattern)
{
    return g_pattern_match_simple (pattern.c_str (), text.c_str ());
}

#define EXPECT_LIKE(text, pattern) EXPECT_PRED2 (wattle_test::like, text, pattern)

// What came of a command.
struct Outcome {
    bool done = false;
    std::string error;
};

class PluginHouse : public testing::Test
{
  protected:
    // Takes the clock.
    explicit PluginHouse (WattleClock *own = wattle_clock_new_manual (G_USEC_PER_SEC)) : clock (own)
    {
        problems = wattle_problems_new (clock);
        renew ();
    }

    ~PluginHouse () override
    {
        g_clear_object (&manager);
        g_object_unref (plugins);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    void
    renew ()
    {
        g_clear_object (&plugins);
        plugins = wattle_plugins_new (problems);
        wattle_plugins_set_session (plugins, TRUE);
    }

    // The text of a .plugin file without fault.
    static std::string
    info (const std::string &module, const std::string &more = "")
    {
        return "[Plugin]\nModule=" + module + "\nName=A plugin\nX-Wattle-Api=1\n" +
               "X-Wattle-Kind=device\n" + more;
    }

    void
    add (const std::string &folder, const std::string &text)
    {
        dir.write ("plugins/" + folder + "/" + folder + ".plugin", text);
    }

    // One of the modules built beside this test, or the plugin "example", which is a good one.
    void
    add_module (const std::string &name, const std::string &more = "")
    {
        std::string target = name == "example" ? GOOD_PLUGINS "/example" : BAD_PLUGINS;
        std::string file = "/lib" + name + ".so";

        add (name, info (name, more));
        ASSERT_EQ (symlink ((target + file).c_str (), (folder (name) + file).c_str ()), 0);
    }

    void
    add_python (const std::string &name, const std::string &source)
    {
        add (name, info (name, "Loader=python3\n"));
        dir.write ("plugins/" + name + "/" + name + ".py", source);
    }

    std::string
    folder (const std::string &name) const
    {
        return dir.file ("plugins/" + name);
    }

    void
    load ()
    {
        wattle_plugins_add_path (plugins, dir.file ("plugins").c_str ());
        wattle_plugins_load (plugins);
    }

    bool
    has_driver (const char *name)
    {
        return wattle_plugins_get_driver (plugins, name) != nullptr;
    }

    // What is wrong with somebody; empty if nothing is.
    std::string
    problem (const std::string &subject, const std::string &topic = "plugin")
    {
        for (guint i = 0; i < wattle_problems_get_count (problems); i++) {
            const WattleProblem *item = wattle_problems_get (problems, i);

            if (item->subject == subject && item->topic == topic)
                return item->message;
        }
        return "";
    }

    const WattlePluginInfo *
    listed (const std::string &module)
    {
        for (guint i = 0; i < wattle_plugins_get_count (plugins); i++)
            if (wattle_plugins_get_info (plugins, i)->module == module)
                return wattle_plugins_get_info (plugins, i);
        return nullptr;
    }

    // Makes a device with the real manager; its driver must have one model.
    bool
    run (const char *id,
         const char *driver,
         const std::vector<std::pair<std::string, std::string>> &values = {})
    {
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (id, "test.conf");

        for (const auto &[key, text] : values) {
            g_ptr_array_add (config->options, g_strdup (key.c_str ()));
            g_ptr_array_add (config->options, g_strdup (text.c_str ()));
        }
        if (manager == nullptr)
            make_manager ();
        config->driver = g_strdup (driver);
        return wattle_manager_add (manager, config);
    }

    void
    make_manager ()
    {
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        g_autoptr (WattleSecrets) secrets =
            wattle_secrets_new (dir.file ("state").c_str (), nullptr);
        g_autoptr (WattleStateStore) states =
            wattle_state_store_new (dir.file ("state/devices").c_str (), clock);
        g_autoptr (WattleCounters) counters =
            wattle_counters_new (dir.file ("state").c_str (), problems, clock);
        WattleManagerParts parts = { clock, plugins, links, secrets, states, counters, problems };

        manager = wattle_manager_new (&parts);
    }

    // Lets some polls pass. Advances in steps, as each poll sets the timer of the next.
    void
    let_pass (int seconds)
    {
        for (int i = 0; i < seconds; i++)
            wattle_clock_advance (clock, G_USEC_PER_SEC);
    }

    std::string
    state (const char *id)
    {
        WattleRunner *runner = wattle_manager_find (manager, id);

        return runner != nullptr ? wattle_runner_get_state_name (runner) : "none";
    }

    std::string
    error (const char *id)
    {
        WattleRunner *runner = wattle_manager_find (manager, id);
        const char *text = runner != nullptr ? wattle_runner_get_error (runner) : nullptr;

        return text != nullptr ? text : "";
    }

    double
    value (const char *id, const char *key)
    {
        WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, id));
        WattleEntity *entity = wattle_device_find_entity (device, key);

        return entity != nullptr ? wattle_entity_get_number (entity) : -1;
    }

    // Gives a command; the outcome lives until it is done.
    void
    act (const char *id, WattleCommand *command, Outcome &outcome)
    {
        wattle_runner_act (
            wattle_manager_find (manager, id), command,
            [] (const GError *error, gpointer data) {
                auto *told = (Outcome *)data;

                told->done = true;
                told->error = error != nullptr ? error->message : "";
            },
            &outcome);
    }

    // The plugin "example" runs, whatever else was loaded.
    void
    expect_good ()
    {
        EXPECT_TRUE (has_driver ("example"));
        EXPECT_EQ (problem ("example"), "");
        ASSERT_TRUE (run ("good", "example"));
        EXPECT_EQ (state ("good"), "online");
        EXPECT_EQ (value ("good", "frequency"), 50);
    }

    TempDir dir;
    WattleClock *clock;
    WattleProblems *problems;
    WattlePlugins *plugins = nullptr;
    WattleManager *manager = nullptr;
};

} // namespace wattle_test
