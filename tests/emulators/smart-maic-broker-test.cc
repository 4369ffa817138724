// SPDX-License-Identifier: LGPL-2.1-or-later
// The emulated device comes to a broker, leaves it, and goes to another.
#include "smart-maic-mqtt-client.h"

using namespace wattle_test;

using SmartMaicAtBroker = SmartMaicMqtt;

TEST_F (SmartMaicAtBroker, ARetainedPhraseWinsAgainAfterARestart)
{
    connect ();
    set_out ("1728104417/SETOUT", "1", true);
    log_in ();
    page ("pout&state=0");
    EXPECT_FALSE (smart_maic_get_out (device));
    smart_maic_restart (device, 2 * G_TIME_SPAN_SECOND);
    EXPECT_FALSE (smart_maic_get_mqtt_ready (device));
    pass (2);
    EXPECT_TRUE (wait_out (true));
}

TEST_F (SmartMaicAtBroker, WhatWasNotRetainedIsForgottenByARestart)
{
    connect ();
    set_out ("1728104417/SETOUT", "1");
    smart_maic_restart (device, 2 * G_TIME_SPAN_SECOND);
    pass (2);
    ASSERT_TRUE (wait_ready ());
    next_round ("1728104417/JSON");
    EXPECT_FALSE (smart_maic_get_out (device));
}

TEST_F (SmartMaicAtBroker, GoesToTheBrokerThatItsPageIsTold)
{
    MqttBroker other ("maic", "secret");
    MqttProbe listener (other.port (), "#", "maic", "secret");
    std::string port = std::to_string (other.port ());

    connect ();
    ASSERT_TRUE (spin ([&] { return listener.subscribed (); }));
    log_in ();
    page ("mqtt&serv=127.0.0.1&port=" + port +
          "&uname=maic&pass=secret&mqtt_on=1&mqttint=7&separat=2&prefix=house%2F");
    EXPECT_FALSE (smart_maic_get_mqtt_ready (device));
    ASSERT_TRUE (wait_ready ());
    pass (7);
    EXPECT_TRUE (spin ([&] { return listener.count ("house/1728104417/JSON") == 1; }));
    listener.publish ("house/1728104417/SETOUT", "1");
    EXPECT_TRUE (wait_out (true));

    page ("mqtt&serv=127.0.0.1&port=" + port + "&uname=maic&pass=secret&mqtt_on=1&mqttint=7");
    ASSERT_TRUE (wait_ready ());
    pass (7);
    EXPECT_TRUE (spin ([&] { return listener.count ("1728104417.JSON") == 1; }));
    page ("mqtt&serv=127.0.0.1&port=" + port + "&uname=maic&pass=secret&mqtt_on=0");
    pass (60);
    EXPECT_FALSE (smart_maic_get_mqtt_ready (device));
}

TEST_F (SmartMaicAtBroker, ABrokerWithPasswordTurnsAwayTheAnonymous)
{
    MqttBroker other ("maic", "secret");
    guint rounds = smart_maic_get_rounds (device);

    log_in ();
    page ("mqtt&serv=127.0.0.1&port=" + std::to_string (other.port ()) + "&mqtt_on=1&mqttint=1");
    for (int i = 0; i < 20; i++) {
        pass (1);
        wattle_test::settle ();
        EXPECT_FALSE (smart_maic_get_mqtt_ready (device));
    }
    EXPECT_EQ (smart_maic_get_rounds (device), rounds);
}

TEST_F (SmartMaicAtBroker, ABrokerThatNobodyFindsHoldsUpNothing)
{
    log_in ();
    for (const char *host : { "192.0.2.20", "broker.example", "", "%FF" }) {
        page (std::string ("mqtt&port=1883&mqtt_on=1&mqttint=1&separat=2&serv=") + host);
        pass (3);
        EXPECT_FALSE (smart_maic_get_mqtt_ready (device)) << host;
        EXPECT_EQ (page ("getwdata").status, 200) << host;
    }
}

TEST_F (SmartMaicAtBroker, ComesAgainWhenItIsStoppedAndStarted)
{
    connect ();
    smart_maic_stop (device);
    pass (60);
    EXPECT_FALSE (smart_maic_get_mqtt_ready (device));
    ASSERT_TRUE (smart_maic_start (device, "127.0.0.1", smart_maic_get_port (device), nullptr));
    EXPECT_TRUE (wait_ready ());
}

TEST_F (SmartMaicAtBroker, ComesBackWithTheBroker)
{
    connect ();
    broker.stop ();
    EXPECT_TRUE (wait_ready (false));
    broker.start ();
    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
        return smart_maic_get_mqtt_ready (device) != FALSE;
    }));
}

TEST_F (SmartMaicAtBroker, RefusesANameForABroker)
{
    const SmartMaicMqttSettings settings = { .host = "broker.example",
                                             .port = 1883,
                                             .user = nullptr,
                                             .password = nullptr,
                                             .prefix = nullptr,
                                             .separator = '/',
                                             .interval = 5 };
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (smart_maic_start_mqtt (device, &settings, &error));
    EXPECT_NE (strstr (error->message, "no IP address"), nullptr);
}
