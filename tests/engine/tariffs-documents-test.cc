// SPDX-License-Identifier: LGPL-2.1-or-later
// Documents of tariff plans that come, go and change while a house runs.
#include "engine/wattle-admin-tariffs.h"

#include "engine/wattle-admin-check.h"
#include "engine/wattle-backup-contents.h"
#include "engine/wattle-config-tree.h"
#include "support/tariff-house.h"

using namespace wattle_test;

namespace
{

class TariffsDocuments : public TariffHouse
{
  protected:
    // Makes the configuration what it was at a revision.
    std::string
    restore (guint64 revision)
    {
        answer.clear ();
        wattle_revisions_restore_async (
            wattle_store_get_revisions (store), revision, "7", wattle_admin_check_draft, admin,
            [] (GObject *source, GAsyncResult *result, gpointer data) {
                auto *self = static_cast<TariffsDocuments *> (data);
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
};

} // namespace

TEST_F (TariffsDocuments, AreFilesOfTheHostsOwnLayer)
{
    EXPECT_TRUE (wattle_config_tree_is_known ("tariffs/home_2.json"));
    for (const char *name : { "tariffs/.json", "tariffs/_a.json", "tariffs/Home.json",
                              "tariffs/a-b.json", "tariffs/a/b.json", "tariffs/a.conf" })
        EXPECT_FALSE (wattle_config_tree_is_known (name)) << name;
}

TEST_F (TariffsDocuments, CountOnceImportedWithoutARestart)
{
    start ();
    EXPECT_EQ (show ("tariff"), "(none)");
    EXPECT_EQ (import (TariffDocument ().text ()), "home");
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (read (file ("home")), TariffDocument ().text ());

    TariffDocument dearer;
    dearer.high = "0.30";
    EXPECT_EQ (import (dearer.text ()).substr (0, 45), "no: there is a tariff plan “home” already");
    EXPECT_EQ (read (file ("home")), TariffDocument ().text ());
    EXPECT_EQ (import (dearer.text (), true), "home");
    set_time (moment (2026, 11, 26, 12));
    EXPECT_EQ (show ("price"), "0.376");

    EXPECT_EQ (take_away ("home"), "home");
    EXPECT_EQ (wattle_manager_find (manager, "tariff_home"), nullptr);
    EXPECT_EQ (read (file ("home")), "(none)");
    EXPECT_EQ (take_away ("home"), "no: there is no tariff plan “home”");
}

TEST_F (TariffsDocuments, ThatAreWrongChangeNothing)
{
    TariffDocument wrong;

    put ({});
    start ();
    wrong.high = "cheap";
    guint64 before = last ();
    EXPECT_NE (import (wrong.text (), true).find ("versions[0].components[0].prices.high"),
               std::string::npos)
        << answer;
    EXPECT_EQ (import ("[", true).substr (0, 3), "no:");
    EXPECT_EQ (import (std::string (300000, ' '), true),
               "no: the document is longer than the 262144 bytes that are allowed");
    EXPECT_EQ (last (), before);
    EXPECT_EQ (read (file ("home")), TariffDocument ().text ());
    EXPECT_EQ (show ("price"), "0.1076");
    EXPECT_EQ (complaints (), "");
}

// What an import would be refused for is found out without one, in the same words.
TEST_F (TariffsDocuments, CanBeLookedAtBeforeTheyAreImported)
{
    TariffDocument dearer, wrong, other;

    put ({});
    put ("broken", "[");
    start ();
    guint64 before = last ();
    dearer.high = "0.30";
    wrong.high = "cheap";
    other.id = "broken";
    for (const std::string &text : { dearer.text (), other.text (), wrong.text (),
                                     std::string ("["), std::string (300000, ' ') }) {
        std::string said = look (text);

        EXPECT_EQ (said.substr (0, 4), "no: ") << text;
        EXPECT_EQ (import (text), said);
    }
    EXPECT_EQ (look (dearer.text (), true), "home");
    EXPECT_EQ (look (other.text (), true), "broken");
    EXPECT_EQ (last (), before);
    EXPECT_EQ (read (file ("home")), TariffDocument ().text ());
    EXPECT_EQ (read (file ("broken")), "[");
    EXPECT_EQ (show ("price"), "0.1076");
}

TEST_F (TariffsDocuments, OfAFileThatNobodyHasReadYetAreNotOverwritten)
{
    start ();
    put ("home", "{}");
    std::string said = look (TariffDocument ().text ());
    EXPECT_NE (said.find ("home.json is there already and differs"), std::string::npos) << said;
    EXPECT_EQ (import (TariffDocument ().text ()), said);
    EXPECT_EQ (read (file ("home")), "{}");
}

TEST_F (TariffsDocuments, AreNotTakenWhereADeviceHasTheirPlace)
{
    dir.write ("config/devices.d/tariff_home.conf", "[Device]\nDriver=none\n");
    put ("home", "[");
    start ();
    for (bool replace : { false, true }) {
        std::string said = look (TariffDocument ().text (), replace);

        EXPECT_NE (said.find (replace ? "the plan would be the device “tariff_home”"
                                      : "there is a tariff plan “home” already"),
                   std::string::npos)
            << said;
        EXPECT_EQ (import (TariffDocument ().text (), replace), said);
    }
    EXPECT_EQ (read (file ("home")), "[");
}

TEST_F (TariffsDocuments, AreAsManyAsMayBeForALookToo)
{
    TariffDocument document;

    for (int i = 0; i < WATTLE_TARIFFS_MAX; i++) {
        document.id = "p" + std::to_string (i);
        put (document);
    }
    put ("surplus", "[");
    start ();
    for (const char *id : { "more", "surplus" }) {
        document.id = id;
        EXPECT_EQ (look (document.text (), true),
                   "no: there are 64 tariff plans already, as many as may be");
        EXPECT_EQ (import (document.text (), true), answer);
    }
    EXPECT_EQ (read (file ("surplus")), "[");
    document.id = "p7";
    document.high = "0.30";
    EXPECT_EQ (look (document.text (), true), "p7");
}

TEST_F (TariffsDocuments, OfNoUseAreToldReplacedAndRemoved)
{
    put ("home", "[");
    put ("other", std::string (300000, ' '));
    put ("third", "\xff\xff");
    start ();
    g_auto (GStrv) ids = wattle_tariffs_list_ids (tariffs);
    ASSERT_EQ (g_strv_length (ids), 3u);
    EXPECT_STREQ (ids[1], "other");
    for (const char *id : { "home", "other", "third" }) {
        const WattleMessage *fault = wattle_tariffs_find_fault (tariffs, id);

        ASSERT_NE (fault, nullptr) << id;
        EXPECT_NE (std::string (wattle_message_get_text (fault)).find (file (id)),
                   std::string::npos);
    }

    TariffDocument other;
    other.id = "other";
    EXPECT_EQ (import (TariffDocument ().text (), true), "home");
    EXPECT_EQ (wattle_tariffs_find_fault (tariffs, "home"), nullptr);
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (take_away ("third"), "third");
    EXPECT_EQ (read (file ("third")), "(none)");

    // What is too long for a revision is left, as it could not be brought back.
    std::string said = look (other.text (), true);
    EXPECT_NE (said.find ("other.json is not a file of at most 262144 bytes"), std::string::npos)
        << said;
    EXPECT_EQ (import (other.text (), true), said);
    EXPECT_EQ (read (file ("other")).size (), 300000u);
}

TEST_F (TariffsDocuments, ChangedBySomebodyElseAreLeft)
{
    TariffDocument mine, theirs;
    std::string old = TariffDocument ().text ();
    g_autoptr (GBytes) before = g_bytes_new (old.data (), old.size ());

    put ({});
    start ();
    mine.high = "0.30";
    theirs.high = "0.40";
    EXPECT_EQ (import (theirs.text (), true), "home");
    for (bool only_look : { true, false })
        EXPECT_NE (import (mine.text (), WattleTariffImport{ TRUE, before, only_look })
                       .find ("home.json has been changed by somebody else meanwhile"),
                   std::string::npos)
            << answer;
    EXPECT_EQ (read (file ("home")), theirs.text ());
    EXPECT_EQ (import (old, true), "home");
    EXPECT_EQ (import (mine.text (), WattleTariffImport{ TRUE, before, FALSE }), "home");
    EXPECT_EQ (take_away ("home"), "home");
    EXPECT_EQ (import (mine.text (), WattleTariffImport{ TRUE, before, FALSE }).substr (0, 3),
               "no:");
}

TEST_F (TariffsDocuments, ThatAreDamagedLeaveTheRunningPlan)
{
    put ({});
    start ();
    std::string path = put ("home", R"({"format": 1, "id": "home"})");
    wattle_admin_reload (admin);
    EXPECT_NE (complaints ().find (path), std::string::npos) << complaints ();
    EXPECT_NE (complaints ().find ("name"), std::string::npos) << complaints ();
    advance (90 * 60);
    EXPECT_EQ (show ("tariff"), "high");
    EXPECT_EQ (show ("price"), "0.254");

    TariffDocument mended;
    mended.high = "0.10";
    put (mended);
    wattle_admin_reload (admin);
    EXPECT_EQ (show ("price"), "0.132");
    EXPECT_EQ (complaints (), "");
}

// One that is saved must cover each day; one that is there is used as far as it goes.
TEST_F (TariffsDocuments, WithDaysThatNoSeasonIsForHaveNoTariffThen)
{
    std::string text = TariffDocument ().text ();
    const std::string both = R"(["weekend", "holiday"])";
    const std::string wrong = "versions[0].components[0].seasons: none is for days of the type "
                              "weekend from 2026-01-01 on";
    ASSERT_NE (text.find (both), std::string::npos) << text;
    text.replace (text.find (both), both.size (), R"(["holiday"])");

    std::string path = put ("home", text);
    start ();
    EXPECT_NE (complaints ().find (path + ": " + wrong), std::string::npos) << complaints ();
    EXPECT_EQ (show ("tariff"), "low");
    set_time (moment (2026, 11, 28, 12)); // a Saturday
    EXPECT_EQ (show ("tariff"), "(none)");
    EXPECT_EQ (show ("price"), "(none)");
    EXPECT_EQ (show ("season"), "(none)");
    EXPECT_EQ (show ("day_type"), "weekend");
    EXPECT_EQ (show ("next_change"), "2026-11-30T00:00:00+01:00");
    wattle_admin_reload (admin);
    EXPECT_NE (complaints ().find (wrong), std::string::npos) << complaints ();

    EXPECT_NE (import (text, true).find (wrong), std::string::npos) << answer;
    EXPECT_EQ (import (TariffDocument ().text (), true), "home");
    EXPECT_EQ (complaints (), "");
    EXPECT_EQ (show ("tariff"), "low");

    put ("home", text); // as it would be after a restart
    wattle_admin_reload (admin);
    EXPECT_NE (complaints ().find (path + ": " + wrong), std::string::npos) << complaints ();
    EXPECT_EQ (show ("tariff"), "(none)");
    EXPECT_EQ (show ("day_type"), "weekend");
}

// The file and the plan that runs are one and the same.
TEST_F (TariffsDocuments, WithDaysThatNoSeasonIsForCanBeRestored)
{
    std::string text = TariffDocument ().text ();
    const std::string both = R"(["weekend", "holiday"])";

    text.replace (text.find (both), both.size (), R"(["holiday"])");
    put ("home", text);
    start ();
    EXPECT_EQ (import (TariffDocument ().text (), true), "home");
    guint64 whole = last ();
    put ("home", text);
    wattle_admin_reload (admin);
    set_time (moment (2026, 11, 28, 12)); // a Saturday
    TariffDocument other;
    other.id = "other";
    EXPECT_EQ (import (other.text ()), "other");
    guint64 uncovered = last ();

    EXPECT_EQ (restore (whole), "fine");
    EXPECT_EQ (read (file ("home")), TariffDocument ().text ());
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (restore (uncovered), "fine");
    EXPECT_EQ (read (file ("home")), text);
    EXPECT_EQ (show ("tariff"), "(none)");
    WattleTariffRun *run = wattle_tariffs_find (tariffs, "home");
    gsize size;
    const char *data = (const char *)g_bytes_get_data (wattle_tariff_run_get_document (run), &size);
    EXPECT_EQ (std::string (data, size), text) << "what is exported is what runs";
    EXPECT_NE (wattle_tariffs_find_fault (tariffs, "home"), nullptr);
}

TEST_F (TariffsDocuments, ThatAreTheSameAreLeftAlone)
{
    put ({});
    start ();
    WattleRunner *runner = wattle_manager_find (manager, "tariff_home");
    batches.clear ();
    wattle_admin_reload (admin);
    EXPECT_TRUE (batches.empty ());

    TariffDocument later;
    later.morning = "07:30";
    put (later);
    wattle_admin_reload (admin);
    EXPECT_EQ (show ("next_change"), "2026-11-26T07:30:00+01:00");
    EXPECT_EQ (wattle_manager_find (manager, "tariff_home"), runner);
    EXPECT_EQ (batches.size (), 1u);
}

TEST_F (TariffsDocuments, EndTheirPlanWhenTheyGo)
{
    TariffDocument other;

    other.id = "other";
    put ({});
    put (other);
    start ();
    EXPECT_EQ (wattle_tariffs_get_count (tariffs), 2u);
    g_remove (file ("home").c_str ());
    wattle_admin_reload (admin);
    EXPECT_EQ (wattle_tariffs_get_count (tariffs), 1u);
    EXPECT_EQ (show ("tariff"), "(none)");
    EXPECT_EQ (show ("tariff", "tariff_other"), "low");
    EXPECT_EQ (complaints (), "");
}

TEST_F (TariffsDocuments, AreNamedAsTheirPlan)
{
    TariffDocument document;

    put ("other", document.text ());
    put ("My plan", document.text ());
    start ();
    EXPECT_EQ (wattle_tariffs_get_count (tariffs), 0u);
    EXPECT_NE (complaints ().find ("id: must be “other”, as the file is called"), std::string::npos)
        << complaints ();
    EXPECT_NE (complaints ().find ("My plan.json: the file name must be"), std::string::npos)
        << complaints ();

    g_auto (GStrv) devices = wattle_tariffs_list_devices (tariffs);
    EXPECT_STREQ (devices[0], "tariff_other");
    EXPECT_EQ (devices[1], nullptr);
    EXPECT_EQ (take_away ("other"), "other"); // also what is of no use
    EXPECT_EQ (complaints ().find ("must be “other”"), std::string::npos) << complaints ();
}

TEST_F (TariffsDocuments, WaitForTheirPlugin)
{
    put ({});
    start ();
    dir.write ("config/wattle.conf", "[Plugins]\nDisabled=time-of-use\n[Host]\nZone=UTC\n");
    wattle_admin_reload (admin);
    EXPECT_EQ (show ("tariff"), "(none)");
    EXPECT_NE (complaints ().find ("no plugin “time-of-use” for tariffs is loaded"),
               std::string::npos)
        << complaints ();
    dir.write ("config/wattle.conf", "");
    wattle_admin_reload (admin);
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (complaints (), "");
}

TEST_F (TariffsDocuments, GiveWayToADeviceOfTheirId)
{
    std::string device = dir.write ("state/config/devices/tariff_home.conf", "[Device]\n");

    put ({});
    start ();
    EXPECT_EQ (wattle_tariffs_get_count (tariffs), 0u);
    EXPECT_NE (complaints ().find ("the plan would be the device “tariff_home”, and there is one"),
               std::string::npos)
        << complaints ();
    g_remove (device.c_str ());
    wattle_admin_reload (admin);
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (complaints (), "");
}

TEST_F (TariffsDocuments, ComeBackWithARevision)
{
    TariffDocument dearer;

    start ();
    EXPECT_EQ (import (TariffDocument ().text ()), "home");
    guint64 first = last ();
    dearer.low = R"("low": "0.50", )";
    EXPECT_EQ (import (dearer.text (), true), "home");
    EXPECT_EQ (show ("price"), "0.62");
    EXPECT_EQ (restore (first), "fine");
    EXPECT_EQ (show ("price"), "0.1076");
    EXPECT_EQ (read (file ("home")), TariffDocument ().text ());
}

TEST_F (TariffsDocuments, OfARevisionAreCheckedBeforeItCounts)
{
    TariffDocument wrong;

    start ();
    wrong.high = "cheap";
    put (wrong);
    wattle_admin_reload (admin);
    ASSERT_TRUE (spin ([this] { return read (file ("home")) != "(none)"; }));
    guint64 bad = last ();
    EXPECT_EQ (import (TariffDocument ().text (), true), "home");
    EXPECT_NE (restore (bad).find ("tariffs/home.json: "), std::string::npos) << answer;
    EXPECT_EQ (show ("price"), "0.1076");
}

TEST_F (TariffsDocuments, ArePartOfABackup)
{
    std::string text = TariffDocument ().text ();
    struct {
        const char *name;
        bool fits;
    } rows[] = { { "config/tariffs/home.json", true }, { "config/tariffs/other.json", false } };

    for (auto &row : rows) {
        g_autoptr (WattleFileSet) files = wattle_file_set_new ();
        g_autoptr (GBytes) document = g_bytes_new (text.data (), text.size ());
        g_autoptr (GError) error = nullptr;

        wattle_file_set_put (files, row.name, document);
        g_autoptr (GBytes) archive = wattle_backup_contents_pack (files, 0, nullptr);
        ASSERT_NE (archive, nullptr);
        g_autoptr (WattleBackupContents) contents = wattle_backup_contents_unpack (archive, &error);
        EXPECT_EQ (contents != nullptr, row.fits) << row.name;
        if (contents != nullptr)
            EXPECT_TRUE (
                g_bytes_equal (wattle_file_set_find (contents->files, row.name), document));
        else
            EXPECT_NE (strstr (error->message, "id: must be “other”"), nullptr) << error->message;
    }
}

TEST_F (TariffsDocuments, NeedAHostThatKeepsItsConfiguration)
{
    wattle_store_set_state_dir (store, nullptr);
    g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
    WattleManagerParts parts = { clock, plugins, links, secrets, nullptr, nullptr, problems };
    manager = wattle_manager_new (&parts);
    WattleTariffsParts tariff_parts = { clock, manager, plugins, problems };
    tariffs = wattle_tariffs_new (&tariff_parts, nullptr);
    WattleAdminParts house = { store, manager, plugins, secrets, problems, tariffs };
    admin = wattle_admin_new (&house);

    wattle_tariffs_read (tariffs);
    EXPECT_EQ (complaints (), "");
    EXPECT_EQ (import (TariffDocument ().text ()),
               "no: this host has no folder to save its configuration in");
}
