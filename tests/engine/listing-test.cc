// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-listing.h"

#include <gtest/gtest.h>

#include "support/log-capture.h"

using namespace wattle_test;

namespace
{

class Listing : public testing::Test
{
  protected:
    Listing ()
    {
        wattle_listing_init (&listing, "gateway", problems);
    }

    ~Listing () override
    {
        wattle_listing_clear (&listing);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (1000);
    WattleProblems *problems = wattle_problems_new (clock);
    WattleListing listing;
};

TEST_F (Listing, TellsItsNamesOnce)
{
    g_autoptr (GPtrArray) names = nullptr;
    g_autoptr (GPtrArray) none = nullptr;

    wattle_listing_note_name (&listing, "a");
    wattle_listing_note_name (&listing, "b");
    names = wattle_listing_take_names (&listing);
    ASSERT_EQ (names->len, 3u);
    EXPECT_STREQ (static_cast<char *> (names->pdata[0]), "a");
    EXPECT_STREQ (static_cast<char *> (names->pdata[1]), "b");
    EXPECT_EQ (names->pdata[2], nullptr);

    none = wattle_listing_take_names (&listing);
    ASSERT_EQ (none->len, 1u);
    EXPECT_EQ (none->pdata[0], nullptr);
}

TEST_F (Listing, ComplainsUntilAListingEndsInWhichNothingIsRefused)
{
    wattle_listing_refuse (&listing, "meter", "cannot be made: %s", "no model");
    ASSERT_EQ (wattle_problems_get_count (problems), 1u);
    EXPECT_EQ (log.take (), (std::vector<std::string>{ "meter: cannot be made: no model" }));

    wattle_listing_forgive (&listing);
    EXPECT_EQ (wattle_problems_get_count (problems), 1u);
    wattle_listing_refuse (&listing, "meter", "cannot be made: %s", "no model");
    wattle_listing_forgive (&listing);
    EXPECT_EQ (wattle_problems_get_count (problems), 1u);

    wattle_listing_forgive (&listing);
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (Listing, LeavesTheComplaintsOfOtherGateways)
{
    WattleListing other;

    wattle_listing_init (&other, "other", problems);
    wattle_listing_refuse (&listing, "meter", "refused by one");
    wattle_listing_refuse (&other, "meter", "refused by another");
    wattle_listing_forgive (&listing);
    wattle_listing_forgive (&listing);
    ASSERT_EQ (wattle_problems_get_count (problems), 1u);
    EXPECT_STREQ (wattle_problems_get (problems, 0)->topic, "child/other");
    wattle_listing_clear (&other);
}

} // namespace
