// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/certificates.h"
#include "support/mqtt-client-fixture.h"

#include <cstring>

using namespace wattle_test;

namespace
{

class MqttTls : public testing::Test
{
  protected:
    static void
    SetUpTestSuite ()
    {
        certificates = new Certificates ();
        certificates->sign ("good", "IP:127.0.0.1,DNS:localhost");
        certificates->sign ("expired", "IP:127.0.0.1", -1);
        certificates->sign ("elsewhere", "IP:192.0.2.1,DNS:broker.example");
        certificates->sign ("client", "DNS:client");
    }

    static void
    TearDownTestSuite ()
    {
        delete certificates;
        certificates = nullptr;
    }

    // Those of a client that trusts the test's CA.
    static WattleMqttSettings
    settings (guint16 port)
    {
        static std::string ca;
        WattleMqttSettings result = { "127.0.0.1", port };

        ca = certificates->ca ();
        result.tls = TRUE;
        result.ca_file = ca.c_str ();
        return result;
    }

    // What the client says of a broker it does not get along with.
    static std::string
    detail (const WattleMqttSettings &settings)
    {
        MqttClient client (settings);

        EXPECT_TRUE (spin ([&] { return wattle_mqtt_client_get_detail (client) != nullptr; }));
        EXPECT_FALSE (client.connected ());
        return wattle_mqtt_client_get_detail (client);
    }

    static Certificates *certificates;
};

Certificates *MqttTls::certificates;

TEST_F (MqttTls, TalksToABrokerOfAKnownCa)
{
    MqttBroker broker ("", "", certificates->broker_lines ("good"));
    WattleMqttSettings mine = settings (broker.port ());
    MqttClient client (mine);
    MqttClient other (mine);
    Heard heard;
    std::string big (200000, 'x'); // more than one record of TLS

    heard.listen (other, "a/#");
    ASSERT_TRUE (spin ([&] { return client.connected () && other.connected (); }));
    EXPECT_TRUE (spin ([&] {
        client.publish ("a/big", big);
        return heard.count ("a/big") > 0;
    }));
    EXPECT_EQ (heard.messages[0].payload, big);
    EXPECT_EQ (std::string (wattle_mqtt_client_get_uri (client)),
               "mqtts://127.0.0.1:" + std::to_string (broker.port ()));
    EXPECT_TRUE (client.stop ());
}

TEST_F (MqttTls, ChecksTheNameToo)
{
    MqttBroker broker ("", "", certificates->broker_lines ("good"));
    WattleMqttSettings mine = settings (broker.port ());

    mine.host = "localhost";
    MqttClient client (mine);
    EXPECT_TRUE (spin ([&] { return client.connected (); }));
}

TEST_F (MqttTls, RefusesAnExpiredCertificate)
{
    MqttBroker broker ("", "", certificates->broker_lines ("expired"));
    std::string text = detail (settings (broker.port ()));

    EXPECT_EQ (text.find ("certificate refused: it expired on "), 0u) << text;
}

TEST_F (MqttTls, RefusesACertificateForAnotherName)
{
    MqttBroker broker ("", "", certificates->broker_lines ("elsewhere"));
    WattleMqttSettings mine = settings (broker.port ());

    EXPECT_EQ (detail (mine), "certificate refused: it is for another name than 127.0.0.1");
    mine.host = "localhost";
    EXPECT_EQ (detail (mine), "certificate refused: it is for another name than localhost");
}

TEST_F (MqttTls, RefusesACertificateOfAnUnknownCa)
{
    MqttBroker broker ("", "", certificates->broker_lines ("good"));
    WattleMqttSettings mine = settings (broker.port ());
    Certificates others;
    std::string ca = others.ca ();

    mine.ca_file = nullptr;
    EXPECT_EQ (detail (mine), "certificate refused: it is of a CA that is not known here; the file "
                              "of a private CA is set by CaFile");
    mine.ca_file = ca.c_str ();
    EXPECT_EQ (detail (mine).find ("certificate refused: "), 0u);
}

TEST_F (MqttTls, ShowsItsOwnCertificateWhereOneIsAskedFor)
{
    MqttBroker broker ("", "", certificates->broker_lines ("good") + "require_certificate true\n");
    WattleMqttSettings mine = settings (broker.port ());
    std::string cert = certificates->certificate ("client");
    std::string key = certificates->key ("client");

    // Whether its word arrives before its hanging up is a matter of luck.
    EXPECT_NE (detail (mine).find ("demands a client certificate"), std::string::npos);
    mine.cert_file = cert.c_str ();
    mine.key_file = key.c_str ();
    MqttClient client (mine);
    EXPECT_TRUE (spin ([&] { return client.connected (); }))
        << wattle_mqtt_client_get_detail (client);
}

TEST_F (MqttTls, TakesAnyCertificateOnThisHostWhenToldTo)
{
    MqttBroker broker ("", "", certificates->broker_lines ("expired"));
    WattleMqttSettings mine = settings (broker.port ());

    mine.insecure = TRUE;
    {
        MqttClient client (mine);
        EXPECT_TRUE (spin ([&] { return client.connected (); }));
    }
    mine.host = "broker.invalid";
    EXPECT_EQ (detail (mine), "cannot connect: Verify=false is for brokers on this host only, and "
                              "broker.invalid is none");
}

TEST_F (MqttTls, NamesTheFileThatIsOfNoUse)
{
    WattleMqttSettings mine = settings (find_free_port ());
    std::string cert = certificates->certificate ("client");
    std::string key = certificates->key ("good");
    std::string garbage = certificates->dir ().write ("garbage.pem", "no certificate\n");

    mine.cert_file = cert.c_str ();
    mine.key_file = key.c_str ();
    EXPECT_EQ (detail (mine), "cannot connect: the key of the client certificate, " + key +
                                  ": key values mismatch");
    mine.cert_file = nullptr;
    mine.key_file = nullptr;
    mine.ca_file = "/nowhere/ca.pem";
    EXPECT_EQ (detail (mine),
               "cannot connect: the CA file /nowhere/ca.pem: No such file or directory");
    mine.ca_file = garbage.c_str ();
    EXPECT_EQ (detail (mine).find ("cannot connect: the CA file " + garbage + ": "), 0u);
}

TEST_F (MqttTls, SaysWhenThePeerDoesNotSpeakTls)
{
    MqttBroker plain;
    std::string text = detail (settings (plain.port ()));

    EXPECT_TRUE (text == "the broker closed the connection" ||
                 text.find ("the TLS handshake failed") != std::string::npos)
        << text;
}

TEST_F (MqttTls, RefusesOldProtocols)
{
    std::string port = std::to_string (find_free_port ());
    std::string cert = certificates->certificate ("good");
    std::string key = certificates->key ("good");
    g_autoptr (GSubprocess) server = g_subprocess_new (
        (GSubprocessFlags)(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE),
        nullptr, "openssl", "s_server", "-accept", port.c_str (), "-cert", cert.c_str (), "-key",
        key.c_str (), "-www", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", nullptr);

    ASSERT_NE (server, nullptr);
    ASSERT_TRUE (spin ([&] { return can_connect ((guint16)std::stoi (port)); }));
    EXPECT_EQ (detail (settings ((guint16)std::stoi (port))),
               "the broker refuses the TLS connection: protocol version");
    g_subprocess_force_exit (server);
    g_subprocess_wait (server, nullptr, nullptr);
}

TEST_F (MqttTls, CutsAPeerThatStallsAndDoesNotSpinMeanwhile)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    g_autoptr (GSocketListener) silent = g_socket_listener_new ();
    guint16 port = g_socket_listener_add_any_inet_port (silent, nullptr, nullptr);
    MqttClient client (settings (port), clock);
    g_autoptr (GSocketConnection) taken = nullptr;
    int turns = 0;

    g_socket_listener_accept_async (
        silent, nullptr,
        [] (GObject *source, GAsyncResult *result, gpointer data) {
            *(GSocketConnection **)data = g_socket_listener_accept_finish (
                G_SOCKET_LISTENER (source), result, nullptr, nullptr);
        },
        &taken);
    ASSERT_TRUE (spin ([&] { return taken != nullptr; }));
    gint64 end = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;
    spin ([&] {
        turns++;
        return g_get_monotonic_time () > end;
    });
    EXPECT_LT (turns, 1000) << "the main loop turns without end";
    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, G_USEC_PER_SEC);
        return wattle_mqtt_client_get_detail (client) != nullptr;
    }));
    EXPECT_STREQ (wattle_mqtt_client_get_detail (client),
                  "cannot connect: no answer to CONNECT within 10 s");
}

} // namespace
