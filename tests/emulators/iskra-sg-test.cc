// SPDX-License-Identifier: LGPL-2.1-or-later
#include "iskra-sg-client.h"

namespace
{

JsonObject *
child (JsonObject *object, const char *name)
{
    return json_object_get_object_member (object, name);
}

std::string
text (JsonObject *object, const char *name)
{
    return json_object_get_string_member (object, name);
}

JsonObject *
element (JsonObject *object, const char *name, guint index)
{
    return json_array_get_object_element (json_object_get_array_member (object, name), index);
}

double
value_of (JsonObject *object, const char *name)
{
    return json_object_get_double_member (child (object, name), "value");
}

} // namespace

using IskraSgTest = IskraSgClient;

TEST_F (IskraSgTest, NamesItself)
{
    JsonObject *device = child (get_json ("/api"), "device");

    EXPECT_EQ (text (device, "model_type"), "SG-E1           ");
    EXPECT_EQ (text (device, "serial_number"), "IS004217");
    EXPECT_EQ (text (device, "sw_ver"), "2.09");
    EXPECT_EQ (text (device, "uptime"), "0d 00:00:00");
    EXPECT_EQ (text (device, "local_time"), "01.06.2026 13:00:00");

    wattle_clock_advance (clock, G_TIME_SPAN_DAY + 4 * G_TIME_SPAN_HOUR + 9 * G_TIME_SPAN_SECOND);
    device = child (get_json ("/api"), "device");
    EXPECT_EQ (text (device, "uptime"), "1d 04:00:09");
    EXPECT_EQ (text (device, "local_time"), "02.06.2026 17:00:09");
}

TEST_F (IskraSgTest, CountersGoOnWithTheClock)
{
    auto imported = [this] {
        return json_object_get_int_member (
            element (child (get_json ("/api/counter/1"), "counters"), "non_resettable", 0),
            "value");
    };
    gint64 before = imported ();

    wattle_clock_advance (clock, G_TIME_SPAN_DAY);
    EXPECT_GT (imported (), before + 10000);
}

TEST_F (IskraSgTest, ServesTheManualsTable)
{
    iskra_sg_add_meter (gateway, 5, ISKRA_SG_METER_WM1_6);
    for (const char *path :
         { "/api/blink", "/api/settings", "/api/wifi/scan-networks", "/api/measurements/0",
           "/api/counters/1", "/api/measurement/5", "/api/counter/5", "/api/bicoms",
           "/api/rs485/scan-devices", "/api/recorders", "/api/recorder/1", "/api/recorder/4",
           "/api/load_profile/0", "/api/load_profile1" }) {
        SCOPED_TRACE (path);
        EXPECT_NE (get_json (path), nullptr);
    }
    for (const char *path : { "/api/measurement/3", "/api/measurement/2", "/api/measurement/17",
                              "/api/counter/x", "/api/recorder/5", "/api/none" })
        EXPECT_EQ (get (path).status, 404u) << path;
    EXPECT_EQ (request ("POST", "/api/settings", R"({"settings":{"description":"Barn"}})").status,
               200u);
    EXPECT_EQ (text (child (get_json ("/api"), "device"), "description"), "Barn");
    EXPECT_EQ (request ("POST", "/api/rs485/set-parameters", R"({"devices":[]})").status, 200u);
    EXPECT_EQ (get ("/").type, "text/html");
}

TEST_F (IskraSgTest, ServesOneSpellingIfTold)
{
    iskra_sg_set_paths (gateway, ISKRA_SG_PATHS_PLURAL);
    EXPECT_EQ (get ("/api/measurement/0").status, 404u);
    EXPECT_EQ (get ("/api/measurements/0").status, 200u);
    iskra_sg_set_paths (gateway, ISKRA_SG_PATHS_SINGULAR);
    EXPECT_EQ (get ("/api/counter/0").status, 200u);
    EXPECT_EQ (get ("/api/counters/0").status, 404u);
}

TEST_F (IskraSgTest, LockTakesTheCookieAsItStands)
{
    iskra_sg_set_credentials (gateway, "admin", "iskra");

    EXPECT_EQ (get ("/api").status, 403u);
    EXPECT_EQ (get ("/api/measurement/0").status, 403u);
    EXPECT_EQ (request ("GET", "/api", "", "Authorization=Basic YWRtaW46aXNrcmE=").status, 200u);
    EXPECT_EQ (request ("GET", "/api", "", "a=b; Authorization=Basic YWRtaW46aXNrcmE=").status,
               200u);
    EXPECT_EQ (request ("GET", "/api", "", "Authorization=\"Basic YWRtaW46aXNrcmE=\"").status,
               403u);
    EXPECT_EQ (request ("GET", "/api", "", "Authorization=Basic YWRtaW46d3Jvbmc=").status, 403u);
    EXPECT_EQ (request ("POST", "/api/auth", R"({"username":"admin","password":"x"})").status,
               403u);
    EXPECT_EQ (request ("POST", "/api/auth", R"({"username":"admin","password":"iskra"})").status,
               200u);
}

TEST_F (IskraSgTest, SettingsHoldNoPassword)
{
    iskra_sg_set_credentials (gateway, "admin", "canary");
    Answer answer = request ("GET", "/api/settings", "", "Authorization=Basic YWRtaW46Y2FuYXJ5");

    EXPECT_EQ (answer.status, 200u);
    EXPECT_EQ (answer.body.find ("canary"), std::string::npos);
    EXPECT_EQ (text (child (parse (answer.body), "settings"), "mqtt1_password"), "");
}

TEST_F (IskraSgTest, BlinksForHalfAMinute)
{
    EXPECT_FALSE (iskra_sg_get_led (gateway));
    get_json ("/api/blink");
    wattle_clock_advance (clock, 29 * G_TIME_SPAN_SECOND);
    EXPECT_TRUE (iskra_sg_get_led (gateway));
    wattle_clock_advance (clock, 2 * G_TIME_SPAN_SECOND);
    EXPECT_FALSE (iskra_sg_get_led (gateway));
}

TEST_F (IskraSgTest, SwitchesBicoms)
{
    auto total = [this] {
        return value_of (child (child (get_json ("/api/measurement/0"), "measurements"), "Total"),
                         "active_power");
    };
    auto state = [this] (guint index) {
        return json_object_get_int_member (element (get_json ("/api/bicoms"), "bicoms", index),
                                           "state");
    };
    double before = total ();

    EXPECT_EQ (state (0), 0);
    EXPECT_EQ (state (1), 1);
    EXPECT_EQ (request ("POST", "/api/bicom", R"({"index":0,"val":"on"})").status, 200u);
    EXPECT_EQ (state (0), 1);
    EXPECT_NEAR (total () - before, 1500, 0.2);
    EXPECT_EQ (request ("POST", "/api/bicom", R"({"index":3,"val":"toggle"})").status, 200u);
    EXPECT_EQ (state (1), 0);
    EXPECT_EQ (request ("POST", "/api/bicom", R"({"index":2,"val":"on"})").status, 404u);
    EXPECT_EQ (request ("POST", "/api/bicom", R"({"index":3,"val":"maybe"})").status, 400u);
    EXPECT_EQ (request ("POST", "/api/bicom", "nonsense").status, 400u);
}
