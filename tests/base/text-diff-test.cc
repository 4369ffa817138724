// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-text-diff.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

using Lines = std::vector<std::string>;

std::string
diff (const char *from, const char *to)
{
    g_autoptr (GString) out = g_string_new (nullptr);

    wattle_text_diff (out, "f", from, to);
    return out->str;
}

Lines
split (const std::string &text)
{
    Lines lines;

    for (size_t at = 0; at < text.size ();) {
        size_t end = std::min (text.find ('\n', at), text.size () - 1) + 1;

        lines.push_back (text.substr (at, end - at));
        at = end;
    }
    return lines;
}

std::string
join (const Lines &lines)
{
    std::string text;

    for (auto &line : lines)
        text += line;
    return text;
}

int
count_changes (const std::string &diff)
{
    int count = 0;

    for (auto &line : split (diff))
        count += (line[0] == '+' || line[0] == '-') && line.rfind ("---", 0) != 0 &&
                 line.rfind ("+++", 0) != 0;
    return count;
}

// What diff -u says, with the names that ours gives.
std::string
ask_diff (const TempDir &dir, const std::string &from, const std::string &to)
{
    const char *arguments[] = { "diff",    "-u", "-d",    "--label", "f",
                                "--label", "f",  nullptr, nullptr,   nullptr };
    std::string one = dir.write ("one", from);
    std::string other = dir.write ("other", to);
    g_autofree char *said = nullptr;

    arguments[7] = one.c_str ();
    arguments[8] = other.c_str ();
    EXPECT_TRUE (g_spawn_sync (nullptr, (char **)arguments, nullptr, G_SPAWN_SEARCH_PATH, nullptr,
                               nullptr, &said, nullptr, nullptr, nullptr));
    return said != nullptr ? said : "";
}

// Does what the diff says, and fails where it does not fit.
std::string
follow (const std::string &from, const std::string &diff)
{
    Lines old = split (from);
    Lines made;
    size_t at = 0;

    for (auto &line : split (diff)) {
        int start;
        int count = 1;

        if (line.rfind ("---", 0) == 0 || line.rfind ("+++", 0) == 0)
            continue;
        if (sscanf (line.c_str (), "@@ -%d,%d", &start, &count) >= 1) {
            while (at < (size_t)(count > 0 ? start - 1 : start))
                made.push_back (old.at (at++));
            continue;
        }
        if (line[0] != '+') {
            EXPECT_EQ (old.at (at++), line.substr (1));
        }
        if (line[0] != '-')
            made.push_back (line.substr (1));
    }
    while (at < old.size ())
        made.push_back (old.at (at++));
    return join (made);
}

// Few different lines, so that much can be matched in many ways.
std::string
make_text (std::mt19937 &random)
{
    int count = std::uniform_int_distribution<int> (0, 40) (random);
    std::string text;

    for (int i = 0; i < count; i++)
        text += std::string (1, (char)('a' + random () % 5)) + "\n";
    return text;
}

// Takes lines away and puts others in: what changed can be said in one way only.
std::string
edit (std::mt19937 &random, const std::string &text, int number)
{
    Lines made;

    for (auto &line : split (text)) {
        if (random () % 6 == 0)
            made.push_back ("new " + std::to_string (number) + " " + std::to_string (made.size ()) +
                            "\n");
        if (random () % 5 != 0)
            made.push_back (line);
    }
    return join (made);
}

std::string
number_lines (int count)
{
    std::string text;

    for (int i = 0; i < count; i++)
        text += "line " + std::to_string (i) + "\n";
    return text;
}

TEST (TextDiff, SaysNothingOfEqualTexts)
{
    EXPECT_EQ (diff ("", ""), "");
    EXPECT_EQ (diff ("a\nb\n", "a\nb\n"), "");
    EXPECT_EQ (diff (nullptr, nullptr), "");
}

TEST (TextDiff, ShowsThreeLinesAround)
{
    EXPECT_EQ (diff ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
               "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST (TextDiff, NamesAFileThatIsNotThere)
{
    EXPECT_EQ (diff (nullptr, "a\n"), "--- /dev/null\n+++ f\n@@ -0,0 +1 @@\n+a\n");
    EXPECT_EQ (diff ("a\nb\n", nullptr), "--- f\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n");
    EXPECT_EQ (diff (nullptr, ""), "--- /dev/null\n+++ f\n");
}

TEST (TextDiff, SeesAMissingNewlineAtTheEnd)
{
    EXPECT_EQ (diff ("a\nb", "a\nb\n"),
               "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    EXPECT_EQ (diff ("a", "b"), "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
                                "+b\n\\ No newline at end of file\n");
}

TEST (TextDiff, SaysWhatDiffSays)
{
    TempDir dir;
    std::mt19937 random (1);

    for (int i = 0; i < 150 && !testing::Test::HasFailure (); i++) {
        std::string from = number_lines (std::uniform_int_distribution<int> (0, 60) (random));
        std::string to = edit (random, from, i);

        if (random () % 4 == 0 && !to.empty ())
            to.pop_back ();
        EXPECT_EQ (diff (from.c_str (), to.c_str ()), ask_diff (dir, from, to)) << i;
    }
}

TEST (TextDiff, IsAsShortAsThatOfDiffAndFits)
{
    TempDir dir;
    std::mt19937 random (2);

    for (int i = 0; i < 150 && !testing::Test::HasFailure (); i++) {
        std::string from = make_text (random);
        std::string to = make_text (random);
        std::string said = diff (from.c_str (), to.c_str ());

        SCOPED_TRACE (from + "→\n" + to);
        EXPECT_EQ (count_changes (said), count_changes (ask_diff (dir, from, to)));
        EXPECT_EQ (follow (from, said), to);
    }
}

TEST (TextDiff, EndsSoonForTextsThatDifferEverywhere)
{
    std::string from;
    std::string to;
    gint64 start = g_get_monotonic_time ();

    for (int i = 0; i < 50000; i++) {
        from += std::to_string (i) + "\n";
        to += std::to_string (-i - 1) + "\n";
    }
    std::string said = diff (from.c_str (), to.c_str ());
    EXPECT_EQ (count_changes (said), 100000);
    EXPECT_LT (g_get_monotonic_time () - start, 20 * G_USEC_PER_SEC);
}

} // namespace
