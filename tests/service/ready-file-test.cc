// SPDX-License-Identifier: LGPL-2.1-or-later
#include "service/wattle-ready-file.h"

#include <json-glib/json-glib.h>

#include "service/host-broker.h"

using namespace wattle_test;

static std::string
read (const std::string &path)
{
    g_autofree char *text = nullptr;

    return g_file_get_contents (path.c_str (), &text, nullptr, nullptr) ? text : "";
}

TEST (ReadyFile, TellsHowToReachTheOwnBroker)
{
    HostBroker host ("");
    std::string path = host.dir.file ("ready.json");
    g_autoptr (GError) error = nullptr;

    ASSERT_TRUE (wattle_ready_file_write (path.c_str (), host.broker, nullptr, &error))
        << error->message;
    g_autoptr (JsonNode) root = json_from_string (read (path).c_str (), nullptr);
    ASSERT_NE (root, nullptr) << read (path);
    JsonObject *broker = json_object_get_object_member (json_node_get_object (root), "broker");
    EXPECT_STREQ (json_object_get_string_member (broker, "host"), "127.0.0.1");
    EXPECT_EQ (json_object_get_int_member (broker, "port"), wattle_broker_get_port (host.broker));
    EXPECT_STREQ (json_object_get_string_member (broker, "username"),
                  wattle_broker_get_username (host.broker));
    EXPECT_STREQ (json_object_get_string_member (broker, "password"),
                  wattle_broker_get_password (host.broker));
    EXPECT_TRUE (json_object_get_null_member (json_node_get_object (root), "bus"));
    EXPECT_TRUE (host.stop ());
}

TEST (ReadyFile, OnlyItsOwnerMayReadIt)
{
    HostBroker host ("");
    std::string path = host.dir.write ("ready.json", "an older one, longer than what follows");
    GStatBuf info;

    g_chmod (path.c_str (), 0644);
    ASSERT_TRUE (wattle_ready_file_write (path.c_str (), host.broker, nullptr, nullptr));
    ASSERT_EQ (g_stat (path.c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);
    EXPECT_EQ (read (path).find ("older"), std::string::npos);
    EXPECT_TRUE (host.stop ());
}

TEST (ReadyFile, AConfiguredBrokerHasNoAccountToTell)
{
    HostBroker host ("[Mqtt]\nBroker=mqtt://127.0.0.1:1999\nUser=me\nPassword=secret:broker\n",
                     "[Secrets]\nbroker=s3cret\n");
    std::string path = host.dir.file ("ready.json");

    ASSERT_TRUE (wattle_ready_file_write (path.c_str (), host.broker, nullptr, nullptr));
    EXPECT_EQ (read (path), "{\"broker\":{\"port\":1999,\"host\":\"127.0.0.1\",\"username\":null,"
                            "\"password\":null},\"bus\":null}\n");
}

TEST (ReadyFile, SaysThatThereIsNoBroker)
{
    HostBroker host ("[Mqtt]\nBroker=nonsense\n");
    std::string path = host.dir.file ("ready.json");

    ASSERT_TRUE (wattle_ready_file_write (path.c_str (), host.broker, nullptr, nullptr));
    EXPECT_EQ (read (path), "{\"broker\":null,\"bus\":null}\n");
}

TEST (ReadyFile, AFolderThatIsNotThereIsAnError)
{
    HostBroker host ("[Mqtt]\nBroker=mqtt://127.0.0.1:1999\n");
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (wattle_ready_file_write (host.dir.file ("none/ready.json").c_str (), host.broker,
                                           nullptr, &error));
    EXPECT_NE (error, nullptr);
}
