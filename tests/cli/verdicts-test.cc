// SPDX-License-Identifier: LGPL-2.1-or-later
// What a person is told of the proofs of tariff plans.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cli/wattle-cli-plan-report.h"

namespace
{

// Made up verdicts of plans that hold, from 2020 on, though they begin in 2027.
class CliVerdicts : public testing::Test
{
  protected:
    ~CliVerdicts () override
    {
        g_ptr_array_unref (verdicts);
    }

    WattleCliPlanVerdict *
    add (guint number, const char *plan, const char *zone)
    {
        WattleCliPlanVerdict *verdict = g_new0 (WattleCliPlanVerdict, 1);

        verdict->number = number;
        verdict->plan = g_strdup (plan);
        verdict->zone = wattle_zone_new (zone, nullptr);
        verdict->from = 1577880000;
        verdict->begin = 1577880000;
        verdict->duration = 10000;
        verdict->proof.days = 29586;
        g_ptr_array_add (verdicts, verdict);
        return verdict;
    }

    void
    add_many (int n, guint number, const char *plan)
    {
        for (int i = 0; i < n; i++)
            add (number, plan, "Etc/UTC");
    }

    std::string
    tell ()
    {
        g_autofree char *text = wattle_cli_plan_report_describe (verdicts, FALSE);

        return text;
    }

    static long
    count (const std::string &text, const std::string &words)
    {
        long n = 0;

        for (size_t at = 0; (at = text.find (words, at)) != std::string::npos; at++)
            n++;
        return n;
    }

    GPtrArray *verdicts =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_plan_verdict_free);
};

} // namespace

TEST_F (CliVerdicts, HaveARowEachUpToTwenty)
{
    add_many (20, 0, "plan");
    EXPECT_EQ (count (tell (), "ok       plan  Etc/UTC  2020-01-01  29586 "), 20) << tell ();
    EXPECT_EQ (count (tell (), "of 20 zones"), 0);
    EXPECT_EQ (count (tell (), "Begins"), 0);
    EXPECT_EQ (count (tell (), "From the day shown to the end of 2100"), 1);
}

// What is wrong is seen among whatever is not.
TEST_F (CliVerdicts, OfMoreZonesAreALineAndTheRowsOfWhatIsWrong)
{
    add_many (25, 0, "plan");
    WattleCliPlanVerdict *slow = add (0, "plan", "Europe/Dublin");
    WattleCliPlanVerdict *bad = add (0, "plan", "Europe/Kyiv");
    add (1, "plan", "Asia/Kathmandu"); // another file with a plan of the same name
    slow->duration = 210000;
    bad->fault = g_strdup ("plan: there is no tariff");

    std::string text = tell ();
    EXPECT_EQ (text.find ("Verdict  Plan  Zone            From  "), 0u) << text;
    EXPECT_EQ (count (text, "\nproblem  plan  Europe/Kyiv     2020-01-01  29586 "), 1) << text;
    EXPECT_EQ (count (text, "\nok       plan  Asia/Kathmandu  2020-01-01  29586 "), 1) << text;
    EXPECT_EQ (count (text, "Etc/UTC"), 0) << text;
    EXPECT_EQ (count (text,
                      "\nplan: ok in 26 of 27 zones from 2020-01-01 on; the slowest took 0.21 s "
                      "(Europe/Dublin).\nplan: there is no tariff\n"),
               1)
        << text;
    EXPECT_EQ (count (text, "From the day shown"), 0) << text;
}

TEST_F (CliVerdicts, SayWhereAPlanBeginsLaterThanItWasWalked)
{
    add (0, "early", "Etc/UTC");
    add (1, "late", "Etc/UTC")->begin = 1805630400;
    EXPECT_EQ (count (tell (), "ok       early  Etc/UTC  2020-01-01  2020-01-01  29586 "), 1)
        << tell ();
    EXPECT_EQ (count (tell (), "ok       late   Etc/UTC  2020-01-01  2027-03-21  29586 "), 1)
        << tell ();
    EXPECT_EQ (count (tell (), "  From        Begins       Days "), 1);

    add_many (25, 2, "many");
    for (guint i = 2; i < verdicts->len; i++)
        static_cast<WattleCliPlanVerdict *> (g_ptr_array_index (verdicts, i))->begin = 1805630400;
    EXPECT_EQ (count (tell (), "\nmany: ok in 25 of 25 zones from 2020-01-01 on; the slowest took "
                               "0.01 s (Etc/UTC).\nmany begins on 2027-03-21.\n"),
               1)
        << tell ();
}

TEST_F (CliVerdicts, OfWhatCannotBeReadHaveNoNumbers)
{
    WattleCliPlanVerdict *bad = g_new0 (WattleCliPlanVerdict, 1);

    add (0, "plan", "Etc/UTC");
    bad->number = 1;
    bad->plan = g_strdup ("bad.json");
    bad->fault = g_strdup ("bad.json: cut off");
    g_ptr_array_add (verdicts, bad);
    EXPECT_EQ (count (tell (), "\nproblem  bad.json  –        –               –      –"), 1)
        << tell ();
    EXPECT_EQ (count (tell (), "\nbad.json: cut off\n"), 1) << tell ();
}
