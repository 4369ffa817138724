// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-poll-grid.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace
{

const gint64 INTERVAL = 12000;

class PollGrid : public testing::Test
{
  protected:
    ~PollGrid () override
    {
        wattle_poll_grid_free (grid);
    }

    void
    add (guint from, guint to)
    {
        for (guint i = from; i < to; i++)
            wattle_poll_grid_add (grid, GUINT_TO_POINTER (i + 1));
    }

    void
    remove (guint member)
    {
        wattle_poll_grid_remove (grid, GUINT_TO_POINTER (member + 1));
    }

    std::vector<guint>
    tick (gint64 now)
    {
        gpointer members[WATTLE_POLL_GRID_GROUP];
        guint count = wattle_poll_grid_tick (grid, now, members);
        std::vector<guint> found;

        for (guint i = 0; i < count; i++)
            found.push_back (GPOINTER_TO_UINT (members[i]) - 1);
        return found;
    }

    // Ticks on time until @end; the times at which each member was polled.
    std::map<guint, std::vector<gint64>>
    run_until (gint64 end)
    {
        std::map<guint, std::vector<gint64>> polls;

        for (gint64 due; (due = wattle_poll_grid_get_due (grid)) <= end;)
            for (guint member : tick (due))
                polls[member].push_back (due);
        return polls;
    }

    WattlePollGrid *grid = wattle_poll_grid_new (INTERVAL, 1000);
};

TEST_F (PollGrid, TicksFirstAfterAnInterval)
{
    add (0, 1);
    EXPECT_EQ (wattle_poll_grid_get_due (grid), 1000 + INTERVAL);
    EXPECT_TRUE (tick (1000 + INTERVAL - 1).empty ());
    EXPECT_EQ (tick (1000 + INTERVAL), (std::vector<guint>{ 0 }));
    EXPECT_EQ (wattle_poll_grid_get_due (grid), 1000 + 2 * INTERVAL);
}

TEST_F (PollGrid, DealsGroupsEvenlyOverTheInterval)
{
    const guint full = WATTLE_POLL_GRID_GROUP;

    add (0, full * 2 + full / 2);
    gint64 first = wattle_poll_grid_get_due (grid);

    EXPECT_EQ (tick (first).size (), full);
    EXPECT_EQ (wattle_poll_grid_get_due (grid), first + INTERVAL / 3);
    EXPECT_EQ (tick (first + INTERVAL / 3).size (), full);
    EXPECT_EQ (tick (first + INTERVAL * 2 / 3).size (), full / 2);
    EXPECT_EQ (tick (first + INTERVAL).front (), 0u);
}

TEST_F (PollGrid, PollsEveryMemberOncePerInterval)
{
    const guint n_members = WATTLE_POLL_GRID_GROUP * 2 + 1;

    add (0, n_members);
    auto polls = run_until (1000 + 10 * INTERVAL);

    EXPECT_EQ (polls.size (), n_members);
    for (auto &[member, times] : polls)
        for (size_t i = 1; i < times.size (); i++)
            EXPECT_EQ (times[i] - times[i - 1], INTERVAL) << member;
}

TEST_F (PollGrid, SkipsTicksThatWereMissed)
{
    add (0, WATTLE_POLL_GRID_GROUP * 2 + 1);
    gint64 first = wattle_poll_grid_get_due (grid);
    gint64 late = first + 5 * INTERVAL + 10;

    EXPECT_EQ (tick (late).front (), 0u);
    EXPECT_TRUE (tick (late).empty ());
    EXPECT_EQ (wattle_poll_grid_get_due (grid), first + 5 * INTERVAL + INTERVAL / 3);
    EXPECT_EQ (tick (wattle_poll_grid_get_due (grid)).front (), (guint)WATTLE_POLL_GRID_GROUP)
        << "no group is left out";
}

TEST_F (PollGrid, ClosesUpWhenMembersGo)
{
    const guint n_members = WATTLE_POLL_GRID_GROUP * 2 + 1;

    add (0, n_members);
    tick (wattle_poll_grid_get_due (grid));
    tick (wattle_poll_grid_get_due (grid));
    remove (n_members - 1);
    remove (3);
    EXPECT_EQ (wattle_poll_grid_get_size (grid), n_members - 2);

    auto polls = run_until (1000 + 10 * INTERVAL);
    EXPECT_EQ (polls.size (), n_members - 2);
    EXPECT_EQ (polls.count (3), 0u);
    for (auto &[member, times] : polls)
        EXPECT_GE (times.size (), 8u) << member;
}

TEST_F (PollGrid, IgnoresTheRemovalOfAStranger)
{
    add (0, 2);
    remove (7);
    EXPECT_EQ (wattle_poll_grid_get_size (grid), 2u);
}

TEST_F (PollGrid, TakesMembersThatComeLater)
{
    add (0, 8);
    run_until (1000 + 3 * INTERVAL);
    add (8, 12);
    EXPECT_EQ (run_until (1000 + 6 * INTERVAL).size (), 12u);
}

TEST_F (PollGrid, IsEmptyWithoutMembers)
{
    EXPECT_TRUE (tick (1000 + INTERVAL).empty ());
    EXPECT_GT (wattle_poll_grid_get_due (grid), 1000 + INTERVAL);
}

} // namespace
