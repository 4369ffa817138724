// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-names.h"

#include <gtest/gtest.h>

#include <string>

#include "support/temp-dir.h"

namespace
{

std::string
join (const GPtrArray *names)
{
    std::string text;

    for (guint i = 0; i < names->len; i++)
        text += std::string (i > 0 ? " " : "") + static_cast<const char *> (names->pdata[i]);
    return text;
}

TEST (Names, SortsByBytes)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (const char *name : { "b", "ä", "B", "a", "aa" })
        g_ptr_array_add (names, const_cast<char *> (name));
    wattle_names_sort (names);
    EXPECT_EQ (join (names), "B a aa b ä");
}

TEST (Names, ListsWhatEndsWithTheSuffix)
{
    wattle_test::TempDir folder;
    g_autoptr (GError) error = nullptr;

    for (const char *name : { "two.conf", "one.conf", "conf", "one.conf~" })
        folder.write (name, "");
    g_autoptr (GPtrArray) some =
        wattle_names_list_folder (folder.path ().c_str (), ".conf", &error);
    g_autoptr (GPtrArray) all = wattle_names_list_folder (folder.path ().c_str (), nullptr, &error);

    EXPECT_EQ (error, nullptr);
    EXPECT_EQ (join (some), "one.conf two.conf");
    EXPECT_EQ (join (all), "conf one.conf one.conf~ two.conf");
}

TEST (Names, SaysWhyAFolderCannotBeRead)
{
    wattle_test::TempDir folder;
    g_autoptr (GError) error = nullptr;
    g_autoptr (GPtrArray) names =
        wattle_names_list_folder (folder.file ("missing").c_str (), nullptr, &error);

    EXPECT_EQ (names->len, 0u);
    EXPECT_TRUE (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
}

} // namespace
