// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-holiday-library.h"

#include <gtest/gtest.h>

#include <string>

#include "support/log-capture.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

std::string
pack (const char *country)
{
    return std::string (R"({"format": 1, "country": ")") + country +
           R"(", "name": "A country", "source": "made up", "verified": false,
               "holidays": [{"id": "new_year", "name": "New Year", "annual": "01-01"}]})";
}

} // namespace

TEST (HolidayLibrary, ReadsAPackOnce)
{
    TempDir dir;
    g_autoptr (WattleHolidayLibrary) library = wattle_holiday_library_new (dir.path ().c_str ());

    dir.write ("SI.json", pack ("SI"));
    WattleHolidayPack *found = wattle_holiday_library_find ("SI", library);
    ASSERT_NE (found, nullptr);
    EXPECT_STREQ (wattle_holiday_pack_get_country (found), "SI");
    dir.write ("SI.json", "[");
    EXPECT_EQ (wattle_holiday_library_find ("SI", library), found);
}

TEST (HolidayLibrary, KnowsOnlyCountries)
{
    TempDir dir;
    std::string folder = dir.file ("packs");
    g_autoptr (WattleHolidayLibrary) library = wattle_holiday_library_new (folder.c_str ());

    dir.write ("packs/AT.json", pack ("AT"));
    dir.write ("OUT.json", pack ("AT"));
    for (const char *word : { "", "A", "at", "ATX", "../OUT", "/T", "UA" })
        EXPECT_EQ (wattle_holiday_library_find (word, library), nullptr) << word;
    EXPECT_NE (wattle_holiday_library_find ("AT", library), nullptr);
}

TEST (HolidayLibrary, TellsOnceOfAFileThatIsNone)
{
    TempDir dir;
    LogCapture log;
    g_autoptr (WattleHolidayLibrary) library = wattle_holiday_library_new (dir.path ().c_str ());

    dir.write ("BE.json", "{}");
    dir.write ("PL.json", pack ("SI"));
    for (int i = 0; i < 2; i++) {
        EXPECT_EQ (wattle_holiday_library_find ("BE", library), nullptr);
        EXPECT_EQ (wattle_holiday_library_find ("PL", library), nullptr);
    }
    auto lines = log.take ();
    ASSERT_EQ (lines.size (), 2u);
    EXPECT_NE (lines[0].find ("BE.json: "), std::string::npos) << lines[0];
    EXPECT_NE (lines[1].find ("PL.json: country: must be “PL”"), std::string::npos) << lines[1];
}
