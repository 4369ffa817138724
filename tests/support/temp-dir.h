// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace wattle_test
{

// A folder that goes with the test.
class TempDir
{
  public:
    TempDir ()
    {
        g_autofree char *made = g_dir_make_tmp ("wattle-test-XXXXXX", nullptr);
        path_ = made;
    }

    ~TempDir ()
    {
        std::error_code ignored;
        std::filesystem::remove_all (path_, ignored);
    }

    TempDir (const TempDir &) = delete;
    TempDir &operator= (const TempDir &) = delete;

    const std::string &
    path () const
    {
        return path_;
    }

    std::string
    file (const std::string &name) const
    {
        return path_ + "/" + name;
    }

    // Whole or not at all for who looks meanwhile; without waiting for the disk, as only the
    // machine would have to crash for that to matter.
    std::string
    write (const std::string &name, const std::string &text) const
    {
        std::string full = file (name);
        std::string part = full + ".part";
        g_autofree char *parent = g_path_get_dirname (full.c_str ());

        g_mkdir_with_parents (parent, 0700);
        std::ofstream (part, std::ios::binary) << text;
        g_rename (part.c_str (), full.c_str ());
        return full;
    }

  private:
    std::string path_;
};

} // namespace wattle_test
