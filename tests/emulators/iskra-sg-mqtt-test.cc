// SPDX-License-Identifier: LGPL-2.1-or-later
// The emulated gateway at a real broker.
#include "iskra-sg-client.h"
#include "support/mqtt-broker.h"

#include <map>

using namespace wattle_test;

class IskraSgMqttTest : public IskraSgClient
{
  protected:
    void
    SetUp () override
    {
        IskraSgClient::SetUp ();
        probe = new MqttProbe (broker.port (), "#");
        ASSERT_TRUE (spin ([&] { return probe->subscribed (); }));
    }

    void
    TearDown () override
    {
        IskraSgClient::TearDown ();
        delete probe;
    }

    void
    connect (const char *root = nullptr, const char *sub = nullptr, const char *pub = nullptr)
    {
        const IskraSgMqttSettings settings = { .host = "127.0.0.1",
                                               .port = broker.port (),
                                               .user = nullptr,
                                               .password = nullptr,
                                               .root_topic = root,
                                               .sub_topic = sub,
                                               .pub_topic = pub,
                                               .push_interval = 60 };

        ASSERT_TRUE (iskra_sg_start_mqtt (gateway, &settings, nullptr));
        ASSERT_TRUE (spin ([&] { return iskra_sg_get_mqtt_ready (gateway); }));
    }

    void
    command (const std::string &data, const std::string &topic = "IS004217/cmd")
    {
        probe->publish (topic, "{\"data\":{" + data + "}}");
    }

    // The next message on a topic; the earlier ones do not count.
    JsonObject *
    wait (const std::string &topic)
    {
        int seen = counted[topic];

        EXPECT_TRUE (spin ([&] { return probe->count (topic) > seen; })) << topic;
        counted[topic] = probe->count (topic);
        const MqttMessage *message = probe->last (topic);
        EXPECT_TRUE (message != nullptr && !message->retained);
        return message != nullptr ? parse (message->payload) : nullptr;
    }

    gint64
    state_of (const std::string &topic)
    {
        JsonObject *root = wait (topic);

        return json_object_get_int_member (json_object_get_object_member (root, "bicom"), "state");
    }

    MqttBroker broker;
    MqttProbe *probe = nullptr;
    std::map<std::string, int> counted;
};

TEST_F (IskraSgMqttTest, GreetsAfterEachConnect)
{
    connect ();
    JsonObject *hello = wait ("IS004217/publish/status");

    EXPECT_STREQ (json_object_get_string_member (hello, "serial number"), "IS004217");
    EXPECT_STREQ (json_object_get_string_member (hello, "model_type"), "SG-E1           ");
    EXPECT_EQ (json_object_get_int_member (hello, "hw_ver"), 3);
}

TEST_F (IskraSgMqttTest, AnswersOnlyStateOfTheBicomCommands)
{
    connect ();
    command (R"("cmd":"bicom","addr":31,"val":"off")");
    command (R"("cmd":"bicom","index":3,"val":"state")");
    EXPECT_EQ (state_of ("IS004217/publish/bicom/rs485/3"), 0);
    command (R"("cmd":"bicom","addr":0,"val":"on")");
    command (R"("cmd":"bicom","index":0,"addr":31,"val":"state")");
    EXPECT_EQ (state_of ("IS004217/publish/bicom/ir"), 1);
    EXPECT_EQ (probe->count ("IS004217/publish/bicom/ir"), 1);
    EXPECT_EQ (probe->count ("IS004217/publish/bicom/rs485/3"), 1);
    command (R"("cmd":"bicom","index":3,"val":"toggle")");
    command (R"("cmd":"nonsense")");
    probe->publish ("IS004217/cmd", "nonsense");
    command (R"("cmd":"bicom","index":3,"val":"state")");
    EXPECT_EQ (state_of ("IS004217/publish/bicom/rs485/3"), 0);
}

TEST_F (IskraSgMqttTest, AStuckSwitchStaysAndALateOneFollows)
{
    connect ();
    EXPECT_EQ (fault (R"({"fault":"bicom-stuck","slot":3})").status, 200u);
    command (R"("cmd":"bicom","index":3,"val":"off")");
    command (R"("cmd":"bicom","index":3,"val":"state")");
    EXPECT_EQ (state_of ("IS004217/publish/bicom/rs485/3"), 1);
    EXPECT_EQ (json_object_get_int_member (get_json ("/emulator/state"), "boiler"), 1);

    EXPECT_EQ (fault (R"({"fault":"clear"})").status, 200u);
    EXPECT_EQ (fault (R"({"fault":"bicom-late","slot":3,"ms":500})").status, 200u);
    command (R"("cmd":"bicom","index":3,"val":"off")");
    command (R"("cmd":"bicom","index":3,"val":"state")");
    EXPECT_EQ (state_of ("IS004217/publish/bicom/rs485/3"), 1);
    wattle_clock_advance (clock, 500 * G_TIME_SPAN_MILLISECOND);
    EXPECT_EQ (json_object_get_int_member (get_json ("/emulator/state"), "boiler"), 0);
    EXPECT_EQ (fault (R"({"fault":"bicom-stuck","slot":1})").status, 400u);
    EXPECT_EQ (fault (R"({"fault":"bicom-late","slot":99})").status, 400u);
}

TEST_F (IskraSgMqttTest, PushesAtItsIntervalWhatHttpAnswers)
{
    connect ();
    wattle_clock_advance (clock, 60 * G_TIME_SPAN_SECOND);
    JsonObject *pushed = wait ("IS004217/publish/measurements/rs485/1");
    std::string answered = get ("/api/measurement/1").body;

    EXPECT_EQ (probe->last ("IS004217/publish/measurements/rs485/1")->payload, answered);
    EXPECT_TRUE (json_object_has_member (pushed, "header"));
    wait ("IS004217/publish/measurements/ir");
    wait ("IS004217/publish/counters/ir");
    wait ("IS004217/publish/bicom/ir");
}

TEST_F (IskraSgMqttTest, ComplainsOfWhatDoesNotAnswer)
{
    connect ();
    iskra_sg_unplug (gateway, 1);
    command (R"("cmd":"measurements","index":1)");
    EXPECT_TRUE (spin ([&] {
        return probe->has ("IS004217/publish/error",
                           "Error: RS485 device:1 Energy meter not responding. Addr:35");
    }));
    iskra_sg_unplug (gateway, 3);
    iskra_sg_push (gateway);
    EXPECT_TRUE (spin ([&] {
        return probe->has ("IS004217/publish/error",
                           "Error: RS485 :3 bicom not responding. Addr:31");
    }));
    command (R"("cmd":"bicom","index":3,"val":"state")");
    EXPECT_EQ (state_of ("IS004217/publish/bicom/rs485/3"), -1);
}

TEST_F (IskraSgMqttTest, UsesTheTopicsItIsGiven)
{
    connect ("house/sg", "in", "out");
    command (R"("cmd":"counters","addr":35)", "house/sg/in");
    wait ("house/sg/out/counters/rs485/1");
    command (R"("cmd":"get_settings")", "house/sg/in");
    EXPECT_TRUE (spin ([&] { return probe->count ("house/sg/out/status") == 2; }));
}

TEST_F (IskraSgMqttTest, ComesBackAfterAReboot)
{
    connect ();
    command (R"("cmd":"reboot")");
    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
        return !iskra_sg_get_mqtt_ready (gateway);
    }));
    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
        return iskra_sg_get_mqtt_ready (gateway);
    }));
    EXPECT_LT (json_object_get_int_member (get_json ("/emulator/state"), "uptime"), 2000);
}

TEST_F (IskraSgMqttTest, ComesBackWithTheBroker)
{
    connect ();
    broker.stop ();
    EXPECT_TRUE (spin ([&] { return !iskra_sg_get_mqtt_ready (gateway); }));
    broker.start ();
    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
        return iskra_sg_get_mqtt_ready (gateway);
    }));
}

TEST_F (IskraSgMqttTest, RefusesANameForABroker)
{
    const IskraSgMqttSettings settings = { .host = "broker.example",
                                           .port = 1,
                                           .user = nullptr,
                                           .password = nullptr,
                                           .root_topic = nullptr,
                                           .sub_topic = nullptr,
                                           .pub_topic = nullptr,
                                           .push_interval = 0 };
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (iskra_sg_start_mqtt (gateway, &settings, &error));
    EXPECT_FALSE (iskra_sg_get_mqtt_ready (gateway));
}
