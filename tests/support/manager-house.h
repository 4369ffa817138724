// SPDX-License-Identifier: LGPL-2.1-or-later
// A manager whose only driver is the test's, and device files in a folder.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/wattle-manager.h"
#include "support/log-capture.h"
#include "support/temp-dir.h"
#include "support/test-driver.h"

namespace wattle_test
{

class ManagerHouse : public testing::Test
{
  protected:
    ManagerHouse ()
    {
        g_autoptr (TestDriver) driver = TEST_DRIVER (g_object_new (TEST_TYPE_DRIVER, nullptr));

        *driver->prepare = [this] (WattleDevice *device, const std::string &model) {
            prepare (device, model);
        };
        wattle_plugins_add_driver (plugins, "test", WATTLE_DRIVER (driver));
        renew ();
    }

    ~ManagerHouse () override
    {
        g_clear_object (&manager);
        g_clear_object (&counters);
        for (gpointer object : std::vector<gpointer>{ plugins, problems, secrets, clock })
            g_object_unref (object);
    }

    // Another run of the host.
    void
    renew ()
    {
        g_clear_object (&manager);
        g_autoptr (WattleStateStore) states =
            wattle_state_store_new (dir.file ("state").c_str (), clock);
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        g_clear_object (&counters);
        counters = wattle_counters_new (dir.path ().c_str (), problems, clock);
        WattleManagerParts parts = { clock, plugins, links, secrets, states, counters, problems };

        manager = wattle_manager_new (&parts);
    }

    // Makes the device of a file with this text; returns whether that went well.
    bool
    add (const std::string &id, const std::string &text)
    {
        g_autoptr (WattleStore) store = wattle_store_new (dir.path ().c_str (), problems);
        std::string path = dir.write ("devices.d/" + id + ".conf", text);

        wattle_store_load (store);
        g_remove (path.c_str ());
        GPtrArray *devices = wattle_store_get_devices (store);
        return devices->len == 1 &&
               wattle_manager_add (manager, (const WattleDeviceConfig *)devices->pdata[0]);
    }

    // What is wrong, one line each, without the folder.
    std::vector<std::string>
    complaints ()
    {
        std::vector<std::string> lines;

        for (guint i = 0; i < wattle_problems_get_count (problems); i++) {
            const WattleProblem *problem = wattle_problems_get (problems, i);
            std::string line = std::string (problem->subject) + ": " + problem->message;
            size_t at = line.find (dir.path ());

            if (at != std::string::npos)
                line.erase (at, dir.file ("devices.d/").size ());
            lines.push_back (line);
        }
        return lines;
    }

    std::string
    state (const char *id)
    {
        WattleRunner *runner = wattle_manager_find (manager, id);

        return runner != nullptr ? wattle_runner_get_state_name (runner) : "(none)";
    }

    void
    advance (double seconds)
    {
        wattle_clock_advance (clock, (gint64)(seconds * G_USEC_PER_SEC));
    }

    virtual void
    prepare (WattleDevice *, const std::string &)
    {
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = wattle_problems_new (clock);
    WattlePlugins *plugins = wattle_plugins_new (problems);
    WattleSecrets *secrets = wattle_secrets_new (dir.file ("state").c_str (), nullptr);
    WattleCounters *counters = nullptr;
    WattleManager *manager = nullptr;
};

} // namespace wattle_test
