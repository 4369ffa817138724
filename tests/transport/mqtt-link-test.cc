// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-mqtt-link.h"

#include "support/mqtt-client-fixture.h"

using namespace wattle_test;

struct Replies {
    std::vector<WattleOutcome> outcomes;
    std::vector<std::string> texts; /* payload, or the detail of a failure */
    std::vector<std::string> topics;
    guint tag = 0;

    static void
    on_reply (WattleFrame *frame, gpointer data)
    {
        Replies *self = (Replies *)data;
        const char *detail = wattle_frame_get_detail (frame);
        g_autofree char *text = wattle_frame_get_text (frame, nullptr);
        const char *topic = wattle_frame_get_topic (frame);

        self->outcomes.push_back (wattle_frame_get_outcome (frame));
        self->texts.push_back (detail != nullptr ? detail : text != nullptr ? text : "");
        self->topics.push_back (topic != nullptr ? topic : "");
        self->tag = wattle_frame_get_tag (frame);
    }
};

static guint
send (WattleLink *link, const char *topic, const char *payload, Replies *replies)
{
    g_autoptr (WattleRequest) request = wattle_request_new_publish (7, topic, payload, TRUE);

    return wattle_link_send (link, request, WATTLE_LINK_PRIORITY_COMMAND, nullptr,
                             Replies::on_reply, replies);
}

TEST (MqttLink, AnswersWhenTheBrokerHasTheMessage)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "a/#");
    MqttClient client (broker.port ());
    g_autoptr (WattleLink) link = WATTLE_LINK (wattle_mqtt_link_new (client));
    Replies replies;

    send (link, "a/set", "{\"on\":true}", &replies);
    EXPECT_TRUE (spin ([&] { return replies.outcomes.size () == 1; }));
    EXPECT_EQ (replies.outcomes[0], WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (replies.tag, 7u);
    EXPECT_TRUE (spin ([&] { return probe.has ("a/set", "{\"on\":true}"); }));
    EXPECT_EQ (wattle_link_get_kind (link), WATTLE_LINK_MQTT);
    EXPECT_STREQ (wattle_link_get_uri (link), wattle_mqtt_client_get_uri (client));
}

TEST (MqttLink, DropsWhatWaitedTooLong)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    MqttClient client (find_free_port (), clock);
    g_autoptr (WattleLink) link = WATTLE_LINK (wattle_mqtt_link_new (client));
    Replies replies;

    send (link, "a/set", "1", &replies);
    wattle_clock_advance (clock, WATTLE_MQTT_COMMAND_AGE);
    wattle_clock_advance (clock, 0);
    EXPECT_TRUE (spin ([&] { return replies.outcomes.size () == 1; }));
    EXPECT_EQ (replies.outcomes[0], WATTLE_OUTCOME_DROPPED);
}

TEST (MqttLink, RefusesATopicWithWildcards)
{
    MqttBroker broker;
    MqttClient client (broker.port ());
    g_autoptr (WattleLink) link = WATTLE_LINK (wattle_mqtt_link_new (client));
    Replies replies;

    send (link, "a/#", "1", &replies);
    EXPECT_TRUE (spin ([&] { return replies.outcomes.size () == 1; }));
    EXPECT_EQ (replies.outcomes[0], WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (replies.texts[0],
               "cannot publish to \"a/#\": a topic is not empty and has no + and no #");
}

TEST (MqttLink, FillsPlaceholdersIn)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "meter-1/#");
    MqttClient client (broker.port ());
    g_autoptr (WattleLink) link = WATTLE_LINK (wattle_mqtt_link_new (client));
    g_autoptr (WattleRequest) request =
        wattle_request_new_publish (1, "{option:Serial}/set", "{\"pin\":\"{option:Pin}\"}", FALSE);
    Replies replies;

    wattle_link_send (
        link, request, WATTLE_LINK_PRIORITY_READ,
        [] (const char *, const char *argument, gpointer) {
            return g_strdup (g_str_equal (argument, "Pin") ? "1\"2" : "meter-1");
        },
        Replies::on_reply, &replies);
    EXPECT_TRUE (spin ([&] { return probe.has ("meter-1/set", "{\"pin\":\"1\\\"2\"}"); }));
}

TEST (MqttLink, HandsMessagesOnAsPushedFrames)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "none");
    MqttClient client (broker.port ());
    g_autoptr (WattleLink) link = WATTLE_LINK (wattle_mqtt_link_new (client));
    Replies replies;

    wattle_link_listen (link, "a/+", Replies::on_reply, &replies);
    wattle_link_listen (link, "a/#", Replies::on_reply, &replies);
    probe.publish ("a/x", "42", true);
    EXPECT_TRUE (spin ([&] { return replies.outcomes.size () == 1; }));
    EXPECT_EQ (replies.outcomes[0], WATTLE_OUTCOME_PUSHED);
    EXPECT_EQ (replies.topics[0], "a/x");
    EXPECT_EQ (replies.texts[0], "42");

    wattle_link_unlisten (link, &replies);
    Heard end;
    end.listen (client, "a/#");
    EXPECT_TRUE (spin ([&] { return end.count ("a/x") == 1; })) << "kept by the broker";
    EXPECT_TRUE (spin ([&] {
        probe.publish ("a/y", "43"); // until the broker has the new subscription
        return end.count ("a/y") > 0;
    }));
    probe.publish ("a/z", "44");
    EXPECT_TRUE (spin ([&] { return end.count ("a/z") > 0; }));
    EXPECT_EQ (end.count ("a/z"), 1);
    EXPECT_EQ (replies.outcomes.size (), 1u);
}

TEST (MqttLink, FollowsTheStateOfTheClient)
{
    MqttBroker broker;
    MqttClient client (broker.port ());
    g_autoptr (WattleLink) link = WATTLE_LINK (wattle_mqtt_link_new (client));

    EXPECT_EQ (wattle_link_get_state (link), WATTLE_LINK_IDLE);
    EXPECT_TRUE (spin ([&] { return wattle_link_get_state (link) == WATTLE_LINK_UP; }));
    broker.stop ();
    EXPECT_TRUE (spin ([&] { return wattle_link_get_state (link) == WATTLE_LINK_DOWN; }));
    EXPECT_STRNE (wattle_link_get_detail (link), nullptr);
    broker.start ();
    EXPECT_TRUE (spin ([&] { return wattle_link_get_state (link) == WATTLE_LINK_UP; }));
}

TEST (MqttLink, MayGoAwayWithRequestsUnderWay)
{
    MqttBroker broker;
    broker.stop ();
    MqttClient client (broker.port ());
    Replies replies;
    {
        g_autoptr (WattleLink) link = WATTLE_LINK (wattle_mqtt_link_new (client));

        wattle_link_listen (link, "a/#", Replies::on_reply, &replies);
        send (link, "a/set", "1", &replies);
        settle ();
        send (link, "a/set", "2", &replies);
    }
    broker.start ();
    MqttProbe probe (broker.port (), "a/#");
    client.publish ("a/end", "1");
    EXPECT_TRUE (spin ([&] { return probe.count ("a/end") == 1; }));
    EXPECT_EQ (probe.count ("a/set"), 0);
    EXPECT_EQ (replies.outcomes.size (), 0u);
}
