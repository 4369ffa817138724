// SPDX-License-Identifier: LGPL-2.1-or-later
// A meter by HTTP: the Solar API of a GEN24, with answers in the form that such an inverter gives.
#include "modbus-meter-house.h"
#include "support/http-server.h"

using namespace wattle_test;

namespace
{

class SolarApi : public ModbusMeterHouse
{
  protected:
    SolarApi ()
        : server ([this] (SoupServerMessage *message, const std::string &path) {
              answer (message, path);
          })
    {
    }

    ~SolarApi () override
    {
        g_clear_object (&manager);
        settle ();
    }

    void
    answer (SoupServerMessage *message, const std::string &path)
    {
        std::string body;

        if (path == "/solar_api/v1/GetMeterRealtimeData.cgi")
            body = R"({"Body": {"Data": {")" + key + R"(": {
                "Current_AC_Phase_1": 1.5, "Current_AC_Phase_2": 2, "Current_AC_Phase_3": null,
                "Details": {"Manufacturer": "Fronius", "Model": "Smart Meter TS 65A-3",
                            "Serial": "123456789"},
                "EnergyReal_WAC_Minus_Absolute": 4567.0, "EnergyReal_WAC_Plus_Absolute": 1234567,
                "Frequency_Phase_Average": 49.9, "Meter_Location_Current": )" +
                   location + R"(,
                "PowerFactor_Sum": 0.97, "PowerReal_P_Phase_1": 100.0,
                "PowerReal_P_Sum": 653.1, "PowerReactive_Q_Sum": -52.0,
                "Voltage_AC_Phase_1": 231.7}}},
                "Head": {"RequestArguments": {"Scope": "System"},
                         "Status": {"Code": )" +
                   code + R"(, "Reason": "", "UserMessage": ""}}})";
        else if (path == "/solar_api/v1/GetPowerFlowRealtimeData.fcgi")
            body = R"({"Body": {"Data": {"Inverters": {"1": {"P": 5}}, "Site": {
                "E_Day": null, "E_Total": 1530193.42, "E_Year": null, "P_Akku": 120.5,
                "P_Grid": 658.4, "P_Load": -695.68, "P_PV": null}}},
                "Head": {"Status": {"Code": 0, "Reason": "", "UserMessage": ""}}})";
        if (body.empty ())
            HttpServer::respond (message, 404, "text/plain", "");
        else
            HttpServer::respond (message, 200, "application/json", body);
    }

    void
    start (const Options &options = {})
    {
        add ("fronius-solar-api-v1", server.uri (), options);
    }

    std::string key = "0";
    std::string location = "0";
    std::string code = "0";
    HttpServer server;
};

} // namespace

TEST_F (SolarApi, IsRead)
{
    start ();
    ASSERT_TRUE (becomes ("online")) << error ("meter");
    EXPECT_TRUE (shows ("active_power", 653.1));
    EXPECT_TRUE (shows ("active_power_l1", 100));
    EXPECT_TRUE (shows ("reactive_power", -52));
    EXPECT_TRUE (shows ("voltage_l1", 231.7));
    EXPECT_TRUE (shows ("current_l2", 2));
    EXPECT_TRUE (shows ("frequency", 49.9));
    EXPECT_TRUE (shows ("energy_import", 1234567));
    EXPECT_TRUE (shows ("energy_export", 4567));
    EXPECT_TRUE (shows ("power_grid", 658.4));
    EXPECT_TRUE (shows ("energy_pv", 1530193.42));
}

TEST_F (SolarApi, WhatIsConsumedAndWhatChargesIsPositive)
{
    start ();
    EXPECT_TRUE (shows ("power_load", 695.68));
    EXPECT_TRUE (shows ("power_battery", -120.5)) << "it discharges";
}

TEST_F (SolarApi, WhatIsNullOrNotThereIsMissing)
{
    start ();
    ASSERT_TRUE (shows ("power_grid", 658.4));
    EXPECT_TRUE (std::isnan (shown ("power_pv")));
    EXPECT_TRUE (std::isnan (shown ("current_l3")));
    EXPECT_TRUE (std::isnan (shown ("voltage_l2")));
    EXPECT_EQ (state ("meter"), "online");
}

TEST_F (SolarApi, AMeterInTheLoadBranchCountsTheOtherWayRound)
{
    location = "1";
    start ();
    EXPECT_TRUE (shows ("active_power", -653.1));
    EXPECT_TRUE (shows ("active_power_l1", -100));
    EXPECT_TRUE (shows ("voltage_l1", 231.7));
    EXPECT_TRUE (shows ("power_grid", 658.4)) << "the site's is not the meter's";
}

TEST_F (SolarApi, AnotherMeterIsTakenByItsKey)
{
    key = "2";
    start ({ { "Meter", "2" } });
    EXPECT_TRUE (shows ("active_power", 653.1));
}

TEST_F (SolarApi, SaysThatThereIsNoMeterOfThisKey)
{
    start ({ { "Meter", "7" } });
    ASSERT_TRUE (shows ("power_grid", 658.4));
    EXPECT_TRUE (complains ("*none of the values; is there a meter of this key?*"));
    EXPECT_TRUE (std::isnan (shown ("active_power")));
}

TEST_F (SolarApi, AnswersThatTheDeviceItselfCallsBadAreNotBelieved)
{
    code = "12";
    start ();
    ASSERT_TRUE (shows ("power_grid", 658.4));
    EXPECT_TRUE (complains ("*the device refuses: its /Head/Status/Code is 12, not 0*"));
    EXPECT_TRUE (std::isnan (shown ("active_power")));
}
