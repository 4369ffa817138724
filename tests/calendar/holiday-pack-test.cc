// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-holiday-pack.h"

#include <gtest/gtest.h>
#include <string>

#include "base/wattle-error.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

const std::string PACK = R"({
    "format": 1, "country": "XX", "name": "Nowhere", "source": "made up", "verified": true, "regions": ["N", "S"],
    "holidays": [
        {"id": "new_year", "name": "New Year", "annual": "01-01", "observed": true},
        {"id": "state_day", "name": "State Day", "annual": "05-30", "first_year": 2020},
        {"id": "state_day", "name": "Old State Day", "annual": "06-25", "first_year": 2002, "last_year": 2019},
        {"id": "tea_day", "name": "Tea Day", "regions": ["N"], "annual": "09-01", "first_year": 2019},
        {"id": "tea_day", "name": "Tea Day", "regions": ["S"], "annual": "09-02"}
    ]
})";

class HolidayPack : public testing::Test
{
  protected:
    ~HolidayPack () override
    {
        wattle_holiday_pack_unref (pack);
        wattle_day_types_free (types);
        g_clear_error (&error);
    }

    gboolean
    add (const char *region, const char *const *except = nullptr, const char *const *only = nullptr)
    {
        g_clear_error (&error);
        return wattle_holiday_pack_add_to (pack, region, except, only, types, &error);
    }

    std::string
    holiday (int year, int month, int day)
    {
        const char *name = wattle_day_types_get_holiday (types, wattle_date_new (year, month, day));

        return name != nullptr ? name : "";
    }

    WattleHolidayPack *pack = wattle_holiday_pack_parse (PACK.c_str (), -1, nullptr);
    WattleDayTypes *types = wattle_day_types_new ();
    GError *error = nullptr;
};

} // namespace

TEST_F (HolidayPack, TellsWhatItIs)
{
    const char *name;

    EXPECT_STREQ (wattle_holiday_pack_get_country (pack), "XX");
    EXPECT_STREQ (wattle_holiday_pack_get_name (pack), "Nowhere");
    EXPECT_STREQ (wattle_holiday_pack_get_source (pack), "made up");
    EXPECT_TRUE (wattle_holiday_pack_is_verified (pack));
    EXPECT_STREQ (wattle_holiday_pack_get_regions (pack)[1], "S");
    EXPECT_EQ (wattle_holiday_pack_get_n_holidays (pack), 5u);
    EXPECT_STREQ (wattle_holiday_pack_get_holiday (pack, 3, "N", &name), "tea_day");
    EXPECT_STREQ (name, "Tea Day");
    EXPECT_EQ (wattle_holiday_pack_get_holiday (pack, 3, "S", nullptr), nullptr);
    EXPECT_EQ (wattle_holiday_pack_get_holiday (pack, 3, nullptr, nullptr), nullptr);
}

TEST_F (HolidayPack, AddsWhatTheWholeCountryKeeps)
{
    ASSERT_TRUE (add (nullptr));

    EXPECT_EQ (holiday (2026, 1, 1), "New Year");
    EXPECT_EQ (holiday (2022, 1, 3), "New Year"); // 1 January was a Saturday
    EXPECT_EQ (holiday (2026, 9, 1), "");
    EXPECT_EQ (holiday (2026, 9, 2), "");
}

TEST_F (HolidayPack, AddsWhatARegionKeeps)
{
    ASSERT_TRUE (add ("N"));

    EXPECT_EQ (holiday (2026, 1, 1), "New Year");
    EXPECT_EQ (holiday (2026, 9, 1), "Tea Day");
    EXPECT_EQ (holiday (2018, 9, 1), "");
    EXPECT_EQ (holiday (2026, 9, 2), "");
}

TEST_F (HolidayPack, EntriesOfOneIdAreOneHolidayThatHasChanged)
{
    ASSERT_TRUE (add (nullptr));

    EXPECT_EQ (holiday (2019, 6, 25), "Old State Day");
    EXPECT_EQ (holiday (2019, 5, 30), "");
    EXPECT_EQ (holiday (2020, 5, 30), "State Day");
    EXPECT_EQ (holiday (2020, 6, 25), "");
}

TEST_F (HolidayPack, LeavesOutAllEntriesOfAnId)
{
    const char *except[] = { "state_day", nullptr };

    ASSERT_TRUE (add ("N", except));

    EXPECT_EQ (holiday (2019, 6, 25), "");
    EXPECT_EQ (holiday (2020, 5, 30), "");
    EXPECT_EQ (holiday (2026, 9, 1), "Tea Day");
}

TEST_F (HolidayPack, TakesOnlyWhatIsNamedWhateverItsRegion)
{
    const char *only[] = { "state_day", "tea_day", nullptr }, *except[] = { "state_day", nullptr };

    ASSERT_TRUE (add (nullptr, except, only));

    EXPECT_EQ (holiday (2026, 9, 1), "Tea Day");
    EXPECT_EQ (holiday (2026, 9, 2), "Tea Day");
    EXPECT_EQ (holiday (2026, 1, 1), "");
    EXPECT_EQ (holiday (2026, 5, 30), "");
}

TEST_F (HolidayPack, AddsNothingOfWhatItDoesNotKnow)
{
    const char *unknown[] = { "new_year", "coffee_day", nullptr };

    EXPECT_FALSE (add ("W"));
    EXPECT_STREQ (error->message, "region: XX knows no “W”; there are N, S");
    EXPECT_FALSE (add (nullptr, unknown));
    EXPECT_STREQ (error->message, "except[1]: XX knows no holiday “coffee_day”; there are "
                                  "new_year, state_day, tea_day");
    EXPECT_FALSE (add (nullptr, nullptr, unknown));
    EXPECT_EQ (std::string (error->message).find ("only[1]: XX knows no holiday"), 0u);
    EXPECT_EQ (holiday (2026, 1, 1), "");
}

struct PackMistake {
    const char *name;
    const char *old;
    const char *now;
    const char *complaint;
};

class HolidayPackMistake : public testing::TestWithParam<PackMistake>
{
};

TEST_P (HolidayPackMistake, IsNamedWithItsPlace)
{
    const PackMistake &mistake = GetParam ();
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleHolidayPack) pack =
        wattle_holiday_pack_parse (replaced (PACK, mistake.old, mistake.now).c_str (), -1, &error);

    ASSERT_EQ (pack, nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    EXPECT_EQ (std::string (error->message).find (mistake.complaint), 0u) << error->message;
}

static const PackMistake mistakes[] = {
    { "Format", R"("format": 1)", R"("format": 2)", "“format” must be 1" },
    { "Country", R"("country": "XX")", R"("country": "Xx")", "country: “Xx” is none" },
    { "NoSource", R"("source": "made up", )", "", "“source” is missing" },
    { "NotSaidWhetherVerified", R"("verified": true, )", "", "“verified” is missing" },
    { "UnknownMember", R"("verified": true)", R"("verified": true, "laws": [])",
      "“laws” is unknown" },
    { "Id", R"("id": "new_year")", R"("id": "New_year")",
      "holidays[0].id: “New_year” is no identifier" },
    { "NulInAName", R"("name": "Tea Day")", R"("name": "Tea\u0000Day")",
      "holidays[3].name: must be one line of printable text" },
    { "TwiceInAYear", R"("last_year": 2019)", R"("last_year": 2020)",
      "holidays[2].id: “state_day” is there twice for the same year and region" },
    { "TwiceInARegion", R"("regions": ["S"])", R"("regions": ["S", "N"])",
      "holidays[4].id: “tea_day” is there twice for the same year and region" },
    { "TwiceInTheCountry", R"("regions": ["S"], )", "",
      "holidays[4].id: “tea_day” is there twice for the same year and region" },
    { "OnceInAYearOfAnother", R"("annual": "01-01", "observed": true})",
      R"("annual": "01-01"}, {"id": "new_year", "name": "X", "date": "2030-01-02"})",
      "holidays[1].id: “new_year” is there twice for the same year and region" },
    { "UnknownRegion", R"("regions": ["S"])", R"("regions": ["W"])",
      "holidays[4].regions: “W” is not among the regions" },
    { "OfNoRegion", R"("regions": ["S"])", R"("regions": [])",
      "holidays[4].regions: must name at least one" },
    { "NoDay", R"(, "annual": "01-01", "observed": true)", "",
      "holidays[0]: which days it is on is said by exactly one of" },
    { "MemberTwice", R"("observed": true)", R"("observed": true, "annual": "01-02")",
      "holidays[0]: “annual” is there twice" },
    { "MisspeltOfAHoliday", R"("observed": true)", R"("obserwed": true)",
      "holidays[0]: “obserwed” is unknown" },
    { "NoObject", R"({"id": "new_year", "name": "New Year", "annual": "01-01", "observed": true})",
      "1", "holidays[0]: must be an object" },
};

INSTANTIATE_TEST_SUITE_P (Each,
                          HolidayPackMistake,
                          testing::ValuesIn (mistakes),
                          [] (const auto &info) { return info.param.name; });

TEST (HolidayPackSize, IsBounded)
{
    std::string many;

    for (int i = 0; i < 201; i++)
        many += (i > 0 ? R"(, {"id": "h)" : R"({"id": "h)") + std::to_string (i) +
                R"(", "name": "H", "annual": "01-01"})";
    for (const std::string &holidays : { std::string (), many }) {
        g_autoptr (GError) error = nullptr;
        std::string text = R"({"format": 1, "country": "XX", "name": "N", "source": "S",
                               "verified": false, "holidays": [)" +
                           holidays + "]}";
        g_autoptr (WattleHolidayPack) pack = wattle_holiday_pack_parse (text.c_str (), -1, &error);

        ASSERT_EQ (pack, nullptr);
        EXPECT_STREQ (error->message, "holidays: must be 1 to 200");
    }
}
