// SPDX-License-Identifier: LGPL-2.1-or-later
// Whatever a bus does to an answer: no value is ever another's, and the meter comes back.
#include "modbus-bus.h"
#include "modbus-meter-house.h"

using namespace wattle_test;

namespace
{

const char *const MODEL = "eastron-sdm72d-m-v1";
const double POWER_ROUNDING = 0.01;
const guint SILENCE_MS = 400;

const std::pair<ModbusBusFault, const char *> FAULTS[] = {
    { MODBUS_BUS_SILENT, "silent" }, { MODBUS_BUS_TRANSACTION, "transaction" },
    { MODBUS_BUS_UNIT, "unit" },     { MODBUS_BUS_TRUNCATED, "truncated" },
    { MODBUS_BUS_COUNT, "count" },   { MODBUS_BUS_CRC, "crc" },
    { MODBUS_BUS_CLOSE, "close" },   { MODBUS_BUS_LATE, "late" },
    { MODBUS_BUS_BUSY, "busy" },
};

class ModbusMeterFault
    : public ModbusMeterHouse,
      public testing::WithParamInterface<std::tuple<bool, std::pair<ModbusBusFault, const char *>>>
{
  protected:
    ModbusMeterFault () : rtu (std::get<0> (GetParam ())), fault (std::get<1> (GetParam ()).first)
    {
        std::string path = hurry (MODEL, SILENCE_MS);

        use_own ();
        bus = modbus_bus_new ();
        modbus_bus_set_time (bus, 1000);
        EXPECT_TRUE (modbus_bus_listen (bus, "127.0.0.1", 0, rtu, nullptr));
        EXPECT_TRUE (modbus_bus_add_unit (bus, 1, path.c_str (), nullptr));
        add (MODEL, (rtu ? "modbus+rtu-over-tcp://127.0.0.1:" : "modbus+tcp://127.0.0.1:") +
                        std::to_string (modbus_bus_get_port (bus)));
        power = modbus_bus_get_value (bus, 1, 4, 52);
    }

    ~ModbusMeterFault () override
    {
        g_clear_object (&manager);
        settle ();
        g_clear_object (&bus);
    }

    // What is shown is right, or nothing is.
    void
    expect_truth ()
    {
        double value = shown ("active_power");

        EXPECT_TRUE (std::isnan (value) || std::fabs (value - power) < POWER_ROUNDING) << value;
    }

    // Until this many more questions were asked.
    bool
    ask (guint more)
    {
        guint before = modbus_bus_get_n_requests (bus);

        return spin ([&] {
            expect_truth ();
            return modbus_bus_get_n_requests (bus) >= before + more;
        });
    }

    bool
    recovers ()
    {
        return spin ([&] {
            expect_truth ();
            return state ("meter") == "online" && std::fabs (shown ("active_power") - power) < 1;
        });
    }

    bool rtu;
    ModbusBusFault fault;
    ModbusBus *bus;
    double power;
};

} // namespace

TEST_P (ModbusMeterFault, OnceIsForgotten)
{
    ASSERT_TRUE (recovers ());
    modbus_bus_set_fault (bus, fault, 1, 1);
    ASSERT_TRUE (ask (3));
    EXPECT_TRUE (recovers ()) << error ("meter");
}

TEST_P (ModbusMeterFault, TimeAndAgainMakesNothingUpAndEndsWithIt)
{
    ASSERT_TRUE (recovers ());
    modbus_bus_set_fault (bus, fault, 1, 0);
    ASSERT_TRUE (ask (3));
    modbus_bus_set_fault (bus, MODBUS_BUS_FINE, 0, 0);
    EXPECT_TRUE (recovers ()) << error ("meter");
}

INSTANTIATE_TEST_SUITE_P (Bus,
                          ModbusMeterFault,
                          testing::Combine (testing::Bool (), testing::ValuesIn (FAULTS)),
                          [] (const auto &parameters) {
                              return std::string (std::get<1> (parameters.param).second) +
                                     (std::get<0> (parameters.param) ? "_rtu_over_tcp" : "_tcp");
                          });
