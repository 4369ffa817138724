// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-embedded-broker.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>

#include "support/mqtt-client-fixture.h"

using namespace wattle_test;

class EmbeddedBroker : public testing::Test
{
  protected:
    EmbeddedBroker ()
    {
        clock_ = wattle_clock_new (1);
        renew ();
    }

    ~EmbeddedBroker () override
    {
        g_object_unref (broker_);
        g_object_unref (clock_);
    }

    void
    renew ()
    {
        g_clear_object (&broker_);
        broker_ = wattle_embedded_broker_new (dir_.file ("state").c_str (), "loopback", clock_);
    }

    void
    start ()
    {
        g_autoptr (GError) error = nullptr;

        ASSERT_TRUE (wattle_embedded_broker_start (broker_, &error)) << error->message;
        ASSERT_TRUE (spin ([this] { return wattle_embedded_broker_is_ready (broker_); }));
    }

    bool
    stop ()
    {
        bool done = false;

        wattle_embedded_broker_stop (
            broker_, [] (gpointer data) { *(bool *)data = true; }, &done);
        return spin ([&] { return done; });
    }

    pid_t
    pid ()
    {
        const char *text = wattle_embedded_broker_get_pid (broker_);

        return text != nullptr ? (pid_t)g_ascii_strtoll (text, nullptr, 10) : 0;
    }

    bool
    lets_in (const char *user, const char *password)
    {
        MqttClient client (wattle_embedded_broker_get_port (broker_), clock_, user, password);

        spin ([&] {
            return client.connected () || wattle_mqtt_client_get_detail (client) != nullptr;
        });
        return client.connected ();
    }

    TempDir dir_;
    WattleClock *clock_;
    WattleEmbeddedBroker *broker_ = nullptr;
};

TEST_F (EmbeddedBroker, LetsItsTwoAccountsInAndNobodyElse)
{
    start ();
    EXPECT_STREQ (wattle_embedded_broker_get_username (broker_), "wattle");
    EXPECT_STREQ (wattle_embedded_broker_get_client_username (broker_), "homeassistant");
    EXPECT_STREQ (wattle_embedded_broker_get_host (broker_), "127.0.0.1");
    EXPECT_NE (wattle_embedded_broker_get_port (broker_), 1883);

    EXPECT_TRUE (lets_in ("wattle", wattle_embedded_broker_get_password (broker_)));
    EXPECT_TRUE (lets_in ("homeassistant", wattle_embedded_broker_get_client_password (broker_)));
    EXPECT_FALSE (lets_in ("homeassistant", wattle_embedded_broker_get_password (broker_)));
    EXPECT_FALSE (lets_in (nullptr, nullptr));
    EXPECT_TRUE (stop ());
}

TEST_F (EmbeddedBroker, ComesBackOnTheSamePortAfterBeingKilled)
{
    start ();
    guint16 port = wattle_embedded_broker_get_port (broker_);
    pid_t first = pid ();
    MqttClient client (port, clock_, "wattle", wattle_embedded_broker_get_password (broker_));
    ASSERT_TRUE (spin ([&] { return client.connected (); }));

    kill (first, SIGKILL);
    ASSERT_TRUE (spin ([&] { return !client.connected (); }));
    EXPECT_TRUE (spin ([&] { return client.connected (); }));
    EXPECT_TRUE (spin ([&] { return wattle_embedded_broker_is_ready (broker_); }));
    EXPECT_EQ (wattle_embedded_broker_get_port (broker_), port);
    EXPECT_NE (pid (), first);
    EXPECT_TRUE (stop ());
}

TEST_F (EmbeddedBroker, KeepsPortAndPasswordsOverARun)
{
    start ();
    guint16 port = wattle_embedded_broker_get_port (broker_);
    std::string host = wattle_embedded_broker_get_password (broker_);
    std::string other = wattle_embedded_broker_get_client_password (broker_);
    EXPECT_GE (host.size (), 20u);
    EXPECT_NE (host, other);
    ASSERT_TRUE (stop ());

    renew ();
    start ();
    EXPECT_EQ (wattle_embedded_broker_get_port (broker_), port);
    EXPECT_EQ (wattle_embedded_broker_get_password (broker_), host);
    EXPECT_EQ (wattle_embedded_broker_get_client_password (broker_), other);
    EXPECT_TRUE (lets_in ("homeassistant", other.c_str ()));
    EXPECT_TRUE (stop ());
}

TEST_F (EmbeddedBroker, TakesAnotherPortWhenTheOldOneIsTaken)
{
    start ();
    guint16 port = wattle_embedded_broker_get_port (broker_);
    ASSERT_TRUE (stop ());

    g_autoptr (GSocketListener) other = g_socket_listener_new ();
    g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
    ASSERT_TRUE (g_socket_listener_add_address (other, address, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, nullptr, nullptr, nullptr));
    renew ();
    start ();
    EXPECT_NE (wattle_embedded_broker_get_port (broker_), port);
    EXPECT_TRUE (lets_in ("wattle", wattle_embedded_broker_get_password (broker_)));
    EXPECT_TRUE (stop ());
}

TEST_F (EmbeddedBroker, KeepsItsFilesToItself)
{
    start ();
    for (const char *name : { "broker.conf", "mosquitto.conf", "mosquitto.passwd" }) {
        GStatBuf info;

        ASSERT_EQ (g_stat (dir_.file (std::string ("state/") + name).c_str (), &info), 0) << name;
        EXPECT_EQ (info.st_mode & 0777, 0600u) << name;
    }
    EXPECT_TRUE (stop ());
}

TEST_F (EmbeddedBroker, LeavesNoProcess)
{
    start ();
    pid_t first = pid ();
    EXPECT_TRUE (stop ());
    EXPECT_NE (kill (first, 0), 0);
    EXPECT_EQ (wattle_embedded_broker_get_pid (broker_), nullptr);

    renew ();
    start ();
    pid_t second = pid ();
    renew ();
    EXPECT_TRUE (spin ([&] { return kill (second, 0) != 0; })) << "released without a stop";
}

TEST_F (EmbeddedBroker, NamesThePackageWhenTheProgramIsMissing)
{
    g_autoptr (GError) error = nullptr;

    wattle_embedded_broker_set_program (broker_, "mosquitto-that-is-not-there");
    EXPECT_FALSE (wattle_embedded_broker_start (broker_, &error));
    EXPECT_NE (strstr (error->message, "Debian package mosquitto"), nullptr) << error->message;
}

TEST_F (EmbeddedBroker, RefusesAListenAddressThatIsNone)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleEmbeddedBroker) broker =
        wattle_embedded_broker_new (dir_.file ("other").c_str (), "everywhere", clock_);

    EXPECT_FALSE (wattle_embedded_broker_start (broker, &error));
    EXPECT_NE (strstr (error->message, "wattle.conf: [EmbeddedBroker] Listen: “everywhere”"),
               nullptr)
        << error->message;
}

TEST_F (EmbeddedBroker, IsReachableByItsAddressWhenItListensOnAll)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleEmbeddedBroker) broker =
        wattle_embedded_broker_new (dir_.file ("other").c_str (), "0.0.0.0", clock_);

    ASSERT_TRUE (wattle_embedded_broker_start (broker, &error)) << error->message;
    EXPECT_STREQ (wattle_embedded_broker_get_host (broker), "127.0.0.1");
    EXPECT_TRUE (spin ([&] { return wattle_embedded_broker_is_ready (broker); }));
}

// The same test is the host too, when it is started with the name of a file for the port.
TEST_F (EmbeddedBroker, EndsWhenTheHostIsKilled)
{
    const char *port_file = g_getenv ("WATTLE_TEST_PORT_FILE");

    if (port_file != nullptr) {
        start ();
        std::string own = std::to_string (wattle_embedded_broker_get_port (broker_));
        g_file_set_contents (port_file, own.c_str (), -1, nullptr);
        kill (getpid (), SIGKILL);
    }

    g_autofree char *program = g_file_read_link ("/proc/self/exe", nullptr);
    g_autoptr (GSubprocessLauncher) launcher =
        g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
    g_autofree char *port = nullptr;
    std::string path = dir_.file ("port");

    g_subprocess_launcher_setenv (launcher, "WATTLE_TEST_PORT_FILE", path.c_str (), TRUE);
    g_subprocess_launcher_unsetenv (launcher, "GTEST_OUTPUT");
    g_autoptr (GSubprocess) host = g_subprocess_launcher_spawn (
        launcher, nullptr, program, "--gtest_filter=*EndsWhenTheHostIsKilled", nullptr);
    g_subprocess_wait (host, nullptr, nullptr);
    EXPECT_EQ (g_subprocess_get_term_sig (host), SIGKILL);

    ASSERT_TRUE (g_file_get_contents (path.c_str (), &port, nullptr, nullptr));
    EXPECT_TRUE (spin ([&] { return !can_connect ((guint16)atoi (port)); }));
}
