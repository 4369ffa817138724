// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-entity-private.h"
#include "service/wattle-readings-table.h"
#include "support/test-device.h"

#include <gtest/gtest.h>

class ReadingsTable : public testing::Test
{
  protected:
    ReadingsTable ()
    {
        g_autoptr (WattleOptions) options = wattle_options_new ();

        g_setenv ("TZ", "UTC", TRUE);
        device = wattle_test::make_device ({
            { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
            { .quantity = WATTLE_QUANTITY_TEMPERATURE, .name = "Wärme" },
            { .quantity = WATTLE_QUANTITY_TEXT, .name = "Mode" },
        });
        clock = wattle_clock_new_manual (0);
        runner = wattle_runner_new ("cellar", device, options, nullptr, clock, 1000);
        wattle_runner_set_name (runner, "Cellar meter");
    }

    ~ReadingsTable () override
    {
        g_object_unref (runner);
        g_object_unref (device);
        g_object_unref (clock);
    }

    std::string
    table (std::vector<guint> rows = { 0, 1, 2 })
    {
        g_autoptr (GPtrArray) entities = g_ptr_array_new ();
        g_autoptr (GString) text = g_string_new ("before\n");

        for (guint row : rows)
            g_ptr_array_add (entities, wattle_device_get_entity (device, row));
        wattle_readings_table_append (text, runner, entities,
                                      (12 * 3600 + 34 * 60 + 56) * G_TIME_SPAN_SECOND);
        return text->str;
    }

    void
    set_number (guint row, double number, WattleQuality quality)
    {
        WattleValue value = { .type = WATTLE_VALUE_NUMBER, .number = number };
        WattleReadingTime time = { 1, 1, 0 };

        wattle_entity_store (wattle_device_get_entity (device, row), &value, quality, &time);
    }

    WattleDevice *device;
    WattleClock *clock;
    WattleRunner *runner;
};

TEST_F (ReadingsTable, AlignsNamesValuesAndUnits)
{
    wattle_test::report (device, [] (WattleDevice *self) {
        wattle_device_report (self, "active_power", -1234.56);
        wattle_device_report (self, "temperature", 21.5);
        wattle_device_report_text (self, "text", "auto");
    });
    EXPECT_EQ (table (), "before\n"
                         "12:34:56 Cellar meter (cellar)\n"
                         "  Active power         -1234.6 W\n"
                         "  Wärme                   21.5 °C\n"
                         "  Mode                    auto\n");
}

TEST_F (ReadingsTable, SaysWhatIsWrongWithAValue)
{
    set_number (0, 5, WATTLE_QUALITY_STALE);
    EXPECT_EQ (table ({ 0, 2 }), "before\n"
                                 "12:34:56 Cellar meter (cellar)\n"
                                 "  Active power             5.0 W    stale\n"
                                 "  Mode                       –      missing\n");
    set_number (0, 5, WATTLE_QUALITY_HELD);
    set_number (1, 20, WATTLE_QUALITY_SUSPECT);
    EXPECT_NE (table ().find ("5.0 W    held\n"), std::string::npos) << table ();
    EXPECT_NE (table ().find ("20.0 °C   suspect\n"), std::string::npos) << table ();
}

TEST_F (ReadingsTable, WithoutReadingsOnlyTheDeviceIsNamed)
{
    EXPECT_EQ (table ({}), "before\n12:34:56 Cellar meter (cellar)\n");
}
