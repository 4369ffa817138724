// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin modbus-meter as it is built, and the host's own engine. Sockets are real, so time is
// too: nothing here waits for a time, only for what has to come of it.
#pragma once

#include <cmath>
#include <functional>

#include "plugins/plugin-house.h"
#include "support/log-capture.h"

namespace wattle_test
{

class ModbusMeterHouse : public PluginHouse
{
  protected:
    using Options = std::vector<std::pair<std::string, std::string>>;

    ModbusMeterHouse ()
    {
        g_object_unref (problems);
        g_object_unref (clock);
        clock = wattle_clock_new (1);
        problems = wattle_problems_new (clock);
        g_mkdir (dir.file ("state").c_str (), 0700);
        use (WATTLE_DATA);
    }

    ~ModbusMeterHouse () override
    {
        g_clear_object (&manager);
        settle ();
        g_unsetenv ("WATTLE_DATA_DIR");
    }

    // The host as it is with the definitions of this folder.
    void
    use (const std::string &data)
    {
        g_clear_object (&manager);
        g_setenv ("WATTLE_DATA_DIR", data.c_str (), TRUE);
        renew ();
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        make_manager ();
    }

    // As after a restart of the host: what devices have kept is there, all else is forgotten.
    void
    restart ()
    {
        g_clear_object (&manager);
        settle ();
        make_manager ();
    }

    static std::string
    shipped (const std::string &model)
    {
        return std::string (WATTLE_DATA "/meters/") + model + ".json";
    }

    // A definition of the test's own; use_own() has to follow the last one.
    std::string
    define (const std::string &id, const std::string &points, const std::string &more = "")
    {
        std::string name = "data/meters/" + id + ".json";

        dir.write (name,
                   R"({"format": 2, "id": ")" + id +
                       R"(", "manufacturer": "Maker", "model": "Type", "source": "a manual")" +
                       (more.find ("\"limits\"") == std::string::npos
                            ? R"(, "limits": {"timeout_ms": 20000, "max_hole": 20})"
                            : "") +
                       more + ", \"points\": [" + points + "]}");
        return dir.file (name);
    }

    // One that is shipped, but with a line that needs no rest. Nothing is given up, however slow
    // this machine is, unless a test is about silence.
    std::string
    hurry (const std::string &model, guint timeout_ms = 20000)
    {
        std::string limits = R"("gap_ms": 0, "timeout_ms": )" + std::to_string (timeout_ms);
        g_autofree char *text = nullptr;
        g_autoptr (GRegex) gap = g_regex_new (R"("gap_ms": \d+,\s*"timeout_ms": \d+)",
                                              (GRegexCompileFlags)0, (GRegexMatchFlags)0, nullptr);

        EXPECT_TRUE (g_file_get_contents (shipped (model).c_str (), &text, nullptr, nullptr));
        g_autofree char *changed = g_regex_replace_literal (gap, text, -1, 0, limits.c_str (),
                                                            (GRegexMatchFlags)0, nullptr);
        EXPECT_STRNE (text, changed) << model;
        dir.write ("data/meters/" + model + ".json", changed);
        return dir.file ("data/meters/" + model + ".json");
    }

    void
    use_own ()
    {
        use (dir.file ("data"));
        ASSERT_EQ (wattle_problems_get_count (problems), 0u)
            << wattle_problems_get (problems, 0)->message;
    }

    void
    add (const std::string &model,
         const std::string &uri,
         const Options &options = {},
         const char *id = "meter")
    {
        WattleLinkKind kind =
            uri.compare (0, 4, "http") == 0 ? WATTLE_LINK_HTTP : WATTLE_LINK_MODBUS;
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (id, "test.conf");

        config->driver = g_strdup ("modbus-meter");
        config->model = g_strdup (model.c_str ());
        config->interval_ms = kind == WATTLE_LINK_HTTP ? -1 : 200;
        config->uris[kind] = g_strdup (uri.c_str ());
        for (const auto &[key, text] : options) {
            g_ptr_array_add (config->options, g_strdup (key.c_str ()));
            g_ptr_array_add (config->options, g_strdup (text.c_str ()));
        }
        ASSERT_TRUE (wattle_manager_add (manager, config)) << problem (id);
    }

    bool
    becomes (const char *wanted, const char *id = "meter")
    {
        return spin ([&] { return state (id) == wanted; });
    }

    // What is wrong with it is told at the end of a cycle.
    bool
    complains (const char *pattern, const char *id = "meter")
    {
        return spin ([&] { return like (error (id), pattern); });
    }

    WattleEntity *
    entity (const std::string &key, const char *id = "meter")
    {
        return wattle_device_find_entity (
            wattle_runner_get_device (wattle_manager_find (manager, id)), key.c_str ());
    }

    // What is shown of it and believed now: NAN for nothing.
    double
    shown (const std::string &key, const char *id = "meter")
    {
        WattleEntity *read = entity (key, id);

        if (read == nullptr || !wattle_entity_has_value (read) ||
            wattle_entity_get_quality (read) != WATTLE_QUALITY_GOOD)
            return NAN;
        return wattle_entity_get_info (read)->type == WATTLE_VALUE_BOOLEAN
                   ? (wattle_entity_get_boolean (read) ? 1 : 0)
                   : wattle_entity_get_number (read);
    }

    bool
    shows (const std::string &key, double value, const char *id = "meter")
    {
        return spin (
            [&] { return std::fabs (shown (key, id) - value) <= 1e-6 * (1 + std::fabs (value)); });
    }

    bool
    lacks (const std::string &key, const char *id = "meter")
    {
        return spin ([&] { return entity (key, id) != nullptr && std::isnan (shown (key, id)); });
    }

    // Gives a command and waits for what comes of it: empty is success.
    std::string
    tell (WattleCommand *command, const char *id = "meter")
    {
        Outcome outcome;
        g_autoptr (WattleCommand) owned = command;

        act (id, owned, outcome);
        EXPECT_TRUE (spin ([&] { return outcome.done; }));
        return outcome.error;
    }
};

} // namespace wattle_test
