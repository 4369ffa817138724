// SPDX-License-Identifier: LGPL-2.1-or-later
// Faults of a device at a real broker.
#include "smart-maic-fault-client.h"
#include "support/mqtt-broker.h"

using namespace wattle_test;

class SmartMaicMqttFault : public SmartMaicFault
{
  protected:
    void
    SetUp () override
    {
        SmartMaicFault::SetUp ();
        const SmartMaicMqttSettings settings = { .host = "127.0.0.1",
                                                 .port = broker.port (),
                                                 .user = nullptr,
                                                 .password = nullptr,
                                                 .prefix = nullptr,
                                                 .separator = '/',
                                                 .interval = 5 };
        ASSERT_TRUE (smart_maic_start_mqtt (device, &settings, nullptr));
        ASSERT_TRUE (spin ([&] { return smart_maic_get_mqtt_ready (device) != FALSE; }));
        probe = new MqttProbe (broker.port (), "#");
        ASSERT_TRUE (spin ([&] { return probe->subscribed (); }));
    }

    void
    TearDown () override
    {
        SmartMaicFault::TearDown ();
        delete probe;
    }

    // What the next round tells.
    std::string
    next ()
    {
        int before = probe->count ("1728104417/JSON");

        set (R"({"fault":"push"})");
        EXPECT_TRUE (spin ([&] { return probe->count ("1728104417/JSON") > before; }));
        const MqttMessage *message = probe->last ("1728104417/JSON");
        return message != nullptr ? message->payload : "";
    }

    MqttBroker broker;
    MqttProbe *probe = nullptr;
};

TEST_F (SmartMaicMqttFault, MessagesMayBeSpoiledApartFromHttp)
{
    log_in ();
    std::string right = next ();
    set (R"({"fault":"bad-json","path":"/mqtt","answers":1})");
    EXPECT_EQ (next ().find (':'), std::string::npos);
    set (R"({"fault":"truncated","path":"/mqtt"})");
    EXPECT_EQ (next (), right.substr (0, right.size () / 2));
    EXPECT_EQ (shape (ask ().body), shape (example ("getwdata_d103_extended.json")));
    set (R"({"fault":"clear"})");
    EXPECT_EQ (next (), right);
}

TEST_F (SmartMaicMqttFault, CountersShowZeroInMessagesToo)
{
    set (R"({"fault":"zero-counters","path":"/mqtt","answers":1})");
    EXPECT_NE (next ().find (R"("Wh1":0.0,"rWh1":0.0)"), std::string::npos);
    EXPECT_EQ (next ().find (R"("Wh1":0.0)"), std::string::npos);
    set (R"({"fault":"missing","keys":["Wh1","OUT"]})");
    std::string text = next ();
    EXPECT_EQ (text.find ("\"Wh1\""), std::string::npos);
    EXPECT_EQ (text.find ("OUT"), std::string::npos);
}

TEST_F (SmartMaicMqttFault, SilenceIsOfEitherOrBoth)
{
    guint before = smart_maic_get_rounds (device);

    log_in ();
    set (R"({"fault":"hang","path":"/mqtt"})");
    pass (20);
    EXPECT_EQ (smart_maic_get_rounds (device), before);
    EXPECT_TRUE (smart_maic_get_mqtt_ready (device));
    EXPECT_EQ (ask ().status, 200);

    set (R"({"fault":"clear"})");
    set (R"({"fault":"hang","path":"/?"})");
    Call call (smart_maic_get_port (device), line ("/?page=getwdata"));
    pass (20);
    EXPECT_EQ (smart_maic_get_rounds (device), before + 4);
    EXPECT_TRUE (spin ([&] { return smart_maic_get_requests (device) == 3; }));
    EXPECT_FALSE (call.ended ());
    EXPECT_EQ (call.text, "");

    set (R"({"fault":"hang"})");
    pass (20);
    EXPECT_EQ (smart_maic_get_rounds (device), before + 4);
    set (R"({"fault":"clear"})");
    next ();
    EXPECT_EQ (ask ().status, 200);
}

TEST_F (SmartMaicMqttFault, ARestartBringsTheRetainedPhraseBack)
{
    probe->publish ("1728104417/SETOUT", "1", true);
    EXPECT_TRUE (spin ([&] { return smart_maic_get_out (device) != FALSE; }));
    set (R"({"fault":"out","state":0})");
    set (R"({"fault":"restart","ms":1000})");
    set (R"({"fault":"setout","on":"1"})");
    EXPECT_TRUE (knows (R"("connected":0)"));
    pass (1);
    EXPECT_TRUE (spin ([&] { return smart_maic_get_out (device) != FALSE; }));
    EXPECT_TRUE (knows (R"("connected":1)"));
}

TEST_F (SmartMaicMqttFault, PhrasesChangeAsInItsPage)
{
    set (R"({"fault":"setout","on":"START","off":"STOP"})");
    EXPECT_TRUE (spin ([&] { return smart_maic_get_mqtt_ready (device) != FALSE; }));
    probe->publish ("1728104417/SETOUT", "START");
    EXPECT_TRUE (spin ([&] { return smart_maic_get_out (device) != FALSE; }));
    set (R"({"fault":"setout","enabled":false})");
    EXPECT_TRUE (spin ([&] { return smart_maic_get_mqtt_ready (device) != FALSE; }));
    guint before = smart_maic_get_setouts (device);
    probe->publish ("1728104417/SETOUT", "STOP");
    next (); // so the broker has handled what came before
    wattle_test::settle ();
    EXPECT_EQ (smart_maic_get_setouts (device), before);
    EXPECT_TRUE (smart_maic_get_out (device));
}
