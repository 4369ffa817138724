// SPDX-License-Identifier: LGPL-2.1-or-later
// Definitions of meters that come, go and change while a house runs. The driver is the real one.
#include "engine/wattle-definitions.h"

#include <gtest/gtest.h>

#include "base/wattle-error.h"
#include "engine/wattle-admin-check.h"
#include "engine/wattle-admin-definitions.h"
#include "engine/wattle-config-tree.h"
#include "engine/wattle-document.h"
#include "support/log-capture.h"
#include "support/made-up-definition.h"
#include "support/spin.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class Definitions : public testing::Test
{
  protected:
    Definitions ()
    {
        dir.write ("data/meters/built-in.json", definition ("built-in"));
        g_setenv ("WATTLE_DATA_DIR", dir.file ("data").c_str (), TRUE);
        wattle_store_set_state_dir (store, dir.file ("state").c_str ());
        wattle_plugins_set_session (plugins, TRUE);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_add_path (plugins, TEST_PLUGIN_DIR);
    }

    ~Definitions () override
    {
        g_clear_object (&admin);
        g_clear_object (&manager);
        for (gpointer object : std::vector<gpointer>{ plugins, store, secrets, problems, clock })
            g_object_unref (object);
        while (g_main_context_iteration (nullptr, FALSE)) {
        }
        g_unsetenv ("WATTLE_DATA_DIR");
    }

    // As the daemon does it.
    void
    start ()
    {
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        g_autoptr (WattleMeterLibrary) meters =
            wattle_definitions_load (dir.file ("state").c_str (), nullptr);
        WattleManagerParts parts = { clock, plugins, links, secrets, nullptr, nullptr, problems };

        manager = wattle_manager_new (&parts);
        WattleAdminParts house = { store, manager, plugins, secrets, problems };
        admin = wattle_admin_new (&house);
        wattle_revisions_recover (wattle_store_get_revisions (store));
        wattle_store_load (store);
        wattle_plugins_set_meters (plugins, meters);
        wattle_plugins_load (plugins);
        wattle_admin_start (admin);
    }

    static void
    on_done (GObject *source, GAsyncResult *result, gpointer data)
    {
        auto *self = static_cast<Definitions *> (data);
        g_autoptr (GError) error = nullptr;
        g_autofree char *id = wattle_admin_finish (WATTLE_ADMIN (source), result, &error);

        self->answer = id != nullptr ? id : std::string ("no: ") + error->message;
        self->code = error != nullptr ? error->code : -1;
    }

    std::string
    wait ()
    {
        EXPECT_TRUE (spin ([this] { return !answer.empty (); }));
        return answer;
    }

    std::string
    import (const std::string &text, bool replace = false)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());

        answer.clear ();
        wattle_admin_definitions_import_async (admin, bytes, replace, "7", on_done, this);
        return wait ();
    }

    std::string
    remove (const char *id)
    {
        answer.clear ();
        wattle_admin_definitions_remove_async (admin, id, "7", on_done, this);
        return wait ();
    }

    std::string
    add_device (const char *id, const char *model)
    {
        g_autoptr (WattleDeviceConfig) config =
            wattle_admin_make_config (admin, "modbus-meter", model, id);

        config->uris[WATTLE_LINK_MODBUS] = g_strdup ("modbus+tcp://127.0.0.1:9");
        answer.clear ();
        wattle_admin_add_async (admin, config, "7", on_done, this);
        return wait ();
    }

    // The maker of a device that runs; empty: it does not.
    std::string
    model_of (const char *id)
    {
        WattleRunner *runner = wattle_manager_find (manager, id);

        return runner != nullptr ? wattle_device_get_model (wattle_runner_get_device (runner)) : "";
    }

    // As a device does that has asked its meter.
    void
    find_out (const char *id, const char *definition)
    {
        WattleRunner *runner = wattle_manager_find (manager, id);

        wattle_source_set_state (WATTLE_SOURCE (wattle_runner_get_device (runner)),
                                 WATTLE_METER_STATE_FOUND, definition, (WattleStateFlags)0);
    }

    bool
    knows (const char *model)
    {
        return wattle_catalog_has_model (wattle_plugins_get_catalog (plugins, "modbus-meter"),
                                         model);
    }

    std::string
    own_file (const std::string &id)
    {
        return dir.file ("state/config/meters/" + id + ".json");
    }

    std::string
    read (const std::string &path)
    {
        g_autofree char *text = nullptr;
        gsize length = 0;

        return g_file_get_contents (path.c_str (), &text, &length, nullptr)
                   ? std::string (text, length)
                   : "(none)";
    }

    std::string
    complaints ()
    {
        std::string all;

        for (guint i = 0; i < wattle_problems_get_count (problems); i++)
            all += std::string (wattle_problems_get (problems, i)->message) + "\n";
        return all;
    }

    // The number of the newest revision.
    guint64
    last ()
    {
        guint64 id = 0;

        wattle_revisions_list_async (
            wattle_store_get_revisions (store), 1,
            [] (GObject *source, GAsyncResult *result, gpointer data) {
                g_autoptr (GPtrArray) list =
                    wattle_revisions_list_finish (WATTLE_REVISIONS (source), result, nullptr);

                *static_cast<guint64 *> (data) =
                    static_cast<WattleRevision *> (g_ptr_array_index (list, 0))->id;
            },
            &id);
        EXPECT_TRUE (spin ([&] { return id != 0; }));
        return id;
    }

    // Makes the configuration what it was at a revision.
    std::string
    restore (guint64 revision)
    {
        answer.clear ();
        wattle_revisions_restore_async (
            wattle_store_get_revisions (store), revision, "7", wattle_admin_check_draft, admin,
            [] (GObject *source, GAsyncResult *result, gpointer data) {
                auto *self = static_cast<Definitions *> (data);
                g_autoptr (GError) error = nullptr;

                self->answer =
                    wattle_revisions_restore_finish (WATTLE_REVISIONS (source), result, &error)
                        ? "fine"
                        : error->message;
            },
            this);
        wait ();
        if (answer == "fine")
            wattle_admin_reload (admin);
        return answer;
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = wattle_problems_new (clock);
    WattlePlugins *plugins = wattle_plugins_new (problems);
    WattleSecrets *secrets = wattle_secrets_new (dir.file ("state").c_str (), nullptr);
    WattleStore *store = wattle_store_new (dir.file ("config").c_str (), problems);
    WattleManager *manager = nullptr;
    WattleAdmin *admin = nullptr;
    std::string answer;
    int code = -1;
};

TEST_F (Definitions, HaveFilesInTheHostsOwnLayer)
{
    const struct {
        const char *name;
        const char *id;
    } rows[] = {
        { "meters/a-1.json", "a-1" },      { "meters/a.conf", nullptr },
        { "meters/.json", nullptr },       { "meters/-a.json", nullptr },
        { "meters/A.json", nullptr },      { "a.json", nullptr },
        { "meters/a/b.json", nullptr },    { "meters/..json", nullptr },
        { "meters/a_b.json", nullptr },    { "devices/a.json", nullptr },
        { "meters/a.json.json", nullptr },
    };

    for (const auto &row : rows) {
        g_autofree char *id = wattle_document_dup_id (&wattle_document_meters, row.name);

        EXPECT_STREQ (id, row.id) << row.name;
        EXPECT_EQ (wattle_config_tree_is_known (row.name), row.id != nullptr) << row.name;
    }
    std::string longest (64, 'x');
    g_autofree char *fits =
        wattle_document_dup_id (&wattle_document_meters, ("meters/" + longest + ".json").c_str ());
    g_autofree char *not_ =
        wattle_document_dup_id (&wattle_document_meters, ("meters/x" + longest + ".json").c_str ());
    EXPECT_STREQ (fits, longest.c_str ());
    EXPECT_EQ (not_, nullptr);
}

TEST_F (Definitions, AreOfferedOnceImportedWithoutARestart)
{
    start ();
    EXPECT_FALSE (knows ("mine"));
    EXPECT_EQ (import (definition ("mine")), "mine");
    EXPECT_TRUE (knows ("mine"));
    EXPECT_EQ (read (own_file ("mine")), definition ("mine"));
    EXPECT_EQ (add_device ("m", "mine"), "m");
    EXPECT_EQ (model_of ("m"), "B");
    EXPECT_EQ (complaints (), "");
}

TEST_F (Definitions, StartTheDevicesThatHaveWaited)
{
    dir.write (
        "state/config/devices/m.conf",
        "[Device]\nDriver=modbus-meter\nModel=mine\n[Link]\nModbus=modbus+tcp://127.0.0.1:9\n");
    start ();
    EXPECT_EQ (model_of ("m"), "");
    EXPECT_NE (complaints ().find ("“mine” is not known"), std::string::npos) << complaints ();

    EXPECT_EQ (import (definition ("mine")), "mine");
    EXPECT_EQ (model_of ("m"), "B");
    EXPECT_EQ (complaints (), "");
}

TEST_F (Definitions, RestartTheDevicesOfOneThatChangesAndNoOthers)
{
    start ();
    import (definition ("mine"));
    import (definition ("other"));
    add_device ("m", "mine");
    add_device ("o", "other");
    add_device ("b", "built-in");
    WattleRunner *other = wattle_manager_find (manager, "o");
    WattleRunner *built_in = wattle_manager_find (manager, "b");

    EXPECT_EQ (import (definition ("mine", "New")),
               "no: " + own_file ("mine") +
                   " is there already and differs; it can be replaced, if told so (--replace)");
    EXPECT_EQ (code, WATTLE_ERROR_CONFIG);
    EXPECT_EQ (model_of ("m"), "B");
    EXPECT_EQ (import (definition ("mine", "New"), true), "mine");
    EXPECT_EQ (model_of ("m"), "New");
    EXPECT_EQ (wattle_manager_find (manager, "o"), other);
    EXPECT_EQ (wattle_manager_find (manager, "b"), built_in);
}

// Its device may be reading that one.
TEST_F (Definitions, RestartTheDevicesOfWhichTheyAreTheOtherMap)
{
    std::string text = definition ("mine");

    text.insert (
        1, R"("alternative":{"definition":"other","function":3,"address":1,"type":"uint16"},)");
    start ();
    EXPECT_EQ (import (text), "mine");
    add_device ("m", "mine");
    WattleRunner *runner = wattle_manager_find (manager, "m");
    g_object_add_weak_pointer (G_OBJECT (runner), reinterpret_cast<gpointer *> (&runner));

    EXPECT_EQ (import (definition ("third")), "third");
    EXPECT_EQ (wattle_manager_find (manager, "m"), runner);
    EXPECT_EQ (import (definition ("other")), "other");
    EXPECT_TRUE (spin ([&] { return runner == nullptr; }));
    EXPECT_EQ (model_of ("m"), "B");
}

TEST_F (Definitions, ThatAreTheSameChangeNothing)
{
    start ();
    import (definition ("mine"));
    add_device ("m", "mine");
    WattleRunner *runner = wattle_manager_find (manager, "m");

    EXPECT_EQ (import (definition ("mine")), "mine");
    EXPECT_EQ (wattle_manager_find (manager, "m"), runner);
    wattle_admin_reload (admin);
    EXPECT_EQ (wattle_manager_find (manager, "m"), runner);
}

TEST_F (Definitions, ThatAreBuiltInAreReplacedOnPurposeOnly)
{
    start ();
    add_device ("b", "built-in");
    EXPECT_EQ (import (definition ("built-in", "Own"))
                   .rfind ("no: the definition “built-in” is "
                           "built in; give yours another id",
                           0),
               0u)
        << answer;
    EXPECT_EQ (read (own_file ("built-in")), "(none)");
    EXPECT_EQ (import (definition ("built-in", "Own"), true), "built-in");
    EXPECT_EQ (model_of ("b"), "Own");

    EXPECT_EQ (remove ("built-in"), "no: the definition “built-in” is used by b");
    EXPECT_EQ (code, WATTLE_ERROR_BUSY);
}

TEST_F (Definitions, AreRemovedUnlessADeviceIsOfThem)
{
    start ();
    import (definition ("mine"));
    import (definition ("other"));
    add_device ("m", "mine");

    EXPECT_EQ (remove ("mine"), "no: the definition “mine” is used by m");
    EXPECT_EQ (remove ("built-in"),
               "no: the definition “built-in” is built in and cannot be removed");
    EXPECT_EQ (code, WATTLE_ERROR_NOT_SUPPORTED);
    EXPECT_EQ (remove ("../wattle"), "no: there is no definition “../wattle”");
    EXPECT_EQ (code, WATTLE_ERROR_NOT_FOUND);
    EXPECT_EQ (remove ("other"), "other");
    EXPECT_EQ (read (own_file ("other")), "(none)");
    EXPECT_FALSE (knows ("other"));
    EXPECT_EQ (model_of ("m"), "B");
}

TEST_F (Definitions, AreUsedByDevicesThatFoundThemOut)
{
    start ();
    import (definition ("mine"));
    import (definition ("other"));
    ASSERT_EQ (add_device ("a", "auto"), "a");
    find_out ("a", "mine");
    WattleRunner *runner = wattle_manager_find (manager, "a");
    g_object_add_weak_pointer (G_OBJECT (runner), reinterpret_cast<gpointer *> (&runner));

    EXPECT_EQ (remove ("mine"), "no: the definition “mine” is used by a");
    EXPECT_EQ (remove ("other"), "other");
    EXPECT_EQ (wattle_manager_find (manager, "a"), runner);
    EXPECT_EQ (import (definition ("mine", "New"), true), "mine");
    EXPECT_TRUE (spin ([&] { return runner == nullptr; }));
    EXPECT_NE (wattle_manager_find (manager, "a"), nullptr);
}

TEST_F (Definitions, ThatComeAreAmongThoseThatADeviceSearches)
{
    start ();
    ASSERT_EQ (add_device ("a", "auto"), "a");
    WattleRunner *runner = wattle_manager_find (manager, "a");
    g_object_add_weak_pointer (G_OBJECT (runner), reinterpret_cast<gpointer *> (&runner));

    wattle_admin_reload (admin);
    EXPECT_EQ (wattle_manager_find (manager, "a"), runner) << "nothing has changed";
    ASSERT_NE (runner, nullptr);
    EXPECT_EQ (import (definition ("mine")), "mine");
    EXPECT_TRUE (spin ([&] { return runner == nullptr; }));
    EXPECT_NE (wattle_manager_find (manager, "a"), nullptr);
}

TEST_F (Definitions, AreUsedAsTheOtherMapToo)
{
    std::string text = definition ("mine");

    text.insert (
        1, R"("alternative":{"definition":"other","function":3,"address":1,"type":"uint16"},)");
    start ();
    import (definition ("other"));
    EXPECT_EQ (import (text), "mine");
    EXPECT_EQ (add_device ("m", "mine"), "m");
    EXPECT_EQ (remove ("other"), "no: the definition “other” is used by m");
}

TEST_F (Definitions, AreNotCalledLikeTheSearchForThem)
{
    start ();
    EXPECT_EQ (import (definition ("auto")),
               "no: id: “auto” is the model that finds out what a meter is; give your definition "
               "another id");
    EXPECT_EQ (import (definition ("auto"), true).rfind ("no: id: “auto”", 0), 0u);
    EXPECT_FALSE (g_file_test (own_file ("auto").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (Definitions, ThatAreOfNoUseAreRefusedAndTheSentenceNamesThePlace)
{
    start ();
    EXPECT_EQ (
        import (definition ("mine", "B", "uint17")).rfind ("no: points[0]: type: “uint17”", 0), 0u)
        << answer;
    EXPECT_EQ (import (definition ("Mine")).rfind ("no: id: must be", 0), 0u) << answer;
    EXPECT_EQ (import (definition ("-mine")).rfind ("no: id: must be", 0), 0u) << answer;
    EXPECT_EQ (import (definition (std::string (65, 'x'))).rfind ("no: id: must be", 0), 0u)
        << answer;
    EXPECT_EQ (import ("").rfind ("no: ", 0), 0u) << answer;
    EXPECT_EQ (import (std::string (WATTLE_METER_MAX_SIZE + 1, ' ')),
               "no: the definition is longer than the 262144 bytes that are allowed");
    EXPECT_EQ (import (definition ("mine") + std::string (1, '\0')).rfind ("no: ", 0), 0u)
        << answer;
    EXPECT_FALSE (g_file_test (dir.file ("state/config/meters").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (Definitions, AreNotWithoutNumber)
{
    for (int i = 0; i < 200; i++)
        dir.write ("state/config/meters/m" + std::to_string (i) + ".json",
                   definition ("m" + std::to_string (i)));
    start ();
    EXPECT_EQ (import (definition ("one-more")),
               "no: there are 200 definitions of this house already, as many as may be");
    EXPECT_EQ (import (definition ("m7", "New"), true), "m7");
}

TEST_F (Definitions, AreReadAgainWithTheRest)
{
    start ();
    dir.write ("state/config/meters/mine.json", definition ("mine"));
    dir.write ("state/config/meters/bad.json", definition ("bad", "B", "uint17"));
    wattle_admin_reload (admin);
    EXPECT_TRUE (knows ("mine"));
    EXPECT_NE (complaints ().find (own_file ("bad") + ": points[0]: type: “uint17” is unknown"),
               std::string::npos)
        << complaints ();
    add_device ("m", "mine");

    dir.write ("state/config/meters/bad.json", definition ("bad"));
    dir.write ("state/config/meters/mine.json", definition ("mine", "New"));
    wattle_admin_reload (admin);
    EXPECT_EQ (complaints (), "");
    EXPECT_EQ (model_of ("m"), "New");

    g_unlink (own_file ("mine").c_str ());
    wattle_admin_reload (admin);
    EXPECT_EQ (model_of ("m"), "");
    EXPECT_NE (complaints ().find ("“mine” is not known"), std::string::npos) << complaints ();
}

// What devices need comes back together with them.
TEST_F (Definitions, ArePartOfRevisions)
{
    start ();
    import (definition ("mine"));
    add_device ("m", "mine");
    guint64 first = last ();
    import (definition ("mine", "New"), true);
    guint64 second = last ();
    EXPECT_EQ (second, first + 1);
    EXPECT_EQ (restore (first), "fine");
    EXPECT_EQ (model_of ("m"), "B");
    EXPECT_EQ (read (own_file ("mine")), definition ("mine"));

    answer.clear ();
    wattle_admin_remove_async (admin, "m", "7", on_done, this);
    EXPECT_EQ (wait (), "m");
    EXPECT_EQ (remove ("mine"), "mine");
    EXPECT_FALSE (knows ("mine"));
    EXPECT_EQ (restore (second), "fine");
    EXPECT_EQ (model_of ("m"), "New");
    EXPECT_EQ (complaints (), "");
}

TEST_F (Definitions, OfADraftAreCheckedWithIt)
{
    dir.write ("state/config/devices/m.conf", "[Device]\nDriver=modbus-meter\nModel=mine\n[Link]\n"
                                              "Modbus=modbus+tcp://127.0.0.1:9\n");
    start ();
    guint64 without = last (); // a device of a model that there is not
    EXPECT_EQ (import (definition ("mine")), "mine");
    EXPECT_NE (restore (without).find ("“mine” is not known"), std::string::npos) << answer;
    EXPECT_TRUE (knows ("mine"));
    EXPECT_EQ (model_of ("m"), "B");

    g_autoptr (WattleFileSet) files = wattle_file_set_new ();
    g_autoptr (GError) error = nullptr;
    wattle_file_set_put_text (files, "meters/bad.json",
                              g_strdup (definition ("bad", "B", "uint17").c_str ()));
    EXPECT_EQ (wattle_config_draft_new (files, &error), nullptr);
    EXPECT_EQ (std::string (error->message).rfind ("meters/bad.json: points[0]: type: ", 0), 0u)
        << error->message;
}

} // namespace
