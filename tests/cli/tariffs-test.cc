// SPDX-License-Identifier: LGPL-2.1-or-later
// Tariff plans of a house: how they come, are told, and go.
#include <algorithm>

#include "cli/tariff-house.h"
#include "support/huge-plan.h"

using namespace wattle_test;

namespace
{

class CliTariffs : public TariffHouse
{
};

} // namespace

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
