// SPDX-License-Identifier: LGPL-2.1-or-later
#include "cli/wattle-cli-screen.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/wattle-cli-job.h"

namespace
{

using Lines = std::vector<std::string>;

class CliScreen : public testing::Test
{
  protected:
    CliScreen ()
    {
        devices = g_array_new (FALSE, FALSE, sizeof (WattleCliScreenDevice));
    }

    ~CliScreen () override
    {
        for (guint i = 0; i < devices->len; i++)
            g_ptr_array_unref (g_array_index (devices, WattleCliScreenDevice, i).readings);
        g_array_unref (devices);
    }

    // With two totals, three phases, and one that is only about the device.
    void
    add (const char *id, const char *name)
    {
        WattleCliScreenDevice device = { id, name, "online", make_readings () };

        g_array_append_val (devices, device);
    }

    static GPtrArray *
    make_readings ()
    {
        GPtrArray *list = g_ptr_array_new_with_free_func (
            reinterpret_cast<GDestroyNotify> (wattle_cli_reading_free));

        g_ptr_array_add (list, make ("Power", "W", 1234.5, 0, FALSE));
        g_ptr_array_add (list, make ("Energy", "Wh", 7, 0, FALSE));
        g_ptr_array_add (list, make ("Power L1", "W", 1, 1, FALSE));
        g_ptr_array_add (list, make ("Power L2", "W", 2, 2, FALSE));
        g_ptr_array_add (list, make ("Power L3", "W", 3, 3, FALSE));
        g_ptr_array_add (list, make ("Firmware", "", 4, 0, TRUE));
        return list;
    }

    static WattleCliReading *
    make (const char *name, const char *unit, double value, guint phase, gboolean side)
    {
        WattleCliReading *reading = g_new0 (WattleCliReading, 1);

        reading->key = g_strdup (name);
        reading->name = g_strdup (name);
        reading->unit = g_strdup (unit);
        reading->value = g_variant_ref_sink (g_variant_new_double (value));
        reading->decimals = 1;
        reading->phase = phase;
        reading->side = side;
        reading->quality = 1;
        reading->time = 10 * G_USEC_PER_SEC;
        return reading;
    }

    WattleCliReading *
    reading (guint device, guint index)
    {
        GPtrArray *readings = g_array_index (devices, WattleCliScreenDevice, device).readings;

        return static_cast<WattleCliReading *> (g_ptr_array_index (readings, index));
    }

    // It never is larger than the window.
    Lines
    draw (guint width, guint height, gboolean colour = FALSE)
    {
        WattleCliScreen screen = { "title", devices, 13 * G_USEC_PER_SEC, width, height, colour };
        g_autofree char *text = wattle_cli_screen_draw (&screen);
        g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
        Lines list;

        for (guint i = 0; lines[i] != nullptr && lines[i + 1] != nullptr; i++) {
            list.push_back (lines[i]);
            if (!colour) {
                EXPECT_LE (wattle_cli_text_get_width (lines[i]), width) << lines[i];
            }
        }
        EXPECT_LE (list.size (), height);
        return list;
    }

    GArray *devices;
};

TEST_F (CliScreen, ShowsEverythingThatFits)
{
    add ("a", "House");
    EXPECT_EQ (draw (40, 24),
               (Lines{ "title", "House (a)  online  3 s", "  Power     1234.5 W",
                       "  Energy       7.0 Wh", "  Power L1     1.0 W", "  Power L2     2.0 W",
                       "  Power L3     3.0 W", "  Firmware     4.0" }));
}

TEST_F (CliScreen, HasMoreColumnsInAWiderWindow)
{
    add ("a", "House");
    EXPECT_EQ (draw (80, 24), (Lines{ "title", "House (a)  online  3 s",
                                      "  Power     1234.5 W    Energy       7.0 Wh   Power L1     "
                                      "1.0 W",
                                      "  Power L2     2.0 W    Power L3     3.0 W    Firmware     "
                                      "4.0" }));
}

TEST_F (CliScreen, LeavesOutTheLessImportantInALowWindow)
{
    add ("a", "House");
    add ("b", "Flat");
    EXPECT_EQ (draw (40, 15).size (), 15u);
    EXPECT_EQ (draw (40, 14).back (), "… and 2 more readings; a larger window …");
    EXPECT_EQ (draw (40, 14)[6], "  Power L3     3.0 W");
    EXPECT_EQ (draw (60, 6),
               (Lines{ "title", "House (a)  online  3 s", "  Power   1234.5 W    Energy     7.0 Wh",
                       "Flat (b)  online  3 s", "  Power   1234.5 W    Energy     7.0 Wh",
                       "… and 8 more readings; a larger window shows them, or wattl…" }));
    EXPECT_EQ (draw (60, 4),
               (Lines{ "title", "House (a)  online  3 s", "Flat (b)  online  3 s",
                       "… and 12 more readings; a larger window shows them, or watt…" }));
}

TEST_F (CliScreen, CountsTheDevicesThatDoNotFit)
{
    for (int i = 0; i < 9; i++)
        add ("x", "Meter");
    Lines lines = draw (60, 5);

    ASSERT_EQ (lines.size (), 5u);
    EXPECT_EQ (lines[4], "… and 6 more devices; the window is too small for them");
}

TEST_F (CliScreen, FitsIntoEveryWindow)
{
    add ("a", "電力計 with a long name");
    add ("b", "Flat");
    reading (0, 1)->quality = 3;
    for (guint width = 1; width < 100; width += 3)
        for (guint height = 1; height < 20; height++)
            draw (width, height);
}

TEST_F (CliScreen, SaysInWordsWhatIsInDoubt)
{
    add ("a", "House");
    reading (0, 1)->quality = 3;
    EXPECT_EQ (draw (40, 24)[3], "  Energy       7.0 Wh stale");
    EXPECT_EQ (draw (40, 24, TRUE)[3], "  \033[33mEnergy       7.0 Wh stale\033[0m");
}

TEST_F (CliScreen, ObeysNoName)
{
    add ("a", "\033[2JHouse\n");
    EXPECT_EQ (draw (40, 24)[1], "\uFFFD[2JHouse  (a)  online  3 s");
}

TEST (CliJob, ShowsHowFarItIs)
{
    const struct {
        double progress;
        const char *message;
        guint width;
        const char *text;
    } rows[] = {
        { 0.5, "2 of 4", 80, "[##########          ]  50 %  2 of 4" },
        { 7, nullptr, 80, "[####################] 100 %  " },
        { -1, "searching", 80, "searching" },
        { 0, "a long message", 20, "[                  …" },
    };

    for (const auto &row : rows) {
        g_autofree char *text = wattle_cli_job_describe (row.progress, row.message, row.width);

        EXPECT_STREQ (text, row.text);
    }
}

} // namespace
