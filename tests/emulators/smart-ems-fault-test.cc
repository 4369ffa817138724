// SPDX-License-Identifier: LGPL-2.1-or-later
// What can go wrong, each on its own, and how it ends.
#include "smart-ems-client.h"
#include "support/mqtt-broker.h"

namespace
{

const std::string ALL = "/json/all.json";

class SmartEmsFault : public SmartEmsClient
{
  protected:
    void
    add (const std::string &json)
    {
        Answer answer = fault (json);

        EXPECT_EQ (answer.status, 200u) << json << " " << answer.body;
    }
};

TEST_F (SmartEmsFault, StatusesTakeThePlaceOfTheAnswer)
{
    for (guint status : { 404u, 500u, 503u }) {
        add (R"({"fault":"status","path":"/json","answers":1,"status":)" + std::to_string (status) +
             "}");
        EXPECT_EQ (get ("/xml/stat.xml").status, 200u);
        Answer answer = get (ALL);
        EXPECT_EQ (answer.status, status);
        EXPECT_EQ (answer.body, "");
        EXPECT_EQ (get (ALL).status, 200u);
    }
}

TEST_F (SmartEmsFault, ARedirectLeadsToARightAnswer)
{
    add (R"({"fault":"redirect"})");
    EXPECT_EQ (get (ALL).status, 302u);
    EXPECT_EQ (get (ALL + "?redirected").status, 200u);
    add (R"({"fault":"clear"})");
    EXPECT_EQ (get (ALL).status, 200u);
}

TEST_F (SmartEmsFault, BodiesAreCutBlownUpOrOfAWrongKind)
{
    std::string right = get (ALL).body;

    add (R"({"fault":"truncated","answers":1})");
    EXPECT_EQ (get (ALL).body, right.substr (0, right.size () / 2));
    add (R"({"fault":"huge","answers":1})");
    EXPECT_GT (get (ALL).body.size (), 1024u * 1024);
    add (R"({"fault":"deep","answers":1})");
    EXPECT_NE (get (ALL).body.find ("[[[["), std::string::npos);
    add (R"({"fault":"content-type","answers":1})");
    EXPECT_EQ (get (ALL).type, "text/html");
    EXPECT_EQ (get (ALL).body, right);
}

TEST_F (SmartEmsFault, NothingComesOrLate)
{
    Answer slow, hanging;

    add (R"({"fault":"empty","path":"/json","answers":2})"); // libsoup asks once more
    Answer empty = get (ALL);
    EXPECT_FALSE (empty.arrived);
    add (R"({"fault":"clear"})");

    add (R"({"fault":"slow","ms":3000,"answers":1})");
    guint before = smart_ems_get_requests (ems);
    begin (slow, "GET", smart_ems_get_uri (ems) + ALL);
    EXPECT_TRUE (wattle_test::spin ([&] { return smart_ems_get_requests (ems) > before; }));
    pass (2.9);
    wattle_test::settle ();
    EXPECT_FALSE (slow.done);
    pass (0.2);
    EXPECT_TRUE (wattle_test::spin ([&] { return slow.done; }));
    EXPECT_EQ (slow.status, 200u);

    add (R"({"fault":"hang","answers":1})");
    before = smart_ems_get_requests (ems);
    begin (hanging, "GET", smart_ems_get_uri (ems) + ALL);
    EXPECT_TRUE (wattle_test::spin ([&] { return smart_ems_get_requests (ems) > before; }));
    pass (3600);
    wattle_test::settle ();
    EXPECT_FALSE (hanging.done);
    EXPECT_EQ (get (ALL).status, 200u) << "others are answered";
    EXPECT_EQ (smart_ems_get_most_parallel (ems), 2u);
    smart_ems_stop (ems);
    EXPECT_TRUE (wattle_test::spin ([&] { return hanging.done; }));
    EXPECT_FALSE (hanging.arrived);
}

TEST_F (SmartEmsFault, RefusedConnectionsAreTakenAgain)
{
    guint16 port = (guint16)smart_ems_get_port (ems);

    get ("/outs.cgi?out1=1");
    add (R"({"fault":"refused","ms":5000})");
    EXPECT_TRUE (wattle_test::spin ([&] { return !wattle_test::can_connect (port); }));
    EXPECT_EQ (get (ALL).status, 0u);
    pass (4.9);
    EXPECT_FALSE (wattle_test::can_connect (port));
    pass (0.1);
    EXPECT_EQ (integer (ALL, "out1"), 1);
}

TEST_F (SmartEmsFault, ARestartSwitchesAllOff)
{
    guint16 port = (guint16)smart_ems_get_port (ems);

    ASSERT_TRUE (smart_ems_start_control (ems, 0, nullptr));
    get ("/outs.cgi?out1=1");
    add (R"({"fault":"restart"})");
    EXPECT_TRUE (wattle_test::spin ([&] { return !wattle_test::can_connect (port); }));
    EXPECT_EQ (
        request ("GET", "http://127.0.0.1:" + std::to_string (smart_ems_get_control_port (ems)) +
                            "/emulator/state")
            .status,
        200u);
    pass (2);
    EXPECT_EQ (integer (ALL, "out1"), 0);
    EXPECT_EQ (json_object_get_int_member (state (), "heater"), 0);
}

TEST_F (SmartEmsFault, MembersAreMissing)
{
    add (R"({"fault":"missing","member":"ds1"})");
    add (R"({"fault":"missing","member":"customReadings"})");
    add (R"({"fault":"missing","member":"sw"})");
    JsonObject *all = get_json (ALL);

    for (const char *name : { "ds1", "customReadings", "sw" })
        EXPECT_FALSE (json_object_has_member (all, name)) << name;
    EXPECT_TRUE (json_object_has_member (all, "ds2"));
    EXPECT_EQ (get ("/xml/stat.xml").body.find ("<sw>"), std::string::npos);
    add (R"({"fault":"clear"})");
    EXPECT_TRUE (json_object_has_member (get_json (ALL), "ds1"));
}

TEST_F (SmartEmsFault, NumbersBecomeStrings)
{
    add (R"({"fault":"strings"})");
    JsonObject *all = get_json (ALL);

    EXPECT_STREQ (json_object_get_string_member (all, "ds1"), "583");
    EXPECT_STREQ (json_object_get_string_member (all, "hw"), "3.8");
    EXPECT_STREQ (
        json_array_get_string_element (json_object_get_array_member (all, "customReadings"), 11),
        "0");
    add (R"({"fault":"generation","generation":"lk4"})");
    EXPECT_STREQ (
        json_object_get_string_member (get_json ("/api/v1/read/status/?outValues"), "out1"), "0");
}

TEST_F (SmartEmsFault, AnotherPasswordIsAskedFor)
{
    add (R"({"fault":"password","user":"boss","password":"new"})");
    EXPECT_EQ (get (ALL).status, 401u);
    EXPECT_EQ (get (ALL, "boss:new").status, 200u);
    EXPECT_EQ (fault (R"({"fault":"password","user":"boss"})").status, 400u);
    add (R"({"fault":"password"})");
    EXPECT_EQ (get (ALL).status, 200u);
}

TEST_F (SmartEmsFault, TheClockIsWrong)
{
    add (R"({"fault":"clock","seconds":-86400})");
    EXPECT_EQ (integer (ALL, "time"), NOON / G_TIME_SPAN_SECOND - 86400);
    add (R"({"fault":"clock","seconds":0})");
    EXPECT_EQ (integer (ALL, "time"), NOON / G_TIME_SPAN_SECOND);
}

TEST_F (SmartEmsFault, ASensorIsGoneOrElsewhere)
{
    add (R"({"fault":"sensor-gone","ds":1})");
    add (R"({"fault":"sensor","ds":2,"value":-12.34})");
    EXPECT_EQ (integer (ALL, "ds1"), -600);
    EXPECT_EQ (integer (ALL, "ds2"), -123);
    add (R"({"fault":"clear"})");
    EXPECT_EQ (integer (ALL, "ds1"), 583);
}

TEST_F (SmartEmsFault, AnOutputTakesCommandsAndStays)
{
    add (R"({"fault":"output-stuck","output":1})");
    EXPECT_EQ (get ("/outs.cgi?out1=1&out2=1").body, "001000");
    add (R"({"fault":"clear"})");
    EXPECT_EQ (get ("/outs.cgi?out1=1").body, "011000");
}

TEST_F (SmartEmsFault, SomebodyMovesAnOutputAtTheDevice)
{
    add (R"({"fault":"press","output":5,"state":1})");
    EXPECT_EQ (integer (ALL, "out5"), 1);
    add (R"({"fault":"press","output":5,"state":0})");
    EXPECT_EQ (integer (ALL, "out5"), 0);
}

TEST_F (SmartEmsFault, TheBoardIsAnother)
{
    add (
        R"({"fault":"generation","generation":"lk4","mac":"AC:67:B2:00:00:07","firmware":"1.31"})");
    EXPECT_EQ (get ("/api/v1/read/set/?generalConfig&networkConfig").body,
               R"({"hardwareVersion":"4.0","softwareVersion":"1.31","hostname":"SMART EMS",)"
               R"("netMac":"AC:67:B2:00:00:07"})");
    EXPECT_STREQ (json_object_get_string_member (state (), "generation"), "lk4");
    add (R"({"fault":"generation","generation":"lk35","firmware":"1.36"})");
    EXPECT_EQ (get ("/xml/stat.xml").body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                           "<response><hw>3.7</hw><sw>1.36</sw></response>\n");
}

TEST_F (SmartEmsFault, WhatIsNoFaultIsRefusedAndChangesNothing)
{
    std::string before = get (ALL).body;

    for (const char *json :
         { "", "[]", "{}", R"({"fault":"nonsense"})", R"({"fault":"frozen"})",
           R"({"fault":"output-stuck","output":6})", R"({"fault":"output-stuck"})",
           R"({"fault":"press","output":1})", R"({"fault":"sensor-gone","ds":9})",
           R"({"fault":"sensor","ds":5,"value":1})", R"({"fault":"sensor","ds":1})",
           R"({"fault":"clock"})", R"({"fault":"missing"})", R"({"fault":"restart","ms":-1})",
           R"({"fault":"status","status":100})", R"({"fault":"generation","generation":"lk2"})",
           R"({"fault":"generation","generation":"lk4","mac":"1"})",
           R"({"fault":"generation","generation":"lk4","firmware":"x"})" })
        EXPECT_EQ (fault (json).status, 400u) << json;
    EXPECT_EQ (get (ALL).body, before);
    EXPECT_EQ (get ("/emulator/fault").status, 404u);
    EXPECT_EQ (get ("/emulator/other").status, 404u);
    EXPECT_EQ (smart_ems_get_requests (ems), 2u) << "its own paths do not count";
}

} // namespace
