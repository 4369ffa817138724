// SPDX-License-Identifier: LGPL-2.1-or-later
// Another Python is first in PATH, and it lacks what plugins need. A process has one Python only,
// so this is a program of its own.
#include "plugins/plugin-house.h"

namespace
{

class PythonLoader : public wattle_test::PluginHouse
{
  protected:
    static std::string
    find_library ()
    {
        g_autofree char *out = nullptr;

        g_spawn_command_line_sync ("/usr/bin/python3 -c "
                                   "\"import os; print(os.path.dirname(os.__file__))\"",
                                   &out, nullptr, nullptr, nullptr);
        return out != nullptr ? g_strchomp (out) : "";
    }

    // The same interpreter at another place, so that it looks for its packages there.
    void
    put_other_python_first ()
    {
        std::string library = find_library ();
        g_autofree char *name = g_path_get_basename (library.c_str ());
        std::string path = dir.file ("other/bin") + ":" + g_getenv ("PATH");

        dir.write ("other/bin/python3", "#!/bin/sh\n");
        dir.write ("other/lib/nothing", "");
        ASSERT_EQ (chmod (dir.file ("other/bin/python3").c_str (), 0700), 0);
        ASSERT_EQ (
            symlink (library.c_str (), dir.file (std::string ("other/lib/") + name).c_str ()), 0);
        g_setenv ("PATH", path.c_str (), TRUE);
    }
};

TEST_F (PythonLoader, NamesThePythonThatCannotBeUsed)
{
    put_other_python_first ();
    add_python ("one", "import gi\n");
    add_python ("two", "import gi\n");
    load ();
    for (const char *name : { "one", "two" })
        EXPECT_LIKE (problem (name), "plugin failed: Python cannot be used: *" +
                                         dir.file ("other/bin/python3") +
                                         ", has no module gi*install python3-gi*");
    EXPECT_FALSE (run ("meter", "one"));
    EXPECT_LIKE (problem ("meter", "config/Device/Driver"),
                 "*Driver: the plugin “one” cannot be used: Python cannot be used: *");
}

} // namespace
