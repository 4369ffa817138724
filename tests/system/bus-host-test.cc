// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "bus-house.h"

using namespace wattle_test;

namespace
{

const std::string ROOT = "/org/wattle/Wattle1";

class BusHost : public BusHouse
{
  protected:
    // What comes out of a descriptor that a method returns, until it is closed.
    std::string
    read_log (const char *options)
    {
        g_autoptr (GError) error = nullptr;
        g_autoptr (GUnixFDList) list = nullptr;
        g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_sync (
            client.connection, "org.wattle.Wattle1", ROOT.c_str (), "org.wattle.Wattle1.Manager",
            "OpenLog", g_variant_new_parsed (options), G_VARIANT_TYPE ("(h)"),
            G_DBUS_CALL_FLAGS_NONE, 10000, nullptr, &list, nullptr, &error);

        if (reply == nullptr)
            return error->message;
        int fd = g_unix_fd_list_get (list, 0, nullptr);
        std::string text;
        char buffer[4096];
        ssize_t length;

        while ((length = read (fd, buffer, sizeof buffer)) > 0)
            text.append (buffer, (size_t)length);
        close (fd);
        return text;
    }
};

TEST_F (BusHost, TellsWhatItIs)
{
    start ();
    EXPECT_EQ (client.property (ROOT, "Manager", "Version"), "0.1.0");
    EXPECT_EQ (client.property (ROOT, "Manager", "ApiVersion"), "5");
    EXPECT_EQ (client.property (ROOT, "Manager", "State"), "running");
    EXPECT_NE (client.property (ROOT, "Manager", "Broker").find ("'connected': <true>"),
               std::string::npos);
    EXPECT_EQ (client.property (ROOT, "Manager", "Problems"), "[]");
}

TEST_F (BusHost, ProblemsAreSentencesAsData)
{
    house.configure ("devices.d/lamp.conf", "[Device]\nDriver=lamp\n");
    start ();
    std::string problems = client.property (ROOT, "Manager", "Problems");

    EXPECT_NE (problems.find ("'subject': <'lamp'>"), std::string::npos) << problems;
    EXPECT_NE (problems.find ("'template': <'Driver: “%s” is not known; there are: %s'>"),
               std::string::npos)
        << problems;
    EXPECT_NE (problems.find ("'arguments': <['lamp', "), std::string::npos) << problems;
    EXPECT_EQ (client.device_property ("lamp", "State"), "broken");
    EXPECT_NE (client.device_property ("lamp", "Error").find ("is not known"), std::string::npos);
}

TEST_F (BusHost, ReloadRestartsOnlyWhatHasChanged)
{
    house.configure ("devices.d/a.conf", "[Device]\nDriver=example\n");
    house.configure ("devices.d/b.conf", "[Device]\nDriver=example\n");
    house.configure ("devices.d/c.conf", "[Device]\nDriver=nothing\n");
    start ();
    std::string before = house.host->err ();

    house.configure ("devices.d/b.conf", "[Device]\nDriver=example\nInterval=5s\n");
    house.configure ("devices.d/c.conf", "[Device]\nDriver=example\n");
    house.configure ("devices.d/d.conf", "[Device]\nDriver=example\n");
    ASSERT_NE (client.manager ("Reload"), nullptr) << client.error_text;
    EXPECT_TRUE (becomes ("b", "online") && becomes ("c", "online") && becomes ("d", "online"));
    std::string after = house.host->err ().substr (before.size ());
    EXPECT_EQ (after.find (" a: "), std::string::npos) << after;
    EXPECT_EQ (client.device_property ("b", "Interval"), "5000");
    EXPECT_EQ (client.property (ROOT, "Manager", "Problems"), "[]");
}

TEST_F (BusHost, AHangupIsAReload)
{
    start ();
    house.add_simulated ();
    house.host->send (SIGHUP);
    EXPECT_TRUE (becomes (SIMULATED, "online")) << house.host->err ();
}

TEST_F (BusHost, ABrokerThatIsSetIsUsedAtOnce)
{
    MqttBroker other ("me", "s3cret");

    house.add_simulated ();
    start ();
    ASSERT_NE (client.manager ("SetSecret", "('broker', 's3cret')"), nullptr);
    std::string settings = "{'Mqtt/Broker': <'mqtt://127.0.0.1:" + std::to_string (other.port ()) +
                           "'>, 'Mqtt/User': <'me'>, 'Mqtt/Password': <'secret:broker'>}";
    EXPECT_NE (
        print (client.manager ("TestBroker", "(" + settings + ",)")).find ("'connected': <true>"),
        std::string::npos)
        << client.error_text;
    ASSERT_NE (client.manager ("SetBroker", "(" + settings + ",)"), nullptr) << client.error_text;

    MqttProbe probe (other.port (), "#", "me", "s3cret");
    EXPECT_TRUE (spin ([&] {
        const MqttMessage *message = probe.last ("wattle/sim/availability");
        return message != nullptr && message->payload == "online";
    })) << house.host->err ();
    EXPECT_EQ (client.device_property (SIMULATED, "State"), "online");
    EXPECT_NE (client.property (ROOT, "Manager", "Broker").find ("'embedded': <false>"),
               std::string::npos);
}

TEST_F (BusHost, ABrokerThatIsWrongIsRefused)
{
    const struct {
        const char *parameters;
        const char *text;
    } rows[] = {
        { "({'Mqtt/Broker': <'http://x'>},)", "[Mqtt] Broker: " },
        { "({'Mqtt/Password': <'hunter2'>},)", "Password: must be secret:NAME" },
        { "({'EmbeddedBroker/Port': <'1883'>},)", "never 1883" },
        { "({'Host/Instance': <'x'>},)", "where the group is one of Mqtt, EmbeddedBroker" },
        { "({'Mqtt': <'x'>},)", "settings are texts by GROUP/KEY" },
        { "({'Mqtt/Keep': <'x'>},)", "no such key" },
        { "({'Bridge/Mode': <'all'>},)", "must be one of off, read, write" },
    };

    start ();
    for (const auto &row : rows) {
        EXPECT_EQ (client.manager ("SetBroker", row.parameters), nullptr) << row.parameters;
        EXPECT_EQ (client.error_name, "Config") << row.parameters;
        EXPECT_NE (client.error_text.find (row.text), std::string::npos)
            << row.parameters << ": " << client.error_text;
    }
    EXPECT_EQ (client.manager ("TestBroker", "(@a{sv} {},)"), nullptr);
    EXPECT_NE (client.error_text.find ("the host runs a broker of its own"), std::string::npos);
    EXPECT_NE (print (client.manager ("TestBroker", "({'Mqtt/Broker': <'mqtt://127.0.0.1:1'>},)"))
                   .find ("Connection refused"),
               std::string::npos);
}

TEST_F (BusHost, CredentialsOfTheOwnBrokerLetAClientIn)
{
    house.configure ("devices.d/boiler.conf", "[Device]\nDriver=example\n[Link]\nMqtt=\n"
                                              "MqttTopics=boiler/#\n");
    start ();
    Variant reply = client.manager ("GetCredentials", "('homeassistant',)");
    ASSERT_NE (reply, nullptr) << client.error_text;
    EXPECT_NE (print (reply).find ("'password': <'" + house.password + "'>"), std::string::npos);
    EXPECT_EQ (client.manager ("GetCredentials", "('nobody',)"), nullptr);
    EXPECT_EQ (client.error_name, "NotFound");
}

TEST_F (BusHost, APluginThatIsSwitchedOffTakesItsDevicesAlong)
{
    house.add_simulated ();
    start ();
    ASSERT_NE (client.call (ROOT + "/Plugins/example", "Plugin", "SetEnabled", "(false,)"), nullptr)
        << client.error_text;
    EXPECT_EQ (client.property (ROOT + "/Plugins/example", "Plugin", "State"), "disabled");
    EXPECT_EQ (client.device_property (SIMULATED, "State"), "broken");
    EXPECT_NE (client.device_property (SIMULATED, "Error").find ("is switched off"),
               std::string::npos);

    ASSERT_NE (client.call (ROOT + "/Plugins/example", "Plugin", "SetEnabled", "(true,)"), nullptr);
    EXPECT_TRUE (becomes (SIMULATED, "online"));
    EXPECT_EQ (client.property (ROOT, "Manager", "Problems"), "[]");
}

TEST_F (BusHost, LinksShowWhoUsesThemAndWhatTheyDid)
{
    house.start_emulator ();
    house.add_gateway ();
    start ();
    ASSERT_TRUE (becomes (GATEWAY, "online"));
    EXPECT_EQ (client.property (ROOT + "/Links/1", "Link", "Uri"), gateway_uri ());
    EXPECT_EQ (client.property (ROOT + "/Links/1", "Link", "State"), "up");
    EXPECT_NE (client.property (ROOT + "/Links/1", "Link", "Devices").find (GRID_METER),
               std::string::npos);
    std::string counters = print (client.call (ROOT + "/Links/1", "Link", "GetCounters"));
    for (const char *counter : { "'sent'", "'answered'", "'failed'", "'foreign'" })
        EXPECT_NE (counters.find (counter), std::string::npos) << counters;
    EXPECT_NE (client.call (ROOT + "/Links/1", "Link", "Reset"), nullptr) << client.error_text;
}

TEST_F (BusHost, TheLogCanBeReadAndMadeMoreTalkative)
{
    house.add_simulated ();
    start ();
    std::string log = read_log ("(@a{sv} {},)");
    EXPECT_NE (log.find ("\"message\":\"sim: online\""), std::string::npos) << log;
    EXPECT_NE (read_log ("({'lines': <uint32 1>},)").find ("\"level\":"), std::string::npos);

    EXPECT_EQ (client.manager ("SetLogLevel", "('loud',)"), nullptr);
    EXPECT_EQ (client.error_text,
               "“loud” is no level of the log; there are: warning, message, info, debug");
    EXPECT_NE (client.manager ("SetLogLevel", "('debug',)"), nullptr);
}

TEST_F (BusHost, TheDoctorKnowsPasswordsThatStandInAManual)
{
    house.start_emulator ({ "--user", "admin", "--password", "iskra" });
    house.add_gateway ("[Options]\nUser=admin\nPassword=secret:sg\n");
    house.keep ("secrets.conf", "[Secrets]\nsg=iskra\n");
    start ();
    ASSERT_TRUE (becomes (GATEWAY, "online")) << house.host->err ();
    std::string findings = print (client.manager ("Diagnose"));
    EXPECT_NE (findings.find ("sg still has the password it was sold with"), std::string::npos)
        << findings;
    for (const char *check : { "clock", "zone", "broker", "files", "serial", "problems" })
        EXPECT_NE (findings.find ("'check': <'" + std::string (check) + "'>"), std::string::npos)
            << check;
}

TEST_F (BusHost, GoesOnWithoutABus)
{
    house.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + house.dir.file ("none");
    house.add_simulated ();
    house.start_host ();
    EXPECT_TRUE (spin ([&] { return house.available (SIMULATED); }));
    EXPECT_TRUE (house.host->has_said ("the command line cannot reach this host"));
}

TEST_F (BusHost, ASecondHostSaysThatTheNameIsTaken)
{
    start ();
    House second;
    second.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.address ();
    second.start_host ();
    EXPECT_TRUE (second.host->has_said ("another wattled has the name org.wattle.Wattle1"))
        << second.host->err ();
}

} // namespace
