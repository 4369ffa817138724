// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/hass-house.h"

using namespace wattle_test;

namespace
{

using Texts = std::vector<std::string>;

const std::vector<WattleEntitySpec> power = { { .quantity = WATTLE_QUANTITY_ACTIVE_POWER } };
const std::vector<WattleEntitySpec> power_and_voltage = { { .quantity =
                                                                WATTLE_QUANTITY_ACTIVE_POWER },
                                                          { .quantity = WATTLE_QUANTITY_VOLTAGE } };

const std::vector<WattleEntitySpec> counter = { { .quantity = WATTLE_QUANTITY_ENERGY,
                                                  .direction = WATTLE_DIRECTION_IMPORT } };

const char *const meter_config = "homeassistant/device/wattle_meter/config";
const char *const gateway_config = "homeassistant/device/wattle_gateway/config";

class Hass : public HassHouse
{
  protected:
    Texts
    states ()
    {
        return listener->payloads ("wattle/meter/state");
    }

    // A gateway and a meter behind it, both with a value.
    WattleRunner *
    make_family ()
    {
        WattleRunner *gateway = add ("gateway", power);
        WattleRunner *meter = add ("meter", power, gateway);

        values["gateway"]["active_power"] = 1;
        values["meter"]["active_power"] = 2;
        wattle_runner_poll_all (gateway);
        wattle_runner_poll_all (meter);
        return meter;
    }

    // What a broker must hold, and what must have been said, once all is told.
    void
    expect_all_told ()
    {
        for (const char *topic :
             { meter_config, gateway_config, "homeassistant/device/wattle/config" }) {
            g_autoptr (JsonObject) message =
                wattle_json_parse_object (listener->last (topic).c_str (), -1, nullptr);

            ASSERT_NE (message, nullptr) << topic;
            check_message (message);
        }
        EXPECT_EQ (listener->last ("wattle/bridge/state"), "online");
        EXPECT_EQ (listener->last ("wattle/gateway/availability"), "online");
        EXPECT_EQ (listener->last ("wattle/meter/availability"), "online");
        EXPECT_EQ (listener->last ("wattle/gateway/state"), R"({"active_power":1.0})");
        EXPECT_EQ (listener->last ("wattle/meter/state"), R"({"active_power":2.0})");
        EXPECT_EQ (listener->last ("wattle/bridge/host"),
                   R"({"version":"0.1.0","problems":0,"connected_devices":2})");
    }
};

} // namespace

TEST_F (Hass, TellsEverythingInOrderWhenConnected)
{
    make_family ();
    start ();

    expect_all_told ();
    EXPECT_LT (listener->place (gateway_config), listener->place (meter_config));
    EXPECT_LT (listener->place (meter_config), listener->place ("wattle/bridge/state"));
    EXPECT_LT (listener->place ("wattle/bridge/state"),
               listener->place ("wattle/gateway/availability"));
    EXPECT_LT (listener->place ("wattle/meter/availability"),
               listener->place ("wattle/gateway/state"));
}

TEST_F (Hass, RetainsDiscoveryAndAvailabilityButNoStates)
{
    std::set<std::string> kept;

    make_family ();
    start ();
    Listener late (broker.port ());
    late.hear_all (client);
    for (const MqttMessage &message : late.probe.messages ())
        if (message.retained)
            kept.insert (message.topic);

    EXPECT_EQ (kept, std::set<std::string> (
                         { meter_config, gateway_config, "homeassistant/device/wattle/config",
                           "wattle/bridge/state", "wattle/bridge/sentinel",
                           "wattle/gateway/availability", "wattle/meter/availability" }));
}

TEST_F (Hass, SendsStatesAgainWhenHomeAssistantHasSubscribed)
{
    WattleRunner *meter = add ("meter", power);

    start ();
    listener->forget ();
    poll (meter, "active_power", 5);
    EXPECT_EQ (states ().size (), 1u);
    add ("other", power);
    poll (wattle_manager_find (manager, "other"), "active_power", 5);
    EXPECT_EQ (listener->payloads ("wattle/other/state").size (), 1u);
    advance (1000);
    EXPECT_EQ (listener->payloads ("wattle/other/state").size (), 2u);
}

TEST_F (Hass, AnswersABirthMessageWithinFiveSeconds)
{
    make_family ();
    start ();
    listener->forget ();
    give_birth ();
    advance (5000);

    expect_all_told ();
    EXPECT_LT (listener->place (meter_config), listener->place ("wattle/meter/state"));
}

TEST_F (Hass, AnswersNoOldOrOtherStatusMessage)
{
    make_family ();
    start ();
    listener->forget ();
    give_birth ("offline");
    advance (5000);
    EXPECT_EQ (listener->place (meter_config), -1);
}

TEST_F (Hass, TellsEverythingToABrokerThatForgot)
{
    make_family ();
    start ();
    broker.stop ();
    ASSERT_TRUE (spin ([&] { return !wattle_mqtt_client_is_connected (client); }));
    broker.start ();
    listener = std::make_unique<Listener> (broker.port ());
    ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_is_connected (client); }));
    advance (5000);

    expect_all_told ();
}

TEST_F (Hass, KeepsNothingForLaterWhileThereIsNoConnection)
{
    WattleRunner *meter = make_family ();

    start ();
    broker.stop ();
    ASSERT_TRUE (spin ([&] { return !wattle_mqtt_client_is_connected (client); }));
    for (int i = 10; i < 20; i++) {
        values["meter"]["active_power"] = i;
        wattle_runner_poll_all (meter);
        wattle_clock_advance (clock, 100 * G_USEC_PER_SEC);
    }
    broker.start ();
    listener = std::make_unique<Listener> (broker.port ());
    ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_is_connected (client); }));
    advance (5000);

    for (const std::string &state : states ())
        EXPECT_EQ (state, R"({"active_power":19.0})");
}

TEST_F (Hass, SendsAStateWhenItLeavesTheDeadBand)
{
    WattleRunner *meter = add ("meter", power);

    start (0);
    poll (meter, "active_power", 100);
    listener->forget ();
    poll (meter, "active_power", 100.7);
    EXPECT_EQ (states (), Texts ({}));
    poll (meter, "active_power", 101.2);
    EXPECT_EQ (states (), Texts ({ R"({"active_power":101.2})" }));
}

TEST_F (Hass, RepeatsAnUnchangedStateEveryMinute)
{
    WattleRunner *meter = add ("meter", power);

    start ();
    poll (meter, "active_power", 100);
    listener->forget ();
    advance (59999);
    EXPECT_EQ (states ().size (), 0u);
    advance (1);
    EXPECT_EQ (states (), Texts ({ R"({"active_power":100.0})" }));
    advance (120000);
    EXPECT_EQ (states ().size (), 3u);
}

TEST_F (Hass, SaysHowGoodAValueIsWhenThatChangesAndEveryMinute)
{
    WattleRunner *meter = add ("meter", counter);
    const std::string topic = "wattle/meter/attributes";
    auto quality = [&] {
        g_autoptr (JsonObject) root =
            wattle_json_parse_object (listener->last (topic).c_str (), -1, nullptr);
        JsonObject *energy =
            root != nullptr ? wattle_json_peek_object (root, "energy_import") : nullptr;

        return energy != nullptr ? text_of (energy, "quality") : "(nothing)";
    };

    // A total is held until the disk knows of it.
    auto count = [&] (double energy) {
        poll (meter, "energy_import", energy);
        ASSERT_TRUE (spin ([&] { return !wattle_counters_is_writing (counters); }));
    };

    start (0);
    count (1000000);
    advance (10000);
    count (1000010);
    EXPECT_EQ (quality (), "good");
    Listener late (broker.port ());
    late.hear_all (client);
    EXPECT_EQ (late.place (topic), -1) << "not retained";

    listener->forget ();
    advance (10000);
    count (1000020);
    EXPECT_EQ (listener->payloads ("wattle/meter/state").size (), 1u);
    EXPECT_EQ (quality (), "(nothing)") << "it is as good as before";
    advance (10000);
    count (5);
    EXPECT_EQ (quality (), "held");

    listener->forget ();
    advance (60000);
    EXPECT_EQ (quality (), "held") << "with the heartbeat";
    listener->forget ();
    give_birth ();
    advance (5000);
    EXPECT_EQ (quality (), "held");
}

TEST_F (Hass, HoldsAChangeBackUntilTheShortestIntervalIsOver)
{
    WattleRunner *meter = add ("meter", power);

    start (1000);
    poll (meter, "active_power", 100);
    listener->forget ();
    poll (meter, "active_power", 200);
    advance (400);
    poll (meter, "active_power", 300);
    advance (599);
    EXPECT_EQ (states (), Texts ({}));
    advance (1);
    EXPECT_EQ (states (), Texts ({ R"({"active_power":300.0})" }));
}

TEST_F (Hass, TakesTheShortestIntervalFromTheDeviceItself)
{
    WattleRunner *meter = add ("meter", power, nullptr, 10000);

    values["meter"]["active_power"] = 100;
    start ();
    poll (meter, "active_power", 100);
    advance (20000);
    listener->forget ();
    poll (meter, "active_power", 200);
    poll (meter, "active_power", 300);
    advance (8999);
    EXPECT_EQ (states (), Texts ({ R"({"active_power":200.0})" }));
    advance (1);
    EXPECT_EQ (states ().size (), 2u);
}
