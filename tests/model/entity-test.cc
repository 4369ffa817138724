// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-entity-private.h"

#include <gtest/gtest.h>

#include <string>

static std::string
key_of (const WattleEntitySpec &spec)
{
    g_autofree char *key = wattle_entity_spec_dup_key (&spec);

    return key;
}

static std::string
display (WattleEntity *entity)
{
    g_autofree char *text = wattle_entity_dup_display (entity);

    return text;
}

static void
store (WattleEntity *entity,
       WattleValue value,
       WattleQuality quality = WATTLE_QUALITY_GOOD,
       gint64 max_age = 0)
{
    WattleReadingTime time = { 42, 1000, max_age };

    wattle_entity_store (entity, &value, quality, &time);
    EXPECT_EQ (value.text, nullptr); // taken over
}

TEST (Entity, KeyComesFromQuantityDirectionAndPhase)
{
    EXPECT_EQ (key_of ({ .quantity = WATTLE_QUANTITY_ACTIVE_POWER }), "active_power");
    EXPECT_EQ (key_of ({ .quantity = WATTLE_QUANTITY_VOLTAGE, .phase = 2 }), "voltage_l2");
    EXPECT_EQ (
        key_of ({ .quantity = WATTLE_QUANTITY_ENERGY, .direction = WATTLE_DIRECTION_EXPORT }),
        "energy_export");
    EXPECT_EQ (key_of ({ .quantity = WATTLE_QUANTITY_ENERGY,
                         .phase = 1,
                         .direction = WATTLE_DIRECTION_IMPORT }),
               "energy_import_l1");
    EXPECT_EQ (key_of ({ .key = "boiler", .quantity = WATTLE_QUANTITY_SWITCH, .phase = 1 }),
               "boiler");
}

TEST (Entity, NameIsDerivedInTheSameWay)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_ENERGY,
                              .phase = 3,
                              .direction = WATTLE_DIRECTION_IMPORT };
    WattleEntitySpec named = { .quantity = WATTLE_QUANTITY_ENERGY, .name = "Yield" };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);
    g_autoptr (WattleEntity) other = wattle_entity_new (&named);

    EXPECT_STREQ (wattle_entity_get_name (entity), "Energy import L3");
    EXPECT_STREQ (wattle_entity_get_unit (entity), "Wh");
    EXPECT_STREQ (wattle_entity_get_name (other), "Yield");
}

TEST (Entity, HasAUnitOfItsOwnWhereTheQuantityLeavesItOpen)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_PRICE, .unit = "EUR/kWh" };
    WattleEntitySpec other = { .quantity = WATTLE_QUANTITY_PRICE, .unit = "PLN/kWh" };
    WattleEntitySpec energy = { .quantity = WATTLE_QUANTITY_ENERGY };
    g_autoptr (WattleEntity) price = wattle_entity_new (&spec);
    g_autoptr (WattleEntity) counter = wattle_entity_new (&energy);

    EXPECT_STREQ (wattle_entity_get_unit (price), "EUR/kWh");
    EXPECT_STREQ (wattle_entity_get_hass_unit (price), "EUR/kWh");
    EXPECT_STREQ (wattle_entity_get_hass_unit (counter), "kWh");
    EXPECT_TRUE (wattle_entity_matches (price, &spec));
    EXPECT_FALSE (wattle_entity_matches (price, &other));
}

TEST (Entity, CountsHowOftenWhatIsToldBesideItsValueHasChanged)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_PRICE };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);
    guint count;

    EXPECT_EQ (wattle_entity_get_attributes (entity, &count), nullptr);
    EXPECT_EQ (count, 0u);
    wattle_entity_set_attributes (entity, "\"a\":1");
    wattle_entity_set_attributes (entity, "\"a\":1");
    EXPECT_STREQ (wattle_entity_get_attributes (entity, &count), "\"a\":1");
    EXPECT_EQ (count, 1u);
    wattle_entity_set_attributes (entity, nullptr);
    EXPECT_EQ (wattle_entity_get_attributes (entity, &count), nullptr);
    EXPECT_EQ (count, 2u);
}

TEST (Entity, CopiesWhatDescribesIt)
{
    std::string key = "mode", name = "Mode", options = "eco|boost";
    WattleEntitySpec spec = { .key = key.c_str (),
                              .quantity = WATTLE_QUANTITY_ENUM,
                              .flags = WATTLE_ENTITY_OUTPUT,
                              .name = name.c_str (),
                              .options = options.c_str () };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);

    key = name = options = "xxxxxxxxx";
    EXPECT_STREQ (wattle_entity_get_key (entity), "mode");
    EXPECT_STREQ (wattle_entity_get_name (entity), "Mode");
    EXPECT_STREQ (wattle_entity_get_spec (entity)->options, "eco|boost");
    EXPECT_EQ (wattle_entity_get_flags (entity), WATTLE_ENTITY_OUTPUT);
    EXPECT_EQ (wattle_entity_get_quantity (entity), WATTLE_QUANTITY_ENUM);
}

TEST (Entity, HasANameInOneLine)
{
    WattleEntitySpec spec = { "counter", WATTLE_QUANTITY_NUMBER };

    spec.name = "Counter in\nx\x1b[31m";
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);
    EXPECT_STREQ (wattle_entity_get_name (entity), "Counter in x [31m");
}

TEST (Entity, CountsAsItsQuantityUnlessItSaysOtherwise)
{
    WattleEntitySpec plain = { .quantity = WATTLE_QUANTITY_ENERGY };
    WattleEntitySpec today = { .quantity = WATTLE_QUANTITY_ENERGY,
                               .counter = WATTLE_COUNTER_PERIODIC };
    WattleEntitySpec power = { .quantity = WATTLE_QUANTITY_ACTIVE_POWER };
    g_autoptr (WattleEntity) a = wattle_entity_new (&plain);
    g_autoptr (WattleEntity) b = wattle_entity_new (&today);
    g_autoptr (WattleEntity) c = wattle_entity_new (&power);

    EXPECT_EQ (wattle_entity_get_counter (a), WATTLE_COUNTER_LIFETIME);
    EXPECT_EQ (wattle_entity_get_counter (b), WATTLE_COUNTER_PERIODIC);
    EXPECT_EQ (wattle_entity_get_counter (c), WATTLE_COUNTER_NONE);
}

TEST (Entity, MatchesOnlyADescriptionThatMakesTheSame)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_VOLTAGE, .phase = 1 };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);
    WattleEntitySpec spelled_out = spec;
    WattleEntitySpec changed = spec;

    spelled_out.key = "voltage_l1";
    spelled_out.name = "Voltage L1";
    EXPECT_TRUE (wattle_entity_matches (entity, &spec));
    EXPECT_TRUE (wattle_entity_matches (entity, &spelled_out));

    changed.flags = WATTLE_ENTITY_DIAGNOSTIC;
    EXPECT_FALSE (wattle_entity_matches (entity, &changed));
    changed = spec;
    changed.options = "a|b";
    EXPECT_FALSE (wattle_entity_matches (entity, &changed));
    changed = spec;
    changed.resolution = 10;
    EXPECT_FALSE (wattle_entity_matches (entity, &changed));
    changed = spec;
    changed.phase = 2;
    EXPECT_FALSE (wattle_entity_matches (entity, &changed));
}

TEST (Entity, HasNoValueAtFirst)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_VOLTAGE };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);

    EXPECT_FALSE (wattle_entity_has_value (entity));
    EXPECT_EQ (wattle_entity_get_value_type (entity), WATTLE_VALUE_NONE);
    EXPECT_EQ (wattle_entity_get_quality (entity), WATTLE_QUALITY_MISSING);
    EXPECT_EQ (wattle_entity_get_time (entity), 0);
    EXPECT_EQ (display (entity), "–");
}

TEST (Entity, HoldsTheLastReading)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_VOLTAGE };
    WattleEntitySpec text_spec = { .quantity = WATTLE_QUANTITY_TEXT };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);
    g_autoptr (WattleEntity) text = wattle_entity_new (&text_spec);

    store (entity, { .type = WATTLE_VALUE_NUMBER, .number = 230.25 });
    EXPECT_TRUE (wattle_entity_has_value (entity));
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (entity), 230.25);
    EXPECT_EQ (wattle_entity_get_quality (entity), WATTLE_QUALITY_GOOD);
    EXPECT_EQ (wattle_entity_get_time (entity), 42);

    store (text, { .type = WATTLE_VALUE_TEXT, .text = g_strdup ("one") });
    store (text, { .type = WATTLE_VALUE_TEXT, .text = g_strdup ("two") });
    EXPECT_STREQ (wattle_entity_get_text (text), "two");
    EXPECT_EQ (display (text), "two");

    store (text, { .type = WATTLE_VALUE_NONE }, WATTLE_QUALITY_MISSING);
    EXPECT_EQ (wattle_entity_get_text (text), nullptr);
    EXPECT_EQ (wattle_entity_get_number (text), 0);
    EXPECT_FALSE (wattle_entity_has_value (text));
}

TEST (Entity, AHeldValueIsCurrentAStaleOneIsNot)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_VOLTAGE };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);

    store (entity, { .type = WATTLE_VALUE_NUMBER, .number = 230 }, WATTLE_QUALITY_HELD, 500);
    EXPECT_TRUE (wattle_entity_has_value (entity));
    EXPECT_FALSE (wattle_entity_expire (entity, 1500, FALSE)); // just as old as it may be
    EXPECT_TRUE (wattle_entity_has_value (entity));

    EXPECT_TRUE (wattle_entity_expire (entity, 1501, FALSE));
    EXPECT_EQ (wattle_entity_get_quality (entity), WATTLE_QUALITY_STALE);
    EXPECT_FALSE (wattle_entity_has_value (entity));
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (entity), 230);
    EXPECT_FALSE (wattle_entity_expire (entity, 1502, FALSE)); // that is not new
}

TEST (Entity, WhatIsReportedOnChangeIsStaleOnlyWithItsDevice)
{
    WattleEntitySpec spec = { .quantity = WATTLE_QUANTITY_VOLTAGE,
                              .flags = WATTLE_ENTITY_ON_CHANGE };
    g_autoptr (WattleEntity) entity = wattle_entity_new (&spec);

    store (entity, { .type = WATTLE_VALUE_NUMBER, .number = 230 }, WATTLE_QUALITY_GOOD, 500);
    EXPECT_FALSE (wattle_entity_expire (entity, G_MAXINT64, FALSE));
    EXPECT_TRUE (wattle_entity_expire (entity, 1001, TRUE));
}

TEST (Entity, ShowsWhatPeopleRead)
{
    WattleEntitySpec current_spec = { .quantity = WATTLE_QUANTITY_CURRENT };
    WattleEntitySpec switch_spec = { .quantity = WATTLE_QUANTITY_SWITCH };
    g_autoptr (WattleEntity) current = wattle_entity_new (&current_spec);
    g_autoptr (WattleEntity) output = wattle_entity_new (&switch_spec);

    store (current, { .type = WATTLE_VALUE_NUMBER, .number = 1.23456 });
    EXPECT_EQ (display (current), "1.235");
    store (output, { .type = WATTLE_VALUE_BOOLEAN, .boolean = TRUE });
    EXPECT_EQ (display (output), "on");
    store (output, { .type = WATTLE_VALUE_BOOLEAN, .boolean = FALSE });
    EXPECT_EQ (display (output), "off");
}
