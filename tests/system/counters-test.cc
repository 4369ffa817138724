// SPDX-License-Identifier: LGPL-2.1-or-later
// A meter whose counters go wrong for longer than an answer, and what Home Assistant sees of that.
// The gateway's time passes sixty times as fast as ours, so that a second is worth some 10 Wh.
#include "system/house.h"

using namespace wattle_test;

namespace
{

const double LITTLE = 0.02; // kWh

class SystemCounters : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        house.start_emulator ({ "--speed", "60" });
        house.add_gateway ();
        house.configure ("wattle.conf", "[Bridge]\nMode=write\n");
        house.start_host ();
        ASSERT_TRUE (spin ([&] { return total () > 0; })) << house.host->err ();
    }

    double
    read (const char *key)
    {
        Json state = house.state (HEAT_METER);

        return state != nullptr ? json_object_get_double_member_with_default (state.get (), key, -1)
                                : -1;
    }

    double
    total ()
    {
        return read ("energy_import");
    }

    double
    raw ()
    {
        return read ("meter_reading_import");
    }

    // The counters are asked every three seconds until this holds; by itself it is once a minute.
    bool
    becomes (const std::function<bool ()> &predicate)
    {
        const std::string name = std::string ("device/refresh");

        for (int i = 0; i < 12; i++) {
            house.probe->publish ("wattle/bridge/request/" + name,
                                  std::string ("{\"id\":\"") + HEAT_METER + "\"}");
            if (spin (predicate, 3000))
                return true;
        }
        return false;
    }

    void
    expect_that_it_never_fell ()
    {
        double last = 0;

        for (const MqttMessage &message : house.probe->messages ()) {
            if (message.topic != house.state_topic (HEAT_METER))
                continue;
            Json state = parse_json (message.payload);
            JsonNode *node = json_object_get_member (state.get (), "energy_import");

            if (node == nullptr || JSON_NODE_HOLDS_NULL (node))
                continue;
            EXPECT_GE (json_node_get_double (node), last) << message.payload;
            last = json_node_get_double (node);
        }
    }

    House house;
};

} // namespace

TEST_F (SystemCounters, StartingOverForGoodGoOnFromTheOldTotal)
{
    double before = total ();

    ASSERT_GT (before, 10);
    house.fault (R"({"fault":"reset-counters","slot":1})");
    ASSERT_TRUE (becomes ([&] { return raw () >= 0 && raw () < before / 2; }));
    EXPECT_LT (total (), before + 1);
    ASSERT_TRUE (becomes ([&] { return total () > before + LITTLE; })) << house.host->err ();
    double later = total ();
    EXPECT_TRUE (becomes ([&] { return total () > later + LITTLE; })) << "and goes on";
    EXPECT_LT (total (), before + 5) << "by what was counted";
    EXPECT_LT (raw (), 5);
    expect_that_it_never_fell ();
    EXPECT_NE (house.host->err ().find ("energy_import: reset"), std::string::npos);
}

TEST_F (SystemCounters, ShowingZeroForManyAnswersCostNothing)
{
    double before = total ();
    double offset = before - raw ();

    house.fault (R"({"fault":"zero-counters","path":"/api/counter/1","answers":6})");
    ASSERT_TRUE (becomes ([&] { return raw () == 0; }));
    EXPECT_NEAR (total (), before, LITTLE * 10);
    ASSERT_TRUE (becomes ([&] { return raw () > 0; })) << house.host->err ();
    ASSERT_TRUE (becomes ([&] { return total () > before + LITTLE; })) << house.host->err ();
    EXPECT_NEAR (total () - raw (), offset, LITTLE * 10) << "nothing was added";
    expect_that_it_never_fell ();
}
