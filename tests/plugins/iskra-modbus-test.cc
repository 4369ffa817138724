// SPDX-License-Identifier: LGPL-2.1-or-later
// What a gateway shows by Modbus is what it shows by HTTP.
#include <cmath>
#include <set>

#include "plugins/iskra-modbus-house.h"

using namespace wattle_test;

namespace
{

using IskraModbus = IskraModbusHouse;

// What only one of the ways tells.
const std::set<std::string> ONLY_BY_HTTP = { "active_tariff", "app_status", "upgrade_status" };

void
expect_same (const std::string &place, const Shown &rest, const Shown &registers)
{
    EXPECT_EQ (rest.name, registers.name) << place;
    EXPECT_EQ (rest.quantity, registers.quantity) << place;
    EXPECT_EQ (rest.direction, registers.direction) << place;
    EXPECT_EQ (rest.phase, registers.phase) << place;
    EXPECT_EQ (rest.counter, registers.counter) << place;
    EXPECT_EQ (rest.flags, registers.flags) << place;
    if (place.find ("link_") != std::string::npos) // one that is off says so by HTTP only
        return;
    EXPECT_EQ (rest.has_value, registers.has_value) << place;
    EXPECT_EQ (rest.is_number, registers.is_number) << place;
    if (rest.is_number) {
        EXPECT_NEAR (rest.number, registers.number, 0.006 + std::fabs (rest.number) * 1e-6)
            << place;
    } else if (place != "sg started") { // by a clock that goes on
        EXPECT_EQ (rest.text, registers.text) << place;
    }
}

} // namespace

TEST_F (IskraModbus, ShowsWhatItShowsByHttp)
{
    iskra_sg_add_meter (gateway, 2, ISKRA_SG_METER_MC774);
    iskra_sg_add_meter (gateway, 5, ISKRA_SG_METER_WM1_6);
    add ("sg", "gateway", http (), "");
    std::map<std::string, Device> rest = show_all ();
    EXPECT_EQ (iskra_sg_get_modbus_questions (gateway), 0u);
    wattle_manager_remove (manager, "sg", TRUE);
    settle ();

    guint before = iskra_sg_get_requests (gateway);
    add_by_modbus ();
    std::map<std::string, Device> registers = show_all ();
    EXPECT_EQ (iskra_sg_get_requests (gateway), before);

    for (const auto &[id, device] : rest)
        for (const auto &[key, entity] : device) {
            if (id == "sg" && ONLY_BY_HTTP.count (key) > 0)
                continue;
            ASSERT_EQ (registers[id].count (key), 1u) << id << " " << key;
            expect_same (id + " " + key, entity, registers[id][key]);
        }
    EXPECT_GT (rest[GRID].size (), 80u);
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 0u);
}

TEST_F (IskraModbus, NamesPartsAsByHttp)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);

    WattleDevice *grid = wattle_runner_get_device (wattle_manager_find (manager, GRID));
    EXPECT_STREQ (wattle_device_get_model (grid), "IE38MD");
    EXPECT_STREQ (wattle_device_get_serial (grid), "I0026113");
    EXPECT_STREQ (wattle_device_get_version (grid), "1.32");
    EXPECT_STREQ (wattle_device_get_label (grid), "Grid meter");
    WattleDevice *sg = wattle_runner_get_device (wattle_manager_find (manager, "sg"));
    EXPECT_STREQ (wattle_device_get_model (sg), "SG-E1");
    EXPECT_STREQ (wattle_device_get_serial (sg), "IS004217");
    EXPECT_STREQ (wattle_device_get_version (sg), "2.09");
    EXPECT_STREQ (wattle_device_get_label (sg), "Energy gateway");
    EXPECT_STREQ (wattle_device_get_mac (sg), "a8:03:2a:5d:10:7c");
}

TEST_F (IskraModbus, ShowsFifteenMinutesAndBlocksOfAMeterThatHasThem)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    ASSERT_TRUE (spin ([&] { return has_counters (GRID); }));

    Device grid = show (GRID);
    EXPECT_EQ (grid["quarter_rest"].number, 900);
    // Both are of the quarter of an hour that began just now, or that ended.
    EXPECT_NEAR (grid["quarter_power_import"].number - grid["quarter_power_export"].number,
                 grid["active_power"].number, 20);
    EXPECT_GT (grid["quarter_power_last_export"].number, 0);
    EXPECT_EQ (grid["excess_power_this_month_b2"].number, 640);
    EXPECT_EQ (grid["peak_power_this_month_b3"].number, 4200);
    EXPECT_EQ (show (PUMP).count ("quarter_rest"), 0u);
    EXPECT_EQ (show (PUMP).count ("active_block"), 0u);
}

TEST_F (IskraModbus, HttpIsTheMainWayWhereBothAreGiven)
{
    add ("sg", "gateway", http (), modbus ());
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    EXPECT_EQ (iskra_sg_get_modbus_questions (gateway), 0u);
    EXPECT_NE (tell (BOILER, false).error.find ("by Modbus"), std::string::npos);
}

TEST_F (IskraModbus, ReadsAnInstrumentWithoutAGateway)
{
    add ("grid", "instrument", "", modbus ());
    ASSERT_TRUE (wait_for ("grid", "online")) << error ("grid");
    ASSERT_TRUE (spin ([&] { return has_counters ("grid"); }));

    WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, "grid"));
    EXPECT_STREQ (wattle_device_get_model (device), "IE38MD");
    EXPECT_STREQ (wattle_device_get_serial (device), "I0026113");
    EXPECT_NEAR (value ("grid", "voltage_l1"), 230, 5);
    EXPECT_EQ (value ("grid", "energy_import"), std::floor (value ("grid", "energy_import")));

    add ("pump", "instrument", "", modbus (), { "Unit", "35" });
    ASSERT_TRUE (wait_for ("pump", "online")) << error ("pump");
    add ("switch", "instrument", "", modbus (), { "Unit", "31" });
    EXPECT_TRUE (wait_for ("switch", "offline"));
    EXPECT_LIKE (error ("switch"), "*the registers of model “BI432” are not known*");
}

TEST_F (IskraModbus, RefusesWhatIsNoGateway)
{
    add ("sg", "gateway", "", modbus (), { "Unit", "33" });
    EXPECT_TRUE (wait_for ("sg", "offline"));
    EXPECT_LIKE (error ("sg"), "*model “IE38MD” is not a Smart Gateway*");
}
