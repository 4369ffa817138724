// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/mqtt-client-fixture.h"

using namespace wattle_test;

struct Fate {
    int sent = 0;
    int dropped = 0;

    static void
    on_done (gboolean sent, gpointer data)
    {
        Fate *self = (Fate *)data;

        (sent ? self->sent : self->dropped)++;
    }
};

TEST (MqttClient, PublishesWhatWaitedForTheConnection)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "a/#");
    MqttClient client (broker.port ());

    EXPECT_FALSE (client.connected ());
    client.publish ("a/state", "old");
    client.publish ("a/state", "new");
    client.publish ("a/kept", "1", WATTLE_MQTT_RETAIN);
    EXPECT_TRUE (spin ([&] { return probe.has ("a/state", "new") && probe.has ("a/kept", "1"); }));
    EXPECT_FALSE (probe.has ("a/state", "old"));

    MqttProbe late (broker.port (), "a/#");
    EXPECT_TRUE (spin ([&] { return late.has ("a/kept", "1"); }));
    EXPECT_TRUE (late.last ("a/kept")->retained);
    EXPECT_EQ (late.count ("a/state"), 0);
}

TEST (MqttClient, SendsCommandsBeforeStatesAndSaysSo)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "a/#");
    MqttClient client (broker.port ());
    Fate fate;

    client.publish ("a/state", "1");
    wattle_mqtt_client_command (client, "a/set", "ON", (WattleMqttFlags)0, Fate::on_done, &fate);
    EXPECT_TRUE (spin ([&] { return probe.count ("a/state") > 0 && fate.sent == 1; }));
    EXPECT_EQ (probe.messages ()[0].topic, "a/set");
    EXPECT_EQ (fate.dropped, 0);
}

TEST (MqttClient, DropsACommandThatWaitedTooLong)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    MqttClient client (find_free_port (), clock);
    Fate fate;

    wattle_mqtt_client_command (client, "a/set", "ON", (WattleMqttFlags)0, Fate::on_done, &fate);
    wattle_clock_advance (clock, WATTLE_MQTT_COMMAND_AGE - 1);
    settle ();
    EXPECT_EQ (fate.dropped, 0);
    wattle_clock_advance (clock, 1);
    EXPECT_EQ (fate.dropped, 0) << "called from within a timer of somebody else";
    settle ();
    EXPECT_EQ (fate.dropped, 1);
    EXPECT_EQ (fate.sent, 0);
}

TEST (MqttClient, RefusesACommandToATopicWithWildcards)
{
    MqttBroker broker;
    MqttClient client (broker.port ());
    Fate fate;

    wattle_mqtt_client_command (client, "a/+", "ON", (WattleMqttFlags)0, Fate::on_done, &fate);
    EXPECT_TRUE (spin ([&] { return fate.dropped == 1; }));
    EXPECT_TRUE (client.connected ());
}

TEST (MqttClient, CancelledCommandIsNeitherSentNorReported)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "a/#");
    MqttClient client (broker.port ());
    Fate fate;

    wattle_mqtt_client_command (client, "a/set", "ON", (WattleMqttFlags)0, Fate::on_done, &fate);
    wattle_mqtt_client_cancel (client, &fate);
    client.publish ("a/after", "1");
    EXPECT_TRUE (spin ([&] { return probe.count ("a/after") == 1; }));
    EXPECT_EQ (probe.count ("a/set"), 0);
    EXPECT_EQ (fate.sent + fate.dropped, 0);
}

TEST (MqttClient, ComesBackAfterABrokerRestart)
{
    MqttBroker broker;
    MqttClient client (broker.port ());
    Heard heard;
    int changes = 0;

    g_signal_connect_swapped (client, "state-changed",
                              G_CALLBACK (+[] (gpointer count) { ++*(int *)count; }), &changes);
    heard.listen (client, "b/#");
    ASSERT_TRUE (spin ([&] { return client.connected (); }));
    EXPECT_EQ (changes, 1);

    broker.stop ();
    ASSERT_TRUE (spin ([&] { return !client.connected (); }));
    EXPECT_EQ (changes, 2);
    EXPECT_STRNE (wattle_mqtt_client_get_detail (client), nullptr);
    client.publish ("a/queued", "1", WATTLE_MQTT_RETAIN);

    broker.start ();
    gint64 begin = g_get_monotonic_time ();
    MqttProbe probe (broker.port (), "a/#");
    EXPECT_TRUE (spin ([&] { return probe.has ("a/queued", "1"); }));
    EXPECT_LT (g_get_monotonic_time () - begin, 10 * G_USEC_PER_SEC);
    EXPECT_EQ (wattle_mqtt_client_get_detail (client), nullptr);

    EXPECT_TRUE (spin ([&] {
        probe.publish ("b/x", "again");
        return heard.count ("b/x") > 0;
    }));
}

TEST (MqttClient, LeavesTheWillWhenItIsLost)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "test/will");
    {
        MqttClient client (broker.port ());
        ASSERT_TRUE (spin ([&] { return client.connected (); }));
    }
    EXPECT_TRUE (spin ([&] { return probe.has ("test/will", "offline"); }));
    MqttProbe late (broker.port (), "test/will");
    EXPECT_TRUE (spin ([&] { return late.has ("test/will", "offline"); })) << "not retained";
}

TEST (MqttClient, CleanStopSendsEverythingAndNoWill)
{
    MqttBroker broker;
    MqttProbe last (broker.port (), "last");
    MqttProbe will (broker.port (), "test/will");
    MqttClient client (broker.port ());
    std::string payload (20000, 'x'); // in all more than the buffers of a socket hold

    ASSERT_TRUE (spin ([&] { return client.connected (); }));
    broker.pause ();
    for (int i = 0; i < 3000; i++)
        client.publish ("bulk/" + std::to_string (i), payload);
    client.publish ("last", "1");
    g_timeout_add_once (
        100, [] (gpointer data) { ((MqttBroker *)data)->resume (); }, &broker);
    EXPECT_TRUE (client.stop ());
    EXPECT_FALSE (client.connected ());
    EXPECT_TRUE (spin ([&] { return last.has ("last", "1"); }));
    will.publish ("test/will", "marker");
    EXPECT_TRUE (spin ([&] { return will.has ("test/will", "marker"); }));
    EXPECT_FALSE (will.has ("test/will", "offline"));
}

TEST (MqttClient, StopsWithoutAConnectionAndDropsCommands)
{
    MqttClient client (find_free_port ());
    Fate fate;

    wattle_mqtt_client_command (client, "a", "1", (WattleMqttFlags)0, Fate::on_done, &fate);
    EXPECT_TRUE (client.stop ());
    EXPECT_TRUE (spin ([&] { return fate.dropped == 1; }));
}

TEST (MqttClient, SaysThatThePasswordIsWrong)
{
    MqttBroker broker ("someone", "right");
    MqttClient client (broker.port (), nullptr, "someone", "wrong");

    ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_get_detail (client) != nullptr; }));
    EXPECT_STREQ (wattle_mqtt_client_get_detail (client),
                  "the broker refuses the user name or the password");
    EXPECT_FALSE (client.connected ());

    MqttClient right (broker.port (), nullptr, "someone", "right");
    EXPECT_TRUE (spin ([&] { return right.connected (); }));
}

TEST (MqttClient, SaysThatNobodyIsThereAndTriesAgain)
{
    MqttBroker broker;
    broker.stop ();
    MqttClient client (broker.port ());

    ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_get_detail (client) != nullptr; }));
    EXPECT_STREQ (wattle_mqtt_client_get_detail (client), "cannot connect: Connection refused");
    broker.start ();
    EXPECT_TRUE (spin ([&] { return client.connected (); }));
}

TEST (MqttClient, MayGoAwayWhileItConnects)
{
    MqttBroker broker;

    for (int i = 0; i < 20; i++) {
        MqttClient client (broker.port ());
        if (i % 2 == 0)
            g_main_context_iteration (nullptr, FALSE);
    }
    settle ();
}

TEST (MqttClient, GivesUpOnAPeerThatDoesNotAnswerConnect)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    g_autoptr (GSocketListener) silent = g_socket_listener_new ();
    guint16 port = g_socket_listener_add_any_inet_port (silent, nullptr, nullptr);
    MqttClient client (port, clock);

    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, G_USEC_PER_SEC);
        return wattle_mqtt_client_get_detail (client) != nullptr;
    }));
    EXPECT_STREQ (wattle_mqtt_client_get_detail (client),
                  "cannot connect: no answer to CONNECT within 10 s");
}
