// SPDX-License-Identifier: LGPL-2.1-or-later
// The documents of an LK 3.5+, and what is told of both boards.
#include "smart-ems-client.h"
#include "smart-ems-shape.h"

#include <cmath>

namespace
{

class SmartEmsTest : public SmartEmsClient
{
  protected:
    double
    variable (guint number)
    {
        JsonObject *all = get_json ("/json/all.json");

        return json_array_get_double_element (json_object_get_array_member (all, "customReadings"),
                                              number - 1);
    }
};

TEST_F (SmartEmsTest, DocumentsHaveTheShapeOfTheExamples)
{
    EXPECT_EQ (differences (example ("lk35-all-1.57.json"), get ("/json/all.json").body), "");
    EXPECT_EQ (differences (example ("lk35-pwmpid.json"), get ("/json/pwmpid.json").body), "");
    EXPECT_EQ (differences (example ("lk35-dsi2c.json"), get ("/json/dsi2c.json").body), "");
    EXPECT_EQ (get ("/xml/stat.xml").body, example ("lk35-stat.xml"));
    EXPECT_EQ (get ("/xml/stat.xml").type, "text/xml");
}

TEST_F (SmartEmsTest, OlderFirmwareHasMasksStringsAndAMapping)
{
    ASSERT_TRUE (smart_ems_set_firmware (ems, "1.36"));
    EXPECT_EQ (differences (example ("lk35-all-1.36.json"), get ("/json/all.json").body), "");
    get ("/outs.cgi?out1=1");
    get ("/outs.cgi?out4=1");
    get ("/outs.cgi?vout7=1");

    JsonObject *all = get_json ("/json/all.json");
    EXPECT_STREQ (json_object_get_string_member (all, "out"), "18");
    EXPECT_STREQ (json_object_get_string_member (all, "eventVariables"), "128");
    EXPECT_STREQ (json_object_get_string_member (all, "inpdnn"), "1");
    EXPECT_STREQ (json_object_get_string_member (all, "ind"), "4") << "inputs 1 and 3, raw";
    EXPECT_EQ (get ("/json/events_per.json").body, "{\"eventVariables\":\"128\"}");
}

TEST_F (SmartEmsTest, TheMappingLeadsToTheSameVariablesAsTheNewerFirmware)
{
    JsonArray *slots;
    ASSERT_TRUE (smart_ems_set_firmware (ems, "1.49d"));
    JsonObject *all = get_json ("/json/all.json");
    g_auto (GStrv) items =
        g_strsplit (json_object_get_string_member (all, "modbusMapping"), "*", -1);

    slots = json_object_get_array_member (all, "modbusReadings");
    ASSERT_EQ (g_strv_length (items), 30u);
    for (guint i = 0; i < 30; i++) {
        int slot = items[i][0] - '0';
        double value = 0;

        if (slot > 0)
            value = g_ascii_strtod (json_array_get_string_element (
                                        json_array_get_array_element (slots, (guint)slot - 1),
                                        (guint)g_ascii_strtoull (items[i] + 1, nullptr, 10)),
                                    nullptr);
        EXPECT_DOUBLE_EQ (value, smart_ems_get_variable (ems, i + 1)) << "m" << i + 1;
    }
}

TEST_F (SmartEmsTest, EventsHaveAPageOfTheirOwnInSomeFirmwareOnly)
{
    EXPECT_EQ (get ("/json/events_per.json").status, 404u);
    smart_ems_set_firmware (ems, "1.22a");
    EXPECT_EQ (get ("/json/events_per.json").status, 404u);
    smart_ems_set_firmware (ems, "1.22b");
    EXPECT_EQ (get ("/json/events_per.json").status, 200u);
}

TEST_F (SmartEmsTest, IsNoOtherBoard)
{
    for (const char *path : { "/st2.xml", "/", "/api/v1/read/set/?generalConfig", "/json/x.json" })
        EXPECT_EQ (get (path).status, 404u) << path;
    EXPECT_EQ (request ("POST", smart_ems_get_uri (ems) + std::string ("/json/all.json")).status,
               405u);
}

TEST_F (SmartEmsTest, NamesItself)
{
    smart_ems_set_name (ems, "Cellar");
    ASSERT_TRUE (smart_ems_set_mac (ems, "02:00:00:00:00:0a"));
    EXPECT_FALSE (smart_ems_set_mac (ems, "02-00-00-00-00-0A"));
    EXPECT_FALSE (smart_ems_set_firmware (ems, "newest"));
    JsonObject *all = get_json ("/json/all.json");

    EXPECT_STREQ (json_object_get_string_member (all, "sname"), "Cellar");
    EXPECT_STREQ (json_object_get_string_member (all, "ip4"), "02:00:00:00:00:0A");
    EXPECT_STREQ (json_object_get_string_member (all, "sw"), "1.57");
}

TEST_F (SmartEmsTest, TheClockIsRightUnlessItIsSetWrong)
{
    EXPECT_EQ (integer ("/json/all.json", "time"), NOON / G_TIME_SPAN_SECOND);
    pass (90);
    EXPECT_EQ (integer ("/json/all.json", "time"), NOON / G_TIME_SPAN_SECOND + 90);
    smart_ems_set_clock_offset (ems, -3600);
    EXPECT_EQ (integer ("/json/all.json", "time"), NOON / G_TIME_SPAN_SECOND - 3510);
}

TEST_F (SmartEmsTest, TheHeaterTakesWhatTheSunGives)
{
    double before = variable (1);
    double current = variable (8);

    ASSERT_LT (before, -1500) << "much sun at noon";
    EXPECT_EQ (get ("/outs.cgi?out1=1").body, "010000");
    EXPECT_NEAR (variable (1), before + 1500, 0.11);
    EXPECT_LT (variable (8), current) << "on the second phase";
    EXPECT_EQ (integer ("/json/all.json", "power1"), std::lround (-variable (1)));
    get ("/outs.cgi?out2=1");
    EXPECT_NEAR (variable (1), before + 1500, 0.11) << "nothing is wired to P2";
}

TEST_F (SmartEmsTest, CountersCountWhatTheMeterMeasures)
{
    double exported = variable (3);

    pass (3600);
    double gained = variable (3) - exported;
    EXPECT_GT (gained, 3);
    exported = variable (3);
    get ("/outs.cgi?out1=1");
    pass (3600);
    EXPECT_GT (variable (3), exported);
    EXPECT_LT (variable (3) - exported, gained - 0.5) << "the heater takes its part";
}

TEST_F (SmartEmsTest, TheShortPageShowsOutputsAndTemperatures)
{
    get ("/outs.cgi?out4=1");
    std::string body = get ("/xml/ix.xml").body;

    EXPECT_NE (body.find ("<out3>0</out3><out4>1</out4><out5>0</out5><ds1>583</ds1>"),
               std::string::npos)
        << body;
    EXPECT_NE (body.find ("<ds3>-35</ds3><ds4>-600</ds4>"), std::string::npos) << body;
}

TEST_F (SmartEmsTest, AnotherBoardBehindTheSameAddressIsAnotherInAllItSays)
{
    guint port = smart_ems_get_port (ems);

    get ("/outs.cgi?out1=1&vout2=1");
    get ("/stm.cgi?oname=0Pump&outnn=1&dswrite=0&dswrite=8:28:FF:5D:E0:90:16:03:F7");
    smart_ems_set_generation (ems, SMART_EMS_LK4, nullptr);
    EXPECT_EQ (smart_ems_get_port (ems), port);
    EXPECT_EQ (get ("/st2.xml").status, 500u);
    EXPECT_EQ (get ("/json/all.json").status, 500u);
    JsonObject *set = get_json ("/api/v1/read/set/?generalConfig&networkConfig");
    EXPECT_STREQ (json_object_get_string_member (set, "hardwareVersion"), "4.0");
    EXPECT_STREQ (json_object_get_string_member (set, "netMac"), "AC:67:B2:12:34:56");
    EXPECT_EQ (relays (), "000000");
    EXPECT_EQ (get ("/api/v1/read/set/?outConfig").body.substr (0, 36),
               R"({"outNegation":0,"outName1":"P0","ou)");
    EXPECT_EQ (get ("/api/v1/read/status/?dsValues").body,
               R"({"ds1":58.3,"ds2":21.4,"ds3":-3.5,"dsReadID":""})");
    EXPECT_EQ (integer ("/api/v1/read/status/?varValues", "var3"), 0);

    smart_ems_set_generation (ems, SMART_EMS_LK35, "00:04:A3:00:00:01");
    JsonObject *all = get_json ("/json/all.json");
    EXPECT_STREQ (json_object_get_string_member (all, "ip4"), "00:04:A3:00:00:01");
    EXPECT_STREQ (json_object_get_string_member (all, "sw"), "1.57");
}

} // namespace
