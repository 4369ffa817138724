// SPDX-License-Identifier: LGPL-2.1-or-later
// The board's own events, and how they stand against commands.
#include "smart-ems-client.h"

namespace
{

class SmartEmsEvents : public SmartEmsClient
{
  protected:
    std::string
    outs (const std::string &command)
    {
        return get ("/outs.cgi?" + command).body;
    }

    void
    write (const std::string &fields)
    {
        EXPECT_EQ (get ("/inpa.cgi?event=" + fields).status, 200u);
    }
};

TEST_F (SmartEmsEvents, PerHoldsAnOutputAgainstCommands)
{
    EXPECT_EQ (fault (R"({"fault":"event","output":1,"state":1})").status, 200u);
    EXPECT_EQ (relays (), "010000") << "at once";
    EXPECT_EQ (outs ("out1=0"), "000000") << "the command is obeyed";
    pass (1);
    EXPECT_EQ (relays (), "010000") << "and undone";
    EXPECT_EQ (fault (R"({"fault":"event","on":0})").status, 200u);
    outs ("out1=0");
    pass (5);
    EXPECT_EQ (relays (), "000000");
}

TEST_F (SmartEmsEvents, WithoutPerACommandLasts)
{
    fault (R"({"fault":"event","output":2,"per":0,"a":{"source":"event3","reference":1}})");
    EXPECT_EQ (relays (), "000000");
    outs ("vout2=1");
    pass (1);
    EXPECT_EQ (relays (), "001000") << "the result changed";
    outs ("out2=0");
    pass (5);
    EXPECT_EQ (relays (), "000000");
    outs ("out2=1&vout2=0");
    pass (1);
    EXPECT_EQ (relays (), "000000") << "the condition ended";
}

TEST_F (SmartEmsEvents, ABlockedOutputIsMovedByEvents)
{
    get ("/stm.cgi?outblock=1");
    fault (R"({"fault":"event","output":0})");
    EXPECT_EQ (relays (), "100000");
}

TEST_F (SmartEmsEvents, AConditionEndsBeyondItsHysteresis)
{
    fault (R"({"fault":"event","output":3,
               "a":{"source":"ds1","comparison":"<","reference":65,"hysteresis":3}})");
    EXPECT_EQ (relays (), "000100") << "58.3 °C";
    smart_ems_set_sensor (ems, 1, 67.9);
    pass (1);
    EXPECT_EQ (relays (), "000100");
    smart_ems_set_sensor (ems, 1, 68);
    pass (1);
    EXPECT_EQ (relays (), "000000");
    smart_ems_set_sensor (ems, 1, 65);
    pass (1);
    EXPECT_EQ (relays (), "000000");
    smart_ems_set_sensor (ems, 1, 64.9);
    pass (1);
    EXPECT_EQ (relays (), "000100");
}

// The maker's example: much is exported and the tank is not hot.
TEST_F (SmartEmsEvents, TheHeaterFollowsTheSunAndTheTank)
{
    fault (R"({"fault":"event","output":1,"operator":"and","off_delay":60,
               "a":{"source":"m1","comparison":"<","reference":-2000,"hysteresis":100},
               "b":{"source":"ds1","comparison":"<","reference":65,"hysteresis":3}})");
    EXPECT_EQ (relays (), "010000") << smart_ems_get_variable (ems, 1);
    smart_ems_set_sensor (ems, 1, 70);
    pass (59);
    EXPECT_EQ (relays (), "010000") << "for as long as the delay";
    pass (2);
    EXPECT_EQ (relays (), "000000");
}

TEST_F (SmartEmsEvents, OperatorsJoinTwoConditions)
{
    const struct {
        const char *name;
        const char *results; // for EVENT1 and EVENT2 off off, on off, off on, on on
    } cases[] = {
        { "none", "0101" }, { "and", "0001" }, { "or", "0111" },
        { "nand", "1110" }, { "nor", "1000" }, { "xor", "0110" },
    };

    for (const auto &[name, results] : cases) {
        std::string json = std::string (R"({"fault":"event","output":0,"operator":")") + name +
                           R"(","a":{"source":"event1","reference":1},)"
                           R"("b":{"source":"event2","reference":1}})";

        ASSERT_EQ (fault (json).status, 200u);
        for (int i = 0; i < 4; i++) {
            outs (std::string ("vout0=") + (i & 1 ? "1" : "0") + "&vout1=" + (i & 2 ? "1" : "0"));
            pass (1);
            EXPECT_EQ (smart_ems_get_output (ems, 0), results[i] == '1') << name << " " << i;
        }
    }
}

TEST_F (SmartEmsEvents, AreWrittenByCommand)
{
    write ("0*36*1*-200000*10000*1*3*10*1*6500*300*60"); // m1 < −2000 AND DS1 < 65 °C: OUT1=1
    EXPECT_EQ (relays (), "010000");
    write ("1*112*0*0*0*0*31*0*0*0*0*0*0*0*0*0"); // OUT0 is off: EVENT5=1
    EXPECT_EQ (integer ("/json/all.json", "eventVariables"), 16);
    write ("2*104*0*0*0*0*56*0*0*0*0*0"); // EVENT1 is off: EVENT4=1
    EXPECT_EQ (integer ("/json/all.json", "eventVariables"), 24);
    smart_ems_set_firmware (ems, "1.36");
    write ("3*58*0*0*0*0*11*0*0*0*0*0"); // OUT0 is off, by its older code: OUT5=1
    EXPECT_EQ (relays (), "010001");
    JsonArray *events = json_object_get_array_member (state (), "events");
    ASSERT_EQ (json_array_get_length (events), 4u);
    JsonObject *first = json_array_get_object_element (events, 0);
    EXPECT_EQ (json_object_get_int_member (first, "per"), 0);
    EXPECT_EQ (json_object_get_int_member (first, "true"), 1);
}

TEST_F (SmartEmsEvents, WhatIsNoEntryIsRefused)
{
    for (const char *fields :
         { "0*36*1*0*0*0*3*0*0*0*0", "20*36*1*0*0*0*3*0*0*0*0*0", "0*36*2*0*0*0*3*0*0*0*0*0",
           "0*99*1*0*0*0*3*0*0*0*0*0", "0*36*1*0*0*6*3*0*0*0*0*0", "0*36*1*0*0*0*24*0*0*0*0*0",
           "0*36*1*0*0*1*3*99*0*0*0*0", "0*36*1*x*0*0*3*0*0*0*0*0", "" })
        write (fields);
    EXPECT_EQ (smart_ems_get_commands (ems), 0u);
    EXPECT_EQ (smart_ems_get_unknown (ems), 9u);
}

TEST_F (SmartEmsEvents, WhatIsNoEventIsRefused)
{
    for (const char *json :
         { R"({"fault":"event","output":6})", R"({"fault":"event","entry":20})",
           R"({"fault":"event","per":2})", R"({"fault":"event","operator":"but"})",
           R"({"fault":"event","a":{"source":"m31"}})", R"({"fault":"event","a":{}})",
           R"({"fault":"event","b":{"source":"ds1","comparison":">"}})",
           R"({"fault":"event","b":{"source":"ds1","reference":"hot"}})" })
        EXPECT_EQ (fault (json).status, 400u) << json;
    EXPECT_EQ (json_array_get_length (json_object_get_array_member (state (), "events")), 0u);
}

} // namespace
