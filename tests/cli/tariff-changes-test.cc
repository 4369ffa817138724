// SPDX-License-Identifier: LGPL-2.1-or-later
// Changes to tariff plans: what is shown of them before, and what is not lost.
#include <algorithm>

#include "cli/fake-host.h"
#include "cli/tariff-house.h"
#include "cli/terminal.h"

using namespace wattle_test;

namespace
{

const std::string WITH_FEE = WATTLE_DATA "/tariffs/si-five-blocks.json";

class CliTariffChanges : public TariffHouse
{
  protected:
    std::string
    history ()
    {
        return run_wattle (environment, { "config", "history", "--json" }).out;
    }

    static std::string
    calendar (const std::string &more)
    {
        return "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20260105\n" + more +
               "END:VEVENT\nEND:VCALENDAR\n";
    }
};

} // namespace

// Files alone

TEST_F (CliTariffChanges, OfCurrencyDirectionAndFeesAreNoSmallThing)
{
    std::string other =
        dir.write ("other.json", replaced (peek_file (EXAMPLE), "\"currency\": \"EUR\"",
                                           "\"currency\": \"PLN\", \"direction\": \"feed-in\""));
    std::string dear =
        dir.write ("dear.json", replaced (peek_file (WITH_FEE), "\"1.99\"", "\"99\""));
    std::string out =
        json ({ "diff", EXAMPLE, other, "--from", "2026-01-05", "--to", "2026-01-12" });

    EXPECT_EQ (at (out, "currency"), "{\"before\":\"EUR\",\"after\":\"PLN\"}");
    EXPECT_EQ (at (out, "feed_in"), "{\"before\":false,\"after\":true}");
    EXPECT_EQ (at (out, "hours"), "168");
    EXPECT_EQ (at (out, "cut"), "false");
    Outcome shown = run ({ "diff", EXAMPLE, other });
    EXPECT_TRUE (has (shown.out, "Direction: import before, feed-in after.\n")) << shown.out;
    EXPECT_FALSE (has (shown.out, "no difference")) << shown.out;

    out = json ({ "diff", WITH_FEE, dear, "--from", "2026-01-01", "--to", "2026-02-01" });
    EXPECT_EQ (at (out, "hours"), "0");
    EXPECT_EQ (at (out, "fees"),
               "[{\"fee\":\"supplier\",\"name\":\"Supplier's monthly fee\","
               "\"start\":\"2026-01-01T00:00:00+01:00\",\"end\":\"2026-02-01T00:00:00+01:00\","
               "\"before\":2.4278,\"after\":120.78}]");
    shown = run ({ "diff", WITH_FEE, dear });
    EXPECT_TRUE (has (shown.out, "Fixed fee “Supplier's monthly fee”: 2.4278 EUR/month before, "
                                 "120.78 EUR/month after.\n"))
        << shown.out;
}

TEST_F (CliTariffChanges, OfACalendarAreShownWhereNoHostRuns)
{
    std::string file = dir.write ("fair.ics", calendar (""));
    Outcome look = run ({ "import", file, "--dry-run", "--plan", EXAMPLE });

    EXPECT_EQ (look.status, 0) << look.err;
    EXPECT_TRUE (has (look.out, "1 entry of the calendar is new.\n"
                                "The document changes like this:\n"
                                "--- iskra_sg_manual.json\n"))
        << look.out;
    EXPECT_TRUE (has (look.out, "\n+      {\"name\":\"Fair\",\"date\":\"2026-01-05\"}\n"))
        << look.out;
    EXPECT_FALSE (has (look.out, "category")) << look.out;
    std::string out = json ({ "import", file, "--dry-run", "--plan", EXAMPLE });
    EXPECT_TRUE (has (at (out, "document_diff"), "Fair")) << out;
    EXPECT_EQ (at (out, "unknown_categories"), "[]");
}

// Whoever has days of school there may not want them to be holidays.
TEST_F (CliTariffChanges, SayWhichCategoriesOfACalendarMeanNothing)
{
    std::string file = dir.write ("school.ics", calendar ("CATEGORIES:School,Autumn\n"));
    std::string known = dir.write ("known.ics", calendar ("CATEGORIES:School,holiday\n"));
    Outcome look = run ({ "import", file, "--dry-run", "--plan", EXAMPLE });

    EXPECT_TRUE (has (look.out, "The plan has no type of day for the category “School”, “Autumn”: "
                                "such days are holidays there."))
        << look.out;
    EXPECT_EQ (at (json ({ "import", file, "--dry-run", "--plan", EXAMPLE }), "unknown_categories"),
               "[\"School\",\"Autumn\"]");
    EXPECT_FALSE (
        has (run ({ "import", known, "--dry-run", "--plan", EXAMPLE }).out, "category “"));
    look = run ({ "import", file, "--dry-run", "--plan", EXAMPLE, "--day-type", "weekend" });
    EXPECT_FALSE (has (look.out, "category")) << look.out << look.err;
}

TEST_F (CliTariffChanges, NameTariffsWithoutAPrice)
{
    std::string file =
        dir.write ("hole.json", replaced (peek_file (EXAMPLE), "\"low\": \"0.16\", ", ""));
    Outcome look = run ({ "import", file, "--dry-run" });

    EXPECT_EQ (look.status, 0) << look.err;
    EXPECT_TRUE (has (look.out, "Note: from 1970-01-01 on “low” has no price in “energy”; what a "
                                "kWh costs is not known then.\n"))
        << look.out;
    EXPECT_EQ (at (json ({ "import", file, "--dry-run" }), "without_price"),
               "[{\"from\":\"1970-01-01\",\"component\":\"energy\",\"tariff\":\"low\"}]");
    EXPECT_FALSE (has (run ({ "import", EXAMPLE, "--dry-run" }).out, "Note:"));
}

// With a host

TEST_F (CliTariffChanges, AreShownWithCurrencyDirectionAndFees)
{
    std::string text = peek_file (WITH_FEE);
    std::string file = dir.write (
        "other.json", replaced (replaced (text, "\"1.99\"", "\"99\""), "\"currency\": \"EUR\"",
                                "\"currency\": \"PLN\", \"direction\": \"feed-in\""));

    house.start_host ();
    ASSERT_EQ (run ({ "import", WITH_FEE }).status, 0);
    Outcome look = run ({ "import", file, "--replace", "--dry-run" });
    EXPECT_EQ (look.status, 0) << look.err;
    for (const char *line : { "Prices are in EUR before and in PLN after.\n",
                              "Direction: import before, feed-in after.\n",
                              "2.4278 EUR/month before, 120.78 PLN/month after.\n" })
        EXPECT_TRUE (has (look.out, line)) << look.out;

    use_editor ("s/\"1.99\"/\"0.99\"/");
    look = run ({ "edit", "si_five_blocks" }, "n\n");
    EXPECT_TRUE (has (look.out, "2.4278 EUR/month before, 1.2078 EUR/month after.\n")) << look.out;
}

TEST_F (CliTariffChanges, AreKeptWhenTheEditorFails)
{
    house.start_host ();
    import ();
    environment["EDITOR"] = "sh " + dir.write ("editor.sh", "echo mine >> \"$1\"; exit 3\n");
    Outcome outcome = run ({ "edit", "iskra_sg_manual" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, " has failed: ")) << outcome.err;
    ASSERT_EQ (left ().size (), 1u) << outcome.err;
    EXPECT_TRUE (has (outcome.err, "What you have written is in " + left ()[0] + ".\n"))
        << outcome.err;
    EXPECT_TRUE (has (peek_file (left ()[0]), "mine\n"));
}

TEST_F (CliTariffChanges, AreKeptWhenThePersonBreaksOff)
{
    house.start_host ();
    import ();
    use_editor ("s/\"0.23\"/\"0.25\"/");
    Terminal edit (environment, { "tariff", "edit", "iskra_sg_manual" }, 50, 200);
    ASSERT_TRUE (edit.shows ("Save it? [Y/e/n] (e: edit again) ")) << edit.shown ();
    edit.type ("\x03");
    EXPECT_EQ (edit.wait (), -SIGINT);
    ASSERT_EQ (left ().size (), 1u) << edit.shown ();
    EXPECT_TRUE (has (edit.shown (), "What you have written is in " + left ()[0] + "."))
        << edit.shown ();
    EXPECT_TRUE (has (peek_file (left ()[0]), "\"high\": \"0.25\""));
    EXPECT_EQ (kept (), peek_file (EXAMPLE));
}

// An editor may use Ctrl-C for something of its own, and goes on.
TEST_F (CliTariffChanges, AreNotBrokenOffInTheEditor)
{
    house.start_host ();
    import ();
    environment["EDITOR"] =
        "sh " + dir.write ("editor.sh",
                           "trap 'echo heard; sed -i s/0.23/0.25/ \"$1\"; exit 0' INT\n"
                           "echo open\nwhile :; do read -r line; done\n");
    Terminal edit (environment, { "tariff", "edit", "iskra_sg_manual" }, 50, 200);
    ASSERT_TRUE (edit.shows ("open")) << edit.shown ();
    edit.type ("\x03");
    ASSERT_TRUE (edit.shows ("Save it?")) << edit.shown ();
    edit.type ("y\n");
    EXPECT_EQ (edit.wait (), 0);
    EXPECT_TRUE (has (kept (), "\"high\": \"0.25\"")) << edit.shown ();
    EXPECT_TRUE (left ().empty ());
}

TEST_F (CliTariffChanges, ThatAreNoneAreNoRevision)
{
    house.start_host ();
    import ();
    std::string before = history ();
    Outcome outcome = run ({ "import", EXAMPLE, "--replace" });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_EQ (outcome.out, "The tariff plan “iskra_sg_manual” is as it was.\n");
    EXPECT_EQ (history (), before);
}

TEST_F (CliTariffChanges, AreAskedForInTheRightWordsOnTheBus)
{
    std::string document = "(" + to_bytes (peek_file (EXAMPLE)) + ", ";

    house.start_host ();
    import ();
    for (const char *call : { "ImportTariff", "CheckTariff" }) {
        EXPECT_EQ (client.manager (call, document + "@a{sv} {})"), nullptr);
        EXPECT_TRUE (has (client.error_text, "it is to be used instead")) << client.error_text;
        EXPECT_FALSE (has (client.error_text, "--")) << client.error_text;
        EXPECT_EQ (client.manager (call, document + "{'replce': <true>})"), nullptr);
        EXPECT_TRUE (has (client.error_text, "there is no option “replce”")) << client.error_text;
        EXPECT_EQ (client.manager (call, document + "{'replace': <'yes'>})"), nullptr);
        EXPECT_TRUE (has (client.error_text, "replace: is of the type “s”, it must be of “b”"))
            << client.error_text;
        EXPECT_EQ (client.error_name, "Config");
    }
}

// What is refused for another reason would be so again.
TEST_F (CliTariffChanges, AreToldToReplaceOnlyWhereThatHelps)
{
    FakeHost host (bus);

    host.answer ("ListTariffs", "(@aa{sv} [],)");
    host.answer ("CheckTariff", "(@a{sv} {},)");
    host.answer ("ImportTariff", "org.wattle.Wattle1.Error.Config no room");
    Outcome outcome = run ({ "import", EXAMPLE });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_EQ (outcome.err, "wattle: no room\n");
    host.answer ("ImportTariff", "org.wattle.Wattle1.Error.NotPermitted not you");
    outcome = run ({ "import", EXAMPLE });
    EXPECT_EQ (outcome.status, 4);
    EXPECT_EQ (outcome.err, "wattle: not you\n");
}

TEST_F (CliTariffChanges, OfSeveralPlansNeedAName)
{
    house.start_host ();
    import ();
    ASSERT_EQ (run ({ "import", WATTLE_DATA "/tariffs/ua-two-zones.json" }).status, 0);
    Outcome outcome = run ({ "show" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "name one of them: iskra_sg_manual, ua_two_zones\n"))
        << outcome.err;

    outcome = run ({ "list" });
    EXPECT_TRUE (has (outcome.out, "  Zone  ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "  Europe/Kyiv  ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "iskra_sg_manual  Low ") ||
                 has (outcome.out, "iskra_sg_manual  High "))
        << outcome.out;
    ASSERT_EQ (run ({ "remove", "ua_two_zones" }).status, 0);
    EXPECT_FALSE (has (run ({ "list" }).out, "Zone"));
}

TEST_F (CliTariffChanges, CanBeExportedToStandardOutput)
{
    Outcome outcome = run ({ "export", EXAMPLE, "-" });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_EQ (outcome.out, peek_file (EXAMPLE));
    EXPECT_TRUE (has (run ({ "export", EXAMPLE, "-", "--ics" }).out, "BEGIN:VCALENDAR"));
    EXPECT_FALSE (std::filesystem::exists ("-"));
}
