// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/mqtt-client-fixture.h"

using namespace wattle_test;

TEST (MqttFilters, HandsAMessageOnceHoweverManyFiltersMatch)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "none");
    MqttClient client (broker.port ());
    Heard all, some;

    probe.publish ("a/kept", "r", true);
    all.listen (client, "a/#");
    all.listen (client, "a/+");
    all.listen (client, "a/b");
    some.listen (client, "a/b");
    EXPECT_TRUE (spin ([&] { return all.count ("a/kept") == 1; }));
    probe.publish ("a/b", "1");
    probe.publish ("a/end", "1");
    EXPECT_TRUE (spin ([&] { return all.count ("a/end") == 1; }));
    EXPECT_EQ (all.count ("a/b"), 1);
    EXPECT_EQ (all.count ("a/kept"), 1);
    EXPECT_EQ (some.messages.size (), 1u);
}

TEST (MqttFilters, RepeatsRetainedMessagesForALateListenerOnly)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "none");
    MqttClient client (broker.port ());
    Heard first, late;

    probe.publish ("a/kept", "1", true);
    first.listen (client, "a/+");
    ASSERT_TRUE (spin ([&] { return first.count ("a/kept") == 1; }));
    EXPECT_TRUE (first.messages[0].retained);

    late.listen (client, "a/+");
    ASSERT_TRUE (spin ([&] { return late.count ("a/kept") == 1; }));
    EXPECT_TRUE (late.messages[0].retained);
    probe.publish ("a/kept", "2", true);
    EXPECT_TRUE (spin ([&] { return first.count ("a/kept") == 2 && late.count ("a/kept") == 2; }));
    EXPECT_FALSE (first.messages[1].retained);
    EXPECT_EQ (first.messages[1].payload, "2");
}

TEST (MqttFilters, RetainedMessagesComeAgainAfterAReconnect)
{
    MqttBroker broker;
    MqttClient client (broker.port ());
    Heard heard;

    heard.listen (client, "a/kept");
    for (int round = 1; round <= 2; round++) {
        MqttProbe probe (broker.port (), "none");

        probe.publish ("a/kept", "1", true);
        EXPECT_TRUE (spin ([&] { return heard.count ("a/kept") >= round; }));
        broker.stop ();
        ASSERT_TRUE (spin ([&] { return !client.connected (); }));
        broker.start ();
    }
}

TEST (MqttFilters, TheBrokerIsAskedUntilTheLastListenerLeaves)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "none");
    MqttClient client (broker.port ());
    Heard one, other, end;

    one.listen (client, "a/x");
    other.listen (client, "a/x");
    end.listen (client, "end");
    ASSERT_TRUE (spin ([&] { return client.connected (); }));
    wattle_mqtt_client_unsubscribe (client, &one);
    EXPECT_TRUE (spin ([&] {
        probe.publish ("a/x", "1");
        return other.count ("a/x") > 0;
    }));
    EXPECT_EQ (one.messages.size (), 0u);

    wattle_mqtt_client_unsubscribe (client, &other);
    int before = other.count ("a/x");
    probe.publish ("a/x", "2");
    probe.publish ("end", "1");
    EXPECT_TRUE (spin ([&] { return end.count ("end") == 1; }));
    EXPECT_EQ (other.count ("a/x"), before);
}

TEST (MqttFilters, AListenerMayLeaveWhileItIsCalled)
{
    struct Leaver {
        WattleMqttClient *client;
        int called = 0;
    };
    MqttBroker broker;
    MqttProbe probe (broker.port (), "none");
    MqttClient client (broker.port ());
    Leaver leaver = { client };
    Heard other;

    wattle_mqtt_client_subscribe (
        client, "a/#",
        [] (const char *, GBytes *, gboolean, gpointer data) {
            Leaver *self = (Leaver *)data;

            self->called++;
            wattle_mqtt_client_unsubscribe (self->client, self);
        },
        &leaver);
    other.listen (client, "a/#");
    probe.publish ("a/1", "1", true);
    EXPECT_TRUE (spin ([&] { return other.count ("a/1") == 1; }));
    probe.publish ("a/2", "1");
    EXPECT_TRUE (spin ([&] { return other.count ("a/2") == 1; }));
    EXPECT_EQ (leaver.called, 1);
}

TEST (MqttFilters, DropsAPayloadOverTheCap)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "none");
    MqttClient client (broker.port ());
    Heard heard;

    probe.publish ("a/huge", std::string (WATTLE_MQTT_PAYLOAD_MAX + 1, 'x'), true);
    probe.publish ("a/large", std::string (WATTLE_MQTT_PAYLOAD_MAX, 'x'), true);
    probe.publish ("a/empty", "", false);
    heard.listen (client, "a/#");
    EXPECT_TRUE (spin ([&] { return heard.count ("a/large") == 1; }));
    probe.publish ("a/end", "");
    EXPECT_TRUE (spin ([&] { return heard.count ("a/end") == 1; }));
    EXPECT_EQ (heard.count ("a/huge"), 0);
    EXPECT_TRUE (client.connected ());
}

TEST (MqttFilters, RefusesAFilterThatMqttDoesNotKnow)
{
    MqttBroker broker;
    MqttClient client (broker.port ());
    Heard heard;

    for (const char *filter : { "a/#/b", "", "a/\xff" }) {
        g_test_expect_message ("wattled", G_LOG_LEVEL_MESSAGE, "*cannot subscribe to \"*");
        heard.listen (client, filter);
        g_test_assert_expected_messages ();
    }
    EXPECT_TRUE (spin ([&] { return client.connected (); }));
}
