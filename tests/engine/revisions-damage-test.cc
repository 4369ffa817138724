// SPDX-License-Identifier: LGPL-2.1-or-later
// A thousand flipped bits in the files of a house and in the log of its revisions: nothing crashes,
// and nothing but the file that was hit is lost.
#include <fstream>

#include "engine/wattle-quarantine.h"
#include "engine/wattle-revision-log.h"
#include "support/store-house.h"

using namespace wattle_test;

namespace
{

const char LOG[] = "state/revisions.jsonl";

class RevisionsDamage : public testing::Test
{
  protected:
    RevisionsDamage ()
    {
        for (std::string digit : { "1", "2", "3" }) {
            house.dir.write ("etc/devices.d/admin" + digit + ".conf", make_device (digit));
            house.dir.write ("state/config/devices/own" + digit + ".conf", make_device (digit));
        }
        house.dir.write ("etc/wattle.conf", "[Host]\nInstance=home\n");
        house.renew ();
        house.set ("Host", "Instance", "mine");
        house.save ("own4", "Meter 4");
        house.save ("own4", "Meter 4, later");
        house.remove ("own4");
        for (auto &[name, text] : read_folder (house.dir.path ()))
            files[name] = text;
        files[LOG] = read_text (house.dir.file (LOG));
    }

    ~RevisionsDamage () override
    {
        g_rand_free (random);
    }

    static std::string
    make_device (const std::string &digit)
    {
        return "# Cellar\n[Device]\nFormat=1\nDriver=iskra-sg\nName=Meter " + digit +
               "\nInterval=1500ms\n\n[Link]\nHttp=http://192.0.2." + digit + "\n";
    }

    // Without waiting for the disk, which TempDir::write() would do.
    void
    replace (const std::string &name, const std::string &text)
    {
        std::ofstream (house.dir.file (name), std::ios::binary) << text;
    }

    std::string
    flip (std::string text)
    {
        int flips = g_rand_int_range (random, 1, 4);

        for (int i = 0; i < flips; i++)
            text[(size_t)g_rand_int_range (random, 0, (gint32)text.size ())] ^=
                (char)(1 << g_rand_int_range (random, 0, 8));
        return text;
    }

    // What a start does with the files.
    void
    start ()
    {
        g_autoptr (WattleQuarantine) quarantine =
            wattle_quarantine_new (house.dir.file ("state").c_str (), house.problems, house.clock);

        wattle_quarantine_sweep (quarantine);
        house.renew ();
    }

    void
    check_devices (const std::string &hit)
    {
        for (std::string folder : { "etc/devices.d/admin", "state/config/devices/own" })
            for (std::string digit : { "1", "2", "3" }) {
                std::string id = folder.substr (folder.rfind ('/') + 1) + digit;
                auto *config = wattle_store_find_device (house.store, id.c_str ());

                if (hit == folder + digit + ".conf")
                    continue;
                ASSERT_NE (config, nullptr) << id;
                EXPECT_EQ (config->name, "Meter " + digit);
            }
    }

    // The log tells what is there now, and what the file that was hit was before.
    void
    check_log (const std::string &hit)
    {
        std::string text = read_text (house.dir.file (LOG));
        g_autoptr (WattleRevisionLog) log = wattle_revision_log_parse (text.data (), text.size ());
        const WattleRevisionRecord *last = wattle_revision_log_get_last (log);

        ASSERT_NE (last, nullptr);
        ASSERT_FALSE (log->damaged);
        EXPECT_EQ (get_files (log, last->id), house.files ());
        if (hit.rfind ("state/config/", 0) == 0) {
            EXPECT_EQ (get_files (log, 5)[hit.substr (strlen ("state/config/"))], files.at (hit));
        }
    }

    StoreHouse house;
    Texts files;
    GRand *random = g_rand_new_with_seed (20260131);
};

TEST_F (RevisionsDamage, CostsNothingButTheFileThatWasHit)
{
    ASSERT_EQ (files.size (), 9u);
    for (int accident = 0; accident < 1000 && !HasFailure (); accident++) {
        auto hit = std::next (files.begin (), g_rand_int_range (random, 0, (gint32)files.size ()));
        std::string broken = flip (hit->second);

        SCOPED_TRACE ("accident " + std::to_string (accident) + " to " + hit->first);
        replace (hit->first, broken);
        start ();
        check_devices (hit->first);
        check_log (hit->first);
        for (auto &[name, text] : files)
            if (name != hit->first && name != LOG) {
                EXPECT_EQ (read_text (house.dir.file (name)), text) << name;
            }
        if (hit->first.rfind ("etc/", 0) == 0) {
            EXPECT_EQ (read_text (house.dir.file (hit->first)), broken) << "the administrator's";
        }

        std::filesystem::remove_all (house.dir.file ("state/quarantine"));
        replace (hit->first, hit->second);
        replace (LOG, files.at (LOG));
    }
}

} // namespace
