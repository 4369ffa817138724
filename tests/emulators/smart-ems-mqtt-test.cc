// SPDX-License-Identifier: LGPL-2.1-or-later
// The emulated board at a real broker.
#include "smart-ems-client.h"
#include "support/mqtt-broker.h"

using namespace wattle_test;

namespace
{

struct Line {
    bool from_device;
    std::string topic, payload;
};

class SmartEmsMqtt : public SmartEmsClient
{
  protected:
    void
    SetUp () override
    {
        SmartEmsClient::SetUp ();
        probe = new MqttProbe (broker.port (), "#");
        ASSERT_TRUE (spin ([&] { return probe->subscribed (); }));
    }

    void
    TearDown () override
    {
        SmartEmsClient::TearDown ();
        delete probe;
    }

    void
    connect (const char *prefix)
    {
        const SmartEmsMqttSettings settings = { .host = "127.0.0.1",
                                                .port = broker.port (),
                                                .user = nullptr,
                                                .password = nullptr,
                                                .prefix = prefix,
                                                .interval = 5 };

        ASSERT_TRUE (smart_ems_start_mqtt (ems, &settings, nullptr));
        ASSERT_TRUE (spin ([&] { return smart_ems_get_mqtt_ready (ems); }));
    }

    std::vector<Line>
    read (const std::string &name)
    {
        std::stringstream text (example (name));
        std::vector<Line> lines;
        std::string line;

        while (std::getline (text, line)) {
            size_t first = line.find ('\t');
            size_t second = line.find ('\t', first + 1);

            lines.push_back ({ line[0] == '<', line.substr (first + 1, second - first - 1),
                               line.substr (second + 1) });
        }
        return lines;
    }

    // The next message from the device; those before have been looked at.
    MqttMessage
    next ()
    {
        MqttMessage message = { "none", "", false };

        EXPECT_TRUE (spin ([&] {
            while (seen < probe->messages ().size ()) {
                message = probe->messages ()[seen++];
                if (!g_str_has_suffix (message.topic.c_str (), "/cmd"))
                    return true;
            }
            return false;
        }));
        EXPECT_FALSE (message.retained);
        return message;
    }

    // Measured values come as the house has them, all else as it stands in the file.
    void
    hold_dialogue (const std::vector<Line> &lines)
    {
        bool asked = false;

        for (const Line &line : lines) {
            if (!line.from_device) {
                skip (asked);
                asked = true;
                probe->publish (line.topic, line.payload);
            } else if (asked) {
                MqttMessage message = next ();
                EXPECT_EQ (message.topic + " " + message.payload, line.topic + " " + line.payload);
            } else if (line.topic.find ("/m") != std::string::npos) {
                EXPECT_TRUE (spin ([&] { return probe->count (line.topic) == 1; })) << line.topic;
            } else {
                EXPECT_TRUE (spin ([&] { return probe->has (line.topic, line.payload); }))
                    << line.topic;
            }
        }
    }

    // What is told after the connect ends with the energy.
    void
    skip (bool was_skipped)
    {
        if (was_skipped)
            return;
        while (!g_str_has_suffix (next ().topic.c_str (), "/energy1"))
            ;
    }

    MqttBroker broker;
    MqttProbe *probe = nullptr;
    size_t seen = 0;
};

TEST_F (SmartEmsMqtt, AnLk35HoldsTheDialogueOfTheExample)
{
    get ("/outs.cgi?out1=1");
    get ("/outs.cgi?vout1=1");
    connect ("abc123");
    hold_dialogue (read ("mqtt-lk35.txt"));
    EXPECT_EQ (relays (), "100000");
}

TEST_F (SmartEmsMqtt, AnLk4HoldsTheDialogueOfTheExample)
{
    make (SMART_EMS_LK4);
    connect ("dom/ems");
    hold_dialogue (read ("mqtt-lk4.txt"));
    EXPECT_EQ (relays (), "110000");
    EXPECT_STREQ (
        json_array_get_string_element (json_object_get_array_member (state (), "names"), 0),
        "Pompa ciepła");
}

TEST_F (SmartEmsMqtt, MeasuredValuesComeAtTheirIntervalAndStatesWhenTheyChange)
{
    connect ("ems");
    skip (false);
    EXPECT_EQ (probe->count ("ems/m30"), 1);
    EXPECT_EQ (probe->count ("ems/m11"), 0) << "not assigned";
    EXPECT_EQ (probe->count ("ems/ds4"), 0) << "no sensor there";
    pass (4);
    smart_ems_press (ems, 3, TRUE);
    MqttMessage message = next ();
    EXPECT_EQ (message.topic + message.payload, "ems/out31") << "none of the others";
    pass (1);
    message = next ();
    EXPECT_EQ (message.topic + message.payload, "ems/ds158.3");
    EXPECT_TRUE (spin ([&] { return probe->count ("ems/energy1") == 2; }));
    EXPECT_EQ (probe->count ("ems/out0"), 1);
}

TEST_F (SmartEmsMqtt, CommandsByHttpAreToldToo)
{
    connect ("ems");
    skip (false);
    get ("/outs.cgi?out2=1&pwm1=1&vout7=1");
    for (const char *topic : { "ems/out21", "ems/pwm11", "ems/event81" }) {
        MqttMessage message = next ();
        EXPECT_EQ (message.topic + message.payload, topic);
    }
}

TEST_F (SmartEmsMqtt, NobodysRoleIsAskedForButWhatIsNoCommandIsNotConfirmed)
{
    smart_ems_set_credentials (ems, "boss", "secret");
    connect ("ems");
    skip (false);
    probe->publish ("ems/cmd", "nonsense=1&out9=1&&out0&oname=0Pump&pwmd=125&out3=1");
    for (const char *expected : { "ems/cmdr1", "ems/cmdr1", "ems/cmdr1", "ems/out31" }) {
        MqttMessage message = next ();
        EXPECT_EQ (message.topic + message.payload, expected);
    }
    EXPECT_EQ (smart_ems_get_commands (ems), 3u);
}

TEST_F (SmartEmsMqtt, WhatMustNeverBeSentIsAnOffenceHereToo)
{
    connect ("ems");
    probe->publish ("ems/cmd", "out1=1&eeprom_reset=1&lk3restart=\xff");
    EXPECT_TRUE (spin ([&] { return smart_ems_get_offences (ems) == 2; }));
    EXPECT_STREQ (smart_ems_get_last_offence (ems), "MQTT lk3restart=\xef\xbf\xbd");
    EXPECT_TRUE (spin ([&] { return probe->count ("ems/cmdr") == 1; }));
    EXPECT_EQ (relays (), "010000");
}

TEST_F (SmartEmsMqtt, AHeldOutputIsToldToHaveReturned)
{
    connect ("ems");
    fault (R"({"fault":"event","output":1})");
    EXPECT_TRUE (spin ([&] { return probe->has ("ems/out1", "1"); }));
    probe->publish ("ems/cmd", "out1=0");
    EXPECT_TRUE (spin ([&] { return probe->last ("ems/out1")->payload == "0"; }));
    pass (1);
    EXPECT_TRUE (spin ([&] { return probe->last ("ems/out1")->payload == "1"; }));
}

TEST_F (SmartEmsMqtt, ComesBackAfterARestartAndTellsAll)
{
    connect ("ems");
    EXPECT_TRUE (spin ([&] { return probe->count ("ems/energy1") == 1; }));
    smart_ems_restart (ems, G_TIME_SPAN_SECOND);
    EXPECT_FALSE (smart_ems_get_mqtt_ready (ems));
    pass (1);
    EXPECT_TRUE (spin ([&] { return probe->count ("ems/energy1") == 2; }));
    EXPECT_EQ (probe->count ("ems/out0"), 2);
}

TEST_F (SmartEmsMqtt, ComesBackWithTheBroker)
{
    connect ("ems");
    broker.stop ();
    EXPECT_TRUE (spin ([&] { return !smart_ems_get_mqtt_ready (ems); }));
    broker.start ();
    EXPECT_TRUE (spin ([&] {
        pass (0.1);
        return smart_ems_get_mqtt_ready (ems);
    }));
}

TEST_F (SmartEmsMqtt, LogsInAtABrokerThatAsksForIt)
{
    MqttBroker locked ("ems", "secret");
    SmartEmsMqttSettings settings = { .host = "127.0.0.1",
                                      .port = locked.port (),
                                      .user = "ems",
                                      .password = "wrong",
                                      .prefix = "ems",
                                      .interval = 0 };

    ASSERT_TRUE (smart_ems_start_mqtt (ems, &settings, nullptr));
    settings.password = "secret";
    ASSERT_TRUE (smart_ems_start_mqtt (ems, &settings, nullptr));
    EXPECT_TRUE (spin ([&] { return smart_ems_get_mqtt_ready (ems); }));
}

TEST_F (SmartEmsMqtt, RefusesANameForABroker)
{
    const SmartEmsMqttSettings settings = { .host = "broker.example",
                                            .port = 1,
                                            .user = nullptr,
                                            .password = nullptr,
                                            .prefix = "ems",
                                            .interval = 0 };
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (smart_ems_start_mqtt (ems, &settings, &error));
    EXPECT_NE (error, nullptr);
    EXPECT_FALSE (smart_ems_get_mqtt_ready (ems));
}

} // namespace
