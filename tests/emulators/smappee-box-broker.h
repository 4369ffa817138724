// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated Smappee at a real broker, and a client that hears everything there.
#pragma once

#include "smappee-box-client.h"
#include "support/mqtt-broker.h"

#include <functional>

class SmappeeBoxBroker : public SmappeeBoxTest
{
  protected:
    void
    SetUp () override
    {
        probe = new wattle_test::MqttProbe (broker.port (), "#");
        ASSERT_TRUE (wattle_test::spin ([&] { return probe->subscribed (); }));
        begin ({});
    }

    void
    TearDown () override
    {
        drop ();
        delete probe;
        for (JsonNode *root : roots)
            json_node_unref (root);
    }

    // A monitor that has told its configuration.
    void
    begin (const SmappeeBoxSettings &settings)
    {
        const SmappeeBoxMqttSettings at = { "127.0.0.1", broker.port (), nullptr, nullptr };

        make (settings);
        EXPECT_TRUE (smappee_box_start_mqtt (box, &at, nullptr));
        EXPECT_TRUE (wait_ready ());
        pass (1);
    }

    bool
    wait_ready (bool wanted = true)
    {
        return wattle_test::spin ([&] {
            if ((smappee_box_get_mqtt_ready (box) != FALSE) == wanted)
                return true;
            wattle_clock_advance (clock, 50 * G_TIME_SPAN_MILLISECOND);
            return false;
        });
    }

    std::string
    at (const std::string &topic)
    {
        return std::string ("servicelocation/") + smappee_box_get_uuid (box) +
               (topic.empty () ? "" : "/" + topic);
    }

    int
    count (const std::string &topic)
    {
        return probe->count (at (topic));
    }

    // Of the last message; empty: there was none.
    std::string
    text (const std::string &topic)
    {
        const wattle_test::MqttMessage *message = probe->last (at (topic));

        return message != nullptr ? message->payload : "";
    }

    JsonObject *
    parse (const std::string &json)
    {
        JsonNode *root = json_from_string (json.c_str (), nullptr);

        if (root == nullptr || !JSON_NODE_HOLDS_OBJECT (root)) {
            ADD_FAILURE () << "no JSON object: " << json;
            root = json_from_string ("{}", nullptr);
        }
        roots.push_back (root);
        return json_node_get_object (root);
    }

    JsonObject *
    last (const std::string &topic)
    {
        return parse (text (topic));
    }

    // So many whole seconds later, all that was told until then has come.
    void
    pass (gint64 seconds)
    {
        int before = count ("realtime");

        wattle_clock_advance (clock, seconds * G_TIME_SPAN_SECOND);
        EXPECT_TRUE (wattle_test::spin ([&] { return count ("realtime") >= before + seconds; }));
    }

    // What is told at once has come as well.
    void
    happen (const std::string &event)
    {
        fault (event);
        pass (1);
    }

    // The broker has no message for who comes later.
    bool
    is_forgotten (const std::string &topic)
    {
        wattle_test::MqttProbe later (broker.port (), at (topic));
        std::string mark = "mark";

        EXPECT_TRUE (wattle_test::spin ([&] { return later.subscribed (); }));
        later.publish (at (topic), mark);
        EXPECT_TRUE (wattle_test::spin ([&] { return later.has (at (topic), mark); }));
        return later.count (at (topic)) == 1;
    }

    JsonArray *
    list (JsonObject *object, const char *name)
    {
        JsonArray *array = wattle_json_peek_array (object, name);

        EXPECT_NE (array, nullptr) << name;
        return array;
    }

    gint64
    number (JsonObject *object, const char *name)
    {
        gint64 value = 0;

        EXPECT_TRUE (
            wattle_json_get_integer (object, name, G_MININT64, G_MAXINT64, &value, nullptr))
            << name;
        return value;
    }

    static JsonObject *
    element (JsonArray *array, guint i)
    {
        return json_array_get_object_element (array, i);
    }

    // That of the map's last message: an index of a name, the first of several.
    JsonObject *
    measurement (const std::string &name)
    {
        JsonArray *measurements =
            list (wattle_json_peek_object (last ("channelConfigV2"), "dataProcessingSpecification"),
                  "measurements");

        for (guint i = 0; i < json_array_get_length (measurements); i++) {
            const char *each = wattle_json_peek_string (element (measurements, i), "name");

            if (each != nullptr && name == each)
                return element (measurements, i);
        }
        return nullptr;
    }

    // (nullable) That of the last second with this value of its key.
    JsonObject *
    live (gint64 index, const char *key = "publishIndex")
    {
        JsonArray *channels = list (last ("realtime"), "channelPowers");

        for (guint i = 0; i < json_array_get_length (channels); i++)
            if (number (element (channels, i), key) == index)
                return element (channels, i);
        return nullptr;
    }

    wattle_test::MqttBroker broker;
    wattle_test::MqttProbe *probe = nullptr;
    std::vector<JsonNode *> roots;
};
