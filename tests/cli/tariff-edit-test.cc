// SPDX-License-Identifier: LGPL-2.1-or-later
// Tariff plans of a house that are changed, in an editor or by a calendar.
#include <algorithm>

#include "cli/fake-host.h"
#include "cli/tariff-house.h"

using namespace wattle_test;

namespace
{

class CliTariffEdit : public TariffHouse
{
};

} // namespace

TEST_F (CliTariffEdit, AreEditedAndSavedAsARevision)
{
    house.start_host ();
    import ();
    use_editor ("s/\"0.23\"/\"0.25\"/");
    Outcome outcome = run ({ "edit", "iskra_sg_manual" }, "y\n");
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "High 0.23  High 0.25")) << outcome.out;
    EXPECT_TRUE (has (kept (), "\"high\": \"0.25\""));

    outcome = run ({ "edit", "iskra_sg_manual" }, "y\n");
    EXPECT_EQ (outcome.status, 0);
    EXPECT_TRUE (has (outcome.out, "is as it was")) << outcome.out;
    EXPECT_TRUE (left ().empty ()) << "what is saved needs no copy";

    use_editor ("s/\"0.25\"/\"0.26\"/");
    outcome = run ({ "edit", "iskra_sg_manual" }, "n\n");
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "Nothing has been changed.")) << outcome.err;
    EXPECT_TRUE (has (kept (), "\"high\": \"0.25\""));
    ASSERT_EQ (left ().size (), 1u) << "nobody's work is lost";
    EXPECT_TRUE (has (peek_file (left ()[0]), "\"high\": \"0.26\""));
    EXPECT_TRUE (has (outcome.err, "What you have written is in " + left ()[0])) << outcome.err;
    EXPECT_EQ (json ({ "edit", "iskra_sg_manual", "--yes" }), "{\"id\":\"iskra_sg_manual\"}\n");
    EXPECT_TRUE (has (kept (), "\"high\": \"0.26\""));
}

TEST_F (CliTariffEdit, AMistakeInTheEditorIsNamedAndCanBeMended)
{
    house.start_host ();
    import ();
    // The first time it goes wrong, the second time it is mended.
    use_editor ("s/\"0,25\"/\"0.25\"/;t;s/\"0.23\"/\"0,25\"/");
    Outcome outcome = run ({ "edit", "iskra_sg_manual" }, "y\ny\n");
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.err, "versions[0].components[0].prices.high: ")) << outcome.err;
    EXPECT_TRUE (has (kept (), "\"high\": \"0.25\""));

    use_editor ("s/iskra_sg_manual/another/");
    outcome = run ({ "edit", "iskra_sg_manual" }, "n\n");
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "id: must stay “iskra_sg_manual”")) << outcome.err;
    ASSERT_EQ (left ().size (), 1u);
    EXPECT_TRUE (has (outcome.err, "What you have written is in " + left ()[0])) << outcome.err;
    EXPECT_TRUE (has (peek_file (left ()[0]), "\"id\": \"another\""));

    environment["EDITOR"] = "false";
    outcome = run ({ "edit", "iskra_sg_manual" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "the editor “false” has failed")) << outcome.err;
    EXPECT_EQ (left ().size (), 1u) << "nothing was written";
    EXPECT_EQ (run ({ "edit", "none" }).status, 2);
}

TEST_F (CliTariffEdit, TakeHolidaysFromACalendar)
{
    std::string begin = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
                        "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Fair\r\n"
                        "DTSTART;VALUE=DATE:20260105\r\nRRULE:";
    std::string end = "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    std::string file = dir.write ("fair.ics", begin + "FREQ=YEARLY" + end);
    std::string wrong = dir.write ("wrong.ics", begin + "FREQ=WEEKLY" + end);

    house.start_host ();
    import ();
    EXPECT_EQ (run ({ "import", file }).status, 2) << "into which plan?";
    EXPECT_EQ (run ({ "import", EXAMPLE, "--plan", "iskra_sg_manual" }).status, 2);
    Outcome outcome = run ({ "import", wrong, "--plan", "iskra_sg_manual" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, wrong + ": VEVENT 1 (“Fair”): RRULE: “FREQ=WEEKLY” has no end"))
        << outcome.err;
    std::string daily = dir.write ("daily.ics", begin + "FREQ=DAILY;COUNT=200" + end);
    outcome = run ({ "import", daily, "--plan", "iskra_sg_manual" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "wattle: iskra_sg_manual: calendar.holidays: there would be "))
        << outcome.err;
    std::string lost =
        dir.write ("lost.ics", "BEGIN:VCALENDAR\nPRODID:-//Wattle//wattle//EN\nBEGIN:VEVENT\n"
                               "SUMMARY:Fair\nDTSTART;VALUE=DATE:20260105\nCATEGORIES:shut\n"
                               "END:VEVENT\nEND:VCALENDAR\n");
    outcome = run ({ "import", lost, "--plan", "iskra_sg_manual" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, lost + ": “Fair” is a day of the type “shut”, which the plan"))
        << outcome.err;
    EXPECT_TRUE (has (outcome.err, " (--day-type)\n")) << outcome.err;
    outcome = run ({ "import", file, "--plan", "iskra_sg_manual", "--day-type", "none" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "calendar.holidays[4].day_type: “none” is unknown"))
        << outcome.err;
    EXPECT_EQ (kept (), peek_file (EXAMPLE));

    outcome = run ({ "import", file, "--plan", "iskra_sg_manual" });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "1 entry of the calendar is new.")) << outcome.out;
    EXPECT_EQ (at (json ({ "now", "--at", "2027-01-05T08:00" }), "holiday"), "Fair");
    outcome = run ({ "import", file, "--plan", "iskra_sg_manual" });
    EXPECT_TRUE (has (outcome.out, "The plan has all days of the calendar already.\n"
                                   "The tariff plan “iskra_sg_manual” is as it was.\n"))
        << outcome.out;
}

TEST_F (CliTariffEdit, EditedShowWhatChangesLaterAndWhatChangesNoHour)
{
    house.start_host ();
    import ();
    use_editor ("s/\"name\": \"Low\"/\"name\": \"Cheap\"/");
    Outcome outcome = run ({ "edit", "iskra_sg_manual" }, "y\n");
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out,
                      "2101-01-01 00:00 there is no difference in tariffs and prices.\n"
                      "The document changes like this:\n"
                      "--- iskra_sg_manual.json\n+++ iskra_sg_manual.json\n@@ -"))
        << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\"name\": \"Low\"")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\"name\": \"Cheap\"")) << outcome.out;

    use_editor ("s/\"from\": \"1970-01-01\"/\"from\": \"2095-01-01\"/");
    outcome = run ({ "edit", "iskra_sg_manual" }, "n\n");
    EXPECT_TRUE (has (outcome.out, "no tariff not known")) << outcome.out;

    // A document that is other everywhere is not shown in full.
    use_editor ("s/^/ /");
    outcome = run ({ "edit", "iskra_sg_manual" }, "n\n");
    EXPECT_TRUE (has (outcome.out, " more lines\n")) << outcome.out;
    EXPECT_LT (std::count (outcome.out.begin (), outcome.out.end (), '\n'), 70) << outcome.out;
}

// Somebody else imports another price while the editor is open, or the calendar is read.
TEST_F (CliTariffEdit, ChangedMeanwhileAreNotOverwritten)
{
    std::string theirs =
        dir.write ("theirs.json", replaced (peek_file (EXAMPLE), "\"0.23\"", "\"0.40\""));
    std::string mine = replaced (peek_file (EXAMPLE), "\"0.23\"", "\"0.25\"");
    std::string options = ", {'replace': <true>, 'before': <" + to_bytes (mine) + ">})";

    house.start_host ();
    import ();
    environment["EDITOR"] =
        dir.write ("editor.sh", "sed -i -e 's/\"0.23\"/\"0.25\"/' \"$1\"\n" WATTLE
                                " tariff import --replace " +
                                    theirs + " >/dev/null\n");
    environment["EDITOR"] = "sh " + environment["EDITOR"];
    Outcome outcome = run ({ "edit", "iskra_sg_manual" }, "y\n");
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "has been changed by somebody else meanwhile")) << outcome.err;
    size_t begin = outcome.err.find ("What you have written is in ");
    ASSERT_NE (begin, std::string::npos) << outcome.err;
    begin += strlen ("What you have written is in ");
    std::string path = outcome.err.substr (begin, outcome.err.find (".json", begin) + 5 - begin);
    EXPECT_EQ (peek_file (path), mine);
    EXPECT_EQ (g_remove (path.c_str ()), 0);
    EXPECT_EQ (kept (), peek_file (theirs));

    // What both commands ask of the host.
    for (const char *call : { "CheckTariff", "ImportTariff" }) {
        EXPECT_EQ (client.manager (call, "(" + to_bytes (mine) + options), nullptr);
        EXPECT_EQ (client.error_name, "Busy");
    }
    EXPECT_EQ (kept (), peek_file (theirs));
}

// Whoever changed it between reading and saving would lose their work otherwise.
TEST_F (CliTariffEdit, ACalendarSaysIntoWhichDocumentItsDaysGo)
{
    FakeHost host (bus);
    std::string example = peek_file (EXAMPLE);
    std::string fair = dir.write (
        "fair.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20260105\n"
                    "END:VEVENT\nEND:VCALENDAR\n");

    host.answer ("ListTariffs", "([{'id': <'iskra_sg_manual'>, 'running': <true>}],)");
    host.answer ("GetTariffDocument", "(" + to_bytes (example) + ",)");
    host.answer ("ImportTariff", "('iskra_sg_manual',)");
    EXPECT_EQ (run ({ "import", fair, "--plan", "iskra_sg_manual" }).status, 0);
    Variant call (
        g_variant_parse (nullptr, host.asked ("ImportTariff").c_str (), nullptr, nullptr, nullptr));
    ASSERT_NE (call, nullptr) << host.asked ("ImportTariff");
    g_autoptr (GVariant) options = g_variant_get_child_value (call.get (), 1);
    g_autoptr (GVariant) before =
        g_variant_lookup_value (options, "before", G_VARIANT_TYPE_BYTESTRING);
    ASSERT_NE (before, nullptr) << host.asked ("ImportTariff");
    gsize length;
    auto *data =
        static_cast<const char *> (g_variant_get_fixed_array (before, &length, sizeof (char)));
    EXPECT_EQ (std::string (data, length), example);

    host.answer ("ImportTariff", "org.wattle.Wattle1.Error.Busy changed meanwhile");
    Outcome outcome = run ({ "import", fair, "--plan", "iskra_sg_manual" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "changed meanwhile")) << outcome.err;
}
