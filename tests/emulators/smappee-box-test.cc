// SPDX-License-Identifier: LGPL-2.1-or-later
// What an emulated Smappee measures, without asking it over any wire.
#include "iskra-sg-house.h"
#include "smappee-box-client.h"

#include <cmath>

namespace
{

constexpr SmappeeBoxTopology topologies[] = { SMAPPEE_BOX_TOPOLOGY_STAR, SMAPPEE_BOX_TOPOLOGY_DELTA,
                                              SMAPPEE_BOX_TOPOLOGY_ONE, SMAPPEE_BOX_TOPOLOGY_TWO };

double
curve (IskraSgCircuit circuit, gint64 utc)
{
    IskraSgPower power;

    iskra_sg_curve_get_power (circuit, utc + G_TIME_SPAN_HOUR, &iskra_sg_default_relays, &power);
    return iskra_sg_curve_get_active (&power);
}

} // namespace

TEST_F (SmappeeBoxTest, TheGridIsThatOfTheHouseInEveryTopology)
{
    for (SmappeeBoxTopology topology : topologies) {
        make (of (SMAPPEE_BOX_GENIUS, topology));
        for (int i = 0; i < 48; i++) {
            gint64 time = smappee_box_get_time (box);

            EXPECT_NEAR (smappee_box_get_power (box, SMAPPEE_BOX_ROLE_GRID),
                         curve (ISKRA_SG_CIRCUIT_GRID, time), 1e-6);
            EXPECT_NEAR (smappee_box_get_power (box, SMAPPEE_BOX_ROLE_SOLAR),
                         -curve (ISKRA_SG_CIRCUIT_SOLAR, time), 1e-6);
            advance (1817);
        }
    }
}

TEST_F (SmappeeBoxTest, LoadsAreAPartOfTheHouseInEveryTopology)
{
    for (SmappeeBoxTopology topology : topologies) {
        SmappeeBoxSettings settings = of (SMAPPEE_BOX_GENIUS, topology);

        settings.hubs = 7;
        settings.fill = TRUE;
        make (settings);
        EXPECT_EQ (smappee_box_map_get_length (smappee_box_get_map (box)), 28u);
        for (int i = 0; i < 24; i++) {
            double house = smappee_box_get_power (box, SMAPPEE_BOX_ROLE_GRID) +
                           smappee_box_get_power (box, SMAPPEE_BOX_ROLE_SOLAR);
            double loads = smappee_box_get_power (box, SMAPPEE_BOX_ROLE_LOAD);

            EXPECT_LE (loads, house + 1e-6);
            EXPECT_GT (loads, 0.5 * house);
            advance (3600);
        }
    }
}

// Two programs that count the same house, of which one was written for another device.
TEST_F (SmappeeBoxTest, CountsAsTheHouseDoes)
{
    g_autoptr (IskraSgHouse) house = iskra_sg_house_new (NOON + G_TIME_SPAN_HOUR);

    for (int i = 0; i < 3; i++) {
        for (guint phase = 0; phase < 3; phase++) {
            const SmappeeBoxChannel *grid = smappee_box_map_get (smappee_box_get_map (box), phase);
            const SmappeeBoxChannel *solar =
                smappee_box_map_get (smappee_box_get_map (box), 3 + phase);

            EXPECT_NEAR (grid->energy.imported,
                         iskra_sg_house_get_phase_energy (house, ISKRA_SG_CIRCUIT_GRID,
                                                          ISKRA_SG_ENERGY_ACTIVE, FALSE, phase),
                         0.01);
            EXPECT_NEAR (grid->energy.exported,
                         iskra_sg_house_get_phase_energy (house, ISKRA_SG_CIRCUIT_GRID,
                                                          ISKRA_SG_ENERGY_ACTIVE, TRUE, phase),
                         0.01);
            EXPECT_NEAR (solar->energy.imported,
                         iskra_sg_house_get_phase_energy (house, ISKRA_SG_CIRCUIT_SOLAR,
                                                          ISKRA_SG_ENERGY_ACTIVE, TRUE, phase),
                         0.01);
        }
        advance (30000.5);
        iskra_sg_house_advance (house, smappee_box_get_time (box) + G_TIME_SPAN_HOUR);
    }
}

TEST_F (SmappeeBoxTest, CountsTheSameHoweverOftenItIsAsked)
{
    double before = channel ("Grid")->energy.imported;
    advance (86400);
    double once = channel ("Grid")->energy.imported - before;

    make ({});
    for (int i = 0; i < 86400 / 50; i++) {
        advance (50);
        smappee_box_get_map (box);
    }
    EXPECT_NEAR (channel ("Grid")->energy.imported - before, once, 0.01);
    EXPECT_GT (once, 1000);
}

TEST_F (SmappeeBoxTest, WhatWasCountedIsStillThereWhenItIsStartedLater)
{
    advance (3 * 86400);
    double counted = channel ("Boiler")->energy.imported;

    make ({}, NOON + 3 * G_TIME_SPAN_DAY);
    EXPECT_NEAR (channel ("Boiler")->energy.imported, counted, 0.01);
}

// The heat pump takes reactive power, so its two sensors do not show the same.
TEST_F (SmappeeBoxTest, InDeltaTwoSensorsMeasureThreePhases)
{
    make (of (SMAPPEE_BOX_GENIUS, SMAPPEE_BOX_TOPOLOGY_DELTA));
    SmappeeBoxMap *map = smappee_box_get_map (box);
    std::set<guint> phases;
    int n_pump = 0;

    for (guint i = 0; i < smappee_box_map_get_length (map); i++) {
        const SmappeeBoxChannel *each = smappee_box_map_get (map, i);

        n_pump += g_str_equal (each->name, "Heat pump");
        phases.insert (each->phase);
    }
    EXPECT_EQ (n_pump, 2);
    EXPECT_EQ (phases, (std::set<guint>{ 0, 1, 2 }));
    EXPECT_EQ (channel ("Boiler")->phase, 2u);
    EXPECT_EQ (channel ("Kitchen")->phase, 1u);
}

TEST_F (SmappeeBoxTest, EachTopologyHasItsSensors)
{
    const guint counts[] = { 12, 9, 6, 9 };

    for (guint i = 0; i < 4; i++) {
        make (of (SMAPPEE_BOX_GENIUS, topologies[i]));
        EXPECT_EQ (smappee_box_map_get_length (smappee_box_get_map (box)), counts[i]);
        EXPECT_EQ (smappee_box_map_get_n_inputs (smappee_box_get_map (box)), 16u);
    }
}

TEST_F (SmappeeBoxTest, RefusesWhatNoModelIs)
{
    const std::pair<SmappeeBoxSettings, const char *> cases[] = {
        { of (SMAPPEE_BOX_SOLAR, SMAPPEE_BOX_TOPOLOGY_DELTA), "delta" },
        { of (SMAPPEE_BOX_ENERGY, SMAPPEE_BOX_TOPOLOGY_TWO), "one phase or three" },
    };

    for (const auto &[settings, word] : cases) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (smappee_box_new (clock, &settings, &error), nullptr);
        ASSERT_NE (error, nullptr);
        EXPECT_NE (std::string (error->message).find (word), std::string::npos) << error->message;
    }
    for (guint hubs : { 1u, 8u }) {
        SmappeeBoxSettings settings = of (SMAPPEE_BOX_GENIUS);
        g_autoptr (GError) error = nullptr;

        settings.hubs = hubs;
        EXPECT_EQ (smappee_box_new (clock, &settings, &error), nullptr);
        EXPECT_STREQ (error->message, "A gateway has 2 to 7 hubs");
    }
}

TEST_F (SmappeeBoxTest, EachModelHasOnlyItsOwnServers)
{
    const SmappeeBoxMqttSettings broker = { "127.0.0.1", 1, nullptr, nullptr };

    for (int i = SMAPPEE_BOX_GENIUS; i <= SMAPPEE_BOX_SOLAR; i++) {
        SmappeeBoxModel model = (SmappeeBoxModel)i;

        make (of (model));
        EXPECT_EQ (smappee_box_start_mqtt (box, &broker, nullptr), smappee_box_has_mqtt (model));
        EXPECT_EQ (smappee_box_start_http (box, "127.0.0.1", 0, nullptr),
                   smappee_box_has_http (model));
        EXPECT_EQ (smappee_box_start_modbus (box, "127.0.0.1", 0, nullptr),
                   smappee_box_has_modbus (model));
        EXPECT_EQ (smappee_box_get_http_port (box) != 0, smappee_box_has_http (model) != FALSE);
        EXPECT_EQ (smappee_box_get_modbus_port (box) != 0, smappee_box_has_modbus (model) != FALSE);
    }
}

TEST_F (SmappeeBoxTest, SerialNumbersSayTheModel)
{
    const std::pair<SmappeeBoxModel, const char *> serials[] = {
        { SMAPPEE_BOX_GENIUS, "5010004220" }, { SMAPPEE_BOX_PLUS, "2002004220" },
        { SMAPPEE_BOX_PRO, "2002014220" },    { SMAPPEE_BOX_CONNECT, "5130004220" },
        { SMAPPEE_BOX_ENERGY, "1006004220" }, { SMAPPEE_BOX_SOLAR, "1106004220" },
    };

    for (const auto &[model, serial] : serials) {
        SmappeeBoxSettings settings = of (model);

        settings.serial_offset = 3;
        make (settings);
        EXPECT_STREQ (smappee_box_get_serial (box), serial);
        EXPECT_TRUE (g_uuid_string_is_valid (smappee_box_get_uuid (box)));
    }
}

// The map while it runs

TEST_F (SmappeeBoxTest, ALoadIsAddedAtTheFirstInputThatIsFree)
{
    fault (R"({"fault":"map-add"})");
    EXPECT_EQ (channel ("Car")->input, 12u);
    EXPECT_EQ (channel ("Car")->index, 12u);
    EXPECT_EQ (channel ("Car")->energy.imported, 0);
    fault (R"({"fault":"map-add","load":"office","name":"Bureau"})");
    advance (3600);
    EXPECT_GT (channel ("Bureau")->energy.imported, 10);
    fault (R"({"fault":"map-add","load":"circuit"})");
    EXPECT_NE (channel ("Circuit 15"), nullptr);
    EXPECT_EQ (try_fault (R"({"fault":"map-add","load":"heat pump"})"),
               "There are not enough free inputs");
    EXPECT_NE (try_fault (R"({"fault":"map-add","load":"pool"})").find ("heat pump"),
               std::string::npos);
}

TEST_F (SmappeeBoxTest, ALoadIsRemovedWithAllItsSensors)
{
    fault (R"({"fault":"map-remove","name":"Heat pump"})");
    EXPECT_EQ (channel ("Heat pump"), nullptr);
    EXPECT_EQ (smappee_box_map_get_length (smappee_box_get_map (box)), 9u);
    EXPECT_EQ (try_fault (R"({"fault":"map-remove","name":"Heat pump"})"),
               "No channel has that name");
    EXPECT_NE (try_fault (R"({"fault":"map-remove"})"), "");
}

TEST_F (SmappeeBoxTest, AMovedLoadIsAtAnotherInputAndCountsFromZero)
{
    guint input = channel ("Office")->input;

    ASSERT_GT (channel ("Office")->energy.imported, 0);
    fault (R"({"fault":"map-move","name":"Office"})");
    EXPECT_GT (channel ("Office")->input, input);
    EXPECT_EQ (channel ("Office")->energy.imported, 0);
    EXPECT_EQ (smappee_box_map_find_input (smappee_box_get_map (box), input), nullptr);
    fault (R"({"fault":"map-move","name":"Office"})");
    EXPECT_EQ (channel ("Office")->index, 13u);
}

TEST_F (SmappeeBoxTest, NamesChangeAndNeedNotDiffer)
{
    fault (R"({"fault":"map-rename","name":"Grid","to":"Réseau"})");
    EXPECT_EQ (channel ("Grid"), nullptr);
    EXPECT_NE (channel ("Réseau"), nullptr);
    fault (R"({"fault":"duplicate-names"})");
    EXPECT_EQ (channel ("Kitchen"), nullptr);
    EXPECT_EQ (smappee_box_map_get_length (smappee_box_get_map (box)), 12u);
    EXPECT_EQ (try_fault (R"({"fault":"map-rename","name":"Office","to":")" +
                          std::string (101, 'x') + "\"}"),
               "A name has at most 100 characters");
}

TEST_F (SmappeeBoxTest, CountersCanBeLost)
{
    fault (R"({"fault":"reset-counters"})");
    EXPECT_EQ (channel ("Grid")->energy.imported, 0);
    EXPECT_EQ (channel ("Solar")->energy.imported, 0);
    advance (3600);
    EXPECT_GT (channel ("Solar")->energy.imported, 1000);
}

TEST_F (SmappeeBoxTest, UnknownFaultsAreRefused)
{
    for (const char *model_fault : { R"({"fault":"flood"})", R"({"fault":7})", R"({})" })
        EXPECT_NE (try_fault (model_fault), "") << model_fault;
}
