// SPDX-License-Identifier: LGPL-2.1-or-later
// Entities that an earlier run announced.
#include "publish/hass-restart.h"

using namespace wattle_test;

namespace
{

const char *const meter_config = "homeassistant/device/wattle_meter/config";

class HassRemoval : public HassRestart
{
  protected:
    // What the last message says of a component: "removal", "full", "none" or "no message".
    std::string
    said_of (const char *key)
    {
        g_autoptr (JsonObject) root =
            wattle_json_parse_object (listener->last (meter_config).c_str (), -1, nullptr);
        JsonObject *component;

        if (root == nullptr)
            return "no message";
        component =
            wattle_json_peek_object (json_object_get_object_member (root, "components"), key);
        if (component == nullptr)
            return "none";
        return json_object_get_size (component) == 1 ? "removal" : "full";
    }

    WattleRunner *
    come_back_without_voltage ()
    {
        add ("meter", power_and_voltage);
        start ();
        end ();
        listener->forget ();
        WattleRunner *meter = add ("meter", power);
        start ();
        return meter;
    }
};

} // namespace

TEST_F (HassRemoval, NamesAnEntityThatIsGoneSinceAnEarlierRun)
{
    WattleRunner *meter = come_back_without_voltage ();

    EXPECT_EQ (said_of ("voltage"), "none");
    poll (meter, "active_power", 5);
    listener->forget ();
    advance (53000);
    EXPECT_EQ (said_of ("voltage"), "no message");
    advance (2000);
    EXPECT_EQ (said_of ("voltage"), "removal");
    EXPECT_EQ (said_of ("active_power"), "full");
    advance (5000);
    EXPECT_EQ (said_of ("voltage"), "none");
    EXPECT_EQ (said_of ("active_power"), "full");
    listener->forget ();
    advance (120000);
    EXPECT_EQ (said_of ("voltage"), "no message");
    EXPECT_EQ (journal ().find ("voltage"), std::string::npos);
}

TEST_F (HassRemoval, ForgetsNothingOfADeviceThatDoesNotAnswer)
{
    add ("meter", power_and_voltage);
    start ();
    end ();
    listener->forget ();
    failing["meter"] = true;
    WattleRunner *meter = add ("meter", power);
    start ();

    for (int i = 0; i < 5; i++)
        wattle_runner_poll_all (meter);
    advance (600000);
    EXPECT_EQ (said_of ("voltage"), "no message") << "the whole description stays with the broker";
    EXPECT_NE (journal ().find ("voltage"), std::string::npos);
}

TEST_F (HassRemoval, GivesADeviceThatFailedAnotherMinute)
{
    WattleRunner *meter = come_back_without_voltage ();

    poll (meter, "active_power", 5);
    advance (45000);
    wattle_runner_set_lost (meter, TRUE);
    advance (30000);
    EXPECT_EQ (said_of ("voltage"), "none");
    wattle_runner_set_lost (meter, FALSE);
    poll (meter, "active_power", 6);
    advance (61000);
    EXPECT_EQ (said_of ("voltage"), "removal");
}

TEST_F (HassRemoval, KeepsAnEntityThatShowsItselfLate)
{
    WattleRunner *meter = come_back_without_voltage ();

    poll (meter, "active_power", 5);
    advance (30000);
    change_entities (meter, power_and_voltage);
    advance (6000);
    EXPECT_EQ (said_of ("voltage"), "full");
    listener->forget ();
    advance (120000);
    EXPECT_EQ (said_of ("voltage"), "no message");
}

TEST_F (HassRemoval, RemembersWhatItHadNoTimeToRemove)
{
    WattleRunner *meter = come_back_without_voltage ();

    poll (meter, "active_power", 5);
    end ();
    EXPECT_NE (journal ().find ("voltage"), std::string::npos);
    meter = add ("meter", power);
    start ();
    poll (meter, "active_power", 5);
    advance (55000);
    EXPECT_EQ (said_of ("voltage"), "removal");
}

TEST_F (HassRemoval, ReplacesAnEntityOfAnotherPlatform)
{
    folder.write ("topics.jsonl",
                  "{\"format\":1}\n"
                  R"({"instance":"wattle","prefix":"homeassistant","id":"meter","topics":[],)"
                  R"("components":{"active_power":"binary_sensor"}})"
                  "\n");
    add ("meter", power);
    start ();

    auto messages = listener->payloads (meter_config);
    ASSERT_EQ (messages.size (), 2u);
    EXPECT_NE (messages[0].find (R"("active_power":{"platform":"binary_sensor"})"),
               std::string::npos);
    EXPECT_EQ (said_of ("active_power"), "full");
    wattle_hass_stop (hass);
    EXPECT_EQ (journal ().find ("binary_sensor"), std::string::npos);
}
