// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/hass-house.h"
#include "support/log-capture.h"

using namespace wattle_test;

namespace
{

using Texts = std::vector<std::string>;

const std::vector<WattleEntitySpec> power = { { .quantity = WATTLE_QUANTITY_ACTIVE_POWER } };
const std::vector<WattleEntitySpec> power_and_voltage = { { .quantity =
                                                                WATTLE_QUANTITY_ACTIVE_POWER },
                                                          { .quantity = WATTLE_QUANTITY_VOLTAGE } };

const char *const meter_config = "homeassistant/device/wattle_meter/config";

class HassChanges : public HassHouse
{
  protected:
    Texts
    availability ()
    {
        return listener->payloads ("wattle/meter/availability");
    }

    // The voltage component of the last discovery message: "none", "removal" or "full".
    std::string
    voltage ()
    {
        g_autoptr (JsonObject) root =
            wattle_json_parse_object (listener->last (meter_config).c_str (), -1, nullptr);
        JsonObject *component;

        if (root == nullptr)
            return "no message";
        component =
            wattle_json_peek_object (json_object_get_object_member (root, "components"), "voltage");
        check_message (root);
        if (component == nullptr)
            return "none";
        return json_object_get_size (component) == 1 ? "removal" : "full";
    }

    WattleRunner *
    add_button ()
    {
        WattleActionSpec identify = { "identify", "Identify", "identify" };
        WattleRunner *meter = add ("meter", power);

        wattle_device_add_action (wattle_runner_get_device (meter), &identify);
        return meter;
    }

    // Publishes, and waits until the publisher has seen it.
    void
    command (const char *topic, const char *payload)
    {
        int heard = 0;

        wattle_mqtt_client_subscribe (
            client, "seen",
            [] (const char *, GBytes *, gboolean, gpointer data) { ++*(int *)data; }, &heard);
        listener->hear_all (client);
        listener->probe.publish (topic, payload);
        ASSERT_TRUE (spin ([&] {
            if (heard == 0)
                listener->probe.publish ("seen", "");
            return heard > 0;
        }));
        wattle_mqtt_client_unsubscribe (client, &heard);
    }
};

} // namespace

TEST_F (HassChanges, IsOfflineUntilTheFirstGoodCycle)
{
    failing["meter"] = true;
    WattleRunner *meter = add ("meter", power);

    start ();
    EXPECT_EQ (listener->last ("wattle/meter/availability"), "offline");
    EXPECT_EQ (listener->payloads ("wattle/meter/state"), Texts ({}));
    failing["meter"] = false;
    poll (meter, "active_power", 5);
    EXPECT_EQ (listener->last ("wattle/meter/availability"), "online");
    EXPECT_EQ (listener->last ("wattle/meter/state"), R"({"active_power":5.0})");
}

TEST_F (HassChanges, SaysOnceThatADeviceWentAndCameBack)
{
    WattleRunner *meter = add ("meter", power);

    start ();
    listener->forget ();
    wattle_runner_set_lost (meter, TRUE);
    listener->hear_all (client);
    EXPECT_EQ (availability (), Texts ({ "offline" }));
    wattle_runner_set_lost (meter, FALSE);
    poll (meter, "active_power", 7);
    EXPECT_EQ (availability (), Texts ({ "offline", "online" }));
}

TEST_F (HassChanges, NamesARemovedEntityOnceBeforeItLeavesItOut)
{
    WattleRunner *meter = add ("meter", power_and_voltage);

    start ();
    EXPECT_EQ (voltage (), "full");
    change_entities (meter, power);
    EXPECT_EQ (voltage (), "removal");
    listener->forget ();
    advance (4999);
    EXPECT_EQ (listener->place (meter_config), -1);
    advance (1);
    EXPECT_EQ (voltage (), "none");
    listener->forget ();
    advance (60000);
    EXPECT_EQ (listener->place (meter_config), -1);
}

TEST_F (HassChanges, CollectsChangesOfEntities)
{
    WattleRunner *meter = add ("meter", power);

    start ();
    listener->forget ();
    change_entities (meter, power_and_voltage);
    EXPECT_EQ (listener->payloads (meter_config).size (), 1u);
    change_entities (meter, power);
    change_entities (meter, power_and_voltage);
    advance (60000);
    // The last change led back to what was said at first.
    EXPECT_EQ (listener->payloads (meter_config).size (), 1u);
}

TEST_F (HassChanges, SendsTheStateOfANewEntity)
{
    WattleRunner *meter = add ("meter", power);

    start ();
    poll (meter, "active_power", 1);
    change_entities (meter, power_and_voltage);
    poll (meter, "voltage", 230);
    advance (1000);
    EXPECT_EQ (listener->last ("wattle/meter/state"), R"({"active_power":1.0,"voltage":230.0})");
}

TEST_F (HassChanges, ClearsWhatTheBrokerKeepsOfARemovedDevice)
{
    add ("meter", power);
    start ();
    wattle_manager_remove (manager, "meter", TRUE);
    listener->hear_all (client);
    EXPECT_EQ (listener->last (meter_config), "");
    EXPECT_EQ (availability ().back (), "");

    Listener late (broker.port ());
    late.hear_all (client);
    EXPECT_EQ (late.place (meter_config), -1);
    EXPECT_EQ (late.place ("wattle/meter/availability"), -1);
}

TEST_F (HassChanges, CountsProblemsAndDevices)
{
    WattleRunner *meter = add ("meter", power);

    start ();
    poll (meter, "active_power", 1);
    wattle_problems_set (problems, "meter", "test", "for a test");
    advance (1000);
    EXPECT_EQ (listener->last ("wattle/bridge/host"),
               R"({"version":"0.1.0","problems":1,"connected_devices":1})");
}

TEST_F (HassChanges, PressesAButton)
{
    WattleRunner *meter = add_button ();
    DeviceScript &script = script_of (wattle_runner_get_device (meter));

    start ();
    command ("wattle/meter/identify/set", "PRESS");
    EXPECT_EQ (script.commands, Texts ({ "identify" }));
}

TEST_F (HassChanges, IgnoresCommandsThatAreWrongOrOld)
{
    WattleRunner *meter = add_button ();
    DeviceScript &script = script_of (wattle_runner_get_device (meter));

    listener->probe.publish ("wattle/meter/identify/set", "PRESS", true);
    start ();
    command ("wattle/meter/identify/set", "press");
    command ("wattle/meter/identify/set", "");
    command ("wattle/meter/reboot/set", "PRESS");
    command ("wattle/other/identify/set", "PRESS");
    EXPECT_EQ (script.commands, Texts ({}));
}

TEST_F (HassChanges, LogsWhatOthersSayInOneShortLine)
{
    WattleRunner *meter = add_button ();
    std::string endless (60000, 'x');

    script_of (wattle_runner_get_device (meter)).act = [&] (WattleCommand *, guint,
                                                            GError **error) {
        g_set_error (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL, "no\n12:00:00 forged\x1b[31m%s",
                     endless.c_str ());
        return nullptr;
    };
    start ();
    LogCapture log;
    command ("wattle/meter/identify/set", "PRESS");
    command (("wattle/" + std::string (3000, 'x') + "/identify/set").c_str (), "PRESS");
    auto lines = log.take ();
    ASSERT_EQ (lines.size (), 1u);
    EXPECT_EQ (lines[0].rfind ("wattle/meter/identify/set: the command was not carried out: "
                               "no 12:00:00 forged [31mxxx",
                               0),
               0u)
        << lines[0];
    EXPECT_LT (lines[0].size (), 1500u);
    EXPECT_EQ (lines[0].find ('\n'), std::string::npos);
}

TEST_F (HassChanges, SaysOfflineBeforeItStops)
{
    add ("meter", power);
    start ();
    wattle_hass_stop (hass);
    listener->hear_all (client);
    EXPECT_EQ (availability ().back (), "offline");
    EXPECT_EQ (listener->last ("wattle/bridge/state"), "offline");
    listener->forget ();
    advance (200000);
    wattle_manager_remove (manager, "meter", TRUE);
    listener->hear_all (client);
    EXPECT_EQ (listener->place ("wattle/meter/state"), -1);
    EXPECT_EQ (listener->place (meter_config), -1);
}
