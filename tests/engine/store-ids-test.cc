// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "engine/wattle-store.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class StoreIds : public testing::Test
{
  protected:
    ~StoreIds () override
    {
        g_object_unref (store);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    std::set<std::string>
    ids ()
    {
        const char *const *found = wattle_store_get_ids (store);
        std::set<std::string> set;

        for (; *found != nullptr; found++)
            set.insert (*found);
        return set;
    }

    TempDir folder;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = wattle_problems_new (clock);
    WattleStore *store = wattle_store_new (folder.path ().c_str (), problems);
};

} // namespace

TEST_F (StoreIds, RefusesTheNamesOfTheHost)
{
    for (const char *name : { "bridge", "host" }) {
        std::string path =
            folder.write (std::string ("devices.d/") + name + ".conf", "[Device]\nDriver=x\n");

        wattle_store_load (store);
        EXPECT_EQ (wattle_store_get_devices (store)->len, 0u);
        ASSERT_EQ (wattle_problems_get_count (problems), 1u);
        std::string message = wattle_problems_get (problems, 0)->message;
        EXPECT_NE (message.find (path), std::string::npos) << message;
        EXPECT_NE (message.find ("host's own device"), std::string::npos) << message;
        wattle_problems_clear_subject (problems, wattle_problems_get (problems, 0)->subject);
        g_unlink (path.c_str ());
    }
}

TEST_F (StoreIds, KnowsADeviceWhoseFileIsDamaged)
{
    folder.write ("devices.d/good.conf", "[Device]\nDriver=x\n");
    folder.write ("devices.d/off.conf", "[Device]\nDriver=x\nEnabled=false\n");
    folder.write ("devices.d/bad.conf", "[[[");
    wattle_store_load (store);
    EXPECT_EQ (ids (), std::set<std::string> ({ "good", "off", "bad" }));
}

TEST_F (StoreIds, DoesNotTakeAMissingFolderForAnEmptyOne)
{
    wattle_store_load (store);
    EXPECT_EQ (wattle_store_get_ids (store), nullptr);
    g_mkdir (folder.file ("devices.d").c_str (), 0700);
    wattle_store_load (store);
    EXPECT_EQ (ids (), std::set<std::string> ({}));
}
