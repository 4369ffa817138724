// SPDX-License-Identifier: LGPL-2.1-or-later
// What the program asks a host, and what it makes of answers that a healthy house does not give.
#include "cli/fake-host.h"
#include "cli/program.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

class CliHost : public testing::Test
{
  protected:
    CliHost () : host (bus), environment (make_environment (bus))
    {
    }

    Outcome
    run (const std::vector<std::string> &arguments, const std::string &input = "")
    {
        return run_wattle (environment, arguments, input);
    }

    std::string
    json (std::vector<std::string> arguments)
    {
        arguments.push_back ("--json");
        Outcome outcome = run (arguments);

        EXPECT_EQ (outcome.status, 0) << arguments[0] << ": " << outcome.err;
        return outcome.out;
    }

    PrivateBus bus;
    FakeHost host;
    Process::Environment environment;
};

TEST_F (CliHost, ScanShowsWhatWasFoundAndHowToAddIt)
{
    host.answer_with_job (
        "Scan",
        "{'found': <[{'driver': <'iskra-sg'>, 'model': <'gateway'>, 'id': <'sg_1'>, 'name': "
        "<'Gate\\u001bway'>, 'serial': <'1'>, 'links': <{'http': 'http://192.0.2.1'}>, "
        "'options': <{'Name': 'a b'}>, 'known': <''>}, {'driver': <'x'>, 'model': <''>, "
        "'id': <'x'>, 'name': <'X'>, 'serial': <''>, 'links': <@a{ss} {}>, 'options': "
        "<@a{ss} {}>, 'known': <'old'>}]>}");

    std::string found = json ({ "devices", "scan" });
    EXPECT_EQ (host.asked ("Scan"), "({},)");
    EXPECT_EQ (members (found, "0"),
               "driver,model,id,name,serial,links,options,known,certainty,alternatives");
    EXPECT_EQ (at (found, "0.links.http"), "http://192.0.2.1");
    EXPECT_EQ (at (found, "0.known"), "null");
    EXPECT_EQ (at (found, "1.known"), "old");

    host.answer ("GetSchema", "([{'driver': <'a'>}, {'driver': <'b'>}],)");
    std::string text =
        run ({ "devices", "scan", "192.0.2.9", "--driver", "a", "--driver", "b", "--seconds", "5" })
            .out;
    EXPECT_TRUE (has (host.asked ("Scan"), "'drivers': <['a', 'b']>")) << host.asked ("Scan");
    EXPECT_TRUE (has (host.asked ("Scan"), "'targets': <['192.0.2.9']>")) << host.asked ("Scan");
    EXPECT_TRUE (has (host.asked ("Scan"), "'timeout': <uint32 5000>")) << host.asked ("Scan");
    EXPECT_TRUE (has (text, "wattle devices add iskra-sg --model gateway --http http://192.0.2.1 "
                            "Name='a b'\n"))
        << text;
    EXPECT_TRUE (has (text, "already added: old")) << text;
    EXPECT_FALSE (has (text, "\033")) << text;
    EXPECT_EQ (run ({ "devices", "scan", "--seconds", "0" }).status, 2);
    EXPECT_EQ (run ({ "devices", "scan", "--driver", "c" }).status, 2);
}

TEST_F (CliHost, ScanSaysWhenThereIsNothing)
{
    host.answer_with_job ("Scan", "{'found': <@aa{sv} []>}");
    EXPECT_EQ (json ({ "devices", "scan" }), "[]\n");
    EXPECT_TRUE (has (run ({ "devices", "scan" }).out, "Nothing was found."));
}

TEST_F (CliHost, ScanListensToBrokersAndSaysWhichOnesItDidNotReach)
{
    host.answer_with_job (
        "Scan",
        "{'found': <[{'driver': <'d'>, 'model': <'m'>, 'id': <'a'>, 'name': <'Far'>, 'serial': "
        "<'1'>, 'links': <{'mqtt': 'mqtt://192.0.2.5:1883'}>, 'options': <{'Prefix': 'a/'}>, "
        "'known': <''>}, {'driver': <'d'>, 'model': <'m'>, 'id': <'b'>, 'name': <'Near'>, "
        "'serial': <'2'>, 'links': <{'mqtt': ''}>, 'options': <@a{ss} {}>, 'known': <''>}]>, "
        "'unreached': <[{'text': <'there is no\u001b connection'>, 'prefix': <''>, 'template': "
        "<''>, 'arguments': <@as []>}]>}");

    Outcome outcome = run ({ "devices", "scan", "--mqtt", "mqtt://192.0.2.5", "--mqtt", "mqtt://b",
                             "--seconds", "65" });
    EXPECT_EQ (outcome.status, 0);
    EXPECT_TRUE (has (host.asked ("Scan"), "'brokers': <['mqtt://192.0.2.5', 'mqtt://b']>"))
        << host.asked ("Scan");
    EXPECT_TRUE (has (host.asked ("Scan"), "'timeout': <uint32 65000>")) << host.asked ("Scan");
    EXPECT_TRUE (has (outcome.out, "wattle devices add d --model m --mqtt mqtt://192.0.2.5:1883 "
                                   "Prefix=a/\n"))
        << outcome.out;
    EXPECT_TRUE (has (outcome.out, "wattle devices add d --model m --mqtt ''\n")) << outcome.out;
    EXPECT_TRUE (has (outcome.err, "wattle: there is no")) << outcome.err;
    EXPECT_FALSE (has (outcome.err, "\033")) << outcome.err;

    outcome = run ({ "devices", "scan", "--json" });
    EXPECT_EQ (at (outcome.out, "1.links.mqtt"), "");
    EXPECT_TRUE (has (outcome.err, "wattle: there is no")) << "programs hear of it there, too";
}

TEST_F (CliHost, WhatAScanPrintsForADeviceAtTheHostsBrokerCanBeRunAsItStands)
{
    host.answer ("GetSchema", "([{'driver': <'d'>, 'model': <'m'>}],)");
    host.answer ("Validate", "(@aa{sv} [],)");
    host.answer ("AddDevice", "(objectpath '/org/wattle/Wattle1/Devices/d_1',)");

    Outcome outcome = run ({ "devices", "add", "d", "--model", "m", "--mqtt", "", "--no-probe" });
    EXPECT_EQ (outcome.out, "Added d_1.\n") << outcome.err;
    EXPECT_TRUE (has (host.asked ("AddDevice"), "'mqtt': ''")) << host.asked ("AddDevice");
}

TEST_F (CliHost, ScanOfABusShowsMetersDoubtsAndStrangers)
{
    host.answer_with_job (
        "Scan",
        "{'found': <[{'driver': <'modbus-meter'>, 'model': <'eastron-sdm120'>, 'id': <''>, 'name': "
        "<'Eastron SDM120-Modbus, unit 2'>, 'serial': <''>, 'links': <{'modbus': "
        "'modbus+rtu:///dev/ttyUSB0?baud=2400&parity=none&stop=1'}>, 'options': <{'Unit': '2'}>, "
        "'known': <''>, 'certainty': <'possible'>, 'alternatives': <['eastron-sdm230', 'x']>}, "
        "{'driver': <''>, 'model': <''>, 'id': <''>, 'name': <'unit 9'>, 'serial': <''>, 'links': "
        "<{'modbus': 'modbus+tcp://h:502'}>, 'options': <{'Unit': '9'}>, 'known': <''>, "
        "'certainty': <''>, 'alternatives': <@as []>}]>}");

    std::string found = json (
        { "devices", "scan", "modbus:modbus+tcp://h", "--units", "1,5-7", "--timeout", "900" });
    EXPECT_EQ (host.asked ("Scan"),
               "({'bus': <'modbus+tcp://h'>, 'units': <'1,5-7'>, 'timeout': <uint32 900>},)");
    EXPECT_EQ (at (found, "0.certainty"), "possible");
    EXPECT_EQ (at (found, "0.alternatives"), "[\"eastron-sdm230\",\"x\"]");
    EXPECT_EQ (at (found, "1.driver"), "");
    EXPECT_EQ (at (found, "1.certainty"), "null");

    std::string text = run ({ "devices", "scan", "modbus+tcp://h" }).out;
    EXPECT_EQ (host.asked ("Scan"), "({'bus': <'modbus+tcp://h'>},)");
    EXPECT_TRUE (has (text, "wattle devices add modbus-meter --model eastron-sdm120 --modbus "
                            "'modbus+rtu:///dev/ttyUSB0?baud=2400&parity=none&stop=1' Unit=2\n"))
        << text;
    EXPECT_TRUE (has (text, "wattle devices probe --raw modbus+tcp://h:502 --unit 9\n")) << text;
    EXPECT_TRUE (has (text, "Eastron SDM120-Modbus, unit 2 may also be one of these models: "
                            "eastron-sdm230, x\n"))
        << text;
    EXPECT_TRUE (has (text, "unit 9 answers, but is no meter that is known")) << text;

    host.answer_with_job ("Scan", "{'found': <@aa{sv} []>}");
    EXPECT_EQ (run ({ "devices", "scan", "modbus+tcp://h" }).out.rfind ("No unit answered.", 0),
               0u);
}

TEST_F (CliHost, ScanOfABusRefusesWhatDoesNotGoWithIt)
{
    const struct {
        std::vector<std::string> words;
        const char *sentence;
    } rows[] = {
        { { "modbus+tcp://h", "192.0.2.1" }, "“192.0.2.1” is too much: one bus is searched" },
        { { "modbus+tcp://h", "--driver", "a" }, "--driver does not go with a Modbus bus" },
        { { "modbus+tcp://h", "--seconds", "5" }, "--seconds does not go with a Modbus bus" },
        { { "modbus+tcp://h", "--mqtt", "mqtt://h" }, "--mqtt does not go with a Modbus bus" },
        { { "192.0.2.1", "--units", "5" }, "--units goes with the address of a Modbus bus" },
        { { "--timeout", "5" }, "--timeout goes with the address of a Modbus bus" },
        { { "modbus+tcp://h", "--timeout", "0" },
          "--timeout takes a whole number from 1 to 10000" },
    };

    for (const auto &row : rows) {
        std::vector<std::string> words = { "devices", "scan" };

        words.insert (words.end (), row.words.begin (), row.words.end ());
        Outcome outcome = run (words);
        EXPECT_EQ (outcome.status, 2) << row.sentence;
        EXPECT_TRUE (has (outcome.err, row.sentence)) << outcome.err;
    }
    EXPECT_EQ (host.asked ("Scan"), "");
}

TEST_F (CliHost, HaDiffIsAProblemIfSomethingClashes)
{
    host.answer ("PreviewDiscovery",
                 "([{'topic': <'t/a'>, 'device': <'a'>, 'change': <'same'>, 'entities': <@aa{sv} "
                 "[]>}, {'topic': <'t/b'>, 'device': <'b'>, 'change': <'change'>, 'entities': "
                 "<[{'key': <'power'>, 'change': <'clash'>, 'with': <'other'>}]>}],)");

    Outcome outcome = run ({ "ha", "diff", "--json" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_EQ (members (outcome.out, "1"), "topic,device,change,entities");
    EXPECT_EQ (at (outcome.out, "1.entities.0"),
               "{\"key\":\"power\",\"change\":\"clash\",\"with\":\"other\"}");
    outcome = run ({ "ha", "diff" });
    EXPECT_TRUE (has (outcome.out, "b power")) << outcome.out;
    EXPECT_FALSE (has (outcome.out, "t/a")) << outcome.out;

    host.answer ("PreviewDiscovery", "(@aa{sv} [],)");
    outcome = run ({ "ha", "diff" });
    EXPECT_EQ (outcome.status, 0);
    EXPECT_EQ (outcome.out, "Home Assistant knows all devices as they are.\n");
}

TEST_F (CliHost, HaPruneClearsUnlessItIsDry)
{
    host.answer ("PruneDiscovery", "(['homeassistant/device/x/config'],)");
    EXPECT_EQ (json ({ "ha", "prune", "--dry-run" }),
               "{\"dry_run\":true,\"topics\":[\"homeassistant/device/x/config\"]}\n");
    EXPECT_EQ (host.asked ("PruneDiscovery"), "(true,)");
    EXPECT_TRUE (has (run ({ "ha", "prune" }).out, "These have been cleared."));
    EXPECT_EQ (host.asked ("PruneDiscovery"), "(false,)");
    host.answer ("PruneDiscovery", "(@as [],)");
    EXPECT_EQ (run ({ "ha", "prune" }).out, "There is nothing to clear.\n");
}

TEST_F (CliHost, RevisionsAreListedComparedAndRestored)
{
    host.answer ("ListRevisions", "([{'id': <uint64 12>, 'time': <int64 1780308000000000>, "
                                  "'author': <'0'>, 'files': <['wattle.conf']>, 'summary': "
                                  "<'wattle.conf changed'>}],)");
    host.answer ("DiffRevision", "('--- a\\n+++ b\\n-old\\n+new\\n',)");
    host.answer ("RestoreRevision", "@() ()");

    EXPECT_EQ (json ({ "config", "history", "--limit", "3" }),
               "[{\"id\":12,\"time\":\"2026-06-01T10:00:00.000Z\",\"author\":\"0\",\"files\":"
               "[\"wattle.conf\"],\"summary\":\"wattle.conf changed\"}]\n");
    EXPECT_EQ (host.asked ("ListRevisions"), "(3,)");
    std::string text = run ({ "config", "history" }).out;
    EXPECT_TRUE (has (text, "12  2026-06-01 10:00:00  root  wattle.conf changed")) << text;

    EXPECT_EQ (run ({ "config", "diff" }).out, "--- a\n+++ b\n-old\n+new\n");
    EXPECT_EQ (host.asked ("DiffRevision"), "('', '')");
    run ({ "config", "diff", "11" });
    EXPECT_EQ (host.asked ("DiffRevision"), "('11', '')");
    run ({ "config", "diff", "--of", "12" });
    EXPECT_EQ (host.asked ("DiffRevision"), "('', '12')");
    EXPECT_EQ (members (json ({ "config", "diff", "11", "12" })), "from,to,diff");
    EXPECT_EQ (run ({ "config", "diff", "latest" }).status, 2);

    EXPECT_EQ (json ({ "config", "restore", "12" }), "{\"revision\":\"12\"}\n");
    EXPECT_EQ (host.asked ("RestoreRevision"), "('12',)");
    EXPECT_EQ (run ({ "config", "restore", "12", "--dry-run" }).status, 2);
}

std::string
pack (const std::string &text)
{
    g_autoptr (GConverter) packer =
        G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
    char buffer[1024];
    gsize used, written;

    g_converter_convert (packer, text.data (), text.size (), buffer, sizeof buffer,
                         G_CONVERTER_INPUT_AT_END, &used, &written, nullptr);
    return std::string (buffer, written);
}

TEST_F (CliHost, ABackupIsWrittenWholeOrNotAtAll)
{
    TempDir dir;
    std::string file = dir.file ("house.tar.gz");
    std::string archive = pack ("an archive");
    g_autofree char *written = nullptr;
    gsize length = 0;
    GStatBuf info;

    host.answer_with_file ("Backup", archive);
    EXPECT_EQ (json ({ "config", "backup", file }), "{\"file\":\"" + file + "\"}\n");
    EXPECT_EQ (host.asked ("Backup"), "({'secrets': <false>},)");
    ASSERT_TRUE (g_file_get_contents (file.c_str (), &written, &length, nullptr));
    EXPECT_EQ (std::string (written, length), archive);
    ASSERT_EQ (g_stat (file.c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);

    Outcome outcome = run ({ "config", "backup", file });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "is there already; --force replaces it")) << outcome.err;

    host.answer_with_file ("Backup", archive.substr (0, archive.size () - 5));
    EXPECT_EQ (run ({ "config", "backup", file, "--force" }).status, 1);
    g_free (written);
    ASSERT_TRUE (g_file_get_contents (file.c_str (), &written, &length, nullptr));
    EXPECT_EQ (std::string (written, length), archive);

    host.answer_with_file ("Backup", archive);
    EXPECT_TRUE (
        has (run ({ "config", "backup", file, "--force", "--secrets" }).out, "keep it safe"));
    EXPECT_EQ (host.asked ("Backup"), "({'secrets': <true>},)");
    EXPECT_EQ (run ({ "config", "backup", dir.file ("no/folder") }).status, 1);
}

TEST_F (CliHost, AnArchiveIsHandedOverToBeRestored)
{
    TempDir dir;
    std::string file = dir.write ("house.tar.gz", "the archive");

    host.answer ("Restore", "(['config/wattle.conf'],)");
    EXPECT_EQ (json ({ "config", "restore", file, "--dry-run" }),
               "{\"dry_run\":true,\"restored\":[\"config/wattle.conf\"]}\n");
    EXPECT_EQ (host.given (), "the archive");
    EXPECT_TRUE (has (host.asked ("Restore"), "{'dry-run': <true>}")) << host.asked ("Restore");
    EXPECT_TRUE (has (run ({ "config", "restore", file }).out, "All of it is restored."));
    EXPECT_EQ (run ({ "config", "restore", dir.file ("nothing") }).status, 2);
}

TEST_F (CliHost, TheLedgerIsPrintedAndUndone)
{
    host.answer (
        "ListLedger",
        "([{'id': <uint64 3>, 'time': <int64 1780308000000000>, 'device': <'m'>, 'entity': "
        "<'energy_import'>, 'from': <0.0>, 'to': <1500.0>, 'unit': <'Wh'>, 'kind': "
        "<'reset'>, 'who': <'guard'>}],)");
    host.answer ("UndoLedger", "@() ()");

    EXPECT_EQ (json ({ "ledger", "list", "--device", "m", "--entity", "e", "--limit", "2" }),
               "[{\"id\":3,\"time\":\"2026-06-01T10:00:00.000Z\",\"device\":\"m\",\"entity\":"
               "\"energy_import\",\"from\":0,\"to\":1500,\"unit\":\"Wh\",\"kind\":\"reset\","
               "\"who\":\"guard\"}]\n");
    for (const char *part : { "'device': <'m'>", "'entity': <'e'>", "'limit': <uint32 2>" })
        EXPECT_TRUE (has (host.asked ("ListLedger"), part)) << host.asked ("ListLedger");
    EXPECT_TRUE (has (run ({ "ledger", "list" }).out, "1500 Wh"));
    EXPECT_EQ (json ({ "ledger", "undo", "3" }), "{\"undone\":\"3\"}\n");
    EXPECT_EQ (host.asked ("UndoLedger"), "(3,)");
}

TEST_F (CliHost, ReadingsOfAMeterGoToTheHostInWattHours)
{
    host.add_device ("m", "Meter", "@a{sa{sv}} {}");
    host.answer ("SyncMeter", "@() ()");

    EXPECT_EQ (run ({ "devices", "sync-meter", "m", "1284.0", "774.5", "402.25" }).status, 0);
    EXPECT_EQ (host.asked ("SyncMeter"), "([1284000, 774500, 402250], {})");
    EXPECT_EQ (json ({ "devices", "sync-meter", "m", "7", "--unit", "wh", "--export" }),
               "{\"id\":\"m\"}\n");
    EXPECT_EQ (host.asked ("SyncMeter"), "([7], {'direction': <'export'>})");
    EXPECT_EQ (run ({ "devices", "sync-meter", "m" }).status, 2);
}

TEST_F (CliHost, DefinitionsAreListedExportedAndImported)
{
    TempDir dir;
    std::string text =
        R"({"format":2,"id":"a","manufacturer":"A","model":"B","source":"C","limits":{},"points":)"
        R"([{"quantity":"voltage","function":3,"address":0,"type":"uint16"}]})";
    std::string file = dir.write ("a.json", text);

    host.answer ("ListDefinitions",
                 "([{'id': <'a'>, 'manufacturer': <'A'>, 'model': <'B'>, 'source': <'C'>, 'own': "
                 "<true>, 'replaces': <true>, 'devices': <['x', 'y']>}, {'id': <'b'>, 'own': "
                 "<false>, 'replaces': <false>, 'devices': <@as []>}],)");
    host.answer ("ExportDefinition", "([byte 0x7b, 0x0a],)");
    host.answer ("ImportDefinition", "('a',)");
    host.answer ("RemoveDefinition", "org.wattle.Wattle1.Error.Busy {\"text\":\"used by x\"}");

    EXPECT_EQ (at (json ({ "devices", "definition", "list" }), "0"),
               "{\"id\":\"a\",\"manufacturer\":\"A\",\"model\":\"B\",\"source\":\"C\",\"own\":true,"
               "\"replaces\":true,\"devices\":[\"x\",\"y\"]}");
    std::string table = run ({ "devices", "definition", "list" }).out;
    EXPECT_TRUE (has (table, "own, instead of the one built in        2\n")) << table;
    EXPECT_TRUE (has (table, "built in")) << table;
    EXPECT_EQ (run ({ "devices", "definition", "export", "a" }).out, "{\n");
    EXPECT_EQ (host.asked ("ExportDefinition"), "('a',)");

    EXPECT_EQ (json ({ "devices", "definition", "import", file }), "{\"id\":\"a\"}\n");
    EXPECT_TRUE (has (host.asked ("ImportDefinition"), "{'replace': <false>}"));
    EXPECT_EQ (run ({ "devices", "definition", "import", file, "--replace" }).out,
               "The definition “a” is imported.\n");
    EXPECT_TRUE (has (host.asked ("ImportDefinition"), "{'replace': <true>}"));
    host.answer ("ImportDefinition", "org.wattle.Wattle1.Error.NotPermitted {\"text\":\"no\"}");
    EXPECT_EQ (run ({ "devices", "definition", "import", file }).status, 4);
    EXPECT_EQ (run ({ "devices", "definition", "remove", "a" }).status, 1);
}

TEST_F (CliHost, AnotherVersionIsNoted)
{
    host.answer ("Diagnose", "(@aa{sv} [],)");
    Outcome outcome = run ({ "doctor" });

    EXPECT_EQ (outcome.status, 0);
    EXPECT_TRUE (has (outcome.out, "the host is of version 9.9.9")) << outcome.out;
}

// What a device says of itself may be written by anybody.
TEST_F (CliHost, NothingThatATerminalWouldObeyIsPrinted)
{
    host.add_device (
        "m", "\033]0;owned\a\n\033[2J",
        "{'text': {'name': <'\\u001b[31m'>, 'unit': <'\\u009b'>, 'order': <uint32 0>}}");
    host.set ("problems",
              "[{'subject': <'\\u001b'>, 'topic': <''>, 'since': <int64 1>, 'message': "
              "<{'text': <'\\u001b[1mx'>, 'prefix': <''>, 'template': <'\\u001b[1m%s'>, "
              "'arguments': <['\\u001b']>}>}]");

    for (const std::vector<std::string> &command :
         std::vector<std::vector<std::string>>{ { "devices", "list" }, { "status" } }) {
        Outcome outcome = run (command);

        EXPECT_FALSE (has (outcome.out, "\033")) << outcome.out;
        EXPECT_FALSE (has (outcome.out, "\a")) << outcome.out;
    }
    host.answer ("Reload", "org.wattle.Wattle1.Error.Failed {\"text\":\"\\u001b[2Jx\"}");
    Outcome outcome = run ({ "reload" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_FALSE (has (outcome.err, "\033")) << outcome.err;
}

TEST_F (CliHost, ErrorsAreSentencesWithTheirExitStatus)
{
    const struct {
        const char *answer;
        int status;
        const char *sentence;
    } rows[] = {
        { "org.wattle.Wattle1.Error.NotPermitted {\"text\":\"x.configure is not permitted to user "
          "7; "
          "members of the group wattle may\",\"prefix\":\"\",\"template\":\"%s is not permitted to "
          "user %u; members of the group wattle may\",\"arguments\":[\"x.configure\",\"7\"]}",
          4, "wattle: x.configure is not permitted to user 7; members of the group wattle may\n" },
        { "org.wattle.Wattle1.Error.Config {\"text\":\"no\"}", 2, "wattle: no\n" },
        { "org.freedesktop.DBus.Error.LimitsExceeded {\"text\":\"too many\"}", 1,
          "wattle: too many\n" },
        { "org.freedesktop.DBus.Error.AccessDenied rejected by the policy", 4,
          "wattle: rejected by the policy\n" },
        { "org.freedesktop.DBus.Error.UnknownMethod no such method", 1,
          "wattle: the host that runs does not know this yet: it is older than this program (no "
          "such "
          "method)\n" },
    };

    for (const auto &row : rows) {
        host.answer ("Reload", row.answer);
        Outcome outcome = run ({ "reload", "--json" });

        EXPECT_EQ (outcome.status, row.status);
        EXPECT_EQ (outcome.err, row.sentence);
        EXPECT_EQ (outcome.out, "");
    }
}

// The template of the host is the id in the catalogue of the client.
TEST_F (CliHost, ErrorsAreWordedInTheLanguageOfTheUser)
{
    TempDir dir;
    std::string source =
        dir.write ("xx.po", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
                            "msgid \"no line %u of %s\"\nmsgstr \"v %2$s ni vrstice %1$u\"\n\n"
                            "msgctxt \"host\"\nmsgid \"running\"\nmsgstr \"teče\"\n");
    g_mkdir_with_parents (dir.file ("xx/LC_MESSAGES").c_str (), 0700);
    Process compiler ({ "msgfmt", "-o", dir.file ("xx/LC_MESSAGES/wattle.mo"), source });
    ASSERT_EQ (compiler.wait (), 0) << compiler.err ();
    environment["LANGUAGE"] = "xx";
    environment["WATTLE_LOCALE_DIR"] = dir.path ();
    host.answer ("Reload", "org.wattle.Wattle1.Error.NotFound {\"text\":\"file: no line 7 of x\","
                           "\"prefix\":\"file: \",\"template\":\"no line %u of %s\",\"arguments\":"
                           "[\"7\",\"x\"]}");

    EXPECT_EQ (run ({ "reload" }).err, "wattle: file: v x ni vrstice 7\n");
    EXPECT_TRUE (has (run ({ "status" }).out, "teče"));
    EXPECT_EQ (at (json ({ "status" }), "state"), "running"); // programs read English
}

TEST_F (CliHost, AHostThatGoesMeanwhileIsSaidSo)
{
    host.leave ();
    Outcome outcome = run ({ "status" });

    EXPECT_EQ (outcome.status, 3);
    EXPECT_TRUE (has (outcome.err, "systemctl start wattled")) << outcome.err;
    EXPECT_TRUE (has (outcome.err, "wattled --session")) << outcome.err;
}

TEST_F (CliHost, AFullDiskIsNoSuccess)
{
    Process full ({ "sh", "-c", std::string (WATTLE) + " status --json >/dev/full" }, environment);

    EXPECT_EQ (full.wait (), 1);
    EXPECT_TRUE (full.has_said ("cannot be written")) << full.err ();
}

} // namespace
