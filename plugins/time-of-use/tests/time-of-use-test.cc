// SPDX-License-Identifier: LGPL-2.1-or-later
#include "../time-of-use-tariff.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

const char PLAN[] = R"({
    "format": 1, "id": "test", "name": "A plan", "currency": "EUR",
    "tariffs": [{"id": "low", "name": "Low"}, {"id": "high", "name": "High"}],
    "calendar": {"holidays": [{"name": "New Year", "annual": "01-01"}]},
    "versions": [{"from": "2026-01-01", "components": [
        {"id": "energy", "name": "Energy", "main": true, "vat": "22", "prices": {"low": "0.08"}, "seasons": [
            {"name": "Workdays", "start": "01-01", "day_types": ["workday"], "schedule": [
                {"at": "00:00", "tariff": "low"}, {"at": "06:00", "tariff": "high"}]},
            {"name": "Free", "start": "01-01", "day_types": ["weekend", "holiday"],
             "schedule": [{"at": "00:00", "tariff": "low"}]}]},
        {"id": "levy", "name": "Levy", "price": "0.01"}
    ]}]
})";

class TimeOfUse : public testing::Test
{
  protected:
    TimeOfUse ()
    {
        wattle_tariff_set_default_zone (tariff, "Europe/Ljubljana");
        EXPECT_TRUE (wattle_tariff_load (tariff, PLAN, -1, nullptr));
        zone = wattle_zone_new ("Europe/Ljubljana", nullptr);
    }

    ~TimeOfUse () override
    {
        wattle_zone_unref (zone);
        g_object_unref (slots);
        g_object_unref (tariff);
    }

    gint64
    time (int year, int month, int day, int hour = 0)
    {
        return wattle_zone_begin (zone, wattle_date_new (year, month, day), hour * 60) *
               G_USEC_PER_SEC;
    }

    guint
    fill (gint64 from, gint64 to)
    {
        g_clear_object (&slots);
        slots = wattle_slots_new ();
        EXPECT_TRUE (wattle_tariff_fill (tariff, from, to, slots, nullptr));
        return wattle_slots_get_count (slots);
    }

    WattleTariff *tariff = WATTLE_TARIFF (g_object_new (TIME_OF_USE_TYPE_TARIFF, nullptr));
    WattleSlots *slots = wattle_slots_new ();
    WattleZone *zone;
};

} // namespace

TEST_F (TimeOfUse, TellsWhatItsDocumentIs)
{
    const char *name;

    EXPECT_STREQ (wattle_tariff_get_id (tariff), "test");
    EXPECT_STREQ (wattle_tariff_get_name (tariff), "A plan");
    EXPECT_STREQ (wattle_tariff_get_currency (tariff), "EUR");
    EXPECT_STREQ (wattle_tariff_get_zone (tariff), "Europe/Ljubljana");
    EXPECT_FALSE (wattle_tariff_is_feed_in (tariff));
    ASSERT_EQ (wattle_tariff_get_n_tariffs (tariff), 2u);
    EXPECT_STREQ (wattle_tariff_get_tariff (tariff, 1, &name), "high");
    EXPECT_STREQ (name, "High");
}

TEST_F (TimeOfUse, FillsASpanWithItsSlots)
{
    ASSERT_EQ (fill (time (2026, 1, 5), time (2026, 1, 6)), 2u);
    const WattleTariffSlot *low = wattle_slots_get (slots, 0);
    const WattleTariffSlot *high = wattle_slots_get (slots, 1);

    EXPECT_EQ (low->start, time (2026, 1, 5));
    EXPECT_EQ (low->end, time (2026, 1, 5, 6));
    EXPECT_STREQ (low->tariff, "low");
    EXPECT_STREQ (low->price, "0.1076");
    EXPECT_STREQ (low->season, "Workdays");
    EXPECT_STREQ (low->day_type, "workday");
    EXPECT_EQ (low->holiday, nullptr);
    EXPECT_STREQ (high->tariff, "high");
    EXPECT_EQ (high->price, nullptr); // no price is given for it
    EXPECT_EQ (high->end, time (2026, 1, 6));
}

TEST_F (TimeOfUse, ItemisesEachSlot)
{
    ASSERT_EQ (fill (time (2026, 1, 5, 7), time (2026, 1, 5, 8)), 1u);
    const WattleTariffSlot *slot = wattle_slots_get (slots, 0);

    ASSERT_EQ (slot->items->len, 2u);
    auto *energy = (WattleSlotItem *)g_ptr_array_index (slot->items, 0);
    auto *levy = (WattleSlotItem *)g_ptr_array_index (slot->items, 1);
    EXPECT_STREQ (energy->component, "energy");
    EXPECT_EQ (energy->net, nullptr);
    EXPECT_STREQ (levy->name, "Levy");
    EXPECT_STREQ (levy->gross, "0.01");
}

TEST_F (TimeOfUse, KnowsOnlyWhatDaysThereAreBeforeItsPlan)
{
    EXPECT_EQ (fill (time (2025, 12, 1), time (2025, 12, 31)), 30u);
    ASSERT_EQ (fill (time (2025, 12, 31, 5), time (2026, 1, 2)), 2u);
    const WattleTariffSlot *before = wattle_slots_get (slots, 0);
    const WattleTariffSlot *first = wattle_slots_get (slots, 1);

    EXPECT_EQ (before->start, time (2025, 12, 31));
    EXPECT_EQ (before->end, time (2026, 1, 1));
    EXPECT_EQ (before->tariff, nullptr);
    EXPECT_EQ (before->price, nullptr);
    EXPECT_EQ (before->season, nullptr);
    EXPECT_STREQ (before->day_type, "workday");
    EXPECT_EQ (before->items->len, 0u);
    EXPECT_STREQ (first->holiday, "New Year");
    EXPECT_STREQ (first->tariff, "low");
    fill (time (2025, 1, 1), time (2025, 1, 2));
    EXPECT_STREQ (wattle_slots_get (slots, 0)->holiday, "New Year");
}

TEST_F (TimeOfUse, FindsTheNextChangeAsFarAsIsAsked)
{
    ASSERT_TRUE (wattle_tariff_can_find_change (tariff));
    EXPECT_EQ (wattle_tariff_find_change (tariff, time (2025, 12, 30), 400), time (2026, 1, 1));
    EXPECT_EQ (wattle_tariff_find_change (tariff, time (2025, 12, 30), 2), time (2026, 1, 1));
    EXPECT_EQ (wattle_tariff_find_change (tariff, time (2025, 12, 30), 1), 0);
    EXPECT_EQ (wattle_tariff_find_change (tariff, time (2026, 1, 5, 6) - 1, 400),
               time (2026, 1, 5, 6));
}

TEST_F (TimeOfUse, StopsWhereNoMoreSlotsAreTaken)
{
    EXPECT_EQ (fill (time (2026, 1, 1), time (2099, 1, 1)), (guint)WATTLE_SLOTS_MAX);
}

TEST_F (TimeOfUse, ABadDocumentLeavesTheOldOneInForce)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (wattle_tariff_load (tariff, "{\"format\": 2}", -1, &error));
    EXPECT_NE (error, nullptr);
    EXPECT_STREQ (wattle_tariff_get_id (tariff), "test");
    EXPECT_EQ (fill (time (2026, 1, 5), time (2026, 1, 6)), 2u);
}
