// SPDX-License-Identifier: LGPL-2.1-or-later
// Example data of a plugin's tests: the files of its folder tests/data.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include <glib.h>

#include "support/text.h"

namespace wattle_test
{

inline std::string
load (const std::string &name)
{
    g_autofree char *path = g_build_filename (PLUGIN_TEST_DATA, name.c_str (), nullptr);
    g_autofree char *data = nullptr;
    gsize length = 0;

    EXPECT_TRUE (g_file_get_contents (path, &data, &length, nullptr)) << path;
    return std::string (data != nullptr ? data : "", length);
}

} // namespace wattle_test
