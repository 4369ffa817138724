// SPDX-License-Identifier: LGPL-2.1-or-later
#include "bus-house.h"
#include "support/fake-polkit.h"

using namespace wattle_test;

namespace
{

const std::string ROOT = "/org/wattle/Wattle1";
const std::string CONFIGURE = "org.wattle.wattle1.configure";
const std::string CONTROL = "org.wattle.wattle1.control";
const std::string SECRETS = "org.wattle.wattle1.secrets";

// The host as the system's service, on a bus where polkit is the test's.
class BusAuth : public BusHouse
{
  protected:
    BusAuth ()
    {
        house.session = false;
        house.environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus.address ();
        house.configure ("devices.d/lamp.conf", "[Device]\nDriver=lamp\n");
        start ();
    }

    struct Method {
        const char *path;
        const char *interface;
        const char *name;
        const char *parameters;
        std::string action;
    };

    const std::vector<Method> methods = {
        { "", "Manager", "Probe", "('x', '', @a{sv} {})", CONFIGURE },
        { "", "Manager", "Scan", "(@a{sv} {},)", CONFIGURE },
        { "", "Manager", "AddDevice", "('x', '', 'x', @a{sv} {})", CONFIGURE },
        { "", "Manager", "RemoveDevice", "(objectpath '/org/wattle/Wattle1/Devices/lamp',)",
          CONFIGURE },
        { "", "Manager", "ReplaceDevice",
          "(objectpath '/org/wattle/Wattle1/Devices/lamp', @a{sv} {})", CONFIGURE },
        { "", "Manager", "SetBroker", "({'EmbeddedBroker/Port': <'0'>},)", CONFIGURE },
        { "", "Manager", "TestBroker", "({'Mqtt/Broker': <'mqtt://127.0.0.1:1'>},)", CONFIGURE },
        { "", "Manager", "GetCredentials", "('homeassistant',)", SECRETS },
        { "", "Manager", "SetSecret", "('a', 'b')", SECRETS },
        { "", "Manager", "PruneDiscovery", "(true,)", CONFIGURE },
        { "", "Manager", "RestoreRevision", "('1',)", CONFIGURE },
        { "", "Manager", "Backup", "(@a{sv} {},)", CONFIGURE },
        { "", "Manager", "Backup", "({'secrets': <true>},)", SECRETS },
        { "", "Manager", "ImportDefinition", "(b'{}', @a{sv} {})", CONFIGURE },
        { "", "Manager", "RemoveDefinition", "('x',)", CONFIGURE },
        { "", "Manager", "UndoLedger", "(uint64 1,)", CONFIGURE },
        { "", "Manager", "SetLogLevel", "('debug',)", CONFIGURE },
        { "", "Manager", "Reload", "()", CONFIGURE },
        { "/Devices/lamp", "Device", "Configure", "(@a{sv} {},)", CONFIGURE },
        { "/Devices/lamp", "Device", "SetEnabled", "(true,)", CONFIGURE },
        { "/Devices/lamp", "Device", "Record", "(uint32 1,)", CONFIGURE },
        { "/Devices/lamp", "Device", "Refresh", "()", CONTROL },
        { "/Devices/lamp", "Device", "Act", "('x', @a{sv} {})", CONTROL },
    };
};

TEST_F (BusAuth, EveryMethodThatChangesSomethingAsks)
{
    FakePolkit polkit (bus);

    for (const Method &method : methods) {
        polkit.asked.clear ();
        EXPECT_EQ (
            client.call (ROOT + method.path, method.interface, method.name, method.parameters),
            nullptr)
            << method.name;
        EXPECT_EQ (client.error_name, "NotPermitted") << method.name << ": " << client.error_text;
        EXPECT_NE (client.error_text.find (method.action + " is not permitted"), std::string::npos)
            << method.name << ": " << client.error_text;
        EXPECT_NE (client.error_text.find ("group wattle"), std::string::npos);
        ASSERT_EQ (polkit.asked.size (), 1u) << method.name;
        EXPECT_EQ (polkit.asked[0], method.action) << method.name;
        EXPECT_FALSE (polkit.interactive);
    }
    EXPECT_FALSE (g_file_test (house.dir.file ("state/secrets.conf").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (BusAuth, WhoIsPermittedGoesOn)
{
    FakePolkit polkit (bus);

    polkit.permitted = { CONFIGURE, CONTROL, SECRETS };
    for (const Method &method : methods) {
        client.call (ROOT + method.path, method.interface, method.name, method.parameters);
        EXPECT_NE (client.error_name, "NotPermitted") << method.name;
    }
    EXPECT_TRUE (g_file_test (house.dir.file ("state/secrets.conf").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (BusAuth, ReadingNeedsNobodysLeave)
{
    FakePolkit polkit (bus);
    const Method reads[] = {
        { "", "Manager", "GetSchema", "('', '')", "" },
        { "", "Manager", "Validate", "('x', '', @a{sv} {})", "" },
        { "", "Manager", "ListRevisions", "(uint32 0,)", "" },
        { "", "Manager", "ListLedger", "(@a{sv} {},)", "" },
        { "", "Manager", "ListDefinitions", "()", "" },
        { "", "Manager", "Subscribe", "(@ao [],)", "" },
        { "", "Manager", "Unsubscribe", "(@ao [],)", "" },
        { "", "Manager", "Diagnose", "()", "" },
        { "", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", "()", "" },
        { "/Devices/lamp", "Readings", "GetValues", "()", "" },
    };

    for (const Method &method : reads) {
        EXPECT_NE (
            client.call (ROOT + method.path, method.interface, method.name, method.parameters),
            nullptr)
            << method.name << ": " << client.error_text;
    }
    EXPECT_TRUE (polkit.asked.empty ());
}

// A minimal system may have no polkit; root can configure it nevertheless.
TEST_F (BusAuth, WithoutPolkitOnlyRootMayChangeAnything)
{
    Variant reply = client.manager ("Reload");

    if (geteuid () == 0) {
        EXPECT_NE (reply, nullptr) << client.error_text;
    } else {
        EXPECT_EQ (reply, nullptr);
        EXPECT_EQ (client.error_name, "NotPermitted");
        EXPECT_NE (client.error_text.find ("polkit cannot be asked"), std::string::npos);
    }
}

} // namespace
