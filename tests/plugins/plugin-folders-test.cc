// SPDX-License-Identifier: LGPL-2.1-or-later
// Whoever can write a plugin is the host: folders of others are refused before anything is loaded.
#include <dlfcn.h>

#include "plugins/plugin-house.h"

namespace
{

const uid_t STRANGER = 65534;

class PluginFolders : public wattle_test::PluginHouse
{
  protected:
    void
    SetUp () override
    {
        add_module ("example");
    }

    void
    expect_refused ()
    {
        load ();
        EXPECT_LIKE (problem ("example"), "*can be written by others than root and you*");
        EXPECT_FALSE (has_driver ("example"));
        ASSERT_NE (listed ("example"), nullptr);
        EXPECT_EQ (listed ("example")->state, WATTLE_PLUGIN_REFUSED);
    }
};

TEST_F (PluginFolders, OnesOwnAreTakenInASession)
{
    load ();
    EXPECT_TRUE (has_driver ("example"));
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (PluginFolders, AFolderThatEverybodyCanWrite)
{
    chmod (folder ("example").c_str (), 0777);
    expect_refused ();
}

TEST_F (PluginFolders, AFileThatEverybodyCanWrite)
{
    chmod (folder ("example/example.plugin").c_str (), 0666);
    expect_refused ();
}

TEST_F (PluginFolders, AModuleThatEverybodyCanWrite)
{
    dir.write ("plugins/example/wattle.py", "");
    chmod (folder ("example/wattle.py").c_str (), 0666);
    expect_refused ();
}

TEST_F (PluginFolders, ASearchFolderThatEverybodyCanWrite)
{
    std::string path = dir.file ("plugins");

    chmod (path.c_str (), 0777);
    load ();
    EXPECT_LIKE (problem (path), "*can be written by others than root and you*");
    EXPECT_EQ (wattle_plugins_get_count (plugins), 0u);
    chmod (path.c_str (), 0700);
}

TEST_F (PluginFolders, TheSystemServiceTakesThoseOfRootOnly)
{
    if (geteuid () == 0) {
        ASSERT_EQ (chown (folder ("example").c_str (), STRANGER, STRANGER), 0);
    }
    wattle_plugins_set_session (plugins, FALSE);
    load ();
    if (geteuid () == 0)
        EXPECT_LIKE (problem ("example"), "*can be written by others than root; *");
    else
        EXPECT_LIKE (problem (dir.file ("plugins")), "*by others than root; *");
    EXPECT_FALSE (has_driver ("example"));
}

TEST_F (PluginFolders, AGroupThatCanWriteIsRefusedByTheSystemService)
{
    chmod (folder ("example").c_str (), 0770);
    wattle_plugins_set_session (plugins, FALSE);
    load ();
    EXPECT_GE (wattle_problems_get_count (problems), 1u);
    EXPECT_FALSE (has_driver ("example"));
}

TEST_F (PluginFolders, AMissingSearchFolderIsNoProblem)
{
    wattle_plugins_add_path (plugins, dir.file ("nowhere").c_str ());
    load ();
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (PluginFolders, NoInterpreterStartsWithoutAPluginThatNeedsIt)
{
    add ("x", info ("x", "Loader=python3\nDepends=nowhere\n"));
    load ();
    EXPECT_TRUE (has_driver ("example"));
    EXPECT_EQ (dlsym (RTLD_DEFAULT, "Py_IsInitialized"), nullptr);
}

TEST_F (PluginFolders, TheListTellsWhatIsInstalled)
{
    add ("x", "nonsense");
    load ();

    ASSERT_EQ (wattle_plugins_get_count (plugins), 2u);
    const WattlePluginInfo *good = listed ("example");
    EXPECT_STREQ (good->name, "A plugin");
    EXPECT_EQ (good->path, folder ("example/example.plugin"));
    EXPECT_EQ (good->state, WATTLE_PLUGIN_LOADED);
    EXPECT_EQ (good->error, nullptr);
    EXPECT_EQ (listed ("x")->name, nullptr);
    EXPECT_LIKE (listed ("x")->error, "*cannot be read*");
}

} // namespace
