// SPDX-License-Identifier: LGPL-2.1-or-later
#include "bus-house.h"

#include <csignal>

using namespace wattle_test;

namespace
{

const std::string ID = "iskra_sg_is004217";
const std::string PATH = "/org/wattle/Wattle1/Devices/iskra_sg_is004217";

class BusDevices : public BusHouse
{
  protected:
    BusDevices ()
    {
        house.start_emulator ();
        start ();
    }

    void
    add ()
    {
        Variant path = client.manager (
            "AddDevice", "('iskra-sg', 'gateway', '" + ID + "', " +
                             gateway_config (", 'name': <'Cellar'>, 'interval': <'10s'>") + ")");

        ASSERT_EQ (print (path), "('" + PATH + "',)") << client.error_text;
        ASSERT_TRUE (becomes (ID, "online")) << house.host->err ();
    }

    int
    count_lines_about (const std::string &id)
    {
        std::string log = house.host->err (), word = " " + id + ": ";
        int lines = 0;

        for (size_t at = 0; (at = log.find (word, at)) != std::string::npos; at += word.size ())
            lines++;
        return lines;
    }
};

TEST_F (BusDevices, SchemaTellsWhatADriverTakes)
{
    std::string schema = print (client.manager ("GetSchema", "('iskra-sg', '')"));

    for (const char *word :
         { "'model': <'gateway'>", "'model': <'meter'>", "'links': <['http', 'mqtt', 'modbus']>",
           "'default': <true>", "'key': <'Password'>", "'type': <'secret'>", "'child': <true>" })
        EXPECT_NE (schema.find (word), std::string::npos) << word;
    EXPECT_EQ (client.manager ("GetSchema", "('iskra', '')"), nullptr);
    EXPECT_EQ (client.error_name, "NotFound");
    EXPECT_EQ (client.error_text, "“iskra” is no driver; there are: example, iskra-sg, "
                                  "modbus-meter, smappee, smart-ems, smart-maic, wattle_example");
}

TEST_F (BusDevices, ValidateNamesAllThatIsWrongAndSavesNothing)
{
    std::string findings = print (client.manager (
        "Validate",
        "('iskra-sg', 'gateway', {'interval': <'1s'>, 'options': <{'Colour': 'red'}>})"));

    EXPECT_NE (findings.find ("Interval: must be at least 10000 ms"), std::string::npos)
        << findings;
    EXPECT_NE (findings.find ("Http, Mqtt, Modbus: must be set"), std::string::npos) << findings;
    EXPECT_NE (findings.find ("Colour: no such option; there are: User, Password"),
               std::string::npos)
        << findings;
    EXPECT_EQ (
        print (client.manager ("Validate", "('iskra-sg', 'gateway', " + gateway_config () + ")")),
        "([],)");
    EXPECT_FALSE (g_file_test (house.dir.file ("state/config").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (BusDevices, ProbeReadsTheDeviceOnceAndKeepsNothing)
{
    Variant job = client.manager ("Probe", "('iskra-sg', 'gateway', " + gateway_config () + ")");
    std::string result = client.finish (job);

    EXPECT_NE (result.find ("'id': <'" + ID + "'>"), std::string::npos) << result;
    EXPECT_NE (result.find ("'serial': <'I0026113'>"), std::string::npos) << result;
    EXPECT_NE (result.find ("'key': <'active_power'>"), std::string::npos) << result;
    EXPECT_EQ (client.device_property (ID, "State"), "");
    EXPECT_EQ (house.describe (ID), nullptr);
}

TEST_F (BusDevices, ProbeSaysWhyItFailed)
{
    Variant job = client.manager (
        "Probe", "('iskra-sg', 'gateway', {'links': <{'http': 'http://127.0.0.1:1'}>})");
    std::string result = client.finish (job);

    EXPECT_EQ (result.substr (0, 8), "failed: ") << result;
    EXPECT_NE (result.find ("Connection refused"), std::string::npos) << result;
}

TEST_F (BusDevices, OnlyTheOwnerOfAJobCancelsIt)
{
    BusClient other (bus);
    Variant job = client.manager (
        "Probe", "('iskra-sg', 'gateway', {'links': <{'http': 'http://127.0.0.1:1'}>})");
    const char *path;

    ASSERT_NE (job, nullptr) << client.error_text;
    g_variant_get (job.get (), "(&o)", &path);
    EXPECT_EQ (other.call (path, "Job", "Cancel"), nullptr);
    EXPECT_EQ (other.error_name, "NotPermitted");
    EXPECT_NE (client.call (path, "Job", "Cancel"), nullptr);
    EXPECT_NE (client.property (path, "Job", "State"), "running");
}

TEST_F (BusDevices, AnAddedDeviceRunsAtOnceAndIsThereAfterARestart)
{
    add ();
    EXPECT_EQ (client.device_property (ID, "Name"), "Cellar");
    EXPECT_EQ (client.device_property (ID, "Serial"), "IS004217");
    EXPECT_EQ (client.device_property (ID, "Interval"), "10000");
    EXPECT_EQ (client.device_property (GRID_METER, "Parent"), PATH);
    EXPECT_TRUE (spin ([&] { return house.available (ID) && house.available (GRID_METER); }))
        << "Home Assistant hears of it without a restart";

    house.host->send (SIGTERM);
    EXPECT_EQ (house.host->wait (), 0);
    start ();
    EXPECT_TRUE (becomes (ID, "online")) << house.host->err ();
}

TEST_F (BusDevices, WhatIsWrongIsNotAdded)
{
    const struct {
        const char *parameters;
        const char *name;
        const char *text;
    } rows[] = {
        { "('iskra-sg', 'gateway', 'sg', @a{sv} {})", "Config",
          "[Link] Http, Mqtt, Modbus: must be set, one of them at least" },
        { "('iskra-sg', 'meter', 'sg', @a{sv} {})", "Config",
          "[Device] Model: “meter” is not known; there are: gateway, instrument" },
        { "('nothing', '', 'sg', @a{sv} {})", "Config",
          "[Device] Driver: “nothing” is not known; there are: example, iskra-sg, modbus-meter, "
          "smappee, smart-ems, smart-maic, wattle_example" },
        { "('example', '', 'Über', @a{sv} {})", "Config",
          "Über cannot be saved: a device's id is a lower-case letter, then at most 62 lower-case "
          "letters, digits and underscores" },
        { "('example', '', 'bridge', @a{sv} {})", "Config", "there is a device “bridge” already" },
        { "('example', '', 'x', {'colour': <'red'>})", "Config",
          "colour: not known here; there are: name, model, enabled, interval, max-power, links, "
          "http-certificate, mqtt-topics, options, replaced, outputs, remove" },
        { "('example', '', 'x', {'max-power': <'99'>})", "Config",
          "[Device] MaxPower: must be a whole number from 100 to 10000000" },
        { "('example', '', 'x', {'enabled': <'yes'>})", "Config",
          "enabled: must be true or false" },
        { "('example', '', 'x', {'interval': <'soon'>})", "Config",
          "[Device] Interval: must be a time up to 24 hours with its unit: 500ms, 10s or 5min; or "
          "0" },
        { "('example', '', 'x', {'name': <'a\\nb'>})", "Config",
          "name: must be text of at most 1024 bytes without control characters" },
        { "('example', '', 'x', {'links': <{'tcp': 'x'}>})", "Config",
          "links/tcp: no such link; there are: http, mqtt, modbus" },
        { "('example', '', 'x', {'options': <{'a b': 'x'}>})", "Config",
          "options: must be names of letters and digits with their values" },
        { "('example', '', 'x', {'links': <3>})", "Config",
          "links: must be names with their values" },
    };

    for (const auto &row : rows) {
        EXPECT_EQ (client.manager ("AddDevice", row.parameters), nullptr) << row.parameters;
        EXPECT_EQ (client.error_name, row.name) << row.parameters;
        EXPECT_EQ (client.error_text, row.text) << row.parameters;
    }
    EXPECT_FALSE (
        g_file_test (house.dir.file ("state/config/devices").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (BusDevices, WithoutAnIdTheHostPicksOne)
{
    EXPECT_EQ (print (client.manager ("AddDevice", "('example', '', '', @a{sv} {})")),
               "('/org/wattle/Wattle1/Devices/example_device_1',)")
        << client.error_text;
    EXPECT_EQ (print (client.manager ("AddDevice", "('example', '', '', @a{sv} {})")),
               "('/org/wattle/Wattle1/Devices/example_device_2',)");
}

TEST_F (BusDevices, AnotherNameDoesNotInterrupt)
{
    add ();
    int lines = count_lines_about (ID);
    ASSERT_NE (client.device (ID, "Configure", "({'name': <'Attic'>},)"), nullptr)
        << client.error_text;
    EXPECT_EQ (client.device_property (ID, "Name"), "Attic");
    EXPECT_EQ (client.device_property (ID, "State"), "online");
    EXPECT_EQ (count_lines_about (ID), lines) << house.host->err ();
    EXPECT_TRUE (spin ([&] {
        Json json = house.describe (ID);
        return json != nullptr &&
               std::string (json_object_get_string_member (
                   json_object_get_object_member (json.get (), "device"), "name")) == "Attic";
    }));
}

TEST_F (BusDevices, ADisabledDeviceStaysInHomeAssistantAndIsUnavailable)
{
    add ();
    ASSERT_TRUE (spin ([&] { return house.available (GRID_METER); }));
    ASSERT_NE (client.device (ID, "SetEnabled", "(false,)"), nullptr) << client.error_text;
    EXPECT_EQ (client.device_property (ID, "State"), "disabled");
    EXPECT_EQ (client.device_property (GRID_METER, "State"), "") << "its meters are gone with it";
    EXPECT_TRUE (spin ([&] { return house.none_available ({ ID, GRID_METER }); }));
    EXPECT_NE (house.describe (ID), nullptr);
    EXPECT_EQ (client.device (ID, "Refresh"), nullptr);
    EXPECT_EQ (client.error_text, ID + " does not run: it is disabled");

    ASSERT_NE (client.device (ID, "SetEnabled", "(true,)"), nullptr);
    EXPECT_TRUE (becomes (ID, "online"));
    EXPECT_TRUE (spin ([&] { return house.available (GRID_METER); }));
}

TEST_F (BusDevices, ARemovedDeviceIsGoneEverywhere)
{
    add ();
    ASSERT_TRUE (spin ([&] { return house.describe (GRID_METER) != nullptr; }));
    ASSERT_NE (client.manager ("RemoveDevice", "(objectpath '" + PATH + "',)"), nullptr)
        << client.error_text;
    EXPECT_EQ (client.device_property (ID, "State"), "");
    EXPECT_TRUE (spin ([&] {
        return house.describe (ID) == nullptr && house.describe (GRID_METER) == nullptr;
    })) << "their discovery messages are cleared";
    EXPECT_EQ (client.manager ("RemoveDevice", "(objectpath '" + PATH + "',)"), nullptr);
    EXPECT_EQ (client.error_name, "NotFound");
}

TEST_F (BusDevices, AnAdministratorsFileIsLocked)
{
    house.add_simulated ();
    ASSERT_NE (client.manager ("Reload"), nullptr);
    ASSERT_TRUE (becomes (SIMULATED, "online"));
    EXPECT_EQ (client.device_property (SIMULATED, "Locked"), "true");
    EXPECT_EQ (client.device (SIMULATED, "SetEnabled", "(false,)"), nullptr);
    EXPECT_EQ (client.error_name, "Config");
    EXPECT_NE (client.error_text.find ("belongs to the administrator"), std::string::npos);
}

TEST_F (BusDevices, ActionsAreNamedAndConfirmed)
{
    add ();
    EXPECT_NE (client.device (ID, "Act", "('identify', @a{sv} {})"), nullptr) << client.error_text;
    EXPECT_EQ (client.device (ID, "Act", "('explode', @a{sv} {})"), nullptr);
    EXPECT_EQ (client.error_text, ID + " has no action “explode”; there are: identify");
}

TEST_F (BusDevices, ASuccessorKeepsIdAndTotals)
{
    add ();
    std::string meter = PATH.substr (0, PATH.rfind ('/') + 1) + GRID_METER;
    EXPECT_TRUE (spin ([&] {
        return print (client.call (meter, "Readings", "GetValues")).find ("'energy_import'") !=
               std::string::npos;
    })) << "its counters are asked for after what it measures";

    ASSERT_NE (client.manager ("ReplaceDevice", "(objectpath '/org/wattle/Wattle1/Devices/" +
                                                    std::string (GRID_METER) + "', {'by': <'" +
                                                    HEAT_METER + "'>})"),
               nullptr)
        << client.error_text;
    EXPECT_TRUE (spin ([&] {
        return client.device_property (GRID_METER, "Serial") == "W4183307" &&
               client.device_property (HEAT_METER, "State").empty ();
    })) << house.host->err ();
    EXPECT_TRUE (becomes (GRID_METER, "online"));
    EXPECT_EQ (client.manager ("ReplaceDevice", "(objectpath '" + PATH + "', {'by': <'x'>})"),
               nullptr);
    EXPECT_EQ (client.error_text, ID + " is not a sub-device");
}

TEST_F (BusDevices, ARecordingIsWhatATestCanReplay)
{
    add ();
    std::string result = client.finish (client.device (ID, "Record", "(uint32 1,)"));

    EXPECT_NE (result.find ("\"wattle-recording\":1"), std::string::npos) << result;
    EXPECT_NE (result.find ("'expected': <'["), std::string::npos) << result;
    EXPECT_EQ (result.find ("IS004217"), std::string::npos) << "serial numbers stay out of it";
    EXPECT_EQ (client.device (ID, "Record", "(uint32 0,)"), nullptr);
    EXPECT_EQ (client.error_text, "seconds: must be from 1 to 3600");
}

TEST_F (BusDevices, ASecretCanBeSetAndIsNeverShown)
{
    ASSERT_NE (client.manager ("SetSecret", "('cellar', 'hunter2')"), nullptr) << client.error_text;
    ASSERT_NE (client.manager ("AddDevice",
                               "('iskra-sg', 'gateway', '" + ID + "', " +
                                   gateway_config (", 'options': <{'User': 'admin', 'Password': "
                                                   "'secret:cellar'}>") +
                                   ")"),
               nullptr)
        << client.error_text;
    EXPECT_NE (client.device_property (ID, "Config").find ("secret:cellar"), std::string::npos);
    EXPECT_EQ (client.device_property (ID, "Config").find ("hunter2"), std::string::npos);
    EXPECT_EQ (client.manager ("SetSecret", "('Cellar', 'x')"), nullptr);
    EXPECT_EQ (client.error_name, "Config");
}

// The host is kept busy, so that it hears of the Cancel before it has cleared up behind the probe.
TEST_F (BusDevices, CancellingAJobThatHasJustEndedHarmsNobody)
{
    static const auto call = [] (GDBusConnection *connection, const char *path,
                                 const char *interface, const char *method, GVariant *given,
                                 GAsyncReadyCallback callback, gpointer data) {
        g_dbus_connection_call (connection, "org.wattle.Wattle1", path, interface, method, given,
                                nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, callback, data);
    };
    static const auto on_answer = [] (GObject *source, GAsyncResult *result, gpointer data) {
        g_autoptr (GVariant) reply =
            g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, nullptr);

        ++*static_cast<int *> (data);
    };
    static const auto on_job = [] (GObject *source, GAsyncResult *result, gpointer data) {
        g_autoptr (GVariant) reply =
            g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, nullptr);
        const char *path;

        ++*static_cast<int *> (data);
        ASSERT_NE (reply, nullptr);
        g_variant_get (reply, "(&o)", &path);
        call (G_DBUS_CONNECTION (source), path, "org.wattle.Wattle1.Job", "Cancel", nullptr,
              on_answer, data);
    };
    const char *const ROOT = "/org/wattle/Wattle1", *const MANAGER = "org.wattle.Wattle1.Manager";
    BusClient other (bus);
    int answers = 0;

    // A simulated device has answered before the job is told of.
    for (int round = 0; round < 20; round++) {
        answers = 0;
        for (int i = 0; i < 60; i++) {
            if (i == 20)
                call (other.connection, ROOT, MANAGER, "Probe",
                      g_variant_new_parsed ("('example', 'meter', @a{sv} {})"), on_job, &answers);
            call (other.connection, ROOT, MANAGER, "GetSchema", g_variant_new ("(ss)", "", ""),
                  on_answer, &answers);
        }
        ASSERT_TRUE (spin ([&] { return answers == 62; })) << house.host->err ();
    }
    house.host->send (SIGTERM); // and before that it clears up
    EXPECT_EQ (house.host->wait (), 0) << house.host->err ();
}

} // namespace
