// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <vector>

#include "engine/wattle-revision-log.h"
#include "engine/wattle-store.h"
#include "support/log-capture.h"
#include "support/spin.h"
#include "support/temp-dir.h"

namespace wattle_test
{

using Texts = std::map<std::string, std::string>;

inline std::string
read_text (const std::string &path)
{
    g_autofree char *contents = nullptr;
    gsize length = 0;

    if (!g_file_get_contents (path.c_str (), &contents, &length, nullptr))
        return "(none)";
    return std::string (contents, length);
}

// All files of the folder, by their paths in it.
inline Texts
read_folder (const std::string &folder)
{
    std::error_code none;
    Texts texts;

    for (auto &entry : std::filesystem::recursive_directory_iterator (folder, none))
        if (entry.is_regular_file () && entry.path ().extension () == ".conf")
            texts[std::filesystem::relative (entry.path (), folder)] = read_text (entry.path ());
    return texts;
}

// As a log of revisions tells.
inline Texts
get_files (const WattleRevisionLog *log, guint64 id)
{
    g_autoptr (WattleFileSet) set = wattle_revision_log_get_files (log, id);
    Texts texts;

    for (guint i = 0; i < wattle_file_set_get_count (set); i++) {
        gsize length;
        const char *text =
            wattle_file_set_get_text (wattle_file_set_get_contents (set, i), &length);

        texts[wattle_file_set_get_name (set, i)] = std::string (text, length);
    }
    return texts;
}

// A store with a state folder, and its revisions; every call waits until it is finished.
class StoreHouse
{
  public:
    StoreHouse ()
    {
        renew ();
    }

    ~StoreHouse ()
    {
        settle ();
        g_object_unref (store);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    StoreHouse (const StoreHouse &) = delete;
    StoreHouse &operator= (const StoreHouse &) = delete;

    // Another run of the host.
    void
    renew ()
    {
        settle ();
        g_clear_object (&store);
        g_clear_object (&problems);
        problems = wattle_problems_new (clock);
        store = wattle_store_new (dir.file ("etc").c_str (), problems);
        wattle_store_set_state_dir (store, dir.file ("state").c_str ());
        wattle_revisions_recover (revisions ());
        wattle_store_load (store);
        wait_for_all ();
    }

    WattleRevisions *
    revisions ()
    {
        return wattle_store_get_revisions (store);
    }

    // Saves a device of that name; returns what went wrong.
    std::string
    save (const std::string &id, const std::string &name, const char *author = "1000")
    {
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (id.c_str (), "");

        config->driver = g_strdup ("iskra-sg");
        config->name = g_strdup (name.c_str ());
        wattle_store_save_device_async (store, config, author, on_call, this);
        wait ();
        return finish (wattle_store_save_device_finish (store, result_, &error_));
    }

    std::string
    remove (const std::string &id)
    {
        wattle_store_remove_device_async (store, id.c_str (), "1000", on_call, this);
        wait ();
        return finish (wattle_store_remove_device_finish (store, result_, &error_));
    }

    std::string
    set (const char *group, const char *key, const char *text)
    {
        WattleStoreChange change = { group, key, text };

        wattle_store_save_host_async (store, &change, 1, "1000", on_call, this);
        wait ();
        return finish (wattle_store_save_host_finish (store, result_, &error_));
    }

    std::string
    restore (guint64 id, WattleConfigCheck check = nullptr, gpointer data = nullptr)
    {
        wattle_revisions_restore_async (revisions (), id, "1000", check, data, on_call, this);
        wait ();
        return finish (wattle_revisions_restore_finish (revisions (), result_, &error_));
    }

    // "4 1000 devices/a.conf changed", newest first.
    std::vector<std::string>
    list (guint limit = 0)
    {
        std::vector<std::string> lines;

        wattle_revisions_list_async (revisions (), limit, on_call, this);
        wait ();
        g_autoptr (GPtrArray) list = wattle_revisions_list_finish (revisions (), result_, &error_);
        for (guint i = 0; list != nullptr && i < list->len; i++) {
            auto *one = static_cast<WattleRevision *> (list->pdata[i]);

            lines.push_back (std::to_string (one->id) + " " + one->author + " " + one->summary);
        }
        EXPECT_EQ (finish (list != nullptr), "");
        return lines;
    }

    std::string
    read (guint64 id, const char *name)
    {
        wattle_revisions_read_async (revisions (), id, name, on_call, this);
        wait ();
        g_autoptr (GBytes) bytes = wattle_revisions_read_finish (revisions (), result_, &error_);
        std::string failure = finish (bytes != nullptr);
        if (bytes == nullptr)
            return failure;
        return std::string ((const char *)g_bytes_get_data (bytes, nullptr),
                            g_bytes_get_size (bytes));
    }

    std::string
    diff (guint64 from, guint64 to)
    {
        wattle_revisions_diff_async (revisions (), from, to, on_call, this);
        wait ();
        g_autofree char *text = wattle_revisions_diff_finish (revisions (), result_, &error_);
        std::string failure = finish (text != nullptr);
        return text != nullptr ? text : failure;
    }

    // Everything pushed so far is done.
    void
    wait_for_all ()
    {
        list (1);
    }

    Texts
    files ()
    {
        return read_folder (dir.file ("state/config"));
    }

    std::vector<std::string>
    problem_texts ()
    {
        std::vector<std::string> texts;

        for (guint i = 0; i < wattle_problems_get_count (problems); i++)
            texts.push_back (wattle_problems_get (problems, i)->message);
        return texts;
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (G_GINT64_CONSTANT (1769860800000000));
    WattleProblems *problems = nullptr;
    WattleStore *store = nullptr;

  private:
    static void
    on_call (GObject *, GAsyncResult *result, gpointer user_data)
    {
        static_cast<StoreHouse *> (user_data)->result_ = G_ASYNC_RESULT (g_object_ref (result));
    }

    void
    wait ()
    {
        EXPECT_TRUE (spin ([this] { return result_ != nullptr; }));
    }

    std::string
    finish (bool fine)
    {
        g_autoptr (GError) error = g_steal_pointer (&error_);

        g_clear_object (&result_);
        EXPECT_EQ (fine, error == nullptr);
        return error != nullptr ? error->message : "";
    }

    GAsyncResult *result_ = nullptr;
    GError *error_ = nullptr;
};

} // namespace wattle_test
