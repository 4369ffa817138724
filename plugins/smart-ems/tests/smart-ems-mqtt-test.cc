// SPDX-License-Identifier: LGPL-2.1-or-later
#include "box.h"

using namespace smart_ems_test;

namespace
{

const Box::Options PREFIX = { { "Prefix", "abc123" } };

class SmartEmsMqtt : public testing::Test
{
  protected:
    SmartEmsMqtt ()
    {
        on = wattle_command_new_boolean ("output_1", TRUE);
        EXPECT_TRUE (box.configure ());
    }

    ~SmartEmsMqtt () override
    {
        g_object_unref (on);
    }

    // Waits once more. Returns what is waited with, or nothing.
    std::string
    turn ()
    {
        std::string request = box.tell (on, step++);

        if (request == "local") {
            EXPECT_EQ (box.delay, 250u);
            EXPECT_TRUE (box.answer ("", 0));
        }
        return request;
    }

    void
    send ()
    {
        EXPECT_EQ (box.tell (on, 0), "{option:Prefix}/cmd out1=1");
        EXPECT_TRUE (box.answer ("", 0));
        step = 1;
    }

    guint
    wait ()
    {
        guint turns = 0;

        while (turn () == "local")
            turns++;
        return turns;
    }

    Box box{ MQTT, PREFIX };
    WattleCommand *on;
    guint step = 0;
};

// Messages of an example file that come from the box.
void
push_all (Box &box, const char *file)
{
    g_auto (GStrv) lines = g_strsplit (load (file).c_str (), "\n", -1);

    for (guint i = 0; lines[i] != nullptr && *lines[i] != '\0'; i++) {
        g_auto (GStrv) parts = g_strsplit (lines[i], "\t", 3);

        EXPECT_EQ (box.push (parts[1], parts[2]), *parts[0] == '<') << lines[i];
    }
}

} // namespace

TEST_F (SmartEmsMqtt, ListensBelowItsPrefix)
{
    const char *const *filters = wattle_source_get_filters (box.source);

    ASSERT_NE (filters[0], nullptr);
    EXPECT_STREQ (filters[0], "abc123/#");
    EXPECT_EQ (filters[1], nullptr);
}

TEST_F (SmartEmsMqtt, AssumedTopicsAreTheNamesOfTheReadings)
{
    Box meant (
        MQTT,
        { { "Prefix", "abc123" }, { "M1", "active_power W" }, { "M2", "energy import kWh" } });
    Box lk4 (MQTT, { { "Prefix", "dom/ems" }, { "Board", "lk4" }, { "M1", "active_power W" } });

    push_all (box, "mqtt-lk35.txt");
    EXPECT_TRUE (box.on ("output_0"));
    EXPECT_FALSE (box.on ("output_1"));
    EXPECT_EQ (box.number ("temperature_ds1"), 58.3);
    EXPECT_EQ (box.number ("temperature_ds3"), -3.5);
    EXPECT_EQ (box.number ("m1"), -2345.7);
    EXPECT_EQ (box.number ("m2"), 4711.25);
    EXPECT_TRUE (box.on ("event_2"));

    ASSERT_TRUE (meant.configure ());
    push_all (meant, "mqtt-lk35.txt");
    EXPECT_EQ (meant.number ("active_power"), -2345.7);
    EXPECT_EQ (meant.number ("energy_import"), 4711250);
    EXPECT_EQ (meant.find ("m1"), nullptr);

    ASSERT_TRUE (lk4.configure ());
    push_all (lk4, "mqtt-lk4.txt");
    EXPECT_TRUE (lk4.on ("output_0"));
    EXPECT_TRUE (lk4.on ("output_1"));
    EXPECT_FALSE (lk4.push ("dom/ems/cmd", "out1=0"));
    EXPECT_TRUE (lk4.push ("dom/ems/out0", "0")) << "it has none";
    EXPECT_TRUE (lk4.on ("output_0"));
    EXPECT_EQ (lk4.number ("active_power"), -2345.7);
}

TEST_F (SmartEmsMqtt, AssumedMessagesAreNotKeptByTheBroker)
{
    EXPECT_FALSE (box.push ("abc123/out0", "1", true)) << "of unknown age";
    EXPECT_EQ (box.find ("output_0"), nullptr);
}

TEST_F (SmartEmsMqtt, PassesOverWhatIsNotOfTheBox)
{
    EXPECT_FALSE (box.push ("abc1234/out0", "1"));
    EXPECT_FALSE (box.push ("abc123", "1"));
    EXPECT_FALSE (box.push ("abc123/cmd", "out0=1"));
    EXPECT_FALSE (box.push ("abc123/out0", "\xff\xfe"));
    for (const char *topic : { "out7", "out01", "outx", "m31", "m0", "ds9", "unknown", "ds1/x" })
        EXPECT_TRUE (box.push (std::string ("abc123/") + topic, "1")) << "a sign of life";
    EXPECT_EQ (wattle_device_get_n_entities (box.device), 0u);
}

TEST_F (SmartEmsMqtt, WhatIsNoNumberIsMissing)
{
    EXPECT_TRUE (box.push ("abc123/out0", "on"));
    EXPECT_TRUE (box.push ("abc123/ds1", ""));
    EXPECT_TRUE (box.push ("abc123/ds2", "-60"));
    EXPECT_TRUE (box.push ("abc123/event1", "2"));
    for (const char *key : { "output_0", "temperature_ds1", "temperature_ds2", "event_1" }) {
        ASSERT_NE (box.find (key), nullptr) << key;
        EXPECT_FALSE (box.has (key)) << key;
    }
}

TEST_F (SmartEmsMqtt, ABoxThatSaysNothingIsNotThere)
{
    EXPECT_EQ (box.ask (), "local");
    EXPECT_FALSE (box.answer ("", 0));
    EXPECT_EQ (box.message (), "nothing came by MQTT for 1500 s; the settings of the box must name "
                               "this broker and the topic prefix that is set as Prefix");
    EXPECT_TRUE (box.push ("abc123/out0", "1"));
    box.begin (1500);
    box.ask ();
    EXPECT_TRUE (box.answer ("", 0));
    box.begin (1502);
    box.ask ();
    EXPECT_FALSE (box.answer ("", 0));
    EXPECT_EQ (box.ask (), "");
}

TEST_F (SmartEmsMqtt, NeedsAPrefixWithoutHttp)
{
    Box none (MQTT);
    Box both (HTTP | MQTT);
    Box wild (MQTT, { { "Prefix", "abc/#" } });

    EXPECT_FALSE (none.configure ());
    EXPECT_EQ (none.message ().rfind ("Prefix is missing", 0), 0u);
    EXPECT_TRUE (both.configure ()) << "MQTT is not used";
    EXPECT_EQ (wattle_source_get_filters (both.source)[0], nullptr);
    EXPECT_FALSE (wild.configure ());
    EXPECT_EQ (wild.message ().rfind ("Prefix is “abc/#”", 0), 0u);
}

TEST_F (SmartEmsMqtt, AssumedCommandIsConfirmedByTheBoxAndByTheValue)
{
    box.push ("abc123/out1", "0");
    send ();
    EXPECT_EQ (turn (), "local");
    box.push ("abc123/cmdr", "1");
    EXPECT_EQ (turn (), "local");
    EXPECT_FALSE (box.on ("output_1"));
    box.push ("abc123/out1", "1");
    EXPECT_EQ (wait (), 4u) << "it might go back";
    EXPECT_EQ (box.message (), "");
    EXPECT_TRUE (box.on ("output_1"));
}

TEST_F (SmartEmsMqtt, WhatItIsAlreadyNeedsNoValue)
{
    box.push ("abc123/out1", "1");
    send ();
    box.push ("abc123/cmdr", "1");
    EXPECT_LT (wait (), 10u);
    EXPECT_EQ (box.message (), "");
}

TEST_F (SmartEmsMqtt, WhatGoesBackIsHeldByTheBox)
{
    send ();
    box.push ("abc123/cmdr", "1");
    box.push ("abc123/out1", "1");
    EXPECT_EQ (turn (), "local");
    box.push ("abc123/out1", "0");
    EXPECT_EQ (turn (), "");
    EXPECT_NE (box.message ().find ("it did as it was told and went back"), std::string::npos);
}

TEST_F (SmartEmsMqtt, AValueThatStaysIsHeldByTheBox)
{
    send ();
    box.push ("abc123/cmdr", "1");
    box.push ("abc123/out1", "0");
    EXPECT_EQ (wait (), 40u);
    EXPECT_NE (box.message ().find ("it stays as it was"), std::string::npos);
}

TEST_F (SmartEmsMqtt, WithoutConfirmationNothingIsKnown)
{
    send ();
    EXPECT_EQ (wait (), 40u);
    EXPECT_EQ (box.message (), "the box did not confirm the command by MQTT within 10 s, so nobody "
                               "knows how output_1 is");
    send ();
    box.push ("abc123/cmdr", "0");
    box.push ("abc123/cmdr", "1");
    EXPECT_EQ (wait (), 40u);
    EXPECT_EQ (box.message ().rfind ("the box took the command, but did not tell", 0), 0u);
}

TEST_F (SmartEmsMqtt, WhatWasNotConfirmedIsNotSaidToBeHeld)
{
    for (const char *value : { "0", "1" }) {
        send ();
        box.push ("abc123/out1", value);
        EXPECT_EQ (wait (), 40u);
        EXPECT_EQ (box.message ().rfind ("the box did not confirm the command", 0), 0u)
            << box.message ();
    }
}

TEST_F (SmartEmsMqtt, SetsWhatMessagesTellOf)
{
    g_autoptr (WattleCommand) event = wattle_command_new_boolean ("event_1", TRUE);
    g_autoptr (WattleCommand) pwm = wattle_command_new_boolean ("pwm_1", FALSE);
    g_autoptr (WattleCommand) duty = wattle_command_new_number ("pwm_duty_1", 5);
    Box lk4 (MQTT, { { "Prefix", "dom/ems" }, { "Board", "lk4" } });

    EXPECT_EQ (box.tell (pwm, 0), "{option:Prefix}/cmd pwm1=0");
    EXPECT_EQ (box.tell (event, 0), "{option:Prefix}/cmd vout0=1");
    EXPECT_EQ (box.tell (duty, 0), "");
    EXPECT_EQ (box.message (), "pwm_duty_1 cannot be set by MQTT; it takes Http as well");
    ASSERT_TRUE (lk4.configure ());
    EXPECT_EQ (lk4.tell (on, 0), "{option:Prefix}/cmd out2=1");
    EXPECT_EQ (lk4.tell (event, 0), "{option:Prefix}/cmd var1=1");
}

TEST_F (SmartEmsMqtt, StandsBesideHttp)
{
    Box both (HTTP | MQTT, PREFIX);
    std::string all = load ("lk35-all-1.57.json");

    ASSERT_TRUE (both.configure ());
    ASSERT_TRUE (both.meet_lk35 (all));
    EXPECT_TRUE (both.push ("abc123/ds1", "60.5"));
    EXPECT_EQ (both.number ("temperature_ds1"), 60.5);
    EXPECT_TRUE (both.push ("abc123/out1", "0"));
    EXPECT_FALSE (both.on ("output_1"));
    EXPECT_EQ (both.tell (on, 0), ALL) << "commands go by HTTP";
}

TEST_F (SmartEmsMqtt, AssumedMessagesAreNotInvertedSoTheyAreLeftToHttp)
{
    Box both (HTTP | MQTT, PREFIX);

    ASSERT_TRUE (both.configure ());
    ASSERT_TRUE (both.meet_lk35 (load ("lk35-all-1.36.json")));
    EXPECT_FALSE (both.on ("output_1"));
    EXPECT_TRUE (both.push ("abc123/out1", "1"));
    EXPECT_FALSE (both.on ("output_1"));
    EXPECT_TRUE (both.push ("abc123/event2", "1"));
    EXPECT_TRUE (both.on ("event_2"));
}

TEST_F (SmartEmsMqtt, WithoutHttpABoardThatAPersonNamesIsNotTheOneOfBefore)
{
    Box http;
    Box silent (MQTT, PREFIX);
    Box named (MQTT, { { "Prefix", "abc123" }, { "Board", "lk4" } });

    ASSERT_TRUE (http.configure ());
    ASSERT_TRUE (http.meet_lk35 (load ("lk35-all-1.57.json")));
    silent.remember (http);
    named.remember (http);
    ASSERT_TRUE (silent.configure ());
    ASSERT_TRUE (named.configure ());
    EXPECT_EQ (silent.tell (on, 0), "{option:Prefix}/cmd out1=1");
    EXPECT_EQ (named.tell (on, 0), "{option:Prefix}/cmd out2=1");
}

TEST_F (SmartEmsMqtt, NothingOfAnotherBoxIsTaken)
{
    Box both (HTTP | MQTT, PREFIX);

    ASSERT_TRUE (both.configure ());
    EXPECT_FALSE (both.push ("abc123/ds1", "60.5")) << "nobody knows yet whose it is";
    EXPECT_EQ (wattle_device_get_n_entities (both.device), 0u);
    ASSERT_TRUE (both.meet_lk35 (load ("lk35-all-1.57.json")));
    EXPECT_FALSE (both.meet_lk4 (load (LK4_SETTINGS), load ("lk4-status.json"), 3600));
    EXPECT_FALSE (both.push ("abc123/ds1", "60.5"));
    EXPECT_EQ (both.number ("temperature_ds1"), 58.3);
}
