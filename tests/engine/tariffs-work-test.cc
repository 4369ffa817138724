// SPDX-License-Identifier: LGPL-2.1-or-later
// The largest plans that are allowed, and how long the main loop waits for them.
#include <ctime>

#include "engine/wattle-tariff-difference.h"
#include "engine/wattle-tariff-span.h"
#include "support/huge-plan.h"
#include "support/sanitizer.h"
#include "support/tariff-house.h"

using namespace wattle_test;

namespace
{

// In ms of this thread's own time. It takes a fifth of that; without care it was seconds.
#ifdef __SANITIZE_ADDRESS__
constexpr double PATIENCE = 3000;
#else
constexpr double PATIENCE = 250;
#endif

const gint64 SPAN = WATTLE_TARIFF_SPAN_DAYS * G_TIME_SPAN_DAY;

struct Shape {
    const char *name;
    HugePlan plan;
};

void
PrintTo (const Shape &shape, std::ostream *out)
{
    *out << shape.name;
}

HugePlan
make (const std::function<void (HugePlan &)> &change)
{
    HugePlan plan;

    change (plan);
    return plan;
}

const char ALL_PACKS[] = R"({"country":"AT"},{"country":"BE"},{"country":"DE"},{"country":"HR"},)"
                         R"({"country":"IT"},{"country":"PL"},{"country":"SI"},{"country":"UA"})";

const Shape shapes[] = {
    { "EachMinute", make ([] (HugePlan &) {}) },
    { "EachMinuteItsTariffToo", make ([] (HugePlan &plan) { plan.same_tariff = false; }) },
    { "ManyRules", make ([] (HugePlan &plan) {
          plan.components = 8;
          plan.seasons = 1;
          plan.switches = 288;
          plan.day_types = 16;
          plan.rules = plan.holidays = 200;
          plan.packs = ALL_PACKS;
      }) },
    { "ManyVersions", make ([] (HugePlan &plan) {
          plan.components = 1;
          plan.seasons = 1;
          plan.switches = 80;
          plan.versions = 100;
      }) },
    { "ManyVersionsOfManyComponents", make ([] (HugePlan &plan) {
          plan.components = 12;
          plan.seasons = plan.switches = 1;
          plan.versions = 100;
      }) },
};

class TariffsChange : public TariffHouse
{
  protected:
    TariffsChange ()
    {
        start ();
    }

    static double
    now ()
    {
        struct timespec time;

        clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
        return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
    }

    // Notes how long it took.
    template <typename Work>
    static void
    expect_quick (const char *what, Work work)
    {
        double begin = now ();

        work ();
        double took = now () - begin;
        RecordProperty (what, std::to_string (took));
        EXPECT_LT (took, PATIENCE) << what;
    }

    GBytes *
    make_bytes (const HugePlan &plan)
    {
        std::string text = plan.text ();

        EXPECT_LE (text.size (), (size_t)WATTLE_TARIFF_PLAN_MAX_SIZE);
        return g_bytes_new (text.data (), text.size ());
    }

    WattleTariff *
    load (GBytes *document)
    {
        g_autoptr (GError) error = nullptr;
        WattleTariff *tariff = wattle_tariffs_validate (tariffs, document, &error);

        EXPECT_NE (tariff, nullptr) << error->message;
        return tariff;
    }

    gint64 at = moment (2026, 11, 26, 12);
};

class TariffsWork : public TariffsChange, public testing::WithParamInterface<Shape>
{
};

} // namespace

TEST_P (TariffsWork, IsDoneBeforeAnybodyWaits)
{
    g_autoptr (GBytes) document = make_bytes (GetParam ().plan);
    WattleTariff *tariff = nullptr;

    expect_quick ("validate", [&] { tariff = load (document); });
    ASSERT_NE (tariff, nullptr);
    g_autoptr (WattleTariffRun) run = wattle_tariff_run_new (tariff, document);
    expect_quick ("look", [&] { EXPECT_TRUE (wattle_tariff_run_look (run, at)); });
    EXPECT_NE (wattle_tariff_run_get_slot (run), nullptr);
    EXPECT_EQ (wattle_tariff_run_get_error (run), nullptr);
    gint64 next = wattle_tariff_run_get_until (run);
    expect_quick ("look again", [&] { EXPECT_TRUE (wattle_tariff_run_look (run, next)); });

    g_autoptr (WattleSlots) slots = wattle_slots_new ();
    expect_quick ("slots", [&] {
        EXPECT_TRUE (wattle_tariff_span_fill (tariff, at, at + SPAN, slots, nullptr));
    });
    EXPECT_GT (wattle_slots_get_count (slots), 300u);
    g_object_unref (tariff);
}

TEST_P (TariffsWork, OfAComparisonIsDoneBeforeAnybodyWaits)
{
    HugePlan dearer = GetParam ().plan;

    dearer.price = "0.2";
    g_autoptr (GBytes) document = make_bytes (GetParam ().plan);
    g_autoptr (GBytes) other = make_bytes (dearer);
    g_autoptr (WattleTariff) before = load (document);
    g_autoptr (WattleTariff) after = load (other);
    GPtrArray *list = nullptr;
    g_autoptr (GError) error = nullptr;

    expect_quick ("comparison", [&] {
        list = wattle_tariff_difference_list (before, after, at, at + SPAN, &error);
    });
    if (list == nullptr) {
        int days = 0;

        ASSERT_EQ (sscanf (error->message,
                           "the plan changes too often for so long a span; at most %d days", &days),
                   1)
            << error->message;
        list =
            wattle_tariff_difference_list (before, after, at, at + days * G_TIME_SPAN_DAY, nullptr);
    }
    ASSERT_NE (list, nullptr);
    EXPECT_GT (list->len, 0u);
    g_ptr_array_unref (list);
}

// Whoever asks for more goes on from the end of the last slot.
TEST_P (TariffsWork, IsTheSameInPieces)
{
    g_autoptr (GBytes) document = make_bytes (GetParam ().plan);
    g_autoptr (WattleTariff) tariff = load (document);
    g_autoptr (WattleSlots) plain = wattle_slots_new_plain ();
    gint64 end = at + 4 * G_TIME_SPAN_DAY;
    guint n = 0;

    ASSERT_TRUE (wattle_tariff_span_fill (tariff, at, end, plain, nullptr));
    for (gint64 time = at; time < end;) {
        g_autoptr (WattleSlots) piece = wattle_slots_new ();

        ASSERT_TRUE (wattle_tariff_span_fill (tariff, time, end, piece, nullptr));
        for (guint i = 0; i < wattle_slots_get_count (piece); i++, n++) {
            const WattleTariffSlot *slot = wattle_slots_get (piece, i);

            ASSERT_EQ (slot->start, wattle_slots_get (plain, n)->start);
            ASSERT_EQ (slot->end, wattle_slots_get (plain, n)->end);
            ASSERT_STREQ (slot->price, wattle_slots_get (plain, n)->price);
            ASSERT_EQ (slot->items->len, (guint)GetParam ().plan.components);
            time = slot->end;
        }
    }
    EXPECT_EQ (n, wattle_slots_get_count (plain));
}

TEST_P (TariffsWork, OfAnImportIsDoneInShortTurnsOfTheMainLoop)
{
    g_autoptr (GBytes) document = make_bytes (GetParam ().plan);
    WattleTariffImport options = {};

    answer.clear ();
    expect_quick ("check", [&] {
        wattle_admin_tariffs_import_async (admin, document, &options, "7", on_done, this);
    });
    for (int turn = 0; answer.empty (); turn++) {
        std::string what = "turn " + std::to_string (turn);

        expect_quick (what.c_str (), [] { g_main_context_iteration (nullptr, TRUE); });
    }
    EXPECT_EQ (answer, "home");
    EXPECT_NE (show ("price"), "(none)");
    EXPECT_EQ (complaints (), "");
}

// However often another component changes, and the main one repeats its tariff.
TEST_F (TariffsChange, IsFoundThroughEverythingBeforeIt)
{
    auto with = [] (const char *even, const char *odd) {
        std::string text = R"("day_types":["workday","weekend","holiday"],"schedule":[)";

        for (int i = 0; i < 288; i++) {
            g_autofree char *time = g_strdup_printf ("%02d:%02d", i / 12, i % 12 * 5);

            text += std::string (i > 0 ? "," : "") + R"({"at":")" + time + R"(","tariff":")" +
                    (i % 2 > 0 ? odd : even) + "\"}";
        }
        return text + "]}";
    };
    std::string text =
        R"({"format":1,"id":"home","name":"Huge","zone":"Europe/Ljubljana","currency":"EUR",)"
        R"("tariffs":[{"id":"a","name":"A"},{"id":"b","name":"B"}],"versions":[)"
        R"({"from":"2020-01-01","components":[)"
        R"({"id":"c","name":"C","main":true,"prices":{"a":"0.1","b":"0.2"},"seasons":[)"
        R"({"name":"S","start":"2019-01-01",)" +
        with ("a", "a") + R"(,{"name":"T","start":"2027-12-20",)" + with ("b", "b") +
        R"(]},{"id":"d","name":"D","prices":{"a":"0.1","b":"0.2"},"seasons":[)"
        R"({"name":"S","start":"01-01",)" +
        with ("a", "b") + "]}]}]}";
    g_autoptr (GBytes) document = g_bytes_new (text.data (), text.size ());
    g_autoptr (WattleTariff) tariff = load (document);
    ASSERT_NE (tariff, nullptr);
    g_autoptr (WattleTariffRun) run = wattle_tariff_run_new (tariff, document);

    expect_quick ("look", [&] { EXPECT_TRUE (wattle_tariff_run_look (run, at)); });
    EXPECT_EQ (wattle_tariff_run_get_next_change (run), moment (2027, 12, 20));
    expect_quick ("change", [&] { EXPECT_EQ (wattle_tariff_find_change (tariff, at, 388), 0); });
}

INSTANTIATE_TEST_SUITE_P (Each, TariffsWork, testing::ValuesIn (shapes), [] (const auto &info) {
    return info.param.name;
});
