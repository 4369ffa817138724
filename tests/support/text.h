// SPDX-License-Identifier: LGPL-2.1-or-later
// Texts and files of tests.
#pragma once

#include <glib.h>
#include <gtest/gtest.h>

#include <string>

namespace wattle_test
{

// What is in a file that must be there.
inline std::string
read_file (const std::string &path)
{
    g_autofree char *text = nullptr;
    gsize length = 0;

    EXPECT_TRUE (g_file_get_contents (path.c_str (), &text, &length, nullptr)) << path;
    return std::string (text != nullptr ? text : "", length);
}

// What is in a file that may be missing: "(none)" then.
inline std::string
peek_file (const std::string &path)
{
    g_autofree char *text = nullptr;
    gsize length = 0;

    return g_file_get_contents (path.c_str (), &text, &length, nullptr) ? std::string (text, length)
                                                                        : "(none)";
}

// The text with the first place of @from, which must be there, changed.
inline std::string
replaced (std::string text, const std::string &from, const std::string &to)
{
    size_t at = text.find (from);

    EXPECT_NE (at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace (at, from.size (), to);
}

inline bool
has (const std::string &text, const std::string &words)
{
    return text.find (words) != std::string::npos;
}

} // namespace wattle_test
