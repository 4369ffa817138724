// SPDX-License-Identifier: LGPL-2.1-or-later
// What the registers of each family mean, from tests/data/modbus.
#include "image.h"

#include "../iskra-sg-count.h"
#include "../iskra-sg-counters.h"
#include "../iskra-sg-decode.h"
#include "../iskra-sg-measure.h"
#include "../iskra-sg-quarter.h"

using namespace iskra_sg_test;

namespace
{

class IskraSgImages : public testing::Test
{
  protected:
    ~IskraSgImages () override
    {
        g_clear_pointer (&readings, g_ptr_array_unref);
        g_clear_pointer (&image, iskra_sg_image_free);
        g_array_unref (reads);
    }

    using Plan = void (*) (const IskraSgFamily *, GArray *);

    void
    ask (const char *model, const Unit &unit, Plan plan)
    {
        family = iskra_sg_family_find (model);
        ASSERT_NE (family, nullptr) << model;
        g_array_set_size (reads, 0);
        plan (family, reads);
        for (guint i = 0; i < reads->len; i++)
            EXPECT_LE (g_array_index (reads, IskraSgRead, i).count, family->max_registers);
        g_clear_pointer (&image, iskra_sg_image_free);
        image = unit.make_image (reads);
        g_clear_pointer (&readings, g_ptr_array_unref);
    }

    void
    measure (const char *model, const Unit &unit)
    {
        ask (model, unit, iskra_sg_measure_plan);
        readings = iskra_sg_measure_decode (family, image);
    }

    void
    count (const char *model, const Unit &unit, bool exact = true)
    {
        ask (model, unit, iskra_sg_count_plan);
        readings = iskra_sg_count_decode (family, image, exact);
    }

    double
    operator[] (const char *key)
    {
        return number (readings, key);
    }

    bool
    has (const char *key)
    {
        return iskra_sg_readings_find (readings, key) != nullptr;
    }

    bool
    lacks_value (const char *key)
    {
        return find (readings, key)->type == WATTLE_VALUE_NONE;
    }

    const IskraSgFamily *family = nullptr;
    GArray *reads = g_array_new (FALSE, FALSE, sizeof (IskraSgRead));
    IskraSgImage *image = nullptr;
    GPtrArray *readings = nullptr;
};

} // namespace

TEST_F (IskraSgImages, TheFirstPrefixThatFitsIsTheFamily)
{
    EXPECT_EQ (iskra_sg_family_find ("IE38MD")->n_resettable, 16u);
    EXPECT_EQ (iskra_sg_family_find ("IE14MD")->n_resettable, 8u);
    EXPECT_EQ (iskra_sg_family_find ("WM3M4C")->n_non_resettable, 2u);
    EXPECT_EQ (iskra_sg_family_find ("WM3-6")->n_non_resettable, 4u);
    EXPECT_EQ (iskra_sg_family_find ("WM1-6")->n_phases, 1u);
    EXPECT_EQ (iskra_sg_family_find ("iMC784")->kind, ISKRA_SG_FAMILY_CENTRE);
    EXPECT_EQ (iskra_sg_family_find ("7M.34.8")->kind, ISKRA_SG_FAMILY_WM);
    EXPECT_EQ (iskra_sg_family_find ("SG-E1"), nullptr);
    EXPECT_EQ (iskra_sg_family_find ("BI432"), nullptr);
}

TEST_F (IskraSgImages, ImpactMeasures)
{
    measure ("IE38MD", Unit (33));
    EXPECT_DOUBLE_EQ ((*this)["frequency"], 49.987);
    EXPECT_DOUBLE_EQ ((*this)["voltage_l1"], 231.42);
    EXPECT_DOUBLE_EQ ((*this)["current_l2"], 6.205);
    EXPECT_DOUBLE_EQ ((*this)["active_power"], 1929.5);
    EXPECT_DOUBLE_EQ ((*this)["active_power_l3"], -512.3);
    EXPECT_DOUBLE_EQ ((*this)["power_factor_l1"], 0.9371);
    EXPECT_DOUBLE_EQ ((*this)["phase_angle_l1"], -11.5);
    EXPECT_DOUBLE_EQ ((*this)["temperature"], 30.4);
    EXPECT_DOUBLE_EQ ((*this)["voltage_thd_l3"], 1.66);
    EXPECT_DOUBLE_EQ ((*this)["current_thd_l1"], 12.45);
    EXPECT_EQ ((*this)["active_tariff"], 1);
    EXPECT_STREQ (find (readings, "load_character_l1")->text, "capacitive");
}

TEST_F (IskraSgImages, TheirNamesAndKeysAreThoseByHttp)
{
    g_autoptr (JsonObject) root = parse (load ("api_measurement_0.json"));
    g_autoptr (GPtrArray) rest = iskra_sg_decode_measurement (root, nullptr);

    measure ("IE38MD", Unit (33));
    for (guint i = 0; i < rest->len; i++) {
        auto *wanted = (const IskraSgReading *)g_ptr_array_index (rest, i);
        const IskraSgReading *given = find (readings, wanted->spec.key);

        ASSERT_NE (given, nullptr);
        EXPECT_STREQ (given->spec.name, wanted->spec.name) << wanted->spec.key;
        EXPECT_NEAR (given->number, wanted->number, 1e-9) << wanted->spec.key;
    }
}

TEST_F (IskraSgImages, MeasuringCentresMeasureInFloats)
{
    measure ("MC774", Unit (36));
    EXPECT_FLOAT_EQ ((*this)["voltage_l1"], 233.4f);
    EXPECT_FLOAT_EQ ((*this)["current_l1"], 12.25f);
    EXPECT_FLOAT_EQ ((*this)["active_power"], -8537.5f);
    EXPECT_FLOAT_EQ ((*this)["reactive_power_l2"], 98);
    EXPECT_FLOAT_EQ ((*this)["frequency"], 49.986f);
    EXPECT_FLOAT_EQ ((*this)["current_thd_l1"], 3.4f);
    EXPECT_FLOAT_EQ ((*this)["voltage_thd_l1"], 1.2f);
    EXPECT_FLOAT_EQ ((*this)["temperature"], 35.5f);
    EXPECT_FALSE (has ("load_character"));
}

TEST_F (IskraSgImages, OnePhaseTakesTheTotalForAPhaseOfZero)
{
    Unit unit (5);

    measure ("WM1-6", unit);
    EXPECT_DOUBLE_EQ ((*this)["active_power_l1"], 402.7);
    EXPECT_FALSE (has ("voltage_l2"));
    unit.input[142] = unit.input[143] = 0;
    unit.input[173] = 0;
    measure ("WM1-6", unit);
    EXPECT_DOUBLE_EQ ((*this)["active_power_l1"], 402.7);
    EXPECT_DOUBLE_EQ ((*this)["phase_angle_l1"], (*this)["phase_angle"]);

    // With three phases, a zero is one.
    Unit three (35);
    three.input[142] = three.input[143] = 0;
    measure ("WM3M4C", three);
    EXPECT_EQ ((*this)["active_power_l1"], 0);
}

TEST_F (IskraSgImages, ImpactCountsExactlyInIntegers)
{
    Unit unit (33);

    count ("IE38MD", unit);
    EXPECT_TRUE (iskra_sg_count_agrees (family, image));
    EXPECT_EQ ((*this)["energy_import"], 18734212);
    EXPECT_EQ ((*this)["energy_export"], 2610448);
    EXPECT_EQ ((*this)["reactive_energy_export"], 9846400);
    EXPECT_EQ ((*this)["energy_import_r5"], 2540100);
    EXPECT_FALSE (has ("energy_import_r13"));

    count ("IE38MD", unit, false);
    EXPECT_EQ ((*this)["energy_import"], 18734212); // is a float too; its step is 2 here
    unit.input[458] = 0x8000;                       // the exponent of a counter that is not in use
    count ("IE38MD", unit);
    EXPECT_TRUE (iskra_sg_count_agrees (family, image));
    unit.input[2752] = 0x4b8f;
    count ("IE38MD", unit);
    EXPECT_FALSE (iskra_sg_count_agrees (family, image));
}

TEST_F (IskraSgImages, TheirCountersAreThoseByHttp)
{
    static const struct {
        const char *file;
        const char *model;
        guint unit;
    } cases[] = { { "api_counter_0.json", "IE38MD", 33 },
                  { "api_counter_1.json", "WM3M4C", 35 },
                  { "api_counter_5.json", "WM1-6", 5 } };

    for (const auto &item : cases) {
        g_autoptr (JsonObject) root = parse (load (item.file));
        g_autoptr (GPtrArray) rest = iskra_sg_counters_decode (root, nullptr);

        count (item.model, Unit (item.unit));
        for (guint i = 0; i < rest->len; i++) {
            auto *wanted = (const IskraSgReading *)g_ptr_array_index (rest, i);
            const IskraSgReading *given = iskra_sg_readings_find (readings, wanted->spec.key);

            if (strstr (wanted->spec.key, "_b") != nullptr ||
                g_str_equal (wanted->spec.key, "active_block"))
                continue;
            ASSERT_NE (given, nullptr) << item.file << " " << wanted->spec.key;
            EXPECT_STREQ (given->spec.name, wanted->spec.name) << wanted->spec.key;
            EXPECT_EQ (given->spec.counter, wanted->spec.counter) << wanted->spec.key;
            EXPECT_NEAR (given->number, wanted->number, 10) << wanted->spec.key;
        }
    }
}

TEST_F (IskraSgImages, NonResettableCountersOfWmAreLookedForInTwoPlaces)
{
    Unit unit (35);

    count ("WM3M4C", unit);
    EXPECT_EQ ((*this)["energy_import"], 6120930 + 0);
    for (guint address : { 414, 415, 418, 419, 420, 421 })
        unit.input[address] = 0;
    count ("WM3M4C", unit);
    EXPECT_EQ ((*this)["energy_import"], 6120930);

    // Zero in both is zero.
    for (guint address : { 406, 407, 408, 409 })
        unit.input[address] = 0;
    count ("WM3M4C", unit);
    EXPECT_EQ ((*this)["energy_import"], 0);
}

TEST_F (IskraSgImages, DirectionsFollowQuadrantsAndConnection)
{
    Unit unit (36);

    count ("MC774", unit);
    EXPECT_EQ ((*this)["energy_import"], 15200);
    EXPECT_EQ ((*this)["energy_export"], 9874000);
    unit.holding[151] = 2;
    count ("MC774", unit);
    EXPECT_EQ ((*this)["energy_export"], 15200);
    unit.holding[422] = 15;
    count ("MC774", unit);
    EXPECT_EQ ((*this)["energy_r1"], 15200);
    unit.holding[421] = 3 | 2 << 2;
    unit.holding[422] = 12;
    count ("MC774", unit);
    EXPECT_EQ ((*this)["apparent_energy_export_r1"], 15200);
    EXPECT_EQ (find (readings, "apparent_energy_export_r1")->spec.phase, 2u);
    unit.holding[421] = 0;
    count ("MC774", unit);
    EXPECT_FALSE (has ("apparent_energy_export_r1"));
}

TEST_F (IskraSgImages, AnExponentOutOfRangeIsNoValue)
{
    Unit unit (36);

    unit.input[401] = 12;
    count ("MC774", unit);
    EXPECT_TRUE (lacks_value ("energy_import"));
    unit.input[401] = 0xFFFC;
    count ("MC774", unit);
    EXPECT_TRUE (lacks_value ("energy_import"));
    unit.input[401] = 0xFFFD;
    count ("MC774", unit);
    EXPECT_DOUBLE_EQ ((*this)["energy_import"], 1.52);
}

TEST_F (IskraSgImages, WhatWasNotReadIsMissing)
{
    family = iskra_sg_family_find ("IE38MD");
    image = iskra_sg_image_new ();
    readings = iskra_sg_measure_decode (family, image);
    EXPECT_TRUE (lacks_value ("voltage_l1"));
    EXPECT_TRUE (lacks_value ("frequency"));
    g_clear_pointer (&readings, g_ptr_array_unref);
    readings = iskra_sg_count_decode (family, image, TRUE);
    EXPECT_EQ (readings->len, 0u);
}

TEST_F (IskraSgImages, TimeBlocksAndTheirExcess)
{
    Unit unit (33);

    g_array_append_val (reads, iskra_sg_quarter_probe);
    iskra_sg_quarter_plan (reads);
    iskra_sg_quarter_plan_blocks (reads);
    image = unit.make_image (reads);
    readings = iskra_sg_readings_new ();
    EXPECT_TRUE (iskra_sg_quarter_is_there (image));
    iskra_sg_quarter_add (image, readings);
    iskra_sg_quarter_add_blocks (image, readings);

    EXPECT_EQ ((*this)["active_block"], 2);
    EXPECT_EQ ((*this)["energy_this_month_b1"], 41200);
    EXPECT_EQ ((*this)["energy_previous_month_b2"], 0x2e824);
    EXPECT_EQ ((*this)["excess_power_this_month_b2"], 640);
    EXPECT_EQ ((*this)["excess_power_previous_month_b1"], 150);
    EXPECT_EQ ((*this)["peak_power_this_month_b3"], 0x1072);
    EXPECT_EQ ((*this)["quarter_rest"], 412);
    EXPECT_DOUBLE_EQ ((*this)["quarter_power_import"], 1929.5);
    EXPECT_EQ ((*this)["quarter_power_last_import"], 0x758);
    EXPECT_EQ ((*this)["quarter_power_export"], 0);
    EXPECT_DOUBLE_EQ ((*this)["quarter_limit_share"], 35.3);
    EXPECT_EQ (find (readings, "energy_this_month_b1")->spec.counter, WATTLE_COUNTER_PERIODIC);
    EXPECT_EQ (find (readings, "peak_power_previous_month_b1")->spec.flags, WATTLE_ENTITY_DISABLED);
}

TEST_F (IskraSgImages, OtherNumbersOfTimeBlocksAreNone)
{
    Unit unit (33);

    unit.input[6761] = 4;
    g_array_append_val (reads, iskra_sg_quarter_probe);
    image = unit.make_image (reads);
    EXPECT_FALSE (iskra_sg_quarter_is_there (image));
}
