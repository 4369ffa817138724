// SPDX-License-Identifier: LGPL-2.1-or-later
// What is read from the files of zones beside GLib.
#include "calendar/wattle-zone-file.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

std::string
read (const char *name)
{
    g_autofree char *path = g_build_filename ("/usr/share/zoneinfo", name, nullptr);
    g_autofree char *data = nullptr;
    gsize size = 0;

    EXPECT_TRUE (g_file_get_contents (path, &data, &size, nullptr)) << path;
    return std::string (data != nullptr ? data : "", size);
}

std::string
rule (const std::string &file)
{
    g_autoptr (GBytes) bytes = g_bytes_new (file.data (), file.size ());
    gint64 since = 0;
    g_autofree char *text = wattle_zone_file_read_rule (bytes, &since);

    return text != nullptr ? text : "none";
}

std::string
count (guint32 n)
{
    guint32 big = GUINT32_TO_BE (n);

    return std::string (reinterpret_cast<char *> (&big), sizeof big);
}

// Of zone files without times of 32 bits, as they are made today.
std::string
file_of (const std::string &footer, const std::string &times = "")
{
    guint32 n = times.size () / 8;
    std::string head = "TZif2" + std::string (15, '\0');
    std::string first =
        head + count (0) + count (0) + count (0) + count (0) + count (1) + count (4);
    std::string second =
        head + count (0) + count (0) + count (0) + count (n) + count (1) + count (4);
    std::string type = std::string (6, '\0') + std::string ("ABC\0", 4);

    return first + type + second + times + std::string (n, '\0') + type + "\n" + footer + "\n";
}

} // namespace

TEST (ZoneFile, TellsARuleThatSavesTimeInWinterTheOtherWayRound)
{
    EXPECT_EQ (rule (read ("Europe/Dublin")), "GMT0IST-1,M3.5.0/1,M10.5.0");
    EXPECT_EQ (rule (file_of ("IST-1GMT0,M10.5.0,M3.5.0/1")), "GMT0IST-1,M3.5.0/1,M10.5.0");
    EXPECT_EQ (rule (file_of ("<+03>-3:30<+02>-2:30:00,M10.5.0/3:30,M3.5.0/-1")),
               "<+02>-2:30:00<+03>-3:30,M3.5.0/-1,M10.5.0/3:30");
}

TEST (ZoneFile, LeavesEveryOtherRuleToGLib)
{
    for (const char *name : { "Europe/Ljubljana", "Africa/Casablanca", "Pacific/Apia", "UTC",
                              "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu" })
        EXPECT_EQ (rule (read (name)), "none") << name;
    for (const char *footer :
         { "", "CET-1", "CET-1CEST,M3.5.0,M10.5.0/3", "CET-1CEST-2,M3.5.0,M10.5.0/3",
           "<-02>2<-01>1,M3.5.0/-1,M10.5.0/0", "IST-1GMT0", "IST-1GMT0,M10.5.0", "nonsense" })
        EXPECT_EQ (rule (file_of (footer)), "none") << footer;
}

TEST (ZoneFile, TellsSinceWhenARuleCounts)
{
    gint64 times[] = { GINT64_TO_BE (-5), GINT64_TO_BE (2140045200) };
    std::string all (reinterpret_cast<char *> (times), sizeof times);
    std::string file = file_of ("IST-1GMT0,M10.5.0,M3.5.0/1", all);
    g_autoptr (GBytes) bytes = g_bytes_new (file.data (), file.size ());
    gint64 since = 0;
    g_autofree char *text = wattle_zone_file_read_rule (bytes, &since);

    EXPECT_STREQ (text, "GMT0IST-1,M3.5.0/1,M10.5.0");
    EXPECT_EQ (since, 2140045200);
}

TEST (ZoneFile, ReadsNothingBehindTheEndOfADamagedFile)
{
    const std::string whole = read ("Europe/Dublin");

    for (size_t size = 0; size < whole.size (); size++)
        EXPECT_EQ (rule (std::string (whole, 0, size)), "none") << size;
    for (size_t i = 0; i < whole.size (); i++)
        for (char byte : { '\0', '\x7f', '\xff', '\n' }) {
            std::string damaged = whole;
            damaged[i] = byte;
            rule (damaged); // whatever it is now
        }
    EXPECT_EQ (rule ("TZif2" + std::string (200, '\xff')), "none");
    EXPECT_EQ (rule (std::string (44, 'x')), "none");
}
