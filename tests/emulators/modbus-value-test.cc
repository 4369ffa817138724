// SPDX-License-Identifier: LGPL-2.1-or-later
// Meters show one house: what they say of it fits together, and follows the day.
#include "modbus-client.h"

#include "iskra-sg-curve.h"

#include <cmath>

namespace
{

// Addresses of the SDM630, all of function 4.
enum : guint {
    VOLTAGE = 0,
    CURRENT = 6,
    POWER = 12,
    APPARENT = 18,
    REACTIVE = 24,
    FACTOR = 30,
    TOTAL_POWER = 52,
    TOTAL_APPARENT = 56,
    TOTAL_REACTIVE = 60,
    FREQUENCY = 70,
    IMPORT = 72,
    EXPORT = 74,
    LINE_VOLTAGE = 200,
    TOTAL_ENERGY = 342,
    PHASE_IMPORT = 346,
};

class ModbusValueTest : public ModbusBusTest
{
  protected:
    double
    get (guint address, guint8 unit = 1)
    {
        return modbus_bus_get_value (bus, unit, 4, address);
    }

    double
    sum (guint address, guint8 unit = 1)
    {
        return get (address, unit) + get (address + 2, unit) + get (address + 4, unit);
    }
};

// The day starts at 10:00.
constexpr double HOUR = 3600;

} // namespace

TEST_F (ModbusValueTest, PhasesSumToTheTotalAtEachHour)
{
    add ("eastron-sdm630-v2", 1);
    for (int hour = 0; hour < 24; hour++) {
        modbus_bus_set_time (bus, hour * HOUR);
        EXPECT_NEAR (sum (POWER), get (TOTAL_POWER), 0.01);
        EXPECT_NEAR (sum (REACTIVE), get (TOTAL_REACTIVE), 0.01);
        EXPECT_NEAR (sum (APPARENT), get (TOTAL_APPARENT), 0.01);
        EXPECT_NEAR (get (FREQUENCY), 50, 0.05);
        for (guint phase = 0; phase < 6; phase += 2) {
            EXPECT_NEAR (get (VOLTAGE + phase), 231, 5);
            EXPECT_NEAR (get (VOLTAGE + phase) * get (CURRENT + phase), get (APPARENT + phase),
                         0.1);
            EXPECT_NEAR (std::fabs (get (POWER + phase)) / get (APPARENT + phase),
                         get (FACTOR + phase), 0.002);
            EXPECT_NEAR (get (LINE_VOLTAGE + phase), 400, 8);
        }
    }
}

TEST_F (ModbusValueTest, EnergyIsTheIntegralOfThePower)
{
    double imported = 0, exported = 0;

    add ("eastron-sdm630-v2", 1);
    double import_start = get (IMPORT), export_start = get (EXPORT);
    for (int step = 0; step < 24 * 360; step++) {
        modbus_bus_set_time (bus, (step + 0.5) * 10);
        double power = get (TOTAL_POWER);

        (power > 0 ? imported : exported) += std::fabs (power) * 10 / HOUR;
    }
    modbus_bus_set_time (bus, 24 * HOUR);
    EXPECT_GT (imported, 5000);
    EXPECT_GT (exported, 5000);
    EXPECT_NEAR (get (IMPORT) - import_start, imported, imported * 0.002);
    EXPECT_NEAR (get (EXPORT) - export_start, exported, exported * 0.002);
    EXPECT_NEAR (get (TOTAL_ENERGY), get (IMPORT) + get (EXPORT), 4);
}

// Floats of kWh have steps of 2 Wh here.
TEST_F (ModbusValueTest, EnergyNeverFallsNotEvenWhenTheTimeDoes)
{
    add ("eastron-sdm630-v2", 1);
    double last = 0, last_phase = 0;

    for (double hour : { 0.0, 1.0, 2.5, 2.0, 9.0, 30.0, 29.0, 60.0 }) {
        modbus_bus_set_time (bus, hour * HOUR);
        EXPECT_GE (get (IMPORT), last);
        EXPECT_GE (get (PHASE_IMPORT), last_phase);
        last = get (IMPORT);
        last_phase = get (PHASE_IMPORT);
    }
}

TEST_F (ModbusValueTest, TheSunFeedsInByDayAndNotAtNight)
{
    add ("eastron-sdm630-v2", 3);
    modbus_bus_set_time (bus, 3 * HOUR);
    EXPECT_LT (get (TOTAL_POWER, 3), -4000);
    modbus_bus_set_time (bus, 14 * HOUR);
    EXPECT_NEAR (get (TOTAL_POWER, 3), 6, 0.5);
}

TEST_F (ModbusValueTest, UnitsSitInCircuitsOfTheirOwn)
{
    IskraSgPower power;

    add ("eastron-sdm630-v2", 2);
    iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_HEAT_PUMP, modbus_bus_get_local (bus),
                              &iskra_sg_default_relays, &power);
    EXPECT_NEAR (get (TOTAL_POWER, 2), iskra_sg_curve_get_active (&power),
                 0.006 * iskra_sg_curve_get_active (&power));
}

// The scale register of the powers changes with them.
TEST_F (ModbusValueTest, AScaleFollowsWhatIsMeasured)
{
    guint16 powers[3] = {};
    const double times[3] = { 14 * HOUR, 9 * HOUR, 3 * HOUR };

    add ("fronius-gen24-meter-int-sf", 200);
    guint16 port = listen (false);
    for (int i = 0; i < 3; i++) {
        modbus_bus_set_time (bus, times[i]);
        with_libmodbus_tcp (port, [&] (modbus_t *client) {
            guint16 words[5] = {};

            modbus_set_slave (client, 200);
            EXPECT_EQ (modbus_read_registers (client, 40087, 5, words), 5);
            powers[i] = words[4];
            double scale = std::pow (10, (gint16)words[4]);
            EXPECT_NEAR ((gint16)words[0] * scale,
                         ((gint16)words[1] + (gint16)words[2] + (gint16)words[3]) * scale,
                         2 * scale);
        });
    }
    EXPECT_EQ ((gint16)powers[0], -1);
    EXPECT_EQ ((gint16)powers[2], 0);
}
