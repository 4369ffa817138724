// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-client-id.h"
#include "engine/wattle-store.h"
#include "transport/wattle-mqtt-settings.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class BrokerConfig : public testing::Test
{
  protected:
    ~BrokerConfig () override
    {
        g_clear_object (&store);
        g_clear_object (&problems);
        g_object_unref (clock);
    }

    // Reads wattle.conf with this text; the problems, joined.
    std::string
    read (const std::string &text)
    {
        g_clear_object (&store);
        g_clear_object (&problems);
        problems = wattle_problems_new (clock);
        dir.write ("wattle.conf", text);
        store = wattle_store_new (dir.path ().c_str (), problems);
        wattle_store_load (store);

        std::string all;
        for (guint i = 0; i < wattle_problems_get_count (problems); i++)
            all += std::string (wattle_problems_get (problems, i)->message) + "\n";
        return all;
    }

    bool
    complains (const std::string &text, const std::string &about)
    {
        std::string all = read (text);
        bool found = all.find (dir.file ("wattle.conf") + ": " + about) != std::string::npos;

        EXPECT_TRUE (found) << text << " → " << all;
        return found;
    }

    const WattleHostConfig *
    host ()
    {
        return wattle_store_get_host (store);
    }

    TempDir dir;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = nullptr;
    WattleStore *store = nullptr;
};

TEST_F (BrokerConfig, ReadsEveryKey)
{
    std::string pem = dir.write ("some.pem", "x");
    g_autoptr (WattleSecrets) secrets = wattle_secrets_new (dir.path ().c_str (), nullptr);
    g_autoptr (GError) error = nullptr;

    dir.write ("secrets.conf", "[Secrets]\nmine=hush\n");
    ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
    EXPECT_EQ (read ("[Mqtt]\nBroker=mqtts://Broker.example\nUser=u\nPassword=secret:mine\n"
                     "CaFile=" +
                     pem + "\nCertFile=" + pem + "\nKeyFile=" + pem +
                     "\nVerify=true\nClientId=me\nKeepAlive=45\n"),
               "");
    WattleMqttSettings *settings =
        wattle_broker_config_resolve (&host ()->mqtt, secrets, "other", "w", &error);
    ASSERT_NE (settings, nullptr) << error->message;
    EXPECT_STREQ (settings->host, "broker.example");
    EXPECT_EQ (settings->port, 8883);
    EXPECT_TRUE (settings->tls);
    EXPECT_FALSE (settings->insecure);
    EXPECT_STREQ (settings->username, "u");
    EXPECT_STREQ (settings->password, "hush");
    EXPECT_STREQ (settings->ca_file, pem.c_str ());
    EXPECT_STREQ (settings->cert_file, pem.c_str ());
    EXPECT_STREQ (settings->key_file, pem.c_str ());
    EXPECT_STREQ (settings->client_id, "me");
    EXPECT_EQ (settings->keepalive, 45u);
    wattle_mqtt_settings_free (settings);
}

TEST_F (BrokerConfig, NamesTheKeyThatIsWrong)
{
    complains ("[Mqtt]\nBroker=http://x\n", "[Mqtt] Broker: the address");
    complains ("[Mqtt]\nBroker=mqtts://x\nCaFile=ca.pem\n", "[Mqtt] CaFile: must be a full path");
    complains ("[Mqtt]\nBroker=mqtts://x\nCaFile=/nowhere/ca.pem\n",
               "[Mqtt] CaFile: cannot be read: ");
    complains ("[Mqtt]\nBroker=mqtts://x\nKeyFile=/dev/null\n", "[Mqtt] KeyFile: belongs to");
    complains ("[Mqtt]\nBroker=mqtts://x\nVerify=no\n", "[Mqtt] Verify: must be true or false");
    complains ("[Mqtt]\nBroker=mqtt://x\nKeepAlive=1\n", "[Mqtt] KeepAlive: must be a whole");
    complains ("[Mqtt]\nBroker=mqtt://x\nPassword=hush\n", "[Mqtt] Password: must be secret:NAME");
    complains ("[Mqtt]\nBroker=mqtt://x\nClientId=a\\nb\n", "[Mqtt] ClientId: must be a text");
    complains ("[Mqtt]\nBroker=mqtt://x\nCaFile=/dev/null\n", "[Mqtt] Broker: CaFile and CertFile");
    complains ("[EmbeddedBroker]\nPort=1883\n", "[EmbeddedBroker] Port: must be a port from 1024");
    complains ("[EmbeddedBroker]\nPort=80\n", "[EmbeddedBroker] Port: must be a port from 1024");
    EXPECT_EQ (host ()->port, 0);
}

TEST_F (BrokerConfig, DoesNotWaitForAPipe)
{
    std::string pipe = dir.file ("ca.pem"), folder = dir.path ();

    ASSERT_EQ (mkfifo (pipe.c_str (), 0600), 0);
    for (const std::string &path : { pipe, folder })
        complains ("[Mqtt]\nBroker=mqtts://x\nCaFile=" + path + "\n",
                   "[Mqtt] CaFile: must be a file, which " + path + " is not");
}

TEST_F (BrokerConfig, NeedsAVerifiedBrokerUnlessItIsOnThisHost)
{
    g_autoptr (WattleSecrets) secrets = wattle_secrets_new (dir.path ().c_str (), nullptr);
    g_autoptr (GError) error = nullptr;

    for (const char *here : { "localhost", "127.0.0.1", "[::1]" })
        EXPECT_EQ (read (std::string ("[Mqtt]\nBroker=mqtts://") + here + "\nVerify=false\n"), "");
    complains ("[Mqtt]\nBroker=mqtts://192.168.1.2\nVerify=false\n",
               "[Mqtt] Verify: false is allowed for a broker on this host only");
    EXPECT_EQ (wattle_broker_config_resolve (&host ()->mqtt, secrets, "x", nullptr, &error),
               nullptr);
    ASSERT_NE (error, nullptr);
}

TEST_F (BrokerConfig, DoesNotConnectWithoutThePassword)
{
    g_autoptr (WattleSecrets) secrets = wattle_secrets_new (dir.path ().c_str (), nullptr);
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (read ("[Mqtt]\nBroker=mqtt://x\nPassword=secret:gone\n"), "");
    EXPECT_EQ (wattle_broker_config_resolve (&host ()->mqtt, secrets, "x", nullptr, &error),
               nullptr);
    EXPECT_NE (strstr (error->message, "“gone”"), nullptr) << error->message;
}

TEST_F (BrokerConfig, ReadsWhereElseToPublish)
{
    EXPECT_EQ (read ("[Publish club]\nBroker=mqtt://x\nInterval=15s\nTopic=a/{instance}/{device}\n"
                     "Devices=meter, boiler\nQoS=1\nRetain=true\n[Publish other]\n"
                     "Broker=mqtt://y\nFormat=value\nTopic={device}/{entity}\n"),
               "");
    ASSERT_EQ (host ()->publishes->len, 2u);
    auto first = (WattlePublishConfig *)host ()->publishes->pdata[0];
    auto second = (WattlePublishConfig *)host ()->publishes->pdata[1];
    EXPECT_STREQ (first->name, "club");
    EXPECT_EQ (first->interval_ms, 15000);
    EXPECT_EQ (first->qos, 1);
    EXPECT_TRUE (first->retain);
    EXPECT_TRUE (wattle_publish_config_has_device (first, "boiler"));
    EXPECT_FALSE (wattle_publish_config_has_device (first, "heater"));
    EXPECT_TRUE (wattle_publish_config_has_device (second, "heater"));
    EXPECT_EQ (wattle_publish_config_get_format (second), WATTLE_PUBLISH_VALUE);
}

TEST_F (BrokerConfig, NamesWhatIsWrongInAPublishGroup)
{
    const std::string group = "[Publish club]\nBroker=mqtt://x\n";

    complains (group + "Topic=a\n", "[Publish club] Topic: must be a topic");
    complains (group + "Topic=a/{device}/#\n", "[Publish club] Topic: must be a topic");
    complains (group + "Topic={device}/{thing}\n", "[Publish club] Topic: must be a topic");
    complains (group + "Topic={device}/{entity}\n", "[Publish club] Topic: {entity}");
    complains (group + "Format=value\n", "[Publish club] Topic: {entity}");
    complains (group + "Format=xml\n", "[Publish club] Format: must be json or value");
    complains (group + "QoS=2\n", "[Publish club] QoS: must be a whole number from 0 to 1");
    complains (group + "Devices=a,B\n", "[Publish club] Devices: “B” is no device id");
    complains (group + "Verfy=false\n", "[Publish club] Verfy: no such key");
    complains ("[Publish Club]\n", "[Publish Club]: no such group");
}

TEST_F (BrokerConfig, LetsADeviceHaveTopicsOfItsOwn)
{
    auto load = [&] (const std::string &link) {
        dir.write ("devices.d/meter.conf", "[Device]\nDriver=d\n[Link]\n" + link);
        std::string said = read ("");
        return said;
    };

    EXPECT_EQ (load ("Mqtt=\nMqttTopics=meter/#, tele/meter/+\n"), "");
    auto device = (WattleDeviceConfig *)wattle_store_get_devices (store)->pdata[0];
    EXPECT_STREQ (device->mqtt_topics[0], "meter/#");
    EXPECT_STREQ (device->mqtt_topics[1], "tele/meter/+");

    for (const char *bad : { "#", "+/x", "$SYS/#", "a/#/b", "a,", "a\\nuser x" })
        EXPECT_NE (
            load (std::string ("Mqtt=\nMqttTopics=") + bad + "\n").find ("[Link] MqttTopics: “"),
            std::string::npos)
            << bad;
    EXPECT_NE (load ("MqttTopics=a/#\n").find ("[Link] MqttTopics: is for devices of"),
               std::string::npos);
}

TEST_F (BrokerConfig, KeepsTheClientId)
{
    g_autofree char *first = wattle_client_id_load (dir.path ().c_str (), "house");
    g_autofree char *second = wattle_client_id_load (dir.path ().c_str (), "house");

    EXPECT_STREQ (first, second);
    EXPECT_EQ (std::string (first).find ("house-"), 0u);
    dir.write ("client-id", "# +\n");
    g_autofree char *third = wattle_client_id_load (dir.path ().c_str (), "house");
    EXPECT_EQ (strpbrk (third, "#+ "), nullptr);

    g_unlink (dir.file ("client-id").c_str ());
    ASSERT_EQ (mkfifo (dir.file ("client-id").c_str (), 0600), 0);
    g_autofree char *fourth = wattle_client_id_load (dir.path ().c_str (), "house");
    EXPECT_EQ (std::string (fourth).size (), std::string (first).size ()) << "no waiting";
}

} // namespace
