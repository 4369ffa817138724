// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-slots.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

class Slots : public testing::Test
{
  protected:
    ~Slots () override
    {
        g_object_unref (slots);
    }

    // Hours, one after the other, the first at 0.
    void
    add_hours (int n)
    {
        for (int i = 0; i < n; i++)
            ASSERT_TRUE (wattle_slots_add (slots, i * 60, i * 60 + 60, "low", "0.1"));
    }

    std::string
    spans ()
    {
        std::string text;

        for (guint i = 0; i < wattle_slots_get_count (slots); i++)
            text += std::to_string (wattle_slots_get (slots, i)->start) + "–" +
                    std::to_string (wattle_slots_get (slots, i)->end) + " ";
        return text;
    }

    void
    be_plain ()
    {
        g_object_unref (slots);
        slots = wattle_slots_new_plain ();
    }

    WattleSlots *slots = wattle_slots_new ();
};

} // namespace

TEST_F (Slots, KeepTextsOfTheirOwn)
{
    char text[] = "low";

    ASSERT_TRUE (wattle_slots_add (slots, 0, 60, text, nullptr));
    wattle_slots_set_day (slots, "Winter", "workday", nullptr);
    wattle_slots_add_item (slots, text, "Energy", "0.1", nullptr);
    text[0] = 'X';

    const WattleTariffSlot *slot = wattle_slots_get (slots, 0);
    auto *item = static_cast<WattleSlotItem *> (g_ptr_array_index (slot->items, 0));
    EXPECT_STREQ (slot->tariff, "low");
    EXPECT_EQ (slot->price, nullptr);
    EXPECT_STREQ (slot->season, "Winter");
    EXPECT_STREQ (slot->day_type, "workday");
    EXPECT_EQ (slot->holiday, nullptr);
    EXPECT_STREQ (item->component, "low");
    EXPECT_STREQ (item->net, "0.1");
    EXPECT_EQ (item->gross, nullptr);
}

TEST_F (Slots, ItemsAreOfTheLastSlotOnly)
{
    add_hours (2);
    wattle_slots_add_item (slots, "energy", "Energy", "0.1", "0.12");
    EXPECT_EQ (wattle_slots_get (slots, 0)->items->len, 0u);
    EXPECT_EQ (wattle_slots_get (slots, 1)->items->len, 1u);
}

TEST_F (Slots, TakeNeitherEmptyOnesNorThoseThatOverlap)
{
    add_hours (1);
    EXPECT_FALSE (wattle_slots_add (slots, 70, 70, "low", nullptr));
    EXPECT_FALSE (wattle_slots_add (slots, 59, 90, "low", nullptr));
    EXPECT_TRUE (wattle_slots_add (slots, 70, 90, "low", nullptr));
    EXPECT_EQ (spans (), "0–60 70–90 ");
}

TEST_F (Slots, AreCutToASpan)
{
    add_hours (5);
    wattle_slots_cut (slots, 0, 300);
    EXPECT_EQ (spans (), "0–60 60–120 120–180 180–240 240–300 ");
    wattle_slots_cut (slots, 90, 200);
    EXPECT_EQ (spans (), "90–120 120–180 180–200 ");
    wattle_slots_cut (slots, 120, 180);
    EXPECT_EQ (spans (), "120–180 ");
    wattle_slots_cut (slots, 130, 140);
    EXPECT_EQ (spans (), "130–140 ");
    wattle_slots_cut (slots, 140, 200);
    EXPECT_EQ (spans (), "");
    wattle_slots_cut (slots, 0, 10);
    EXPECT_EQ (spans (), "");
}

TEST_F (Slots, AreBounded)
{
    add_hours (WATTLE_SLOTS_MAX - 1);
    EXPECT_FALSE (wattle_slots_is_full (slots));
    EXPECT_TRUE (wattle_slots_add (slots, G_MAXINT64 - 2, G_MAXINT64 - 1, "low", nullptr));
    EXPECT_TRUE (wattle_slots_is_full (slots));
    EXPECT_FALSE (wattle_slots_add (slots, G_MAXINT64 - 1, G_MAXINT64, "low", nullptr));
}

TEST_F (Slots, AreBoundedByTheirItemsToo)
{
    add_hours (1);
    for (int i = 0; i < WATTLE_SLOTS_MAX_ITEMS; i++) {
        EXPECT_FALSE (wattle_slots_is_full (slots));
        wattle_slots_add_item (slots, "energy", "Energy", "0.1", "0.12");
    }
    EXPECT_TRUE (wattle_slots_is_full (slots));
    EXPECT_FALSE (wattle_slots_add (slots, 60, 120, "low", nullptr));
    EXPECT_EQ (wattle_slots_get (slots, 0)->items->len, (guint)WATTLE_SLOTS_MAX_ITEMS);
}

TEST_F (Slots, ThatArePlainTakeMoreAndNoItems)
{
    EXPECT_TRUE (wattle_slots_wants_items (slots));
    be_plain ();
    EXPECT_FALSE (wattle_slots_wants_items (slots));
    add_hours (WATTLE_SLOTS_MAX_PLAIN);
    wattle_slots_add_item (slots, "energy", "Energy", "0.1", "0.12");
    EXPECT_EQ (wattle_slots_get (slots, WATTLE_SLOTS_MAX_PLAIN - 1)->items->len, 0u);
    EXPECT_TRUE (wattle_slots_is_full (slots));
}
