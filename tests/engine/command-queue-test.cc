// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-command-queue.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/wattle-error.h"

namespace
{

class CommandQueue : public testing::Test
{
  protected:
    CommandQueue ()
    {
        wattle_command_queue_init (&queue);
    }

    ~CommandQueue () override
    {
        while (!wattle_command_queue_is_empty (&queue))
            finish (nullptr);
    }

    bool
    give (const char *name, gint64 now = 0)
    {
        g_autoptr (WattleCommand) command = wattle_command_new_action (name);

        return wattle_command_queue_push (&queue, command, now, on_done, this);
    }

    const char *
    first ()
    {
        return wattle_command_get_name (wattle_command_queue_peek (&queue));
    }

    void
    finish (const GError *error)
    {
        wattle_order_finish (wattle_command_queue_take (&queue), error);
    }

    static void
    on_done (const GError *error, gpointer user_data)
    {
        static_cast<CommandQueue *> (user_data)->results.push_back (
            error != nullptr ? error->message : "done");
    }

    WattleCommandQueue queue;
    std::vector<std::string> results;
};

TEST_F (CommandQueue, KeepsTheOrderInWhichTheyWereGiven)
{
    EXPECT_TRUE (wattle_command_queue_is_empty (&queue));
    EXPECT_TRUE (give ("first"));
    EXPECT_TRUE (give ("second"));
    EXPECT_STREQ (first (), "first");
    finish (nullptr);
    EXPECT_STREQ (first (), "second");
    finish (nullptr);
    EXPECT_TRUE (wattle_command_queue_is_empty (&queue));
}

TEST_F (CommandQueue, TellsEachOnceWhatCameOfIt)
{
    g_autoptr (GError) error = wattle_error_new (WATTLE_ERROR_UNREACHABLE, "gone");

    give ("first");
    give ("second");
    finish (error);
    EXPECT_EQ (results, (std::vector<std::string>{ "gone" }));
    finish (nullptr);
    EXPECT_EQ (results, (std::vector<std::string>{ "gone", "done" }));
}

TEST_F (CommandQueue, TakesNoMoreThanItsMeasure)
{
    for (guint i = 0; i < WATTLE_COMMAND_QUEUE_MAX; i++)
        EXPECT_TRUE (give ("identify")) << i;
    EXPECT_FALSE (give ("identify"));
    EXPECT_TRUE (results.empty ());
    finish (nullptr);
    EXPECT_TRUE (give ("identify"));
}

TEST_F (CommandQueue, IsLateAfterTenSeconds)
{
    const gint64 given = 5;

    give ("identify", given);
    EXPECT_FALSE (wattle_command_queue_is_late (&queue, given + 10 * G_USEC_PER_SEC));
    EXPECT_TRUE (wattle_command_queue_is_late (&queue, given + 10 * G_USEC_PER_SEC + 1));
}

} // namespace
