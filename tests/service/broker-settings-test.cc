// SPDX-License-Identifier: LGPL-2.1-or-later
#include "service/wattle-broker.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "support/certificates.h"
#include "support/mqtt-broker.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

// The host's broker as its configuration files say.
class BrokerSettings : public testing::Test
{
  protected:
    ~BrokerSettings () override
    {
        g_clear_object (&broker);
        g_object_unref (secrets);
        g_object_unref (store);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    void
    start (const std::string &text)
    {
        dir.write ("wattle.conf", text);
        wattle_store_load (store);
        broker = wattle_broker_new (wattle_store_get_host (store), wattle_store_get_devices (store),
                                    dir.path ().c_str (), secrets, problems, clock);
        wattle_broker_start (broker);
    }

    bool
    connects ()
    {
        return spin (
            [this] { return wattle_mqtt_client_is_connected (wattle_broker_get_client (broker)); });
    }

    bool
    stop ()
    {
        bool done = false;

        wattle_broker_stop (
            broker, [] (gpointer data) { *(bool *)data = true; }, &done);
        return spin ([&] { return done; });
    }

    std::string
    said ()
    {
        std::string all;

        for (guint i = 0; i < wattle_problems_get_count (problems); i++)
            all += std::string (wattle_problems_get (problems, i)->message) + "\n";
        return all;
    }

    TempDir dir;
    WattleClock *clock = wattle_clock_new (1);
    WattleProblems *problems = wattle_problems_new (clock);
    WattleStore *store = wattle_store_new (dir.path ().c_str (), problems);
    WattleSecrets *secrets = wattle_secrets_new (dir.path ().c_str (), nullptr);
    WattleBroker *broker = nullptr;
};

TEST_F (BrokerSettings, TalksTlsAsConfigured)
{
    Certificates certificates;
    certificates.sign ("broker", "IP:127.0.0.1");
    certificates.sign ("host", "DNS:host");
    MqttBroker other ("", "", certificates.broker_lines ("broker") + "require_certificate true\n");

    start ("[Mqtt]\nBroker=mqtts://127.0.0.1:" + std::to_string (other.port ()) +
           "\nCaFile=" + certificates.ca () + "\nCertFile=" + certificates.certificate ("host") +
           "\nKeyFile=" + certificates.key ("host") + "\n");
    EXPECT_TRUE (connects ()) << said ();
    EXPECT_EQ (said (), "");
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerSettings, ShowsWhyACertificateIsRefused)
{
    Certificates certificates;
    certificates.sign ("broker", "IP:127.0.0.1", -1);
    MqttBroker other ("", "", certificates.broker_lines ("broker"));

    start ("[Mqtt]\nBroker=mqtts://127.0.0.1:" + std::to_string (other.port ()) +
           "\nCaFile=" + certificates.ca () + "\n");
    EXPECT_TRUE (spin ([&] {
        return said ().find ("certificate refused: it expired on ") != std::string::npos;
    })) << said ();
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerSettings, DoesNotFallBackToItsOwnWhenTheSettingsAreWrong)
{
    start ("[Mqtt]\nBroker=mqtts://192.0.2.1\nVerify=false\n");
    EXPECT_EQ (wattle_broker_get_client (broker), nullptr);
    EXPECT_NE (said ().find ("[Mqtt] Verify"), std::string::npos) << said ();
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerSettings, GivesNoDeviceTheTopicsOfTheHost)
{
    dir.write ("devices.d/good.conf", "[Device]\nDriver=d\n[Link]\nMqtt=\nMqttTopics=good/#\n");
    dir.write ("devices.d/bad.conf",
               "[Device]\nDriver=d\n[Link]\nMqtt=\nMqttTopics=bad/#,wattle/#\n");
    start ("");
    ASSERT_TRUE (connects ());
    EXPECT_NE (said ().find ("MqttTopics: “wattle/#”"), std::string::npos) << said ();

    g_autofree char *rights = nullptr;
    ASSERT_TRUE (
        g_file_get_contents (dir.file ("mosquitto.acl").c_str (), &rights, nullptr, nullptr));
    EXPECT_NE (strstr (rights, "user device_good"), nullptr);
    EXPECT_EQ (strstr (rights, "user device_bad"), nullptr);
    EXPECT_TRUE (stop ());
}

TEST_F (BrokerSettings, IsBackSoonAfterACrash)
{
    pid_t child = 0;

    start ("");
    ASSERT_TRUE (connects ());
    std::ifstream children ("/proc/self/task/" + std::to_string (getpid ()) + "/children");
    ASSERT_TRUE (children >> child);
    kill (child, SIGKILL);
    ASSERT_TRUE (spin (
        [this] { return !wattle_mqtt_client_is_connected (wattle_broker_get_client (broker)); }));
    gint64 begin = g_get_monotonic_time ();
    EXPECT_TRUE (connects ());
    EXPECT_LT (g_get_monotonic_time () - begin, 10 * G_USEC_PER_SEC);
    EXPECT_TRUE (spin ([this] { return said ().empty (); })) << said ();
    EXPECT_TRUE (stop ());
}

} // namespace
