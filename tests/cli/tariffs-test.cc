// SPDX-License-Identifier: LGPL-2.1-or-later
// Tariff plans: the commands with files alone, and with a real host.
#include <algorithm>

#include "cli/fake-host.h"
#include "cli/tariff-house.h"
#include "support/huge-plan.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

class CliTariffs : public TariffHouse
{
};

} // namespace

// Files alone

TEST_F (CliTariffs, AreProvedInTheirZoneAndInOthers)
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
TEST_F (CliTariffs, AreProvedFrom1970OnWhereTheirSeasonsSayHowItWouldHaveBeen)
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

TEST_F (CliTariffs, AreDrawnAsAYear)
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

TEST_F (CliTariffs, ShowWhatAPriceIsMadeOfAndTheFixedFees)
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

TEST_F (CliTariffs, AreCompared)
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

TEST_F (CliTariffs, ThatAreWrongAreNamedWithTheirPlace)
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

TEST_F (CliTariffs, AreCheckedWhereNoHostRuns)
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

TEST_F (CliTariffs, WithoutAZoneCountInThatOfTheComputerWhereNoHostRuns)
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

// With a host

TEST_F (CliTariffs, WithoutAZoneCountInThatOfTheHost)
{
    std::string text = replaced (peek_file (EXAMPLE), "\"zone\": \"Europe/Ljubljana\",", "");
    std::string file = dir.write ("plan.json", text);

    house.configure ("wattle.conf", "[Host]\nZone=Europe/Kyiv\n");
    house.start_host ();
    environment["TZ"] = "Asia/Kathmandu";
    EXPECT_EQ (client.property ("/org/wattle/Wattle1", "Manager", "Zone"), "Europe/Kyiv");
    EXPECT_TRUE (has (run ({ "show", file }).out, "Europe/Kyiv, of the host\n"));
    EXPECT_EQ (at (json ({ "show", file }), "zone_of"), "host");
    EXPECT_EQ (at (json ({ "now", file, "--at", "2026-04-07T06:00" }), "at"),
               "2026-04-07T06:00:00+03:00");
    EXPECT_TRUE (has (run ({ "verify", file }).out,
                      "iskra_sg_manual names no zone; zone: Europe/Kyiv, of the host\n"));
    EXPECT_TRUE (has (run ({ "show", EXAMPLE }).out, "Europe/Ljubljana\n"));

    // A plan of the house, and what would become of one whose zone is taken away.
    ASSERT_EQ (run ({ "import", EXAMPLE }).status, 0);
    Outcome outcome = run ({ "import", file, "--dry-run", "--replace" });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_FALSE (has (outcome.out, "no difference")) << outcome.out;
    ASSERT_EQ (run ({ "import", file, "--replace" }).status, 0);
    EXPECT_TRUE (has (run ({ "show" }).out, "Europe/Kyiv, of the host\n"));

    // It is another one from the next reload on.
    house.configure ("wattle.conf", "[Host]\nZone=Europe/Lisbon\n");
    ASSERT_EQ (run_wattle (environment, { "reload" }).status, 0);
    EXPECT_EQ (client.property ("/org/wattle/Wattle1", "Manager", "Zone"), "Europe/Lisbon");
    EXPECT_TRUE (has (run ({ "show" }).out, "Europe/Lisbon, of the host\n"));
}

TEST_F (CliTariffs, AreImportedListedAndExportedByteByByte)
{
    std::string odd = peek_file (EXAMPLE) + "\r\n \n";
    std::string file = dir.write ("odd.json", odd);

    house.start_host ();
    EXPECT_EQ (run ({ "list" }).out,
               "This house has no tariff plan. One is added by: wattle tariff import FILE\n");
    EXPECT_EQ (run ({ "now" }).status, 2);
    std::string plugins = run_wattle (environment, { "plugins", "list", "--json" }).out;
    EXPECT_TRUE (has (plugins, "\"kind\":\"tariff\"")) << plugins;
    EXPECT_EQ (json ({ "import", file }), "{\"id\":\"iskra_sg_manual\"}\n");
    std::string list = json ({ "list" });
    EXPECT_EQ (count (list), 1);
    EXPECT_EQ (members (list, "0"), "id,name,currency,feed_in,zone,tariff,price,next_change,error");
    std::string table = run ({ "list" }).out;
    EXPECT_EQ (table.find ("Plan             Tariff         Price  Until"), 0u) << table;
    EXPECT_TRUE (has (table, "  import     Low and high tariff\n")) << table;
    std::string now = json ({ "now" });
    EXPECT_EQ (at (list, "0.tariff"), at (now, "tariff"));
    EXPECT_EQ (at (list, "0.price"), at (now, "price"));
    EXPECT_EQ (at (list, "0.next_change"), at (now, "next_change"));
    std::string shown = json ({ "show" });
    EXPECT_EQ (members (shown),
               "id,name,source,currency,feed_in,zone,zone_of,tariff,price,next_change,"
               "tariffs,items,fees,holidays");
    EXPECT_EQ (at (shown, "items.0.gross"), at (now, "price"));

    EXPECT_EQ (run ({ "export", "iskra_sg_manual" }).out, odd);
    EXPECT_EQ (kept (), odd);
    std::string copy = dir.file ("copy.json");
    EXPECT_EQ (json ({ "export", "iskra_sg_manual", copy }), "{\"file\":\"" + copy + "\"}\n");
    EXPECT_EQ (run ({ "export", "iskra_sg_manual", copy }).status, 2) << "it is there already";
    EXPECT_EQ (peek_file (copy), odd);
    EXPECT_TRUE (has (run ({ "export", "iskra_sg_manual", "--ics", "--from", "2026" }).out,
                      "SUMMARY:Easter"));
    EXPECT_EQ (run ({ "export", "iskra_sg_manual", "--from", "2026" }).status, 2);

    Outcome unknown = run ({ "year", "iskra_sg_manul" });
    EXPECT_EQ (unknown.status, 2);
    EXPECT_TRUE (has (unknown.err, "Did you mean “iskra_sg_manual”?")) << unknown.err;
}

TEST_F (CliTariffs, AreReplacedOnPurposeAndRemoved)
{
    std::string text = replaced (peek_file (EXAMPLE), "\"high\": \"0.23\"", "\"high\": \"0.25\"");
    std::string file = dir.write ("new.json", text);

    house.start_host ();
    import ();
    std::string look = json ({ "import", file, "--dry-run", "--replace" });
    EXPECT_EQ (members (look),
               "id,dry_run,known,differences,document_diff,without_price,unknown_categories");
    EXPECT_EQ (at (look, "known"), "true");
    EXPECT_EQ (count (look, "differences"), 1);
    EXPECT_EQ (members (look, "differences.0"), "from,to,cut,currency,feed_in,hours,changes,fees");
    EXPECT_EQ (at (look, "differences.0.changes.0.after.price"), "0.25");
    EXPECT_TRUE (has (at (look, "document_diff"), "--- iskra_sg_manual.json\n")) << look;
    Outcome shown = run ({ "import", file, "--dry-run", "--replace" });
    EXPECT_TRUE (has (shown.out, "High 0.23")) << shown.out;
    EXPECT_TRUE (has (shown.out, "\"high\": \"0.25\"")) << shown.out;
    EXPECT_TRUE (has (run ({ "diff", file }).out, "High 0.23"));
    EXPECT_EQ (kept (), peek_file (EXAMPLE)) << "nothing was changed";

    EXPECT_EQ (run ({ "import", file }).status, 2);
    EXPECT_EQ (kept (), peek_file (EXAMPLE));
    EXPECT_EQ (run ({ "import", file, "--dry-run" }).status, 2);
    EXPECT_EQ (run ({ "import", file, "--dry-run" }).err, run ({ "import", file }).err);
    EXPECT_EQ (run ({ "import", file, "--replace" }).status, 0);
    EXPECT_EQ (kept (), text);
    EXPECT_TRUE (has (run_wattle (environment, { "config", "history" }).out,
                      "tariffs/iskra_sg_manual.json"));

    EXPECT_EQ (json ({ "remove", "iskra_sg_manual" }), "{\"id\":\"iskra_sg_manual\"}\n");
    EXPECT_EQ (json ({ "list" }), "[]\n");
    EXPECT_EQ (run ({ "remove", "iskra_sg_manual" }).status, 2);
}

TEST_F (CliTariffs, ThatAreWrongChangeNothingInTheHouse)
{
    std::string file =
        dir.write ("wrong.json", replaced (peek_file (EXAMPLE), "\"0.23\"", "\"0,23\""));

    house.start_host ();
    import ();
    Outcome outcome = run ({ "import", file, "--replace" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, file + ": versions[0].components[0].prices.high: "));

    // The host does not rely on the program.
    for (const char *call : { "ImportTariff", "ValidateTariff" }) {
        std::string more = g_str_equal (call, "ImportTariff") ? " {'replace': <true>}" : "";

        EXPECT_EQ (client.manager (call, "(" + to_bytes ("{\"format\": 1}") + "," + more + ")"),
                   nullptr);
        EXPECT_EQ (client.error_name, "Config");
        EXPECT_EQ (client.manager (call, "(@ay []," + more + ")"), nullptr);
    }
    EXPECT_EQ (kept (), peek_file (EXAMPLE));
    EXPECT_EQ (at (json ({ "list" }), "0.id"), "iskra_sg_manual");
    EXPECT_TRUE (house.host->running ());
}

// They are devices that nobody asks and nobody has configured.
TEST_F (CliTariffs, AreNotChangedAsDevices)
{
    const std::string id = "tariff_iskra_sg_manual";

    house.start_host ();
    import ();
    for (std::vector<std::string> arguments :
         { std::vector<std::string>{ "set", id, "--name", "x" },
           { "set", id, "Key=x" },
           { "remove", id },
           { "disable", id },
           { "enable", id },
           { "probe", id },
           { "replace", id } }) {
        arguments.insert (arguments.begin (), "devices");
        Outcome outcome = run_wattle (environment, arguments);

        EXPECT_EQ (outcome.status, 2) << arguments[1];
        EXPECT_EQ (outcome.err, "wattle: tariff_iskra_sg_manual is a tariff plan; wattle tariff "
                                "edit iskra_sg_manual changes it, and wattle tariff remove "
                                "iskra_sg_manual takes it away\n");
    }
    Outcome outcome = run_wattle (environment, { "devices", "show", id });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "Low and high tariff")) << outcome.out;
    EXPECT_FALSE (has (outcome.out, "every 60 s")) << outcome.out;
    EXPECT_EQ (client.call ("/org/wattle/Wattle1", "Manager", "RemoveDevice",
                            "(objectpath '/org/wattle/Wattle1/Devices/" + id + "',)"),
               nullptr);
    EXPECT_NE (kept (), "(none)");
}

TEST_F (CliTariffs, AreLookedAtByTheDoctor)
{
    auto doctor = [this] { return run_wattle (environment, { "doctor" }).out; };

    house.configure ("wattle.conf", "[Host]\nZone=UTC\n");
    house.start_host ();
    EXPECT_TRUE (has (doctor (), "the time zone is UTC: days and tariffs change at its midnight"))
        << doctor ();
    import ();
    EXPECT_TRUE (has (doctor (), "the time zone is UTC; the tariff plans name others"))
        << doctor ();
    EXPECT_FALSE (has (doctor (), "has no tariff")) << doctor ();

    std::string later =
        replaced (peek_file (EXAMPLE), "\"id\": \"iskra_sg_manual\"", "\"id\": \"later\"");
    later = replaced (later, "\"from\": \"1970-01-01\"", "\"from\": \"2099-01-01\"");
    later = replaced (later, "\"zone\": \"Europe/Ljubljana\",", "");
    ASSERT_EQ (run ({ "import", dir.write ("later.json", later) }).status, 0);
    EXPECT_TRUE (has (doctor (), "the plan later has no tariff, now and in the next 400 days"))
        << doctor ();
    EXPECT_TRUE (has (doctor (), "days and tariffs change at its midnight")) << doctor ();
}

TEST_F (CliTariffs, TellTheirSlotsAndWhatAnotherWouldChangeOnTheBus)
{
    const std::string path = "/org/wattle/Wattle1/Tariffs/iskra_sg_manual";

    house.start_host ();
    import ();
    EXPECT_EQ (client.property (path, "Tariff", "Currency"), "EUR");
    EXPECT_EQ (client.property (path, "Tariff", "Zone"), "Europe/Ljubljana");
    Variant slots = client.call (path, "Tariff", "GetSlots",
                                 "(int64 1767589200000000, int64 1767675600000000)");
    ASSERT_NE (slots, nullptr) << client.error_name;
    std::string text = print (slots);
    EXPECT_TRUE (has (text, "'high', '0.23'")) << text;
    EXPECT_TRUE (has (text, "'items': <[('energy', 'Energy', '0.23', '0.23')]>")) << text;
    EXPECT_EQ (client.call (path, "Tariff", "GetSlots", "(int64 0, int64 3767675600000000)"),
               nullptr)
        << "longer than is allowed";

    // The same document with another price.
    std::string document = replaced (peek_file (EXAMPLE), "\"0.23\"", "\"0.25\"");
    std::string span = ", int64 1767589200000000, int64 1767675600000000)";
    Variant preview = client.call (path, "Tariff", "Preview", "(" + to_bytes (document) + span);
    EXPECT_TRUE (has (print (preview), "'high', '0.23', 'high', '0.25'")) << print (preview);
    Variant same = client.call (path, "Tariff", "Preview", "(" + to_bytes ("{}") + span);
    EXPECT_EQ (same, nullptr);
    EXPECT_EQ (client.error_name, "Config");
}

TEST_F (CliTariffs, OfManySlotsAreToldInPiecesAndComparedOverShorterSpans)
{
    const std::string path = "/org/wattle/Wattle1/Tariffs/home";
    const gint64 begin = 1767589200000000, end = begin + G_TIME_SPAN_DAY;
    HugePlan plan;
    gint64 time = begin;
    int n = 0;

    plan.seasons = 1;
    house.start_host ();
    ASSERT_EQ (run ({ "import", dir.write ("huge.json", plan.text ()) }).status, 0);
    for (; time < end; n++) {
        Variant reply = client.call (
            path, "Tariff", "GetSlots",
            "(int64 " + std::to_string (time) + ", int64 " + std::to_string (end) + ")");
        ASSERT_NE (reply, nullptr) << client.error_name;
        g_autoptr (GVariant) slots = g_variant_get_child_value (reply.get (), 0);
        g_autoptr (GVariantIter) iter = g_variant_iter_new (slots);
        gint64 from, to;

        ASSERT_GT (g_variant_n_children (slots), 0u);
        ASSERT_LE (g_variant_n_children (slots), 500u);
        while (g_variant_iter_next (iter, "(xxssa{sv})", &from, &to, nullptr, nullptr, nullptr)) {
            ASSERT_EQ (from, time);
            time = to;
        }
    }
    EXPECT_EQ (time, end);
    EXPECT_GT (n, 1);

    std::string document = "(" + to_bytes (plan.text ()) + ", int64 " + std::to_string (begin);
    auto preview = [&] (int days) {
        return client.call (
            path, "Tariff", "Preview",
            document + ", int64 " + std::to_string (begin + days * G_TIME_SPAN_DAY) + ")");
    };
    EXPECT_EQ (preview (400), nullptr);
    EXPECT_EQ (client.error_name, "Config");
    Variant same = preview (10);
    ASSERT_NE (same, nullptr) << client.error_name;
    EXPECT_EQ (print (same), "([],)");
}

TEST_F (CliTariffs, AreEditedAndSavedAsARevision)
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

TEST_F (CliTariffs, AMistakeInTheEditorIsNamedAndCanBeMended)
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

TEST_F (CliTariffs, TakeHolidaysFromACalendar)
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

// What would be refused is refused by a dry run, in the same words.
TEST_F (CliTariffs, AreRefusedByADryRunAsByAnImport)
{
    std::string text = peek_file (EXAMPLE);
    std::string big = dir.write ("big.json", text + std::string (300000, ' '));
    std::string wrong = dir.write ("wrong.json", replaced (text, "\"0.23\"", "\"0,23\""));
    std::string taken = dir.write ("taken.json", replaced (text, "iskra_sg_manual", "taken"));
    std::string broken = dir.write ("broken.json", replaced (text, "iskra_sg_manual", "broken"));
    const std::vector<std::pair<std::string, std::string>> rows = {
        { EXAMPLE, "say that it is to be used instead (--replace)\n" },
        { big, "the document is longer than the 262144 bytes that are allowed" },
        { wrong, "versions[0].components[0].prices.high: " },
        { taken, "the plan would be the device “tariff_taken”, and there is one" },
        { broken, "there is a tariff plan “broken” already" },
    };

    house.dir.write ("config/devices.d/tariff_taken.conf", "[Device]\nDriver=none\n");
    house.dir.write ("state/config/tariffs/broken.json", "{\"format\": 1}");
    house.start_host ();
    import ();
    std::string before = run_wattle (environment, { "config", "history", "--json" }).out;
    for (const auto &row : rows) {
        Outcome real = run ({ "import", row.first });
        Outcome look = run ({ "import", row.first, "--dry-run" });

        EXPECT_NE (real.status, 0);
        EXPECT_EQ (look.status, real.status);
        EXPECT_EQ (look.err, real.err);
        EXPECT_TRUE (has (look.err, row.second)) << look.err;
        EXPECT_EQ (look.out, "");
    }
    EXPECT_EQ (run ({ "import", broken, "--dry-run", "--replace" }).status, 0);
    EXPECT_EQ (run_wattle (environment, { "config", "history", "--json" }).out, before);
}

TEST_F (CliTariffs, ThatAreOfNoUseAreShownMendedReplacedAndRemoved)
{
    std::string text = peek_file (EXAMPLE);
    std::string broken = replaced (text, "\"0.23\"", "\"0,23\"");
    std::string file = "state/config/tariffs/iskra_sg_manual.json";

    house.dir.write (file, broken);
    house.dir.write ("state/config/tariffs/noise.json", "\xff{ not even text");
    house.start_host ();
    std::string list = json ({ "list" });
    EXPECT_EQ (count (list), 2);
    EXPECT_EQ (at (list, "0.id"), "iskra_sg_manual");
    EXPECT_EQ (at (list, "0.name"), "null");
    EXPECT_TRUE (has (at (list, "0.error"), "versions[0].components[0].prices.high: ")) << list;
    Outcome shown = run ({ "list" });
    EXPECT_TRUE (has (shown.err, "“iskra_sg_manual” does not run: ")) << shown.err;
    EXPECT_TRUE (has (shown.err, "“noise” does not run: ")) << shown.err;
    EXPECT_TRUE (has (shown.out, "\niskra_sg_manual  –")) << shown.out;
    EXPECT_FALSE (has (shown.out, "does not run")) << shown.out;
    EXPECT_FALSE (has (shown.out, "This house has no tariff plan")) << shown.out;
    Outcome year = run ({ "year", "iskra_sg_manual" });
    EXPECT_EQ (year.status, 1);
    EXPECT_TRUE (has (year.err, "the tariff plan “iskra_sg_manual” does not run: ")) << year.err;

    Outcome given = run ({ "export", "iskra_sg_manual" });
    EXPECT_EQ (given.status, 0);
    EXPECT_EQ (given.out, broken);
    EXPECT_TRUE (has (given.err, "Something is wrong with the tariff plan “iskra_sg_manual”: "
                                 "versions[0].components[0].prices.high: "))
        << given.err;
    EXPECT_EQ (run ({ "export", "noise", dir.file ("noise") }).status, 0);
    EXPECT_EQ (peek_file (dir.file ("noise")), "\xff{ not even text");
    EXPECT_EQ (run ({ "export", "iskra_sg_manual", "--ics" }).status, 1);

    use_editor ("s/\"0,23\"/\"0.25\"/");
    Outcome edited = run ({ "edit", "iskra_sg_manual" }, "y\n");
    EXPECT_EQ (edited.status, 0) << edited.err;
    EXPECT_TRUE (has (edited.err, "Something is wrong with ")) << edited.err;
    EXPECT_TRUE (has (edited.out, "+                \"high\": \"0.25\"") ||
                 has (edited.out, "\"high\": \"0.25\""))
        << edited.out;
    EXPECT_EQ (at (json ({ "list" }), "0.error"), "null");
    EXPECT_EQ (at (json ({ "list" }), "0.name"), at (json ({ "show", EXAMPLE }), "name"));

    std::string noise = dir.write ("noise.json", replaced (text, "iskra_sg_manual", "noise"));
    EXPECT_EQ (run ({ "import", noise, "--replace" }).status, 0);
    EXPECT_EQ (at (json ({ "list" }), "1.error"), "null");

    // One that is damaged while it runs goes on, and is told as well.
    house.dir.write (file, "{}");
    ASSERT_NE (client.manager ("Reload", "()"), nullptr) << client.error_name;
    shown = run ({ "list" });
    EXPECT_TRUE (
        has (shown.err, "“iskra_sg_manual” runs, but something is wrong with its document: "))
        << shown.err;
    for (const char *command : { "show", "now" }) {
        Outcome old = run ({ command, "iskra_sg_manual" });
        EXPECT_EQ (old.status, 0);
        EXPECT_EQ (old.err.find ("“iskra_sg_manual” runs, but something is wrong"), 0u) << old.err;
        EXPECT_EQ (std::count (old.err.begin (), old.err.end (), '\n'), 1) << old.err;
    }
    EXPECT_EQ (run ({ "export", "iskra_sg_manual" }).out, "{}");
    EXPECT_EQ (run ({ "remove", "iskra_sg_manual" }).status, 0);
    EXPECT_EQ (count (json ({ "list" })), 1);
}

// It has no tariff on holidays, and runs all the same; the other way round it would not be saved.
TEST_F (CliTariffs, ThatAreNotWholeAreToldAndComparedWithWhatMendsThem)
{
    std::string gap = replaced (peek_file (EXAMPLE), "[\"weekend\", \"holiday\"]", "[\"weekend\"]");

    house.dir.write ("state/config/tariffs/iskra_sg_manual.json", gap);
    house.start_host ();
    EXPECT_TRUE (has (run ({ "list" }).err,
                      "“iskra_sg_manual” runs, but something is wrong with its document: "));
    EXPECT_NE (at (json ({ "list" }), "0.error"), "null");
    EXPECT_NE (at (json ({ "list" }), "0.name"), "null");
    EXPECT_EQ (run ({ "export", "iskra_sg_manual" }).out, gap);
    Outcome look = run ({ "import", EXAMPLE, "--dry-run", "--replace" });
    EXPECT_EQ (look.status, 0) << look.err;
    EXPECT_TRUE (has (look.out, "no tariff not known  Low 0.16")) << look.out;
}

TEST_F (CliTariffs, EditedShowWhatChangesLaterAndWhatChangesNoHour)
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
TEST_F (CliTariffs, ChangedMeanwhileAreNotOverwritten)
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
TEST_F (CliTariffs, ACalendarSaysIntoWhichDocumentItsDaysGo)
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
