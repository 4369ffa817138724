// SPDX-License-Identifier: LGPL-2.1-or-later
#include "service/host-broker.h"

using namespace wattle_test;

namespace
{

std::string
configured (guint16 port, const std::string &more = "")
{
    return "[Mqtt]\nBroker=mqtt://127.0.0.1:" + std::to_string (port) + "\n" + more;
}

} // namespace

TEST (Broker, RunsOneOfItsOwnIfNoneIsConfigured)
{
    HostBroker host ("");

    ASSERT_TRUE (host.connect ()) << host.complaints ();
    EXPECT_EQ (host.complaints (), "");
    EXPECT_STREQ (wattle_broker_get_host (host.broker), "127.0.0.1");
    EXPECT_NE (wattle_broker_get_port (host.broker), 1883);

    // What it tells people is an account that is let in, and not the host's own.
    MqttProbe probe (wattle_broker_get_port (host.broker), "wattle/#",
                     wattle_broker_get_username (host.broker),
                     wattle_broker_get_password (host.broker));
    wattle_mqtt_client_publish (wattle_broker_get_client (host.broker), "wattle/x", "1", 1,
                                (WattleMqttFlags)0);
    EXPECT_TRUE (spin ([&] { return probe.has ("wattle/x", "1"); }));
    EXPECT_TRUE (host.stop ());
}

TEST (Broker, EndsItsOwnWithItself)
{
    HostBroker host ("");

    ASSERT_TRUE (host.connect ()) << host.complaints ();
    EXPECT_TRUE (can_connect (wattle_broker_get_port (host.broker)));
    EXPECT_TRUE (host.stop ());
    EXPECT_FALSE (can_connect (wattle_broker_get_port (host.broker)));
}

TEST (Broker, ListensAtTheConfiguredPort)
{
    guint16 port = find_free_port ();
    HostBroker host ("[EmbeddedBroker]\nPort=" + std::to_string (port) + "\n");

    ASSERT_TRUE (host.connect ()) << host.complaints ();
    EXPECT_EQ (wattle_broker_get_port (host.broker), port);
    EXPECT_TRUE (host.stop ());
}

TEST (Broker, NamesAPortThatIsTakenAndWaitsForIt)
{
    MqttBroker other;
    HostBroker host ("[EmbeddedBroker]\nPort=" + std::to_string (other.port ()) + "\n");

    EXPECT_NE (host.complaints ().find ("Port=" + std::to_string (other.port ())),
               std::string::npos)
        << host.complaints ();
    other.stop ();
    EXPECT_TRUE (host.connect ()) << "it is waited for";
    EXPECT_EQ (host.complaints (), "");
    EXPECT_TRUE (host.stop ());
}

TEST (Broker, NamesAnAddressThatIsNotOfThisHost)
{
    HostBroker host ("[EmbeddedBroker]\nListen=somewhere\n");

    EXPECT_EQ (wattle_broker_get_client (host.broker), nullptr);
    EXPECT_NE (host.complaints ().find ("wattle.conf: [EmbeddedBroker] Listen: “somewhere”"),
               std::string::npos);
    EXPECT_TRUE (host.stop ());
}

TEST (Broker, UsesTheConfiguredOneWithItsAccount)
{
    MqttBroker real ("home", "s3cret");
    HostBroker host (configured (real.port (), "User=home\nPassword=secret:broker\n"),
                     "[Secrets]\nbroker=s3cret\n");

    ASSERT_TRUE (host.connect ()) << host.complaints ();
    EXPECT_EQ (wattle_broker_get_port (host.broker), real.port ());
    EXPECT_EQ (wattle_broker_get_username (host.broker), nullptr);
    EXPECT_EQ (wattle_broker_get_password (host.broker), nullptr);
    EXPECT_TRUE (host.stop ());
}

TEST (Broker, ALostConnectionIsAProblemUntilItIsBack)
{
    MqttBroker real;
    HostBroker host (configured (real.port ()));

    ASSERT_TRUE (host.connect ());
    real.stop ();
    EXPECT_TRUE (spin ([&] { return wattle_problems_get_count (host.problems) == 1; }));
    EXPECT_NE (host.complaints ().find (std::to_string (real.port ())), std::string::npos)
        << host.complaints ();
    real.start ();
    EXPECT_TRUE (spin ([&] { return host.connected (); }));
    EXPECT_EQ (host.complaints (), "");
    EXPECT_TRUE (host.stop ());
}

TEST (Broker, AWrongPasswordIsAProblemThatDoesNotShowIt)
{
    MqttBroker real ("home", "s3cret");
    HostBroker host (configured (real.port (), "User=home\nPassword=secret:broker\n"),
                     "[Secrets]\nbroker=wr0ng\n");

    wattle_broker_start (host.broker);
    EXPECT_TRUE (spin ([&] { return wattle_problems_get_count (host.problems) == 1; }));
    EXPECT_EQ (host.complaints ().find ("wr0ng"), std::string::npos) << host.complaints ();
    EXPECT_TRUE (host.stop ());
}

TEST (Broker, NamesWhatIsWrongWithItsSettings)
{
    const struct {
        std::string config;
        const char *words;
    } cases[] = {
        { "[Mqtt]\nBroker=http://here\n", "[Mqtt] Broker" },
        { "[Mqtt]\nBroker=mqtt://here:70000\n", "1 to 65535" },
        { configured (1999, "Password=plain\n"), "secret:NAME" },
        { configured (1999, "Password=secret:nobody\n"), "[Mqtt] Password" },
    };

    for (const auto &item : cases) {
        HostBroker host (item.config);

        EXPECT_EQ (wattle_broker_get_client (host.broker), nullptr) << item.config;
        EXPECT_NE (host.complaints ().find (item.words), std::string::npos) << host.complaints ();
        EXPECT_EQ (host.complaints ().find ("plain"), std::string::npos);
        wattle_broker_start (host.broker); // nothing to start
        EXPECT_TRUE (host.stop ());
    }
}
