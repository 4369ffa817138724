// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated smart-MAIC, a real broker, and who listens there.
#pragma once

#include "smart-maic-client.h"
#include "support/mqtt-broker.h"

class SmartMaicMqtt : public SmartMaicClient
{
  protected:
    void
    SetUp () override
    {
        SmartMaicClient::SetUp ();
        probe = new wattle_test::MqttProbe (broker.port (), "#");
        ASSERT_TRUE (wattle_test::spin ([&] { return probe->subscribed (); }));
    }

    void
    TearDown () override
    {
        SmartMaicClient::TearDown ();
        delete probe;
    }

    bool
    wait_ready (bool wanted = true)
    {
        return wattle_test::spin ([&] {
            wattle_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
            return (smart_maic_get_mqtt_ready (device) != FALSE) == wanted;
        });
    }

    void
    connect (const char *prefix = nullptr, char separator = '/')
    {
        const SmartMaicMqttSettings settings = { .host = "127.0.0.1",
                                                 .port = broker.port (),
                                                 .user = nullptr,
                                                 .password = nullptr,
                                                 .prefix = prefix,
                                                 .separator = separator,
                                                 .interval = 5 };

        ASSERT_TRUE (smart_maic_start_mqtt (device, &settings, nullptr));
        ASSERT_TRUE (wait_ready ());
    }

    // One round, up to its last message.
    std::vector<std::pair<std::string, std::string>>
    next_round (const std::string &last)
    {
        gsize before = probe->messages ().size ();
        int count = probe->count (last);
        std::vector<std::pair<std::string, std::string>> round;

        smart_maic_publish (device);
        EXPECT_TRUE (wattle_test::spin ([&] { return probe->count (last) > count; })) << last;
        for (gsize i = before; i < probe->messages ().size (); i++) {
            const wattle_test::MqttMessage &message = probe->messages ()[i];
            EXPECT_FALSE (message.retained);
            round.emplace_back (message.topic, shape (message.payload));
        }
        return round;
    }

    bool
    wait_out (bool on)
    {
        return wattle_test::spin ([&] { return (smart_maic_get_out (device) != FALSE) == on; });
    }

    // Until the device has it, whatever it does with it.
    void
    set_out (const std::string &topic, const std::string &payload, bool retain = false)
    {
        guint before = smart_maic_get_setouts (device);

        probe->publish (topic, payload, retain);
        EXPECT_TRUE (wattle_test::spin ([&] { return smart_maic_get_setouts (device) > before; }))
            << payload;
    }

    wattle_test::MqttBroker broker;
    wattle_test::MqttProbe *probe = nullptr;
};
