// SPDX-License-Identifier: LGPL-2.1-or-later
// Plugins that cannot be used: each is a problem that names the reason, and hurts nobody else.
#include <dlfcn.h>

#include <filesystem>

#include "plugins/plugin-house.h"

namespace
{

class BadPlugins : public wattle_test::PluginHouse
{
  protected:
    void
    expect_one (const std::string &module, WattlePluginState state, const std::string &pattern)
    {
        add_module ("example");
        load ();

        const WattlePluginInfo *info = listed (module);
        ASSERT_NE (info, nullptr);
        EXPECT_EQ (info->state, state);
        EXPECT_LIKE (problem (module), pattern);
        EXPECT_LIKE (problem (module), std::string ("plugin *: ") + info->error);
        EXPECT_FALSE (has_driver (module.c_str ()));
        EXPECT_EQ (wattle_problems_get_count (problems), 1u);
        expect_good ();
    }

    void
    expect_refused (const std::string &module, const std::string &pattern)
    {
        expect_one (module, WATTLE_PLUGIN_REFUSED, "plugin refused: " + pattern);
    }

    void
    expect_failed (const std::string &module, const std::string &pattern)
    {
        expect_one (module, WATTLE_PLUGIN_FAILED, "plugin failed: " + pattern);
    }

    static std::string
    without (const std::string &key)
    {
        std::string text = info ("x");
        size_t at = text.find (key);

        return text.erase (at, text.find ('\n', at) + 1 - at);
    }
};

TEST_F (BadPlugins, AFileThatIsNoKeyFile)
{
    add ("x", "Module=x, or so I think\n");
    expect_refused ("x", "*x/x.plugin cannot be read: *");
}

TEST_F (BadPlugins, AnEmptyFile)
{
    add ("x", "");
    expect_refused ("x", "*x/x.plugin: Module must be set in [Plugin]");
}

TEST_F (BadPlugins, AFileWithoutEnd)
{
    add ("x", info ("x") + std::string (70000, '#'));
    expect_refused ("x", "*x/x.plugin is not a file of at most 65536 bytes");
}

TEST_F (BadPlugins, AFolderInPlaceOfAFile)
{
    add ("x/x.plugin", "");
    expect_refused ("x", "*x/x.plugin is not a file of at most 65536 bytes");
}

TEST_F (BadPlugins, NoModule)
{
    add ("x", without ("Module="));
    expect_refused ("x", "*x/x.plugin: Module must be set in [Plugin]");
}

TEST_F (BadPlugins, NoName)
{
    add ("x", without ("Name="));
    expect_refused ("x", "*x/x.plugin: Name must be set in [Plugin]");
}

TEST_F (BadPlugins, AModuleOutsideItsFolder)
{
    add ("x", info ("../../x"));
    expect_refused ("x", "*Module must be 1 to 64 letters, digits*");
}

TEST_F (BadPlugins, AnotherApi)
{
    // A copy, because another test loads the module itself.
    std::string copy = folder ("bad-driver/libbad-driver.so");

    add ("bad-driver",
         "[Plugin]\nModule=bad-driver\nName=N\nX-Wattle-Api=2\nX-Wattle-Kind=device\n");
    std::filesystem::copy_file (BAD_PLUGINS "/libbad-driver.so", copy);
    expect_refused ("bad-driver", "*X-Wattle-Api is 2, this host takes 1");
    EXPECT_EQ (dlopen (copy.c_str (), RTLD_LAZY | RTLD_NOLOAD), nullptr) << "its code was loaded";
}

TEST_F (BadPlugins, NoApi)
{
    add ("x", without ("X-Wattle-Api="));
    expect_refused ("x", "*X-Wattle-Api is missing, this host takes 1");
}

TEST_F (BadPlugins, AnUnknownKind)
{
    add ("x", without ("X-Wattle-Kind=") + "X-Wattle-Kind=toaster\n");
    expect_refused ("x", "*X-Wattle-Kind is toaster, this host takes device and tariff");
}

TEST_F (BadPlugins, AnUnknownLoader)
{
    add ("x", info ("x", "Loader=lua5.1\n"));
    expect_refused ("x", "*Loader is lua5.1, this host takes C and python3");
}

TEST_F (BadPlugins, AMissingModule)
{
    add ("x", info ("x"));
    expect_failed ("x", "*libx.so*No such file*");
}

TEST_F (BadPlugins, AModuleThatIsNoLibrary)
{
    add ("x", info ("x"));
    dir.write ("plugins/x/libx.so", "no library at all");
    expect_failed ("x", "*libx.so*file too short*");
}

TEST_F (BadPlugins, AModuleThatDoesNotLink)
{
    add_module ("bad-link");
    expect_failed ("bad-link", "*undefined symbol: bad_link_function_that_is_nowhere*");
}

TEST_F (BadPlugins, AModuleThatIsNoPlugin)
{
    add_module ("bad-register");
    expect_failed ("bad-register", "*undefined symbol: peas_register_types*");
}

TEST_F (BadPlugins, AModuleWithoutDriver)
{
    add_module ("bad-driver");
    expect_failed ("bad-driver", "*its module has no driver");
}

TEST_F (BadPlugins, ADriverWithoutModel)
{
    add_module ("bad-describe");
    expect_failed ("bad-describe", "*it describes no model");
}

TEST_F (BadPlugins, AMissingDependency)
{
    add_module ("bad-create", "Depends=nowhere\n");
    expect_failed ("bad-create", "*it depends on “nowhere”, which is not installed");
}

TEST_F (BadPlugins, ADependencyOnItself)
{
    add_module ("bad-create", "Depends=bad-create\n");
    expect_failed ("bad-create", "*it depends on “bad-create”, which depends on it");
}

TEST_F (BadPlugins, ADependencyThatWasRefused)
{
    add ("x", without ("X-Wattle-Api="));
    add_module ("bad-create", "Depends=x\n");
    load ();
    EXPECT_LIKE (problem ("bad-create"), "*it depends on “x”, which is not loaded");
}

TEST_F (BadPlugins, TwoOfOneNameInOneFolder)
{
    add_module ("example");
    add ("z-second", info ("example"));
    load ();

    EXPECT_LIKE (problem ("example", "duplicate"),
                 "plugin refused: *z-second/z-second.plugin: the plugin of this name in "
                 "*example/example.plugin is used instead");
    ASSERT_EQ (wattle_plugins_get_count (plugins), 2u);
    EXPECT_EQ (wattle_plugins_get_info (plugins, 0)->state, WATTLE_PLUGIN_LOADED);
    EXPECT_EQ (wattle_plugins_get_info (plugins, 1)->state, WATTLE_PLUGIN_SHADOWED);
    expect_good ();
}

TEST_F (BadPlugins, AnEarlierFolderGoesFirstAndThatIsNoProblem)
{
    dir.write ("later/example/example.plugin", info ("example"));
    add_module ("example");
    wattle_plugins_add_path (plugins, dir.file ("plugins/").c_str ());
    wattle_plugins_add_path (plugins, dir.file ("later").c_str ());
    wattle_plugins_load (plugins);

    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
    EXPECT_EQ (wattle_plugins_get_info (plugins, 1)->state, WATTLE_PLUGIN_SHADOWED);
    expect_good ();
}

TEST_F (BadPlugins, AllAtOnce)
{
    for (const char *name : { "bad-configure", "bad-create", "bad-decode", "bad-describe",
                              "bad-driver", "bad-link", "bad-register", "bad-request", "example" })
        add_module (name);
    add ("x", "nonsense");
    load ();

    EXPECT_EQ (wattle_plugins_get_count (plugins), 10u);
    EXPECT_EQ (wattle_problems_get_count (problems), 5u);
    g_autofree char *drivers = wattle_plugins_list_drivers (plugins);
    EXPECT_STREQ (drivers, "bad-configure, bad-create, bad-decode, bad-request, example");
    expect_good ();
}

} // namespace
