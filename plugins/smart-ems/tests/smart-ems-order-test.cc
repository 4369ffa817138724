// SPDX-License-Identifier: LGPL-2.1-or-later
// Commands: told, read back, and why the box does not do it.
#include "box.h"

using namespace smart_ems_test;

namespace
{

const char *const HELD = "it did as it was told and went back: an event of the box with "
                         "“Per” holds it, or its scheduler or watchdog";
const char *const BLOCKED = "it stays as it was: an event of the box with “Per” holds it, or "
                            "the box lets only its own rules switch (outblock)";

class SmartEmsOrderTest : public testing::Test
{
  protected:
    SmartEmsOrderTest ()
    {
        on = wattle_command_new_boolean ("output_2", TRUE);
        EXPECT_TRUE (lk35.configure ());
        EXPECT_TRUE (lk35.meet_lk35 (off));
        EXPECT_TRUE (lk4.configure ());
        EXPECT_TRUE (lk4.meet_lk4 (settings, status));
    }

    ~SmartEmsOrderTest () override
    {
        g_object_unref (on);
    }

    // The first steps: who is there, and the command.
    std::string
    send (Box &box, WattleCommand *command, const std::string &before)
    {
        std::string question = box.tell (command, 0);

        if (question.empty ())
            return box.message ();
        EXPECT_TRUE (box.answer (before)) << box.message ();
        std::string request = box.tell (command, 1);

        return request.empty () ? box.message () : request;
    }

    std::string off = load ("lk35-all-1.57.json");
    std::string done = replaced (off, "\"out2\": 0", "\"out2\": 1");
    std::string settings = load (LK4_SETTINGS);
    std::string status = load ("lk4-status.json");
    Box lk35;
    Box lk4;
    WattleCommand *on;
};

} // namespace

TEST_F (SmartEmsOrderTest, IsToldAndReadBackTwice)
{
    EXPECT_EQ (lk35.tell (on, 0), ALL) << "who is there";
    ASSERT_TRUE (lk35.answer (off));
    EXPECT_EQ (lk35.tell (on, 1), "/outs.cgi?out2=1");
    ASSERT_TRUE (lk35.answer ("011010"));
    EXPECT_FALSE (lk35.on ("output_2")) << "a command is no state";
    EXPECT_EQ (lk35.tell (on, 2), ALL);
    EXPECT_EQ (lk35.delay, 300u);
    ASSERT_TRUE (lk35.answer (done));
    EXPECT_EQ (lk35.tell (on, 3), ALL);
    EXPECT_EQ (lk35.delay, 900u);
    ASSERT_TRUE (lk35.answer (done));
    EXPECT_EQ (lk35.tell (on, 4), "");
    EXPECT_EQ (lk35.message (), "");
    EXPECT_TRUE (lk35.on ("output_2"));
}

TEST_F (SmartEmsOrderTest, ABoxThatIsSlowIsReadAgain)
{
    EXPECT_EQ (send (lk35, on, off), "/outs.cgi?out2=1");
    ASSERT_TRUE (lk35.answer ("011010"));
    lk35.tell (on, 2);
    ASSERT_TRUE (lk35.answer (off));
    EXPECT_EQ (lk35.tell (on, 3), ALL);
    EXPECT_EQ (lk35.delay, 1000u);
    ASSERT_TRUE (lk35.answer (done));
    EXPECT_EQ (lk35.tell (on, 4), ALL);
    ASSERT_TRUE (lk35.answer (done));
    EXPECT_EQ (lk35.tell (on, 5), "");
    EXPECT_EQ (lk35.message (), "");
}

TEST_F (SmartEmsOrderTest, AssumedPerPutsItBackWithinTheTimeThatIsWaited)
{
    EXPECT_EQ (send (lk35, on, off), "/outs.cgi?out2=1");
    ASSERT_TRUE (lk35.answer ("011010"));
    lk35.tell (on, 2);
    ASSERT_TRUE (lk35.answer (done));
    lk35.tell (on, 3);
    ASSERT_TRUE (lk35.answer (off));
    EXPECT_EQ (lk35.tell (on, 4), "");
    EXPECT_EQ (lk35.message (), HELD);
    EXPECT_FALSE (lk35.on ("output_2"));
}

TEST_F (SmartEmsOrderTest, AssumedAnswerTellsWhetherItWasTaken)
{
    struct {
        const char *answer;
        const char *reason;
    } cases[] = { { "011010", HELD },
                  { "010010\r\n", BLOCKED },
                  { "OK", BLOCKED },
                  { "", BLOCKED },
                  { "01", BLOCKED } };

    for (const auto &item : cases) {
        EXPECT_EQ (send (lk35, on, off), "/outs.cgi?out2=1");
        ASSERT_TRUE (lk35.answer (item.answer));
        for (guint step = 2; step < 6; step++) {
            EXPECT_EQ (lk35.tell (on, step), ALL);
            ASSERT_TRUE (lk35.answer (off));
        }
        EXPECT_EQ (lk35.tell (on, 6), "");
        EXPECT_EQ (lk35.message (), item.reason) << item.answer;
    }
}

TEST_F (SmartEmsOrderTest, IsToldTheOtherWayRoundWhereTheBoxShowsItSo)
{
    std::string inverted = load ("lk35-all-1.36.json");
    std::string done = replaced (inverted, "\"out\": \"18\"", "\"out\": \"22\"");
    g_autoptr (WattleCommand) off = wattle_command_new_boolean ("output_2", FALSE);
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (inverted));
    EXPECT_TRUE (box.on ("output_2"));
    EXPECT_EQ (send (box, off, inverted), "/outs.cgi?out2=1");
    ASSERT_TRUE (box.answer ("011010"));
    box.tell (off, 2);
    ASSERT_TRUE (box.answer (done));
    box.tell (off, 3);
    ASSERT_TRUE (box.answer (done));
    EXPECT_EQ (box.tell (off, 4), "");
    EXPECT_EQ (box.message (), "");
    EXPECT_FALSE (box.on ("output_2"));
}

TEST_F (SmartEmsOrderTest, AnLk4IsToldInItsOwnWords)
{
    std::string done = replaced (status, "\"out3\": 0", "\"out3\": 1");
    g_autoptr (WattleCommand) third = wattle_command_new_boolean ("output_2", TRUE);
    g_autoptr (WattleCommand) none = wattle_command_new_boolean ("pwm_0", TRUE);

    EXPECT_EQ (lk4.tell (third, 0), SETTINGS);
    ASSERT_TRUE (lk4.answer (settings));
    EXPECT_EQ (lk4.tell (third, 1), "/api/v1/save/?out3=1");
    ASSERT_TRUE (lk4.answer ("OK"));
    EXPECT_EQ (lk4.tell (third, 2).rfind ("/api/v1/read/status/?", 0), 0u);
    ASSERT_TRUE (lk4.answer (done));
    lk4.tell (third, 3);
    ASSERT_TRUE (lk4.answer (done));
    EXPECT_EQ (lk4.tell (third, 4), "");
    EXPECT_EQ (lk4.message (), "");
    EXPECT_TRUE (lk4.on ("output_2"));

    EXPECT_EQ (send (lk4, none, settings), "an LK4 has no output pwm_0");
    EXPECT_TRUE (g_error_matches (lk4.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
}

TEST_F (SmartEmsOrderTest, AnInvertedLk4IsToldTheOtherWayRound)
{
    std::string inverted = replaced (settings, "\"outNegation\": 0", "\"outNegation\": 1");
    g_autoptr (WattleCommand) third = wattle_command_new_boolean ("output_2", FALSE);
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk4 (inverted, status));
    EXPECT_TRUE (box.on ("output_2"));
    EXPECT_EQ (send (box, third, inverted), "/api/v1/save/?out3=1");
}

TEST_F (SmartEmsOrderTest, SetsEventsAndDuties)
{
    g_autoptr (WattleCommand) event = wattle_command_new_boolean ("event_1", TRUE);
    g_autoptr (WattleCommand) duty = wattle_command_new_number ("pwm_duty_0", 75);
    std::string pwm = load ("lk35-pwmpid.json");

    EXPECT_EQ (send (lk35, event, off), "/outs.cgi?vout0=1");
    ASSERT_TRUE (lk35.answer (""));
    EXPECT_EQ (lk35.tell (event, 2), ALL);

    EXPECT_EQ (send (lk35, duty, off), "/stm.cgi?pwmd=075");
    ASSERT_TRUE (lk35.answer (""));
    EXPECT_EQ (lk35.tell (duty, 2), PWM);
    ASSERT_TRUE (lk35.answer (replaced (pwm, "\"pwmd0\": 50", "\"pwmd0\": 75")));
    EXPECT_EQ (lk35.tell (duty, 3), "") << "a duty is read once";
    EXPECT_EQ (lk35.message (), "");
    EXPECT_EQ (lk35.number ("pwm_duty_0"), 75);
}

TEST_F (SmartEmsOrderTest, RefusesWhatItHasNotOrCannotBe)
{
    g_autoptr (WattleCommand) input = wattle_command_new_boolean ("input_1", TRUE);
    g_autoptr (WattleCommand) action = wattle_command_new_action ("output_2");
    g_autoptr (WattleCommand) counter = wattle_command_new_counter ("energy_1", 1);
    g_autoptr (WattleCommand) ninth = wattle_command_new_boolean ("event_9", TRUE);
    g_autoptr (WattleCommand) word = wattle_command_new_text ("output_2", "toggle");
    g_autoptr (WattleCommand) half = wattle_command_new_number ("pwm_duty_0", 0.5);
    g_autoptr (WattleCommand) much = wattle_command_new_number ("pwm_duty_0", 101);
    g_autoptr (WattleCommand) text = wattle_command_new_text ("pwm_duty_0", "7");

    for (WattleCommand *command : { input, action, counter, ninth })
        EXPECT_NE (send (lk35, command, off).find ("the box has no output"), std::string::npos);
    EXPECT_EQ (send (lk35, word, off), "“output_2” knows no “toggle”, only “on” and “off”");
    for (WattleCommand *command : { half, much, text })
        EXPECT_EQ (send (lk35, command, off), "“pwm_duty_0” must be a whole number from 0 to 100");
}

TEST_F (SmartEmsOrderTest, NobodyElseIsTold)
{
    Box fresh;
    std::string other = replaced (off, "00:04:A3:12:34:56", "00:04:A3:99:99:99");

    ASSERT_TRUE (fresh.configure ());
    EXPECT_EQ (fresh.tell (on, 0), "");
    EXPECT_TRUE (g_error_matches (fresh.error, WATTLE_ERROR, WATTLE_ERROR_BUSY));

    EXPECT_EQ (lk35.tell (on, 0), ALL);
    EXPECT_FALSE (lk35.answer (other));
    EXPECT_EQ (lk35.tell (on, 1), "") << "even if somebody went on";
    EXPECT_TRUE (g_error_matches (lk35.error, WATTLE_ERROR, WATTLE_ERROR_BUSY));
}

TEST_F (SmartEmsOrderTest, AnAnswerThatSaysNoEndsIt)
{
    EXPECT_EQ (send (lk35, on, off), "/outs.cgi?out2=1");
    EXPECT_FALSE (lk35.answer ("", 403));
    EXPECT_TRUE (g_error_matches (lk35.error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
}

TEST_F (SmartEmsOrderTest, ABoxThatDoesNotTellHowItIsHasNotConfirmed)
{
    EXPECT_EQ (send (lk35, on, off), "/outs.cgi?out2=1");
    ASSERT_TRUE (lk35.answer ("011010"));
    lk35.tell (on, 2);
    ASSERT_TRUE (lk35.answer (replaced (off, "\"out2\": 0,", "")));
    EXPECT_EQ (lk35.tell (on, 3), "");
    EXPECT_EQ (lk35.message (), "the box does not tell how output_2 is");
}
