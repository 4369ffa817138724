// SPDX-License-Identifier: LGPL-2.1-or-later
// The Solar API over HTTP, as a client of the real inverter sees it.
#include "http-fetch.h"
#include "modbus-bus.h"
#include "solar-api.h"
#include "support/temp-dir.h"

#include <gtest/gtest.h>
#include <json-glib/json-glib.h>

#include <cmath>

namespace
{

constexpr double HOUR = 3600;
const std::string METER = "/solar_api/v1/GetMeterRealtimeData.cgi?Scope=System";
const std::string FLOW = "/solar_api/v1/GetPowerFlowRealtimeData.fcgi";

class SolarApiTest : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        g_autoptr (GError) error = nullptr;

        solar = solar_api_new ();
        ASSERT_TRUE (solar_api_start (solar, "127.0.0.1", 0, &error)) << error->message;
    }

    void
    TearDown () override
    {
        g_clear_object (&solar);
        g_clear_object (&parser_);
        wattle_test::settle ();
    }

    Fetched
    get (const std::string &path)
    {
        return request ("GET", solar_api_get_uri (solar) + path);
    }

    // What is there in the document, in JSON; empty: nothing.
    std::string
    look (const std::string &path, const std::string &query)
    {
        Fetched fetched = get (path);

        EXPECT_EQ (fetched.status, 200u);
        EXPECT_EQ (fetched.type, "application/json");
        g_clear_object (&parser_);
        parser_ = json_parser_new ();
        EXPECT_TRUE (json_parser_load_from_data (parser_, fetched.body.c_str (), -1, nullptr))
            << fetched.body;
        g_autoptr (JsonNode) found =
            json_path_query (query.c_str (), json_parser_get_root (parser_), nullptr);
        JsonArray *list = json_node_get_array (found);

        if (json_array_get_length (list) == 0)
            return "";
        g_autofree char *text = json_to_string (json_array_get_element (list, 0), FALSE);
        return text;
    }

    double
    number (const std::string &path, const std::string &query)
    {
        std::string text = look (path, query);

        EXPECT_FALSE (text.empty ()) << query;
        return g_ascii_strtod (text.c_str (), nullptr);
    }

    double
    meter (const std::string &name)
    {
        return number (METER, "$.Body.Data['0']." + name);
    }

    SolarApi *solar = nullptr;

  private:
    JsonParser *parser_ = nullptr;
};

} // namespace

TEST_F (SolarApiTest, TellsItsVersion)
{
    EXPECT_EQ (number ("/solar_api/GetAPIVersion.cgi", "$.APIVersion"), 1);
    EXPECT_EQ (look ("/solar_api/GetAPIVersion.cgi", "$.BaseURL"), "\"/solar_api/v1/\"");
}

TEST_F (SolarApiTest, HasAHeadThatSaysAllIsWell)
{
    for (const std::string &path : { METER, FLOW }) {
        EXPECT_EQ (look (path, "$.Head.Status.Code"), "0");
        EXPECT_EQ (look (path, "$.Head.Timestamp"), "\"2026-06-01T10:00:00+01:00\"");
    }
    EXPECT_EQ (look (METER, "$.Head.RequestArguments.Scope"), "\"System\"");
}

TEST_F (SolarApiTest, AMeterHasDetailsAndValuesThatFitTogether)
{
    EXPECT_EQ (look (METER, "$.Body.Data['0'].Details.Manufacturer"), "\"Fronius\"");
    EXPECT_EQ (meter ("Meter_Location_Current"), 0);
    EXPECT_NEAR (meter ("PowerReal_P_Phase_1") + meter ("PowerReal_P_Phase_2") +
                     meter ("PowerReal_P_Phase_3"),
                 meter ("PowerReal_P_Sum"), 0.01);
    EXPECT_NEAR (meter ("Voltage_AC_Phase_2"), 231, 5);
    EXPECT_NEAR (meter ("Voltage_AC_PhaseToPhase_12"), 400, 8);
    EXPECT_NEAR (meter ("Frequency_Phase_Average"), 50, 0.05);
    EXPECT_NEAR (meter ("Voltage_AC_Phase_1") * meter ("Current_AC_Phase_1"),
                 meter ("PowerApparent_S_Phase_1"), 0.01);
}

TEST_F (SolarApiTest, EnergiesAreWholeWattHoursAndGrow)
{
    double import = meter ("EnergyReal_WAC_Plus_Absolute");
    double exported = meter ("EnergyReal_WAC_Minus_Absolute");

    EXPECT_EQ (import, std::floor (import));
    solar_api_set_time (solar, 24 * HOUR);
    EXPECT_GT (meter ("EnergyReal_WAC_Plus_Absolute"), import + 5000);
    EXPECT_GT (meter ("EnergyReal_WAC_Minus_Absolute"), exported + 5000);
}

// Within half a percent of what has come together since the counters began.
TEST_F (SolarApiTest, CountsAsTheSameMeterDoesByModbus)
{
    g_autoptr (ModbusBus) bus = modbus_bus_new ();
    std::string path = std::string (METERS) + "/fronius-gen24-meter-float.json";

    ASSERT_TRUE (modbus_bus_add_unit (bus, 0, path.c_str (), nullptr));
    EXPECT_NEAR (modbus_bus_get_value (bus, 200, 3, 40097), meter ("PowerReal_P_Sum"),
                 0.005 * std::fabs (meter ("PowerReal_P_Sum")));
    EXPECT_NEAR (modbus_bus_get_value (bus, 200, 3, 40137), meter ("EnergyReal_WAC_Plus_Absolute"),
                 100000);
    EXPECT_NEAR (modbus_bus_get_value (bus, 200, 3, 40129), meter ("EnergyReal_WAC_Minus_Absolute"),
                 100000);
}

TEST_F (SolarApiTest, TheFlowFitsTheMeter)
{
    solar_api_set_time (solar, 3 * HOUR);
    double grid = number (FLOW, "$.Body.Data.Site.P_Grid");
    double inverter = number (FLOW, "$.Body.Data.Inverters['1'].P");

    EXPECT_EQ (grid, meter ("PowerReal_P_Sum"));
    EXPECT_LT (grid, 0);
    EXPECT_GT (number (FLOW, "$.Body.Data.Site.P_PV"), 4000);
    EXPECT_NEAR (number (FLOW, "$.Body.Data.Site.P_Load"), -(grid + inverter), 0.01);
    EXPECT_LT (number (FLOW, "$.Body.Data.Site.P_Load"), 0);
}

TEST_F (SolarApiTest, WhatItDoesNotKnowIsNull)
{
    solar_api_set_time (solar, 14 * HOUR);
    EXPECT_EQ (look (FLOW, "$.Body.Data.Site.P_PV"), "null");
    EXPECT_EQ (look (FLOW, "$.Body.Data.Site.P_Akku"), "null");
    EXPECT_EQ (look (FLOW, "$.Body.Data.Site.E_Day"), "null");
    EXPECT_GT (number (FLOW, "$.Body.Data.Site.E_Total"), 0);
}

TEST_F (SolarApiTest, InTheLoadBranchPowerHasTheOtherSign)
{
    double power = meter ("PowerReal_P_Sum");
    double energy = meter ("EnergyReal_WAC_Plus_Absolute");

    solar_api_set_location (solar, SOLAR_API_IN_LOAD_BRANCH);
    EXPECT_EQ (meter ("Meter_Location_Current"), 1);
    EXPECT_EQ (meter ("PowerReal_P_Sum"), -power);
    EXPECT_EQ (meter ("EnergyReal_WAC_Plus_Absolute"), energy);
    EXPECT_EQ (number (FLOW, "$.Body.Data.Site.P_Grid"), power);
}

TEST_F (SolarApiTest, OneDeviceIsAskedByItsNumber)
{
    const std::string path = "/solar_api/v1/GetMeterRealtimeData.cgi?Scope=Device&DeviceId=";

    EXPECT_EQ (number (path + "0", "$.Body.Data.PowerReal_P_Sum"), meter ("PowerReal_P_Sum"));
    EXPECT_EQ (look (path + "1", "$.Head.Status.Code"), "12");
    EXPECT_EQ (look ("/solar_api/v1/GetMeterRealtimeData.cgi", "$.Head.Status.Code"), "6");
}

TEST_F (SolarApiTest, ACodeComesWithoutData)
{
    for (const std::string &path : { METER, FLOW }) {
        solar_api_set_code (solar, 255);
        EXPECT_EQ (look (path, "$.Head.Status.Code"), "255");
        EXPECT_EQ (look (path, "$.Body.Data"), "{}");
        solar_api_set_code (solar, 0);
        EXPECT_EQ (look (path, "$.Head.Status.Code"), "0");
    }
}

TEST_F (SolarApiTest, KnowsNoOtherPathAndNoOtherMethod)
{
    EXPECT_EQ (get ("/solar_api/v1/GetStorageRealtimeData.cgi").status, 404u);
    EXPECT_EQ (get ("/").status, 404u);
    EXPECT_EQ (request ("POST", solar_api_get_uri (solar) + FLOW, "{}").status, 404u);
}

TEST_F (SolarApiTest, TakesFaultsByHttp)
{
    std::string fault = std::string (solar_api_get_uri (solar)) + "/emulator/fault";

    EXPECT_EQ (
        request ("POST", fault, "{\"fault\":\"status\",\"status\":503,\"answers\":1}").status,
        200u);
    EXPECT_EQ (get (FLOW).status, 503u);
    EXPECT_EQ (get (FLOW).status, 200u);
    EXPECT_EQ (request ("POST", fault, "{\"fault\":\"code\",\"code\":12}").status, 200u);
    EXPECT_EQ (look (METER, "$.Head.Status.Code"), "12");
    EXPECT_EQ (request ("POST", fault, "{\"fault\":\"clear\"}").status, 200u);
    EXPECT_EQ (look (METER, "$.Head.Status.Code"), "0");
    EXPECT_EQ (request ("POST", fault, "{\"fault\":\"thunder\"}").status, 400u);
    EXPECT_EQ (request ("POST", fault, "{").status, 400u);
    EXPECT_EQ (request ("POST", fault, "{\"fault\":\"code\"}").status, 400u);
}

// What a test of a client compares with.
TEST_F (SolarApiTest, TellsTheTestWhatAClientFinds)
{
    double value = 0;

    ASSERT_TRUE (solar_api_get_number (solar, METER.c_str (), "/Body/Data/{device}/PowerReal_P_Sum",
                                       &value));
    EXPECT_EQ (value, meter ("PowerReal_P_Sum"));
    solar_api_set_time (solar, 14 * HOUR);
    EXPECT_FALSE (solar_api_get_number (solar, FLOW.c_str (), "/Body/Data/Site/P_PV", &value));
    EXPECT_FALSE (solar_api_get_number (solar, "/nothing", "/Body", &value));
    EXPECT_FALSE (solar_api_get_number (solar, FLOW.c_str (), "/Body/None/Site", &value));
}

TEST_F (SolarApiTest, ServesTheDefinitionsThatAskForNothingElse)
{
    wattle_test::TempDir folder;
    auto check = [&] (const std::string &text, GError **error) {
        return solar_api_check_definition (folder.write ("x.json", text).c_str (), error);
    };
    const std::string head = "{\"format\":2,\"kind\":\"http-json\",\"http\":{\"requests\":";
    g_autoptr (GError) none = nullptr, other = nullptr, modbus = nullptr;

    EXPECT_TRUE (
        check (head + "{\"meter\":\"" + METER + "\",\"flow\":\"" + FLOW + "\"}}}", nullptr));
    EXPECT_FALSE (check (head + "{}}}", &none));
    EXPECT_NE (strstr (none->message, "http.requests"), nullptr) << none->message;
    EXPECT_FALSE (check (head + "{\"x\":\"/status\"}}}", &other));
    EXPECT_NE (strstr (other->message, "http.requests.x"), nullptr) << other->message;
    EXPECT_FALSE (check ("{\"format\":2}", &modbus));
    EXPECT_NE (strstr (modbus->message, "by Modbus"), nullptr) << modbus->message;
}
