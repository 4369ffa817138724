// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/test-device.h"

#include <gtest/gtest.h>

#include <cmath>

using wattle_test::make_device;

class Device : public testing::Test
{
  protected:
    ~Device () override
    {
        g_object_unref (device);
    }

    static WattleEntitySpec
    spec (const char *key, WattleQuantity quantity = WATTLE_QUANTITY_ACTIVE_POWER)
    {
        return { .key = key, .quantity = quantity };
    }

    void
    set (const std::vector<WattleEntitySpec> &specs)
    {
        wattle_device_set_entities (device, specs.data (), (guint)specs.size ());
    }

    WattleDeviceChanges
    answer (const std::function<void ()> &report, gint64 time = 1)
    {
        wattle_device_begin_answer (device, time);
        report ();
        return wattle_device_commit_answer (device);
    }

    WattleEntity *
    entity (const char *key)
    {
        return wattle_device_find_entity (device, key);
    }

    WattleDevice *device = make_device ({ spec ("power"), spec ("word", WATTLE_QUANTITY_TEXT),
                                          spec ("relay", WATTLE_QUANTITY_SWITCH) });
};

TEST_F (Device, ReadingsCountWhenTheAnswerDoes)
{
    wattle_device_begin_answer (device, 9);
    wattle_device_report (device, "power", 12.5);
    wattle_device_report_text (device, "word", "hello");
    wattle_device_report_boolean (device, "relay", TRUE);
    EXPECT_FALSE (wattle_entity_has_value (entity ("power")));
    EXPECT_EQ (wattle_device_commit_answer (device), 0);

    EXPECT_DOUBLE_EQ (wattle_entity_get_number (entity ("power")), 12.5);
    EXPECT_STREQ (wattle_entity_get_text (entity ("word")), "hello");
    EXPECT_TRUE (wattle_entity_get_boolean (entity ("relay")));
    EXPECT_EQ (wattle_entity_get_time (entity ("power")), 9);
    EXPECT_EQ (wattle_device_peek_batch (device)->len, 3u);
    wattle_device_clear_batch (device);
    EXPECT_EQ (wattle_device_peek_batch (device)->len, 0u);
}

TEST_F (Device, ReadingsAreAsOldAsTheTimeItTells)
{
    gint64 since;
    auto answer = [&] (gint64 now, gint64 time) {
        wattle_device_begin_answer (device, now + 1000);
        wattle_device_set_max_age (device, now, 10);
        wattle_device_report (device, "power", 12.5);
        if (time >= 0)
            wattle_device_set_time (device, time);
        wattle_device_commit_answer (device);
        return wattle_entity_get_quality (entity ("power"));
    };

    EXPECT_EQ (answer (100, 5), WATTLE_QUALITY_GOOD);
    EXPECT_FALSE (wattle_device_stands_still (device, 200, 10, &since)) << "told once";
    EXPECT_EQ (answer (110, 5), WATTLE_QUALITY_GOOD);
    EXPECT_FALSE (wattle_device_stands_still (device, 109, 10, &since));
    EXPECT_TRUE (wattle_device_stands_still (device, 110, 10, &since));
    EXPECT_EQ (since, 1100);
    EXPECT_EQ (answer (111, 5), WATTLE_QUALITY_STALE);
    EXPECT_EQ (answer (112, -1), WATTLE_QUALITY_STALE) << "nothing told anew";
    EXPECT_EQ (answer (113, 4), WATTLE_QUALITY_GOOD) << "another time, and be it earlier";

    wattle_device_begin_answer (device, 0);
    wattle_device_set_time (device, 4);
    wattle_device_drop_answer (device);
    EXPECT_FALSE (wattle_device_stands_still (device, 200, 10, &since)) << "does not count";
}

TEST_F (Device, KeepsWhenItsTimeWasFirstTold)
{
    WattleDeviceTold told;
    auto answer = [&] (gint64 wall, gint64 time, bool local) {
        wattle_device_begin_answer (device, wall);
        if (local)
            wattle_device_set_local_time (device, time);
        else
            wattle_device_set_time (device, time);
        wattle_device_commit_answer (device);
    };

    EXPECT_FALSE (wattle_device_get_told_time (device, &told));
    answer (100, 5, false);
    answer (107, 5, false);
    ASSERT_TRUE (wattle_device_get_told_time (device, &told));
    EXPECT_EQ (told.value, 5);
    EXPECT_EQ (told.received, 100) << "told again it is older, not later";
    EXPECT_FALSE (told.local);

    answer (120, 25, true);
    ASSERT_TRUE (wattle_device_get_told_time (device, &told));
    EXPECT_EQ (told.value, 25);
    EXPECT_EQ (told.received, 120);
    EXPECT_TRUE (told.local);
}

TEST_F (Device, ADroppedAnswerLeavesNoTrace)
{
    WattleEntitySpec other = spec ("other");

    wattle_device_begin_answer (device, 1);
    wattle_device_report (device, "power", 12.5);
    wattle_device_set_identity (device, "Maker", "Model", "1", "2");
    wattle_device_set_label (device, "Label");
    wattle_device_set_address (device, "mac", "url");
    wattle_device_set_entities (device, &other, 1);
    wattle_device_set_child (device, "child", "meter", "1", nullptr);
    wattle_device_drop_answer (device);

    EXPECT_FALSE (wattle_entity_has_value (entity ("power")));
    EXPECT_EQ (wattle_device_get_maker (device), nullptr);
    EXPECT_EQ (wattle_device_get_label (device), nullptr);
    EXPECT_EQ (wattle_device_get_mac (device), nullptr);
    EXPECT_EQ (entity ("other"), nullptr);
    EXPECT_EQ (wattle_device_peek_batch (device)->len, 0u);
    g_autoptr (GPtrArray) notes = wattle_device_take_child_notes (device);
    EXPECT_EQ (notes->len, 0u);
    EXPECT_EQ (answer ([] {}), 0); // nor does it come back with the next one
}

TEST_F (Device, AReadingOutsideAnAnswerIsIgnored)
{
    wattle_device_report (device, "power", 1);
    wattle_device_report_text (device, "word", "x");
    answer ([] {});
    EXPECT_FALSE (wattle_entity_has_value (entity ("power")));
    EXPECT_FALSE (wattle_entity_has_value (entity ("word")));
}

TEST_F (Device, AValueThatDoesNotFitIsLeftOut)
{
    answer ([this] {
        wattle_device_report (device, "word", 1);
        wattle_device_report_text (device, "power", "1");
        wattle_device_report_boolean (device, "power", TRUE);
        wattle_device_report (device, "nobody", 1);
        wattle_device_report_missing (device, "nobody");
    });
    EXPECT_EQ (wattle_device_peek_batch (device)->len, 0u);
}

TEST_F (Device, WhatIsNotFiniteIsMissing)
{
    for (double value : { (double)NAN, (double)INFINITY, -(double)INFINITY }) {
        answer ([this] { wattle_device_report (device, "power", 5); });
        answer ([&] { wattle_device_report (device, "power", value); });
        EXPECT_EQ (wattle_entity_get_quality (entity ("power")), WATTLE_QUALITY_MISSING);
    }
    answer ([this] { wattle_device_report (device, "power", 5); });
    answer ([this] { wattle_device_report_missing (device, "power"); });
    EXPECT_FALSE (wattle_entity_has_value (entity ("power")));
}

TEST_F (Device, ATotalThatCannotBeIsMissing)
{
    WattleEntitySpec total = spec ("energy_import", WATTLE_QUANTITY_ENERGY);
    WattleEntitySpec today = spec ("today", WATTLE_QUANTITY_ENERGY);

    today.counter = WATTLE_COUNTER_RESETTABLE;
    set ({ total, today });
    for (double value : { -5.0, -1e-9, 1.1e15, 1e300, (double)NAN }) {
        answer ([&] { wattle_device_report (device, "energy_import", value); });
        EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_MISSING)
            << value;
        EXPECT_FALSE (wattle_entity_has_value (entity ("meter_reading_import"))) << value;
    }
    answer ([&] { wattle_device_report_index (device, 0, -5); });
    EXPECT_FALSE (wattle_entity_has_value (entity ("energy_import")));

    for (double value : { 0.0, 1e15 }) {
        answer ([&] { wattle_device_report (device, "energy_import", value); });
        EXPECT_EQ (wattle_entity_get_number (entity ("energy_import")), value);
    }
    answer ([&] { wattle_device_report (device, "today", -5); });
    EXPECT_EQ (wattle_entity_get_number (entity ("today")), -5) << "it may be set to anything";
}

TEST_F (Device, IndexReachesTheListThatWasSet)
{
    answer ([this] { wattle_device_report_index (device, 0, 3); });
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (entity ("power")), 3);

    answer ([this] { // the new list counts at once
        set ({ spec ("a"), spec ("b") });
        wattle_device_report_index (device, 1, 4);
    });
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (entity ("b")), 4);
}

TEST_F (Device, IndexTellsWhatIsOnOrOffAndWhatIsMissing)
{
    answer ([this] {
        set ({ spec ("power"), { .key = "relay", .quantity = WATTLE_QUANTITY_SWITCH } });
        wattle_device_report_index (device, 0, 5);
        wattle_device_report_index (device, 1, 1);
    });
    EXPECT_TRUE (wattle_entity_get_boolean (entity ("relay")));

    answer ([this] {
        wattle_device_report_missing_index (device, 0);
        wattle_device_report_index (device, 1, 0);
    });
    EXPECT_FALSE (wattle_entity_has_value (entity ("power")));
    EXPECT_TRUE (wattle_entity_has_value (entity ("relay")));
    EXPECT_FALSE (wattle_entity_get_boolean (entity ("relay")));
}

TEST_F (Device, TextsAreOneValidLineOfAtMost255Characters)
{
    std::string longest;

    for (int i = 0; i < 300; i++)
        longest += "ž";
    answer ([&] { wattle_device_report_text (device, "word", longest.c_str ()); });
    EXPECT_EQ (g_utf8_strlen (wattle_entity_get_text (entity ("word")), -1), 255);

    answer ([this] { wattle_device_report_text (device, "word", " a\nb\x1b\xff "); });
    EXPECT_STREQ (wattle_entity_get_text (entity ("word")), "a b \xef\xbf\xbd");
}

TEST_F (Device, NoTextIsMissing)
{
    answer ([this] { wattle_device_report_text (device, "word", "x"); });
    answer ([this] { wattle_device_report_text (device, "word", nullptr); });
    EXPECT_FALSE (wattle_entity_has_value (entity ("word")));
    EXPECT_EQ (wattle_entity_get_quality (entity ("word")), WATTLE_QUALITY_MISSING);
}

TEST_F (Device, ANewListKeepsTheReadingsOfWhatStays)
{
    answer ([this] { wattle_device_report (device, "power", 7); });
    EXPECT_EQ (answer ([this] {
                   set ({ spec ("new"), spec ("power") });
               }),
               WATTLE_DEVICE_CHANGED_ENTITIES);
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (entity ("power")), 7);
    EXPECT_EQ (entity ("word"), nullptr);

    EXPECT_EQ (answer ([this] { set ({ spec ("new"), spec ("power") }); }), 0);
    EXPECT_EQ (answer ([this] {
                   set ({ spec ("new"), spec ("power", WATTLE_QUANTITY_VOLTAGE) });
               }),
               WATTLE_DEVICE_CHANGED_ENTITIES);
    EXPECT_FALSE (wattle_entity_has_value (entity ("power"))); // it is another one
}

// Whoever gets the batch may look each of its entities up in the device.
TEST_F (Device, ABatchHoldsNoEntityThatIsGone)
{
    answer ([this] {
        wattle_device_report (device, "power", 7);
        wattle_device_report_text (device, "word", "x");
        set ({ spec ("power") });
    });
    for (guint i = 0; i < wattle_device_peek_batch (device)->len; i++) {
        auto *touched =
            static_cast<WattleEntity *> (g_ptr_array_index (wattle_device_peek_batch (device), i));

        EXPECT_EQ (entity (wattle_entity_get_key (touched)), touched);
    }
    EXPECT_EQ (wattle_device_peek_batch (device)->len, 1u);
}

TEST_F (Device, InvalidRepeatedAndSurplusEntitiesAreLeftOut)
{
    std::vector<std::string> keys;
    std::vector<WattleEntitySpec> many;

    set ({ spec ("Not Valid"), spec ("one"), spec ("one", WATTLE_QUANTITY_VOLTAGE) });
    ASSERT_EQ (wattle_device_get_n_entities (device), 1u);
    EXPECT_EQ (wattle_entity_get_quantity (entity ("one")), WATTLE_QUANTITY_ACTIVE_POWER);

    for (int i = 0; i < 600; i++)
        keys.push_back ("e" + std::to_string (i));
    for (const std::string &key : keys)
        many.push_back (spec (key.c_str ()));
    set (many);
    EXPECT_EQ (wattle_device_get_n_entities (device), 512u);
}

TEST_F (Device, OneEntityCanBeAddedOrReplaced)
{
    answer ([this] { wattle_device_report (device, "power", 7); });
    wattle_device_add_entity (device, "extra", WATTLE_QUANTITY_VOLTAGE, "Extra",
                              WATTLE_ENTITY_DIAGNOSTIC);
    wattle_device_add_entity (device, "word", WATTLE_QUANTITY_CURRENT, nullptr,
                              (WattleEntityFlags)0);
    EXPECT_EQ (wattle_device_get_n_entities (device), 4u);
    EXPECT_STREQ (wattle_entity_get_name (entity ("extra")), "Extra");
    EXPECT_EQ (wattle_entity_get_quantity (entity ("word")), WATTLE_QUANTITY_CURRENT);
    EXPECT_DOUBLE_EQ (wattle_entity_get_number (entity ("power")), 7);
}
