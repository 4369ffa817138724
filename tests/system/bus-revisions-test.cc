// SPDX-License-Identifier: LGPL-2.1-or-later
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "bus-house.h"

using namespace wattle_test;

namespace
{

const std::string ROOT = "/org/wattle/Wattle1";

// A call that takes or returns a descriptor.
std::string
call_with_file (BusClient &client, const char *method, const char *parameters, int *file)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (GUnixFDList) given = g_unix_fd_list_new ();
    g_autoptr (GUnixFDList) list = nullptr;

    if (*file >= 0)
        g_unix_fd_list_append (given, *file, nullptr);
    g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_sync (
        client.connection, "org.wattle.Wattle1", ROOT.c_str (), "org.wattle.Wattle1.Manager",
        method, g_variant_new_parsed (parameters), nullptr, G_DBUS_CALL_FLAGS_NONE, 30000,
        *file >= 0 ? given : nullptr, &list, nullptr, &error);
    if (reply == nullptr)
        return error->message;
    if (*file < 0)
        *file = g_unix_fd_list_get (list, 0, nullptr);
    g_autofree char *text = g_variant_print (reply, FALSE);
    return text;
}

class BusRevisions : public BusHouse
{
  protected:
    void
    add (const std::string &id)
    {
        ASSERT_NE (client.manager ("AddDevice", "('example', '', '" + id + "', @a{sv} {})"),
                   nullptr)
            << client.error_text;
        ASSERT_TRUE (becomes (id, "online"));
    }
};

TEST_F (BusRevisions, EverySaveHasTimeAuthorAndDifference)
{
    start ();
    add ("boiler");
    ASSERT_NE (client.device ("boiler", "Configure", "({'name': <'Boiler'>},)"), nullptr);
    std::string list = print (client.manager ("ListRevisions", "(uint32 0,)"));

    EXPECT_NE (list.find ("'id': <uint64 3>"), std::string::npos) << list;
    EXPECT_NE (list.find ("'author': <'" + std::to_string (geteuid ()) + "'>"), std::string::npos)
        << list;
    EXPECT_NE (list.find ("'files': <['devices/boiler.conf']>"), std::string::npos) << list;
    EXPECT_NE (print (client.manager ("DiffRevision", "('', '3')")).find ("+Name=Boiler"),
               std::string::npos)
        << client.error_text;
    EXPECT_EQ (client.manager ("DiffRevision", "('', 'x')"), nullptr);
    EXPECT_EQ (client.error_text, "“x” is no revision: they are numbered from 1 on");
    EXPECT_EQ (client.manager ("DiffRevision", "('', '99')"), nullptr);
    EXPECT_EQ (client.error_name, "NotFound");
}

TEST_F (BusRevisions, ARevisionThatIsRestoredIsInForceAtOnce)
{
    start ();
    add ("boiler");
    add ("heater");
    ASSERT_NE (client.device ("boiler", "Configure", "({'interval': <'7s'>},)"), nullptr);
    ASSERT_NE (client.manager ("RestoreRevision", "('2',)"), nullptr) << client.error_text;
    EXPECT_EQ (client.device_property ("heater", "State"), "");
    EXPECT_TRUE (becomes ("boiler", "online"));
    EXPECT_NE (client.device_property ("boiler", "Interval"), "7000");

    ASSERT_NE (client.manager ("RestoreRevision", "('4',)"), nullptr) << client.error_text;
    EXPECT_TRUE (becomes ("heater", "online"));
    EXPECT_EQ (client.device_property ("boiler", "Interval"), "7000");
}

TEST_F (BusRevisions, ARevisionThatCannotRunIsNotRestored)
{
    start ();
    add ("boiler");
    ASSERT_NE (client.manager ("RemoveDevice", "(objectpath '" + ROOT + "/Devices/boiler',)"),
               nullptr);
    ASSERT_NE (client.call (ROOT + "/Plugins/example", "Plugin", "SetEnabled", "(false,)"),
               nullptr);
    EXPECT_EQ (client.manager ("RestoreRevision", "('2',)"), nullptr);
    EXPECT_NE (client.error_text.find ("is switched off"), std::string::npos) << client.error_text;
    EXPECT_EQ (client.device_property ("boiler", "State"), "");
}

TEST_F (BusRevisions, ABackupBringsAHouseToAnotherComputer)
{
    int archive = -1;

    start ();
    add ("boiler");
    ASSERT_NE (client.manager ("SetSecret", "('cellar', 'hunter2')"), nullptr);
    std::string total = print (client.call (ROOT + "/Devices/boiler", "Readings", "GetValues"));
    EXPECT_EQ (call_with_file (client, "Backup", "({'secrets': <true>},)", &archive), "(0,)");

    PrivateBus other_bus;
    House other;
    BusClient there (other_bus);
    other.environment["DBUS_SESSION_BUS_ADDRESS"] = other_bus.address ();
    other.start_host ();
    std::string names =
        call_with_file (there, "Restore", "(handle 0, {'dry-run': <true>})", &archive);
    EXPECT_NE (names.find ("'config/devices/boiler.conf'"), std::string::npos) << names;
    EXPECT_EQ (there.device_property ("boiler", "State"), "") << "it was only a trial";

    lseek (archive, 0, SEEK_SET);
    names = call_with_file (there, "Restore", "(handle 0, @a{sv} {})", &archive);
    EXPECT_NE (names.find ("boiler.conf"), std::string::npos) << names;
    EXPECT_TRUE (spin ([&] { return there.device_property ("boiler", "State") == "online"; }))
        << other.host->err ();
    EXPECT_TRUE (g_file_test (other.dir.file ("state/secrets.conf").c_str (), G_FILE_TEST_EXISTS));
    close (archive);
}

TEST_F (BusRevisions, ABackupHasNoSecretsUnlessTheyAreWanted)
{
    int archive = -1;

    start ();
    ASSERT_NE (client.manager ("SetSecret", "('cellar', 'hunter2')"), nullptr);
    EXPECT_EQ (call_with_file (client, "Backup", "(@a{sv} {},)", &archive), "(0,)");
    lseek (archive, 0, SEEK_SET);
    std::string names =
        call_with_file (client, "Restore", "(handle 0, {'dry-run': <true>})", &archive);
    EXPECT_EQ (names.find ("secrets.conf"), std::string::npos) << names;
    close (archive);
}

TEST_F (BusRevisions, WhatIsNoArchiveIsRefused)
{
    TempDir dir;
    std::string path = dir.write ("nonsense", "this is no archive");
    int file = open (path.c_str (), O_RDONLY);

    start ();
    std::string error = call_with_file (client, "Restore", "(handle 0, @a{sv} {})", &file);
    EXPECT_NE (error.find ("Error"), std::string::npos) << error;
    EXPECT_EQ (print (client.manager ("ListRevisions", "(uint32 0,)")).find ("<uint64 2>"),
               std::string::npos);
    close (file);
}

} // namespace
