// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/hass-house.h"
#include "publish/wattle-republish.h"

using namespace wattle_test;

namespace
{

const WattleEntitySpec POWER = { nullptr, WATTLE_QUANTITY_ACTIVE_POWER };
const WattleEntitySpec VOLTAGE = { nullptr, WATTLE_QUANTITY_VOLTAGE };
const WattleEntitySpec ENERGY = { nullptr, WATTLE_QUANTITY_ENERGY, 0, WATTLE_DIRECTION_IMPORT };

// A house with a second broker that somebody else owns.
class Republish : public HassHouse
{
  protected:
    Republish ()
    {
        config = wattle_publish_config_new ("club");
        set (config->topic, "club/{instance}/{device}");
        config->interval_ms = 30000;
    }

    ~Republish () override
    {
        g_clear_object (&republish);
        g_clear_object (&second);
        wattle_publish_config_free (config);
    }

    static void
    set (char *&field, const char *text)
    {
        g_free (field);
        field = g_strdup (text);
    }

    void
    open ()
    {
        WattleMqttSettings settings = { "127.0.0.1", elsewhere.port (), "club" };

        second = wattle_mqtt_client_new (&settings, life);
        republish = wattle_republish_new (config, "house", manager, second, problems, clock);
        wattle_republish_start (republish);
        hear ();
    }

    // Waits for what was sent until now.
    void
    hear ()
    {
        ears->hear_all (second);
    }

    void
    wait (int milliseconds)
    {
        wattle_clock_advance (clock, milliseconds * G_TIME_SPAN_MILLISECOND);
        hear ();
    }

    void
    read (WattleRunner *runner, const char *key, double value)
    {
        values[wattle_runner_get_id (runner)][key] = value;
        wattle_runner_poll_all (runner);
        hear ();
    }

    MqttBroker elsewhere;
    std::unique_ptr<Listener> ears = std::make_unique<Listener> (elsewhere.port ());
    WattlePublishConfig *config;
    WattleMqttClient *second = nullptr;
    WattleRepublish *republish = nullptr;
};

TEST_F (Republish, SendsTheStateMessageAtItsOwnPace)
{
    WattleRunner *meter = add ("meter", { POWER, VOLTAGE });

    open ();
    read (meter, "active_power", 100);
    EXPECT_EQ (ears->last ("club/house/meter"), "{\"active_power\":100.0,\"voltage\":null}")
        << "the first is sent at once";
    ears->forget ();
    read (meter, "active_power", 200);
    read (meter, "active_power", 300);
    EXPECT_EQ (ears->last ("club/house/meter"), "(nothing)");
    wait (30000);
    EXPECT_EQ (ears->payloads ("club/house/meter"),
               std::vector<std::string> ({ "{\"active_power\":300.0,\"voltage\":null}" }));
    ears->forget ();
    wait (30000);
    EXPECT_EQ (ears->last ("club/house/meter"), "(nothing)") << "there was no new reading";
}

TEST_F (Republish, SendsEachReadingWithoutAnInterval)
{
    WattleRunner *meter = add ("meter", { POWER });

    config->interval_ms = 0;
    open ();
    for (int i = 1; i <= 3; i++)
        read (meter, "active_power", i);
    EXPECT_EQ (ears->payloads ("club/house/meter").size (), 3u);
}

TEST_F (Republish, SendsOnlyTheDevicesChosen)
{
    WattleRunner *meter = add ("meter", { POWER });
    WattleRunner *boiler = add ("boiler", { POWER });

    set (config->devices, "boiler, heater");
    open ();
    read (meter, "active_power", 1);
    read (boiler, "active_power", 2);
    EXPECT_EQ (ears->last ("club/house/meter"), "(nothing)");
    EXPECT_EQ (ears->last ("club/house/boiler"), "{\"active_power\":2.0}");
}

TEST_F (Republish, SendsValuesByThemselvesWhenAskedTo)
{
    WattleRunner *meter = add ("meter", { POWER, ENERGY });

    set (config->format, "value");
    set (config->topic, "{device}/{entity}");
    open ();
    read (meter, "energy_import", 1500);
    ASSERT_TRUE (spin ([&] { return has_value (meter, "energy_import"); })) << "it is on disk";
    wait (30000);
    EXPECT_EQ (ears->last ("meter/energy_import"), "1.500");
    EXPECT_EQ (ears->last ("meter/active_power"), "");
}

TEST_F (Republish, RetainsAndConfirms)
{
    WattleRunner *meter = add ("meter", { POWER });

    config->retain = TRUE;
    config->qos = 1;
    open ();
    read (meter, "active_power", 5);
    MqttProbe late (elsewhere.port (), "club/#");
    EXPECT_TRUE (spin ([&] { return late.has ("club/house/meter", "{\"active_power\":5.0}"); }));
    EXPECT_TRUE (late.last ("club/house/meter")->retained);
}

TEST_F (Republish, ShowsThatTheBrokerIsAwayAndComesBackWithTheLatest)
{
    WattleRunner *meter = add ("meter", { POWER });

    config->retain = TRUE; // whoever is there first, the probe or the host
    open ();
    read (meter, "active_power", 1);
    ears.reset ();
    elsewhere.stop ();
    ASSERT_TRUE (spin ([&] { return wattle_problems_get_count (problems) == 1; }));
    EXPECT_STREQ (wattle_problems_get (problems, 0)->subject, "publish club");
    values["meter"]["active_power"] = 2;
    wattle_runner_poll_all (meter);
    values["meter"]["active_power"] = 3;
    wattle_runner_poll_all (meter);

    elsewhere.start ();
    MqttProbe probe (elsewhere.port (), "club/#");
    EXPECT_TRUE (spin ([&] { return probe.has ("club/house/meter", "{\"active_power\":3.0}"); }));
    EXPECT_EQ (probe.count ("club/house/meter"), 1) << "old ones pass for new";
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (Republish, HasNothingToDoWithHomeAssistant)
{
    WattleRunner *meter = add ("meter", { POWER });

    open ();
    start ();
    broker.stop ();
    ASSERT_TRUE (spin ([&] { return !wattle_mqtt_client_is_connected (client); }));
    read (meter, "active_power", 7);
    EXPECT_EQ (ears->last ("club/house/meter"), "{\"active_power\":7.0}");
    for (const MqttMessage &message : ears->probe.messages ())
        EXPECT_TRUE (message.topic == "mark" || message.topic == "club/house/meter")
            << message.topic;
}

TEST_F (Republish, StopsSending)
{
    WattleRunner *meter = add ("meter", { POWER });
    bool done = false;

    open ();
    read (meter, "active_power", 1);
    wattle_republish_stop (
        republish, [] (gpointer data) { *(bool *)data = true; }, &done);
    EXPECT_TRUE (spin ([&] { return done; }));
    wattle_runner_poll_all (meter);
    wattle_clock_advance (clock, 120 * G_USEC_PER_SEC);
    EXPECT_FALSE (wattle_mqtt_client_is_connected (second));
}

} // namespace
