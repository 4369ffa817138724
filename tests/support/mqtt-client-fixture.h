// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "support/mqtt-broker.h"
#include "support/spin.h"
#include "transport/wattle-mqtt-client.h"

namespace wattle_test
{

// A started client, and who listens by it.
class MqttClient
{
  public:
    explicit MqttClient (guint16 port,
                         WattleClock *clock = nullptr,
                         const char *user = nullptr,
                         const char *password = nullptr)
    {
        WattleMqttSettings settings = { "127.0.0.1", port, nullptr, user, password, "test/will" };

        clock_ = clock != nullptr ? WATTLE_CLOCK (g_object_ref (clock)) : wattle_clock_new (1);
        client_ = wattle_mqtt_client_new (&settings, clock_);
        wattle_mqtt_client_start (client_);
    }

    explicit MqttClient (const WattleMqttSettings &settings, WattleClock *clock = nullptr)
    {
        clock_ = clock != nullptr ? WATTLE_CLOCK (g_object_ref (clock)) : wattle_clock_new (1);
        client_ = wattle_mqtt_client_new (&settings, clock_);
        wattle_mqtt_client_start (client_);
    }

    ~MqttClient ()
    {
        g_clear_object (&client_);
        g_clear_object (&clock_);
    }

    MqttClient (const MqttClient &) = delete;
    MqttClient &operator= (const MqttClient &) = delete;

    operator WattleMqttClient * () const
    {
        return client_;
    }

    bool
    connected () const
    {
        return wattle_mqtt_client_is_connected (client_);
    }

    void
    publish (const std::string &topic, const std::string &payload, int flags = 0)
    {
        wattle_mqtt_client_publish (client_, topic.c_str (), payload.data (), payload.size (),
                                    (WattleMqttFlags)flags);
    }

    bool
    stop ()
    {
        bool done = false;

        wattle_mqtt_client_stop (
            client_, [] (gpointer data) { *(bool *)data = true; }, &done);
        return spin ([&] { return done; });
    }

  private:
    WattleClock *clock_;
    WattleMqttClient *client_;
};

struct Heard {
    std::vector<MqttMessage> messages;

    static void
    on_message (const char *topic, GBytes *payload, gboolean retained, gpointer data)
    {
        gsize length;
        const char *text = (const char *)g_bytes_get_data (payload, &length);

        ((Heard *)data)
            ->messages.push_back (
                { topic, text != nullptr ? std::string (text, length) : "", (bool)retained });
    }

    void
    listen (WattleMqttClient *client, const char *filter)
    {
        wattle_mqtt_client_subscribe (client, filter, on_message, this);
    }

    int
    count (const std::string &topic) const
    {
        int found = 0;

        for (const MqttMessage &message : messages)
            found += message.topic == topic;
        return found;
    }
};

} // namespace wattle_test
