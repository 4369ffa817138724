// SPDX-License-Identifier: LGPL-2.1-or-later
// Outputs of a SMART EMS behind the gate: confirmed by what the box says, or contradicted with the
// reason.
#include "smart-ems-house.h"

#include "base/wattle-reason-text.h"

using namespace wattle_test;

namespace
{

class SmartEmsOutputs : public SmartEmsHouse
{
  protected:
    void
    run (SmartEmsGeneration generation = SMART_EMS_LK35)
    {
        if (generation != SMART_EMS_LK35)
            start_box (generation);
        add ();
        ASSERT_TRUE (becomes ("online"));
        ASSERT_TRUE (pass ([&] { return explain ("output_1", "known") == "true"; }));
    }

    // An event that holds an output, or one of EVENT1 to EVENT8, for ever.
    void
    hold (guint output, bool state)
    {
        SmartEmsEvent event = {};

        event.on = TRUE;
        event.per = TRUE;
        event.output = output;
        event.state = state;
        smart_ems_set_event (ems, 0, &event);
    }

    std::string
    why (const char *output)
    {
        const WattleReasonStyle style = { nullptr, wattle_clock_get_wall (clock), nullptr };
        g_autoptr (GVariant) reason = wattle_outputs_explain (outputs, "ems", output, nullptr);
        g_autofree char *text = wattle_reason_text_summarize (reason, &style);

        return text;
    }
};

} // namespace

TEST_F (SmartEmsOutputs, AreConfirmedByWhatTheBoxSays)
{
    run ();
    EXPECT_EQ (set ("output_1", "on"), "");
    EXPECT_TRUE (smart_ems_get_output (ems, 1));
    EXPECT_EQ (shown ("output_1"), "on");
    EXPECT_EQ (explain ("output_1", "command"), "'confirmed'");
    EXPECT_EQ (explain ("output_1", "failure"), "none");
    EXPECT_EQ (set ("output_1", "off"), "");
    EXPECT_FALSE (smart_ems_get_output (ems, 1));
    EXPECT_EQ (set ("event_3", "on"), "");
    EXPECT_EQ (shown ("event_3"), "on");
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
    EXPECT_EQ (smart_ems_get_unknown (ems), 0u);
}

TEST_F (SmartEmsOutputs, OfAnLk4AreConfirmedLikewise)
{
    run (SMART_EMS_LK4);
    EXPECT_EQ (set ("output_0", "on"), "");
    EXPECT_TRUE (smart_ems_get_output (ems, 0));
    EXPECT_EQ (set ("output_5", "on"), "");
    EXPECT_TRUE (smart_ems_get_output (ems, 5));
    EXPECT_EQ (set ("event_8", "on"), "");
    EXPECT_EQ (shown ("event_8"), "on");
    EXPECT_EQ (set ("event_8", "off"), "");
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
    EXPECT_EQ (smart_ems_get_unknown (ems), 0u);
}

TEST_F (SmartEmsOutputs, AnOutputThatAnEventHoldsIsContradictedWithThatReason)
{
    const char *reason = "an event of the box with “Per” holds it";

    run ();
    hold (2, false);
    EXPECT_LIKE (set ("output_2", "on"), "ems/output_2 does not obey: it did as it was told and "
                                         "went back: an event of the box with “Per” holds it*");
    EXPECT_FALSE (smart_ems_get_output (ems, 2));
    EXPECT_EQ (shown ("output_2"), "off");
    EXPECT_EQ (explain ("output_2", "command"), "'contradicted'");
    EXPECT_NE (why ("output_2").find (reason), std::string::npos) << why ("output_2");
    EXPECT_NE (problem ("ems", "output/output_2").find (reason), std::string::npos);
}

TEST_F (SmartEmsOutputs, ABlockedBoxIsContradictedToo)
{
    run ();
    smart_ems_stick_output (ems, 3, TRUE);
    EXPECT_LIKE (set ("output_3", "on"), "ems/output_3 does not obey: it stays as it was:*");
    EXPECT_EQ (explain ("output_3", "command"), "'contradicted'");
}

TEST_F (SmartEmsOutputs, WhoPressesAButtonAtTheBoxIsSeen)
{
    run ();
    smart_ems_press (ems, 4, TRUE);
    EXPECT_TRUE (pass ([&] { return shown ("output_4") == "on"; }));
}
