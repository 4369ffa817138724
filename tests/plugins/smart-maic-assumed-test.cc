// SPDX-License-Identifier: LGPL-2.1-or-later
// What is assumed of a smart-MAIC as a client of a broker.
#include "plugins/smart-maic-house.h"

using namespace wattle_test;

namespace
{

class SmartMaicAssumed : public SmartMaicHouse
{
};

TEST_F (SmartMaicAssumed, AssumedMessagesCountWhetherTheBrokerKeepsThemOrNot)
{
    ASSERT_TRUE (add_device (false, true));
    pass_seconds (1);
    MqttProbe probe (broker.port (), "nothing");
    for (bool retain : { true, false }) {
        std::string volts = retain ? "231" : "229";

        ASSERT_TRUE (pass ([&] {
            probe.publish ("1728104417/JSON", "{\"V1\":" + volts + "}", retain);
            return has_value ("voltage_l1") &&
                   wattle_entity_get_number (entity ("voltage_l1")) == std::stod (volts);
        })) << volts;
        EXPECT_EQ (state ("meter"), "online") << error ("meter");
    }
}

TEST_F (SmartMaicAssumed, AssumedNoLastWillTellsThatItIsAway)
{
    MqttProbe probe (broker.port (), "#");

    smart_maic_set_forms (device, SMART_MAIC_JSON);
    start_mqtt ();
    ASSERT_TRUE (add_device (false, true));
    ASSERT_TRUE (wait_for ("online"));
    smart_maic_stop (device);
    pass_seconds (60);
    EXPECT_EQ (state ("meter"), "online");
    pass_seconds (60);
    EXPECT_EQ (state ("meter"), "offline");
    for (const MqttMessage &message : probe.messages ())
        EXPECT_EQ (message.topic, "1728104417/JSON");
}

} // namespace
