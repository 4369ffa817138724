// SPDX-License-Identifier: LGPL-2.1-or-later
// Tariff plans of files, where no host runs.
#include "cli/tariff-house.h"

using namespace wattle_test;

namespace
{

class CliTariffFiles : public TariffHouse
{
};

} // namespace

TEST_F (CliTariffFiles, AreProvedInTheirZoneAndInOthers)
{
    std::string out =
        json ({ "verify", EXAMPLE, "--zone", "Australia/Lord_Howe", "--zone", "Pacific/Apia" });

    EXPECT_EQ (count (out), 2);
    EXPECT_EQ (
        members (out, "0"),
        "plan,zone,begins,from,to,days,spans,transitions,unpriced,without_price,milliseconds,"
        "error");
    EXPECT_EQ (at (out, "1.zone"), "Pacific/Apia");
    EXPECT_EQ (at (out, "0.error"), "null");
    EXPECT_EQ (at (out, "0.unpriced"), "0");
    EXPECT_EQ (at (out, "0.days"), "47847");
    EXPECT_EQ (at (out, "1.days"), "47846"); // 2011-12-30 was none in Apia
    EXPECT_EQ (at (out, "0.from"), "1970-01-01T00:00:00+10:00");
    EXPECT_EQ (at (out, "1.to"), "2101-01-01T00:00:00+13:00");
    EXPECT_EQ (at (json ({ "verify", EXAMPLE }), "0.zone"), "Europe/Ljubljana");

    Outcome outcome = run ({ "verify", EXAMPLE, "--zone", "Mars/Base" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "there is no time zone “Mars/Base”")) << outcome.err;
}

// Before it begins a plan is taken as if its first version had always counted, if that can be.
TEST_F (CliTariffFiles, AreProvedFrom1970OnWhereTheirSeasonsSayHowItWouldHaveBeen)
{
    std::string text =
        replaced (peek_file (EXAMPLE), "\"from\": \"1970-01-01\"", "\"from\": \"2020-01-01\"");
    std::string path = dir.write ("plan.json", text);
    std::string out = json ({ "verify", path });

    EXPECT_EQ (at (out, "0.begins"), "2020-01-01T00:00:00+01:00");
    EXPECT_EQ (at (out, "0.from"), "1970-01-01T00:00:00+01:00");
    EXPECT_EQ (at (out, "0.days"), "47847");
    EXPECT_TRUE (has (run ({ "verify", path }).out, "as if its first version had always been"));
    EXPECT_FALSE (has (run ({ "verify", EXAMPLE }).out, "as if its first version"));

    for (size_t start; (start = text.find ("\"start\": \"01-01\"")) != std::string::npos;)
        text.replace (start, 16, "\"start\": \"2020-01-01\"");
    out = json ({ "verify", dir.write ("dated.json", text) });
    EXPECT_EQ (at (out, "0.from"), "2020-01-01T00:00:00+01:00");
    EXPECT_EQ (at (out, "0.error"), "null");
}

TEST_F (CliTariffFiles, AreDrawnAsAYear)
{
    Outcome outcome = run ({ "year", EXAMPLE, "--year", "2026" });
    std::string out = json ({ "year", EXAMPLE, "--year", "2024" });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "1–2 Jan New Year · 5–6 Apr Easter")) << outcome.out;
    EXPECT_EQ (members (out), "plan,year,zone,currency,kinds,days");
    EXPECT_EQ (count (out, "days"), 366);
    EXPECT_EQ (at (out, "days.90.holiday"), "Easter");
    EXPECT_TRUE (has (out, "{\"at\":\"06:00\",\"tariff\":\"high\",\"price\":0.23}")) << out;
    for (const char *year : { "1970", "2100" })
        EXPECT_EQ (count (json ({ "year", EXAMPLE, "--year", year }), "days"), 365) << year;
    for (const char *year : { "1969", "2101" }) {
        outcome = run ({ "year", EXAMPLE, "--year", year });
        EXPECT_EQ (outcome.status, 2);
        EXPECT_TRUE (has (outcome.err, "from 1970 to 2100")) << outcome.err;
    }
}

TEST_F (CliTariffFiles, ShowWhatAPriceIsMadeOfAndTheFixedFees)
{
    const std::string file = WATTLE_DATA "/tariffs/si-five-blocks.json";
    Outcome outcome = run ({ "show", file });
    std::string out = json ({ "show", file });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "Excise and contributions")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "Fixed fee               Without tax  With tax\n"
                                   "Supplier's monthly fee         1.99    2.4278  EUR/month\n"))
        << outcome.out;
    EXPECT_EQ (at (out, "fees.0"), "{\"fee\":\"supplier\",\"name\":\"Supplier's monthly fee\","
                                   "\"net\":1.99,\"gross\":2.4278}");
    EXPECT_EQ (count (json ({ "show", EXAMPLE }), "fees"), 0);
    EXPECT_FALSE (has (run ({ "show", EXAMPLE }).out, "Fixed fee"));
}

TEST_F (CliTariffFiles, AreCompared)
{
    std::string file = dir.write (
        "offer.json", replaced (peek_file (EXAMPLE), "\"high\": \"0.23\"", "\"high\": \"0.25\""));
    std::string out =
        json ({ "diff", EXAMPLE, file, "--from", "2026-01-05", "--to", "2026-01-12" });

    EXPECT_EQ (members (out), "from,to,cut,currency,feed_in,hours,changes,fees");
    EXPECT_EQ (at (out, "hours"), "80");
    EXPECT_EQ (count (out, "changes"), 5);
    EXPECT_TRUE (
        has (out, "{\"start\":\"2026-01-05T06:00:00+01:00\",\"end\":\"2026-01-05T22:00:00+01:00\","
                  "\"before\":{\"tariff\":\"high\",\"price\":0.23},"
                  "\"after\":{\"tariff\":\"high\",\"price\":0.25}}"))
        << out;
    Outcome same = run ({ "diff", EXAMPLE, EXAMPLE });
    EXPECT_EQ (same.status, 0);
    EXPECT_TRUE (has (same.out, "there is no difference in tariffs and prices.\n")) << same.out;
    EXPECT_FALSE (has (same.out, "differ later")) << same.out;
    std::string later =
        dir.write ("later.json", replaced (peek_file (EXAMPLE), "\"date\": \"2026-04-05\"",
                                           "\"date\": \"2098-05-06\""));
    Outcome far = run ({ "diff", EXAMPLE, later, "--from", "2027" });
    EXPECT_TRUE (has (far.out, "They differ later: from Tue 2098-05-06 06:00 on.\n")) << far.out;
    EXPECT_EQ (run ({ "diff", EXAMPLE, file, "--from", "2027", "--to", "2026" }).status, 2);
}

TEST_F (CliTariffFiles, ThatAreWrongAreNamedWithTheirPlace)
{
    const struct {
        const char *what, *by, *place;
    } rows[] = {
        { "\"00:00\", \"tariff\": \"low\"},\n                {\"at\": \"06:00\"",
          "\"01:00\", \"tariff\": \"low\"},\n                {\"at\": \"06:00\"",
          "versions[0].components[0].seasons[0].schedule[0].at: " },
        { "\"day_types\": [\"weekend\", \"holiday\"]",
          "\"day_types\": [\"weekend\", \"holiday\", \"workday\"]",
          "versions[0].components[0].seasons[1]." },
        { "\"day_types\": [\"weekend\", \"holiday\"]", "\"day_types\": [\"weekend\"]",
          "versions[0].components[0].seasons: " },
        { "\"06:00\", \"tariff\": \"high\"", "\"06:00\", \"tariff\": \"hihg\"",
          "versions[0].components[0].seasons[0].schedule[1].tariff: " },
        { "\"0.23\"", "\"0,23\"", "versions[0].components[0].prices.high: " },
        { "\"annual\": \"01-01\"", "\"annual\": \"02-31\"", "calendar.holidays[0].annual: " },
        { "Europe/Ljubljana", "Europe/Lublana", "zone: there is no time zone “Europe/Lublana”" },
    };

    for (const auto &row : rows) {
        std::string file =
            dir.write ("wrong.json", replaced (peek_file (EXAMPLE), row.what, row.by));

        for (const char *command : { "import", "verify", "year", "now", "show" }) {
            std::vector<std::string> words = { command, file };
            if (g_str_equal (command, "import"))
                words.push_back ("--dry-run");
            Outcome outcome = run (words);

            EXPECT_EQ (outcome.status, 1) << command;
            EXPECT_EQ (outcome.out, "");
            EXPECT_TRUE (has (outcome.err, "wattle: " + file + ": " + row.place)) << outcome.err;
        }
    }
    EXPECT_EQ (run ({ "show", "/none.json" }).status, 1);
    EXPECT_EQ (run ({ "show", "iskra_sg_manual" }).status, 3) << "that is one of a house";
}

TEST_F (CliTariffFiles, AreCheckedWhereNoHostRuns)
{
    Outcome outcome = run ({ "import", EXAMPLE, "--dry-run" });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "the tariff plan “iskra_sg_manual” is fine.\n")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "Nothing has been changed.\n"));
    EXPECT_EQ (json ({ "import", EXAMPLE, "--dry-run" }),
               "{\"id\":\"iskra_sg_manual\",\"dry_run\":true,\"known\":null,"
               "\"differences\":null,\"document_diff\":null,\"without_price\":[],"
               "\"unknown_categories\":[]}\n");
    EXPECT_EQ (json ({ "import", "-", "--dry-run" }, peek_file (EXAMPLE)),
               json ({ "import", EXAMPLE, "--dry-run" }));
    EXPECT_EQ (run ({ "import", EXAMPLE }).status, 3);
}

TEST_F (CliTariffFiles, WithoutAZoneCountInThatOfTheComputerWhereNoHostRuns)
{
    std::string text = replaced (peek_file (EXAMPLE), "\"zone\": \"Europe/Ljubljana\",", "");
    std::string file = dir.write ("plan.json", text);

    environment["TZ"] = "Asia/Kathmandu";
    EXPECT_TRUE (has (run ({ "show", file }).out, "Asia/Kathmandu, of this computer\n"));
    EXPECT_EQ (at (json ({ "show", file }), "zone_of"), "computer");
    EXPECT_EQ (at (json ({ "now", file, "--at", "2026-04-07T06:00" }), "at"),
               "2026-04-07T06:00:00+05:45");
    Outcome outcome = run ({ "verify", file });
    EXPECT_TRUE (has (outcome.out, "iskra_sg_manual names no zone; zone: Asia/Kathmandu, of this "
                                   "computer\n"))
        << outcome.out;
    EXPECT_FALSE (has (run ({ "verify", file, "--zone", "UTC" }).out, "names no zone"));
    EXPECT_FALSE (has (run ({ "verify", EXAMPLE }).out, "names no zone"));
    EXPECT_TRUE (has (run ({ "show", EXAMPLE }).out, "Europe/Ljubljana\n"));
    EXPECT_EQ (at (json ({ "show", EXAMPLE }), "zone_of"), "plan");
}
