// SPDX-License-Identifier: LGPL-2.1-or-later
// What is true now of a tariff whose plugin knows nothing but slots, and not of all times.
#include "engine/wattle-tariff-run.h"

#include <gtest/gtest.h>
#include <string>

#include "engine/wattle-tariff-text.h"

#define TEST_TYPE_SPOT (test_spot_get_type ())
G_DECLARE_FINAL_TYPE (TestSpot, test_spot, TEST, SPOT, WattleTariff)

struct _TestSpot {
    WattleTariff parent_instance;

    guint fills; // how often it was asked
};

G_DEFINE_FINAL_TYPE (TestSpot, test_spot, WATTLE_TYPE_TARIFF)

namespace
{

const gint64 HOUR = G_TIME_SPAN_HOUR, DAY = G_TIME_SPAN_DAY;
const gint64 BEGIN = G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC; // 1 January 2026, UTC

// Hours, but for those of 5:00 to 7:00 of the second day; the tariff changes after 50 days.
gboolean
fill (WattleTariff *tariff, gint64 from, gint64 to, WattleSlots *slots, GError **)
{
    TEST_SPOT (tariff)->fills++;
    for (gint64 hour = from / HOUR * HOUR; hour < to && !wattle_slots_is_full (slots);
         hour += HOUR) {
        if (hour >= BEGIN + 29 * HOUR && hour < BEGIN + 31 * HOUR)
            continue;
        wattle_slots_add (slots, hour, hour + HOUR, hour < BEGIN + 50 * DAY ? "spot" : "night",
                          hour < BEGIN + 24 * HOUR ? "0.1" : "0.2");
    }
    return TRUE;
}

class TariffRun : public testing::Test
{
  protected:
    TariffRun ()
    {
        wattle_tariff_set_identity (tariff, "spot", "Spot", "EUR", FALSE, "UTC");
    }

    ~TariffRun () override
    {
        g_object_unref (run);
        g_object_unref (tariff);
        g_bytes_unref (document);
    }

    gint64
    look (gint64 at)
    {
        EXPECT_TRUE (wattle_tariff_run_look (run, at));
        EXPECT_EQ (wattle_tariff_run_get_error (run), nullptr);
        return wattle_tariff_run_get_next_change (run);
    }

    WattleTariff *tariff = static_cast<WattleTariff *> (g_object_new (TEST_TYPE_SPOT, nullptr));
    GBytes *document = g_bytes_new_static ("", 0);
    WattleTariffRun *run = wattle_tariff_run_new (tariff, document);
};

} // namespace

static void
test_spot_class_init (TestSpotClass *klass)
{
    WATTLE_TARIFF_CLASS (klass)->fill = fill;
}

static void
test_spot_init (TestSpot *)
{
}

TEST_F (TariffRun, FindsTheNextChangeInTheSlots)
{
    EXPECT_FALSE (wattle_tariff_can_find_change (tariff));
    EXPECT_EQ (look (BEGIN + 40 * DAY), BEGIN + 50 * DAY);
    guint fills = TEST_SPOT (tariff)->fills;
    EXPECT_EQ (look (BEGIN + 40 * DAY + HOUR), BEGIN + 50 * DAY);
    EXPECT_LE (TEST_SPOT (tariff)->fills, fills + 4) << "it is known already";
}

TEST_F (TariffRun, SaysNothingOfAChangeBehindWhatIsNotKnown)
{
    EXPECT_EQ (look (BEGIN), 0);
    EXPECT_EQ (look (BEGIN + 2 * DAY), BEGIN + 50 * DAY);
}

TEST_F (TariffRun, DoesNotSearchEachHourForWhatDoesNotCome)
{
    EXPECT_EQ (look (BEGIN + 51 * DAY), 0);
    guint fills = TEST_SPOT (tariff)->fills;
    EXPECT_EQ (look (BEGIN + 51 * DAY + HOUR), 0);
    guint again = TEST_SPOT (tariff)->fills - fills;
    EXPECT_LT (again, 6u);
    EXPECT_EQ (look (BEGIN + 52 * DAY), 0);
    EXPECT_GT (TEST_SPOT (tariff)->fills, fills + 2 * again + 10) << "it might have come near";
}

TEST_F (TariffRun, ShowsWhatIsNotKnownInTheCurve)
{
    look (BEGIN + 23 * HOUR + 1);
    g_autofree char *text = wattle_tariff_text_price (run);
    std::string curve = std::string (text).substr (std::string (text).find ("\"curve\""));

    EXPECT_EQ (curve, R"("curve":[["2026-01-01T23:00:00+00:00","spot",0.1],)"
                      R"(["2026-01-02T00:00:00+00:00","spot",0.2],)"
                      R"(["2026-01-02T05:00:00+00:00",null,null],)"
                      R"(["2026-01-02T07:00:00+00:00","spot",0.2]],)"
                      R"("curve_until":"2026-01-04T00:00:00+00:00")");
}
