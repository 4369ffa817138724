// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-mqtt-queue.h"

#include <gtest/gtest.h>

#include <string>

class MqttQueue : public testing::Test
{
  protected:
    MqttQueue ()
    {
        wattle_mqtt_queue_init (&queue_, 4);
    }

    ~MqttQueue () override
    {
        wattle_mqtt_queue_clear (&queue_);
    }

    bool
    push (const char *topic, const char *payload, int flags = 0)
    {
        WattleMqttMessage *message =
            wattle_mqtt_message_new (topic, payload, strlen (payload), (WattleMqttFlags)flags);
        bool taken = wattle_mqtt_queue_push (&queue_, message);

        if (!taken)
            wattle_mqtt_message_free (message);
        return taken;
    }

    std::string
    pop ()
    {
        WattleMqttMessage *message = wattle_mqtt_queue_pop (&queue_);

        if (message == nullptr)
            return "";
        gsize length;
        const char *payload = (const char *)g_bytes_get_data (message->payload, &length);
        std::string text = std::string (message->topic) + "=" + std::string (payload, length);
        wattle_mqtt_message_free (message);
        return text;
    }

    WattleMqttQueue queue_;
};

TEST_F (MqttQueue, HandsCommandsOutBeforeStates)
{
    push ("state", "1");
    push ("set", "1", WATTLE_MQTT_COMMAND);
    push ("set", "2", WATTLE_MQTT_COMMAND);
    EXPECT_EQ (pop (), "set=1");
    EXPECT_EQ (pop (), "set=2");
    EXPECT_EQ (pop (), "state=1");
    EXPECT_EQ (pop (), "");
}

TEST_F (MqttQueue, ReplacesAStateThatWaits)
{
    push ("a", "1");
    push ("b", "1");
    push ("a", "2");
    EXPECT_EQ (wattle_mqtt_queue_get_length (&queue_), 2u);
    EXPECT_EQ (pop (), "a=2");
    push ("a", "3");
    EXPECT_EQ (pop (), "b=1");
    EXPECT_EQ (pop (), "a=3");
}

TEST_F (MqttQueue, ALiveMessageDoesNotReplaceARetainedOne)
{
    push ("a", "kept", WATTLE_MQTT_RETAIN);
    push ("a", "live");
    EXPECT_EQ (pop (), "a=kept");
    EXPECT_EQ (pop (), "a=live");
}

TEST_F (MqttQueue, KeepsEachEvent)
{
    push ("event", "1", WATTLE_MQTT_EACH);
    push ("event", "state");
    push ("event", "2", WATTLE_MQTT_EACH);
    EXPECT_EQ (pop (), "event=1");
    push ("event", "newer state");
    EXPECT_EQ (pop (), "event=newer state");
    EXPECT_EQ (pop (), "event=2");
    EXPECT_EQ (pop (), "");
}

TEST_F (MqttQueue, AnEventThatComesBackReplacesNothing)
{
    wattle_mqtt_queue_return (&queue_, wattle_mqtt_message_new ("event", "1", 1, WATTLE_MQTT_EACH));
    push ("event", "2", WATTLE_MQTT_EACH);
    push ("event", "state");
    EXPECT_EQ (pop (), "event=1");
    EXPECT_EQ (pop (), "event=2");
    EXPECT_EQ (pop (), "event=state");
}

TEST_F (MqttQueue, DropsTheOldestStateWhenFull)
{
    push ("set", "1", WATTLE_MQTT_COMMAND);
    for (const char *topic : { "a", "b", "c", "d" })
        EXPECT_TRUE (push (topic, "1"));
    EXPECT_EQ (wattle_mqtt_queue_get_length (&queue_), 4u);
    EXPECT_EQ (pop (), "set=1");
    EXPECT_EQ (pop (), "b=1");
}

TEST_F (MqttQueue, RefusesMoreWhenFullOfCommands)
{
    for (int i = 0; i < 4; i++)
        EXPECT_TRUE (push ("set", "1", WATTLE_MQTT_COMMAND));
    EXPECT_FALSE (push ("set", "5", WATTLE_MQTT_COMMAND));
    EXPECT_FALSE (push ("state", "1"));
    EXPECT_EQ (wattle_mqtt_queue_get_length (&queue_), 4u);
}
