// SPDX-License-Identifier: LGPL-2.1-or-later
// A host with the real plugin for tariff plans, whose clock stands still until a test moves it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/wattle-number.h"
#include "engine/wattle-admin-tariffs.h"
#include "support/log-capture.h"
#include "support/spin.h"
#include "support/tariff-document.h"
#include "support/temp-dir.h"

namespace wattle_test
{

class TariffHouse : public testing::Test
{
  protected:
    TariffHouse ()
    {
        wattle_store_set_state_dir (store, dir.file ("state").c_str ());
        wattle_plugins_set_session (plugins, TRUE);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_add_path (plugins, TEST_PLUGIN_DIR);
        wattle_plugins_load (plugins);
        dir.write ("config/wattle.conf", "[Host]\nZone=Europe/Ljubljana\n");
    }

    ~TariffHouse () override
    {
        g_clear_object (&admin);
        g_clear_object (&tariffs);
        g_clear_object (&manager);
        for (gpointer object : std::vector<gpointer>{ plugins, store, secrets, problems, clock })
            g_object_unref (object);
        while (g_main_context_iteration (nullptr, FALSE)) {
        }
    }

    // As the daemon does it.
    void
    start ()
    {
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        WattleManagerParts parts = { clock, plugins, links, secrets, nullptr, nullptr, problems };

        manager = wattle_manager_new (&parts);
        WattleTariffsParts tariff_parts = { clock, manager, plugins, problems, store };
        tariffs = wattle_tariffs_new (&tariff_parts, dir.file ("state").c_str ());
        WattleAdminParts house = { store, manager, plugins, secrets, problems, tariffs };
        admin = wattle_admin_new (&house);
        wattle_manager_subscribe (manager, on_batch, this);
        wattle_revisions_recover (wattle_store_get_revisions (store));
        wattle_store_load (store);
        wattle_admin_tariffs_read (admin);
        wattle_admin_start (admin);
    }

    // The file of a plan, as if somebody had put it there.
    std::string
    put (const TariffDocument &document)
    {
        return put (document.id, document.text ());
    }

    std::string
    put (const std::string &id, const std::string &text)
    {
        return dir.write ("state/config/tariffs/" + id + ".json", text);
    }

    std::string
    file (const std::string &id)
    {
        return dir.file ("state/config/tariffs/" + id + ".json");
    }

    void
    set_time (gint64 time)
    {
        wattle_clock_set_wall (clock, time);
    }

    void
    advance (gint64 seconds)
    {
        wattle_clock_advance (clock, seconds * G_USEC_PER_SEC);
    }

    WattleEntity *
    entity (const char *key, const char *device = "tariff_home")
    {
        WattleRunner *runner = wattle_manager_find (manager, device);

        return runner != nullptr
                   ? wattle_device_find_entity (wattle_runner_get_device (runner), key)
                   : nullptr;
    }

    // What an entity shows; "(none)": it has no value, or there is none.
    std::string
    show (const char *key, const char *device = "tariff_home")
    {
        WattleEntity *found = entity (key, device);

        if (found == nullptr || !wattle_entity_has_value (found))
            return "(none)";
        g_autofree char *text = wattle_entity_get_value_type (found) == WATTLE_VALUE_NUMBER
                                    ? wattle_number_format_exact (wattle_entity_get_number (found))
                                    : g_strdup (wattle_entity_get_text (found));
        return text;
    }

    // What is told of an entity beside its value.
    std::string
    more (const char *key)
    {
        guint count;
        const char *members = wattle_entity_get_attributes (entity (key), &count);

        return members != nullptr ? members : "";
    }

    std::string
    import (const std::string &text, bool replace = false)
    {
        return import (text, WattleTariffImport{ replace, nullptr, FALSE });
    }

    // Whether it would be taken.
    std::string
    look (const std::string &text, bool replace = false)
    {
        return import (text, WattleTariffImport{ replace, nullptr, TRUE });
    }

    std::string
    import (const std::string &text, const WattleTariffImport &options)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());

        answer.clear ();
        wattle_admin_tariffs_import_async (admin, bytes, &options, "7", on_done, this);
        return wait ();
    }

    std::string
    take_away (const char *id)
    {
        answer.clear ();
        wattle_admin_tariffs_remove_async (admin, id, "7", on_done, this);
        return wait ();
    }

    std::string
    complaints ()
    {
        std::string all;

        for (guint i = 0; i < wattle_problems_get_count (problems); i++)
            all += std::string (wattle_problems_get (problems, i)->message) + "\n";
        return all;
    }

    static std::string
    read (const std::string &path)
    {
        g_autofree char *text = nullptr;
        gsize length = 0;

        return g_file_get_contents (path.c_str (), &text, &length, nullptr)
                   ? std::string (text, length)
                   : "(none)";
    }

    std::string
    wait ()
    {
        EXPECT_TRUE (spin ([this] { return !answer.empty (); }));
        return answer;
    }

    static void
    on_done (GObject *source, GAsyncResult *result, gpointer data)
    {
        auto *self = static_cast<TariffHouse *> (data);
        g_autoptr (GError) error = nullptr;
        g_autofree char *id = wattle_admin_finish (WATTLE_ADMIN (source), result, &error);

        self->answer = id != nullptr ? id : std::string ("no: ") + error->message;
    }

    static void
    on_batch (WattleRunner *runner, GPtrArray *, gpointer data)
    {
        auto *self = static_cast<TariffHouse *> (data);

        self->batches.push_back (wattle_runner_get_id (runner));
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (moment (2026, 11, 26, 4, 30)); // a Thursday
    WattleProblems *problems = wattle_problems_new (clock);
    WattlePlugins *plugins = wattle_plugins_new (problems);
    WattleSecrets *secrets = wattle_secrets_new (dir.file ("state").c_str (), nullptr);
    WattleStore *store = wattle_store_new (dir.file ("config").c_str (), problems);
    WattleManager *manager = nullptr;
    WattleTariffs *tariffs = nullptr;
    WattleAdmin *admin = nullptr;
    std::vector<std::string> batches;
    std::string answer;
};

} // namespace wattle_test
