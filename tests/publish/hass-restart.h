// SPDX-License-Identifier: LGPL-2.1-or-later
// A house whose host is started again: new objects, the same state folder and the same broker.
#pragma once

#include <set>

#include "publish/hass-house.h"

namespace wattle_test
{

using Topics = std::set<std::string>;
using Names = std::vector<std::string>;

class HassRestart : public HassHouse
{
  protected:
    // As the service manager does.
    void
    end ()
    {
        wattle_hass_stop (hass);
        listener->hear_all (client);
        drop_host ();
        make_host ();
    }

    // As the kernel does.
    void
    end_at_once ()
    {
        drop_host ();
        make_host ();
    }

    void
    configure (const Names &names)
    {
        std::vector<const char *> ids;

        for (const std::string &name : names)
            ids.push_back (name.c_str ());
        ids.push_back (nullptr);
        wattle_hass_set_configured (hass, ids.data ());
        listener->hear_all (client);
        listener->hear_all (client);
    }

    // Somebody else publishes; waits until the publisher has seen it.
    void
    say (const char *topic, const std::string &payload, bool retain)
    {
        int heard = 0;

        wattle_mqtt_client_subscribe (
            client, "seen",
            [] (const char *, GBytes *, gboolean, gpointer data) { ++*(int *)data; }, &heard);
        listener->hear_all (client);
        listener->probe.publish (topic, payload, retain);
        listener->probe.publish ("seen", "");
        ASSERT_TRUE (spin ([&] { return listener->probe.count ("seen") >= 0 && heard > 0; }));
        wattle_mqtt_client_unsubscribe (client, &heard);
        listener->hear_all (client);
    }

    // What the gateway says is behind it.
    void
    list (WattleRunner *gateway, const Names &names)
    {
        DeviceScript &script = script_of (wattle_runner_get_device (gateway));

        script.decode = [&] (WattleDevice *self) {
            for (const std::string &name : names)
                wattle_device_lose_child (self, name.c_str ());
            wattle_device_end_children (self);
            return true;
        };
        wattle_runner_poll_all (gateway);
        script.decode = [] (WattleDevice *) { return true; };
        listener->hear_all (client);
        listener->hear_all (client);
    }

    // What the broker keeps of a device.
    Topics
    kept (const std::string &id)
    {
        Listener late (broker.port ());
        Topics found;

        late.hear_all (client);
        for (const MqttMessage &message : late.probe.messages ())
            if (message.retained && message.topic.find (id) != std::string::npos)
                found.insert (message.topic);
        return found;
    }

    std::string
    journal ()
    {
        g_autofree char *text = nullptr;

        if (!g_file_get_contents (folder.file ("topics.jsonl").c_str (), &text, nullptr, nullptr))
            return "(no file)";
        return text;
    }

    void
    pass_hours (int hours)
    {
        wattle_clock_set_wall (clock,
                               wattle_clock_get_wall (clock) + hours * 3600 * (gint64)1000000);
    }
};

inline const std::vector<WattleEntitySpec> power = { { .quantity = WATTLE_QUANTITY_ACTIVE_POWER } };
inline const std::vector<WattleEntitySpec> power_and_voltage = {
    { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
    { .quantity = WATTLE_QUANTITY_VOLTAGE }
};

inline const Topics meter_topics = { "homeassistant/device/wattle_meter/config",
                                     "wattle/meter/availability" };

} // namespace wattle_test
