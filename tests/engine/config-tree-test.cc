// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-config-tree.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

std::string
list (const WattleFileSet *set)
{
    std::string names;

    for (guint i = 0; set != nullptr && i < wattle_file_set_get_count (set); i++)
        names += std::string (wattle_file_set_get_name (set, i)) + " ";
    return names;
}

TEST (ConfigTree, HasNoNamesThatLeadOutOfIt)
{
    for (const char *name : { "wattle.conf", "devices/a.conf", "tariffs/2026/a-b_c.json" })
        EXPECT_TRUE (wattle_config_tree_is_name (name)) << name;
    for (const char *name :
         { "", "/", "wattle", "a.conf/", "/a.conf", "../a.conf", "a/../b.conf", "./a.conf",
           "a//b.conf", ".a.conf", "a/b/c/d.conf", "a.conf.tmp", "a b.conf", "č.conf", "a\n.conf" })
        EXPECT_FALSE (wattle_config_tree_is_name (name)) << name;
    EXPECT_FALSE (wattle_config_tree_is_name ((std::string (200, 'x') + ".conf").c_str ()));
}

TEST (ConfigTree, KnowsTheFilesOfTheHost)
{
    for (const char *name : { "wattle.conf", "devices/boiler.conf" })
        EXPECT_TRUE (wattle_config_tree_is_known (name)) << name;
    for (const char *name : { "other.conf", "devices/Boiler.conf", "devices/.conf",
                              "devices/a.json", "devices/a/b.conf", "devices/bridge.conf" })
        EXPECT_FALSE (wattle_config_tree_is_known (name)) << name;
}

TEST (ConfigTree, IsReadWithItsFolders)
{
    TempDir dir;
    g_autoptr (WattleFileSet) unread = wattle_file_set_new ();

    for (const char *name : { "wattle.conf", "devices/a.conf", "devices/a.conf.X1Y2Z3",
                              "devices/.b", "tariffs/x.json", "notes.txt" })
        dir.write (name, name);
    dir.write ("large.conf", std::string (WATTLE_CONFIG_TREE_MAX_FILE + 1, 'x'));
    ASSERT_EQ (mkfifo (dir.file ("pipe.conf").c_str (), 0600), 0);
    g_autoptr (WattleFileSet) files =
        wattle_config_tree_read (dir.path ().c_str (), unread, nullptr);
    EXPECT_EQ (list (files), "devices/a.conf tariffs/x.json wattle.conf ");
    EXPECT_EQ (list (unread), "large.conf pipe.conf ");

    g_autoptr (WattleFileSet) none =
        wattle_config_tree_read (dir.file ("nowhere").c_str (), unread, nullptr);
    EXPECT_EQ (list (none), "");
    EXPECT_NE (none, nullptr);
}

TEST (ConfigTree, IsWrittenForTheOwnerOnly)
{
    TempDir dir;
    std::string folder = dir.file ("config");
    g_autoptr (GBytes) bytes = g_bytes_new ("x\0y", 3);
    g_autoptr (GBytes) read = nullptr;
    struct stat info;

    ASSERT_TRUE (wattle_config_tree_write_file (folder.c_str (), "devices/a.conf", bytes, nullptr));
    ASSERT_EQ (stat ((folder + "/devices/a.conf").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);
    ASSERT_EQ (stat ((folder + "/devices").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0700u);
    ASSERT_TRUE (wattle_config_tree_read_file (folder.c_str (), "devices/a.conf", &read, nullptr));
    EXPECT_TRUE (g_bytes_equal (read, bytes));

    for (int i = 0; i < 2; i++)
        EXPECT_TRUE (
            wattle_config_tree_write_file (folder.c_str (), "devices/a.conf", nullptr, nullptr))
            << "also when it is gone already";
    EXPECT_NE (stat ((folder + "/devices/a.conf").c_str (), &info), 0);
}

} // namespace
