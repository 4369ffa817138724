// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-file-set.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

// "a=1 b=2"; a file that is not there is "a-".
std::string
show (const WattleFileSet *set)
{
    std::string shown;

    for (guint i = 0; i < wattle_file_set_get_count (set); i++) {
        GBytes *bytes = wattle_file_set_get_contents (set, i);

        shown += (i > 0 ? " " : "") + std::string (wattle_file_set_get_name (set, i));
        if (bytes == nullptr)
            shown += "-";
        else
            shown += "=" + std::string ((const char *)g_bytes_get_data (bytes, nullptr),
                                        g_bytes_get_size (bytes));
    }
    return shown;
}

WattleFileSet *
make (std::initializer_list<std::pair<const char *, const char *>> files)
{
    WattleFileSet *set = wattle_file_set_new ();

    for (auto &[name, text] : files)
        if (text != nullptr)
            wattle_file_set_put_text (set, name, g_strdup (text));
        else
            wattle_file_set_put (set, name, nullptr);
    return set;
}

std::string
get_sum (const WattleFileSet *set)
{
    guint8 sum[WATTLE_FILE_SET_SUM];

    wattle_file_set_get_sum (set, sum);
    return std::string ((const char *)sum, sizeof sum);
}

TEST (FileSet, IsInTheOrderOfNames)
{
    g_autoptr (WattleFileSet) set =
        make ({ { "b", "2" }, { "c", "3" }, { "a", "1" }, { "b", "4" } });

    EXPECT_EQ (show (set), "a=1 b=4 c=3");
    wattle_file_set_drop (set, "b");
    wattle_file_set_drop (set, "x");
    EXPECT_EQ (show (set), "a=1 c=3");
    EXPECT_EQ (wattle_file_set_find (set, "b"), nullptr);
    EXPECT_TRUE (wattle_file_set_has (set, "c"));
}

TEST (FileSet, CopiesAreIndependent)
{
    g_autoptr (WattleFileSet) set = make ({ { "a", "1" } });
    g_autoptr (WattleFileSet) copy = wattle_file_set_copy (set);

    wattle_file_set_put_text (copy, "a", g_strdup ("2"));
    wattle_file_set_put_text (copy, "b", g_strdup (""));
    EXPECT_EQ (show (set), "a=1");
    EXPECT_EQ (show (copy), "a=2 b=");
}

TEST (FileSet, DifferencesMakeOneOutOfTheOther)
{
    g_autoptr (WattleFileSet) from = make ({ { "a", "1" }, { "b", "2" }, { "c", "3" } });
    g_autoptr (WattleFileSet) to = make ({ { "a", "1" }, { "c", "4" }, { "d", "5" } });
    g_autoptr (WattleFileSet) changes = wattle_file_set_compare (from, to);

    EXPECT_EQ (show (changes), "b- c=4 d=5");
    wattle_file_set_apply (from, changes);
    EXPECT_EQ (show (from), show (to));
    g_autoptr (WattleFileSet) none = wattle_file_set_compare (from, to);
    EXPECT_EQ (show (none), "");
}

TEST (FileSet, SumsTellNamesAndContentsApart)
{
    g_autoptr (WattleFileSet) set = make ({ { "a", "1" }, { "b", "2" } });
    g_autoptr (WattleFileSet) same = make ({ { "b", "2" }, { "a", "1" } });
    g_autoptr (WattleFileSet) swapped = make ({ { "a", "2" }, { "b", "1" } });
    g_autoptr (WattleFileSet) less = make ({ { "a", "1" } });
    g_autoptr (WattleFileSet) empty = wattle_file_set_new ();

    EXPECT_EQ (get_sum (set), get_sum (same));
    for (auto *other : { swapped, less, empty })
        EXPECT_NE (get_sum (set), get_sum (other));
    wattle_file_set_drop (set, "b");
    EXPECT_EQ (get_sum (set), get_sum (less));
}

} // namespace
