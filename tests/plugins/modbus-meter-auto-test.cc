// SPDX-License-Identifier: LGPL-2.1-or-later
// A device that finds out by itself which definition it is one of.
#include "modbus-bus.h"
#include "modbus-meter-house.h"
#include "register-bank.h"

using namespace wattle_test;

namespace
{

class ModbusMeterAuto : public ModbusMeterHouse
{
  protected:
    ModbusMeterAuto ()
    {
        modbus_bus_set_strict (bus, TRUE);
        EXPECT_TRUE (modbus_bus_listen (bus, "127.0.0.1", 0, FALSE, nullptr));
        uri = "modbus+tcp://127.0.0.1:" + std::to_string (modbus_bus_get_port (bus));
    }

    ~ModbusMeterAuto () override
    {
        g_clear_object (&manager);
        settle ();
        g_object_unref (bus);
    }

    void
    put (guint8 unit, const std::string &model)
    {
        ASSERT_TRUE (modbus_bus_add_unit (bus, unit, shipped (model).c_str (), nullptr));
    }

    WattleDevice *
    device (const char *id = "meter")
    {
        return wattle_runner_get_device (wattle_manager_find (manager, id));
    }

    std::string uri;
    ModbusBus *bus = modbus_bus_new ();
};

TEST_F (ModbusMeterAuto, FindsOutWhatItIs)
{
    const struct {
        const char *model;
        const char *name;
        const char *key;
    } rows[] = {
        { "eastron-sdm630-v2", "SDM630-Modbus V2", "voltage_l3" },
        { "eastron-sdm72d-m-v1", "SDM72D-M (V1)", "active_power" },
        { "chint-dtsu666", "DTSU666 / DTSU666-CT (energy at 0x101E)", "voltage_l1" },
        { "fronius-gen24-meter-float", "Smart Meter at a Symo GEN24, SunSpec float", "frequency" },
    };
    guint8 unit = 1;

    for (const auto &row : rows) {
        std::string id = "meter_" + std::to_string (unit);

        put (unit, row.model);
        add ("auto", uri, { { "Unit", std::to_string (unit) } }, id.c_str ());
        ASSERT_TRUE (becomes ("online", id.c_str ())) << row.model << ": " << error (id.c_str ());
        ASSERT_TRUE (spin ([&] { return !std::isnan (shown (row.key, id.c_str ())); }))
            << row.model;
        EXPECT_STREQ (wattle_device_get_model (device (id.c_str ())), row.name);
        unit++;
    }
}

TEST_F (ModbusMeterAuto, RemembersWhatItIs)
{
    put (1, "eastron-sdm630-v2");
    add ("auto", uri);
    ASSERT_TRUE (becomes ("online")) << error ("meter");
    EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (device ()), "definition"),
                  "eastron-sdm630-v2");

    modbus_bus_set_fault (bus, MODBUS_BUS_SILENT, 0, 0);
    restart ();
    add ("auto", uri);
    EXPECT_STREQ (wattle_device_get_model (device ()), "SDM630-Modbus V2");
    EXPECT_NE (entity ("voltage_l3"), nullptr);
}

TEST_F (ModbusMeterAuto, FindsOutAnewWhenAnotherMeterIsThereAfterARestart)
{
    put (1, "eastron-sdm630-v2");
    put (2, "chint-dtsu666");
    add ("auto", uri);
    ASSERT_TRUE (becomes ("online")) << error ("meter");

    restart ();
    add ("auto", uri, { { "Unit", "2" } });
    EXPECT_TRUE (spin ([&] {
        return std::string (wattle_device_get_maker (device ())) == "Chint" &&
               state ("meter") == "online";
    })) << error ("meter");
}

TEST_F (ModbusMeterAuto, SaysThatNobodyIsThereAndGoesOnAsking)
{
    add ("auto", uri);
    ASSERT_TRUE (complains ("*no answer*")) << error ("meter");
    put (1, "eastron-sdm120");
    ASSERT_TRUE (becomes ("online")) << error ("meter");
    EXPECT_STREQ (wattle_device_get_model (device ()), "SDM120-Modbus");
}

TEST_F (ModbusMeterAuto, SaysThatItIsNothingKnown)
{
    put (1, "eastron-sdm120");
    modbus_bus_set_fault (bus, MODBUS_BUS_BUSY, 0, 0);
    add ("auto", uri);
    EXPECT_TRUE (complains ("*fits no definition of a meter*")) << error ("meter");
}

TEST_F (ModbusMeterAuto, GuessesNothingWhereSeveralFitEquallyWell)
{
    RegisterBank bank;
    auto points = [] (const char *scale) {
        return std::string (R"(
        {"quantity": "voltage", "phase": "l1", "function": 4, "address": 0, "type": "float32"},
        {"quantity": "frequency", "function": 4, "address": 2, "type": "float32"},
        {"quantity": "current", "function": 4, "address": 4, "type": "float32"},
        {"quantity": "active_power", "function": 4, "address": 6, "type": "float32"},
        {"quantity": "energy", "direction": "import", "function": 4, "address": 8,
         "type": "float32", "scale": )") +
               scale + "}";
    };

    define ("aa", points ("1"));
    define ("bb", points ("1000"));
    use_own ();
    bank.put_float (4, 0, 231);
    bank.put_float (4, 2, 50);
    bank.put_float (4, 4, 5);
    bank.put_float (4, 6, 1000);
    bank.put_float (4, 8, 1234);
    add ("auto", bank.uri ());

    EXPECT_TRUE (complains ("*fits more than one definition of a meter*: aa, bb"))
        << error ("meter");
    EXPECT_EQ (entity ("active_power"), nullptr);
    EXPECT_EQ (wattle_source_get_state (WATTLE_SOURCE (device ()), "definition"), nullptr);
    g_clear_object (&manager);
    settle ();
}

TEST_F (ModbusMeterAuto, DoesNotRememberWhatItFoundOutWhileAnAnswerWasLost)
{
    put (1, "eastron-sdm630-v2");
    add ("auto", uri);
    ASSERT_TRUE (spin ([&] { return modbus_bus_get_n_requests (bus) >= 4; }));
    modbus_bus_set_fault (bus, MODBUS_BUS_SILENT, 1, 1);
    ASSERT_TRUE (becomes ("online")) << error ("meter");
    EXPECT_EQ (wattle_source_get_state (WATTLE_SOURCE (device ()), "definition"), nullptr);

    restart ();
    add ("auto", uri);
    ASSERT_TRUE (becomes ("online")) << error ("meter");
    EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (device ()), "definition"),
                  "eastron-sdm630-v2");
}

} // namespace
