// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-cycle.h"

#include <gtest/gtest.h>

#include "support/test-device.h"

using wattle_test::make_device;

namespace
{

class Cycle : public testing::Test
{
  protected:
    Cycle ()
    {
        wattle_subject_init (&subject, device, clock, 1000);
        question.subject = &subject;
        question.request = wattle_request_new_http (1, "GET", "/one");
        begin ();
    }

    ~Cycle () override
    {
        wattle_cycle_clear (&cycle);
        g_object_unref (question.request);
        wattle_subject_clear (&subject);
        g_object_unref (device);
        g_object_unref (clock);
    }

    void
    begin (gboolean again = FALSE)
    {
        wattle_cycle_begin (&cycle, TRUE, again);
        cycle.asked = 1;
    }

    WattleCycleStep
    answer ()
    {
        g_autoptr (WattleFrame) frame = wattle_frame_new_answer (1, 200, nullptr, nullptr, 0);

        return wattle_cycle_take_answer (&cycle, &question, frame, TRUE, nullptr);
    }

    WattleCycleStep
    fail (WattleOutcome outcome, WattleError code)
    {
        g_autoptr (WattleFrame) frame = wattle_frame_new_failure (1, outcome, "failed", 0);
        g_autoptr (GError) error = wattle_error_new (code, "failed");

        return wattle_cycle_take_answer (&cycle, &question, frame, FALSE, error);
    }

    WattleClock *clock = wattle_clock_new_manual (1000);
    WattleDevice *device = make_device ();
    WattleSubject subject;
    WattleQuestion question = {};
    WattleCycle cycle = {};
};

TEST_F (Cycle, SaysNothingIfNothingWasDue)
{
    cycle.asked = 0;
    EXPECT_EQ (wattle_cycle_judge (&cycle, TRUE), WATTLE_CYCLE_SILENT);
    EXPECT_FALSE (wattle_cycle_is_failure (&cycle));
}

TEST_F (Cycle, FailsIfThePluginHasNothingToAsk)
{
    cycle.asked = 0;
    EXPECT_EQ (wattle_cycle_judge (&cycle, FALSE), WATTLE_CYCLE_TELLING);
    EXPECT_TRUE (wattle_cycle_is_failure (&cycle));
    EXPECT_STREQ (wattle_message_get_text (cycle.error), "the plugin asks nothing");
}

TEST_F (Cycle, IsASignOfLifeWithOneAnswer)
{
    EXPECT_EQ (answer (), WATTLE_CYCLE_GOES_ON);
    EXPECT_EQ (fail (WATTLE_OUTCOME_ANSWERED, WATTLE_ERROR_PROTOCOL), WATTLE_CYCLE_GOES_ON);
    EXPECT_EQ (wattle_cycle_judge (&cycle, FALSE), WATTLE_CYCLE_TELLING);
    EXPECT_TRUE (wattle_cycle_is_sign_of_life (&cycle));
    EXPECT_FALSE (wattle_cycle_is_failure (&cycle));
    EXPECT_STREQ (wattle_message_get_text (cycle.error), "GET /one: failed");
}

TEST_F (Cycle, EndsWithATimeout)
{
    EXPECT_EQ (fail (WATTLE_OUTCOME_TIMEOUT, WATTLE_ERROR_TIMEOUT), WATTLE_CYCLE_ENDS);
    EXPECT_TRUE (wattle_cycle_is_failure (&cycle));
}

TEST_F (Cycle, GoesOnIfWhatFailedIsOptional)
{
    wattle_request_with_flags (question.request, WATTLE_REQUEST_OPTIONAL);
    EXPECT_EQ (fail (WATTLE_OUTCOME_TIMEOUT, WATTLE_ERROR_TIMEOUT), WATTLE_CYCLE_GOES_ON);
    EXPECT_EQ (cycle.failed, 0u);
    EXPECT_EQ (cycle.error, nullptr);
}

TEST_F (Cycle, BeginsAgainOnceForCredentials)
{
    EXPECT_EQ (fail (WATTLE_OUTCOME_ANSWERED, WATTLE_ERROR_AUTH), WATTLE_CYCLE_BEGINS_AGAIN);
    EXPECT_EQ (cycle.failed, 0u);

    begin (TRUE);
    EXPECT_EQ (fail (WATTLE_OUTCOME_ANSWERED, WATTLE_ERROR_AUTH), WATTLE_CYCLE_ENDS);
    EXPECT_TRUE (cycle.refused);
    EXPECT_TRUE (wattle_cycle_is_failure (&cycle));
    EXPECT_FALSE (wattle_cycle_is_sign_of_life (&cycle));
}

} // namespace
