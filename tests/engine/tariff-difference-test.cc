// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-tariff-difference.h"

#include "engine/wattle-tariff-span.h"
#include "support/tariff-house.h"

using namespace wattle_test;

namespace
{

class TariffDifference : public TariffHouse
{
  protected:
    WattleTariff *
    load (const TariffDocument &document)
    {
        std::string text = document.text ();
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        WattleTariff *tariff = wattle_tariffs_validate (tariffs, bytes, nullptr);

        EXPECT_NE (tariff, nullptr);
        return tariff;
    }

    // One line for each, times as hours since @from.
    std::string
    compare (WattleTariff *before, WattleTariff *after, gint64 from, gint64 to)
    {
        g_autoptr (GPtrArray) list =
            wattle_tariff_difference_list (before, after, from, to, nullptr);
        std::string text;

        for (guint i = 0; i < list->len; i++) {
            auto *one = static_cast<WattleTariffDifference *> (list->pdata[i]);
            auto word = [] (const char *value) { return std::string (value ? value : "-"); };

            text += std::to_string ((one->start - from) / G_TIME_SPAN_HOUR) + "–" +
                    std::to_string ((one->end - from) / G_TIME_SPAN_HOUR) + " " +
                    word (one->old_tariff) + " " + word (one->old_price) + " → " +
                    word (one->new_tariff) + " " + word (one->new_price) + "\n";
        }
        return text;
    }
};

} // namespace

TEST_F (TariffDifference, IsNothingBetweenEqualPlans)
{
    start ();
    g_autoptr (WattleTariff) one = load ({});
    g_autoptr (WattleTariff) other = load ({});

    EXPECT_EQ (compare (one, other, moment (2026, 1, 1), moment (2027, 1, 1)), "");
}

TEST_F (TariffDifference, NamesTheHoursAndJoinsNeighbours)
{
    TariffDocument later, dearer;

    start ();
    later.morning = "07:00";
    dearer.low = R"("low": "0.1", )";
    g_autoptr (WattleTariff) plan = load ({});
    g_autoptr (WattleTariff) moved = load (later);
    g_autoptr (WattleTariff) raised = load (dearer);
    gint64 friday = moment (2026, 11, 27), monday = moment (2026, 11, 30);

    EXPECT_EQ (compare (plan, moved, friday, monday), "6–7 high 0.254 → low 0.1076\n");
    EXPECT_EQ (compare (plan, raised, friday, monday),
               "0–6 low 0.1076 → low 0.132\n22–72 low 0.1076 → low 0.132\n");
}

TEST_F (TariffDifference, ComparesWithWhatIsNotThere)
{
    start ();
    g_autoptr (WattleTariff) plan = load ({});

    EXPECT_EQ (compare (nullptr, plan, moment (2025, 12, 31), moment (2026, 1, 1, 3)),
               "24–27 - - → low 0.1076\n");
}

TEST_F (TariffDifference, IsOfABoundedSpan)
{
    start ();
    g_autoptr (WattleTariff) plan = load ({});
    gint64 begin = moment (2026, 1, 1);
    struct {
        gint64 from;
        gint64 to;
    } spans[] = { { begin, begin },
                  { begin, begin - 1 },
                  { -1, begin },
                  { begin, begin + 401 * G_TIME_SPAN_DAY },
                  { G_MININT64, G_MAXINT64 },
                  { G_MAXINT64 - 1, G_MAXINT64 } };

    for (auto &span : spans) {
        g_autoptr (GError) error = nullptr;

        g_autoptr (WattleSlots) none = wattle_slots_new ();

        EXPECT_FALSE (wattle_tariff_span_fill (plan, span.from, span.to, none, &error));
        EXPECT_NE (error, nullptr);
        EXPECT_EQ (wattle_slots_get_count (none), 0u);
    }

    // The last slot of all has no end.
    g_autoptr (WattleSlots) slots = wattle_slots_new ();
    ASSERT_TRUE (wattle_tariff_span_fill (plan, moment (2100, 12, 30), moment (2100, 12, 31, 12),
                                          slots, nullptr));
    EXPECT_GT (wattle_slots_get_count (slots), 0u);
    EXPECT_EQ (wattle_slots_get (slots, 0)->start, moment (2100, 12, 30));
    EXPECT_EQ (wattle_slots_get (slots, wattle_slots_get_count (slots) - 1)->end,
               moment (2100, 12, 31, 12));
}
