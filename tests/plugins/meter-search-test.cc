// SPDX-License-Identifier: LGPL-2.1-or-later
// Which definition a meter is one of, found out by reading: each of those that are delivered, as it
// answers, and what else a unit may do.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/wattle-meter-search.h"
#include "modbus-bus.h"
#include "support/definitions.h"

using namespace wattle_test;

namespace
{

class MeterSearch : public testing::Test
{
  protected:
    MeterSearch ()
    {
        modbus_bus_set_time (bus, 1000);
    }

    ~MeterSearch () override
    {
        wattle_meter_search_free (search);
        wattle_meter_library_unref (library);
        g_object_unref (bus);
    }

    void
    add (guint8 unit, const std::string &definition)
    {
        g_autoptr (GError) error = nullptr;

        ASSERT_TRUE (modbus_bus_add_unit (bus, unit, definition_path (definition).c_str (), &error))
            << error->message;
    }

    // Asks and answers until it is done; returns how many questions there were.
    guint
    run (guint8 unit)
    {
        WattleMeterPlace place;
        guint n = 0;

        wattle_meter_search_begin (search);
        for (; wattle_meter_search_next (search, &place); n++) {
            guint8 bytes[250];
            guint exception = 0;

            EXPECT_LT (n, WATTLE_METER_SEARCH_MAX_REQUESTS);
            if (!modbus_bus_read (bus, unit, place.function, place.address, place.count, bytes,
                                  &exception))
                wattle_meter_search_take_silence (search);
            else if (exception != 0)
                wattle_meter_search_take_exception (search, exception);
            else
                wattle_meter_search_take (search, bytes, place.count * 2u);
        }
        return n;
    }

    std::string
    candidate (guint index)
    {
        return index < wattle_meter_search_get_n_candidates (search)
                   ? wattle_meter_search_get_candidate (search, index)->meter->id
                   : "";
    }

    std::string
    grade (guint index = 0)
    {
        return wattle_meter_grade_get_name (
            wattle_meter_search_get_candidate (search, index)->grade);
    }

    std::string
    serial ()
    {
        const char *text = wattle_meter_search_get_serial (search);

        return text != nullptr ? text : "";
    }

    // All questions are answered alike.
    guint
    run_refusing (guint exception)
    {
        WattleMeterPlace place;
        guint n = 0;

        wattle_meter_search_begin (search);
        for (; wattle_meter_search_next (search, &place); n++)
            wattle_meter_search_take_exception (search, exception);
        return n;
    }

    WattleMeterLibrary *library = load_definitions ();
    WattleMeterSearch *search = wattle_meter_search_new (library);
    ModbusBus *bus = modbus_bus_new ();
};

TEST_F (MeterSearch, FindsEachDefinitionWhereHolesAreRefused)
{
    guint8 unit = 1;

    modbus_bus_set_strict (bus, TRUE);
    for (const char *definition : MODBUS_DEFINITIONS) {
        add (unit, definition);
        guint n = run (unit);
        EXPECT_EQ (candidate (0), definition) << n;
        EXPECT_NE (grade (), "possible") << definition;
        EXPECT_LE (n, 30u) << definition;
        unit++;
    }
}

// Nothing but what an SDM230 has more tells it from an SDM120: an angle and two totals that a
// person can set to 0. All of them can be 0, so where holes answer zeros an SDM120 is found first,
// but not for sure.
TEST_F (MeterSearch, FindsEachDefinitionWhereHolesAnswerZeros)
{
    guint8 unit = 1;

    for (const char *definition : MODBUS_DEFINITIONS) {
        bool twin = g_str_equal (definition, "eastron-sdm120");

        add (unit, definition);
        guint n = run (unit);
        EXPECT_EQ (candidate (0), definition) << n;
        EXPECT_EQ (grade () == "possible", twin) << definition;
        EXPECT_TRUE (!twin || candidate (1) == "eastron-sdm230") << candidate (1);
        EXPECT_LE (n, 30u) << definition;
        unit++;
    }
}

TEST_F (MeterSearch, IsCertainWhereTheMeterSaysWhatItIs)
{
    add (1, "eastron-sdm72d-m-v2");
    add (2, "fronius-gen24-meter-float");
    add (3, "eastron-sdm630-v2");
    run (1);
    EXPECT_EQ (grade (), "certain");
    EXPECT_EQ (wattle_meter_search_get_n_candidates (search), 1u);
    run (2);
    EXPECT_EQ (grade (), "certain");
    run (3);
    EXPECT_EQ (grade (), "likely");
}

TEST_F (MeterSearch, ReadsTheSerialNumberWhereThereIsOne)
{
    add (1, "eastron-sdm72d-m-v2");
    add (2, "fronius-gen24-meter-int-sf");
    add (3, "eastron-sdm630-v2");
    add (4, "chint-dtsu666");
    run (1);
    EXPECT_EQ (serial (), "1001");
    run (2);
    EXPECT_EQ (serial (), "3924001002");
    run (3);
    EXPECT_EQ (serial (), "1003");
    run (4);
    EXPECT_EQ (serial (), "");
}

TEST_F (MeterSearch, LeavesAUnitThatIsNotThereAtOnce)
{
    EXPECT_EQ (run (9), 1u);
    EXPECT_FALSE (wattle_meter_search_has_answered (search));
    EXPECT_EQ (wattle_meter_search_get_n_candidates (search), 0u);
}

TEST_F (MeterSearch, TakesAGatewayThatFindsNobodyForSilence)
{
    EXPECT_EQ (run_refusing (10), 1u);
    EXPECT_EQ (run_refusing (11), 1u);
    EXPECT_FALSE (wattle_meter_search_has_answered (search));
}

TEST_F (MeterSearch, EndsWithAUnitThatRefusesEverything)
{
    EXPECT_LE (run_refusing (2), 40u);
    EXPECT_TRUE (wattle_meter_search_has_answered (search));
    EXPECT_EQ (wattle_meter_search_get_n_candidates (search), 0u);
    EXPECT_LE (run_refusing (6), WATTLE_METER_SEARCH_MAX_REQUESTS);
    EXPECT_EQ (wattle_meter_search_get_n_candidates (search), 0u);
}

TEST_F (MeterSearch, AsksABusyUnitAgain)
{
    WattleMeterPlace first;
    WattleMeterPlace second;

    wattle_meter_search_begin (search);
    ASSERT_TRUE (wattle_meter_search_next (search, &first));
    wattle_meter_search_take_exception (search, 6);
    ASSERT_TRUE (wattle_meter_search_next (search, &second));
    EXPECT_EQ (first.address, second.address);
    EXPECT_EQ (first.function, second.function);
    EXPECT_TRUE (wattle_meter_search_has_answered (search));
}

TEST_F (MeterSearch, TakesAnAnswerOfAnotherLengthForSilence)
{
    const guint8 bytes[64] = { 0 };
    WattleMeterPlace place;

    wattle_meter_search_begin (search);
    ASSERT_TRUE (wattle_meter_search_next (search, &place));
    wattle_meter_search_take (search, bytes, place.count * 2u + 2);
    EXPECT_FALSE (wattle_meter_search_next (search, &place));
    EXPECT_FALSE (wattle_meter_search_has_answered (search));
}

// Whatever bytes come, it ends, and a number is no meter.
TEST_F (MeterSearch, EndsWhateverItIsAnswered)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (7);

    for (int round = 0; round < 3000; round++) {
        WattleMeterPlace place;
        guint n = 0;

        wattle_meter_search_begin (search);
        for (; wattle_meter_search_next (search, &place); n++) {
            guint8 bytes[250];

            ASSERT_LE (place.count, 125);
            ASSERT_LE (place.address + place.count, 0x10000);
            for (guint i = 0; i < place.count * 2u; i++)
                bytes[i] = (guint8)g_rand_int (random);
            if (g_rand_int_range (random, 0, 20) == 0)
                memcpy (bytes, "SunS", 4);
            switch (g_rand_int_range (random, 0, 12)) {
            case 0:
                wattle_meter_search_take_exception (search, g_rand_int_range (random, 0, 256));
                break;
            case 1:
                wattle_meter_search_take_silence (search);
                break;
            default:
                wattle_meter_search_take (search, bytes, place.count * 2u);
            }
        }
        ASSERT_LE (n, WATTLE_METER_SEARCH_MAX_REQUESTS);
    }
}

// One phase is connected, the meter is new: nothing but a voltage and the frequency is there.
TEST_F (MeterSearch, FindsAMeterThatHasHardlyMeasuredAnything)
{
    WattleMeterPlace place;
    guint n = 0;

    wattle_meter_search_begin (search);
    for (; wattle_meter_search_next (search, &place) && n < 99; n++) {
        guint8 volts[] = { 0x43, 0x66, 0x80, 0x00 };   // 230.5
        guint8 hertz[] = { 0x42, 0x48, 0x00, 0x00 };   // 50
        guint8 energy[] = { 0x3f, 0x80, 0x00, 0x00 };  // 1
        guint8 average[] = { 0x42, 0x99, 0xaa, 0xab }; // 76.8
        guint8 nothing[250] = { 0 };

        if (place.function == 3)
            wattle_meter_search_take_exception (search, 2);
        else if (place.address == 0)
            wattle_meter_search_take (search, volts, place.count * 2u);
        else if (place.address == 70)
            wattle_meter_search_take (search, hertz, place.count * 2u);
        else if (place.address == 42)
            wattle_meter_search_take (search, average, place.count * 2u);
        else if (place.address == 72 || place.address == 342 || place.address == 346)
            wattle_meter_search_take (search, energy, place.count * 2u);
        else
            wattle_meter_search_take (search, nothing, place.count * 2u);
    }
    EXPECT_TRUE (candidate (0) == "eastron-sdm630-v2" || candidate (1) == "eastron-sdm630-v2")
        << candidate (0) << " " << candidate (1);
}

} // namespace
