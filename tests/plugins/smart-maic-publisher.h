// SPDX-License-Identifier: LGPL-2.1-or-later
// The host's outputs and its publisher beside a house with a smart-MAIC.
#pragma once

#include "plugins/smart-maic-house.h"
#include "publish/wattle-hass.h"

namespace wattle_test
{

// The host's publisher at the broker of the device, without a pause between two states.
class SmartMaicPublisher
{
  public:
    SmartMaicPublisher (WattleManager *manager,
                        WattleProblems *problems,
                        WattleClock *clock,
                        const std::string &folder,
                        guint16 port)
        : outputs (wattle_outputs_new (manager, problems, folder.c_str ()))
    {
        std::string journal = folder + "/topics.jsonl";
        WattleMqttSettings broker = { "127.0.0.1", port,    "host",
                                      nullptr,     nullptr, "wattle/bridge/state" };
        WattleHassSettings settings = { "wattle", nullptr, nullptr, "0.1.0", 0, journal.c_str () };

        wattle_outputs_start (outputs);
        client = wattle_mqtt_client_new (&broker, life);
        hass = wattle_hass_new (&settings, manager, outputs, client, problems, clock);
        wattle_hass_start (hass);
        wattle_mqtt_client_start (client);
    }

    ~SmartMaicPublisher ()
    {
        wattle_hass_stop (hass);
        g_object_unref (hass);
        g_object_unref (client);
        wattle_outputs_stop (outputs);
        g_object_unref (outputs);
        g_object_unref (life);
    }

    WattleOutputs *
    get_outputs () const
    {
        return outputs;
    }

  private:
    WattleClock *life = wattle_clock_new (1);
    WattleOutputs *outputs;
    WattleMqttClient *client;
    WattleHass *hass;
};

} // namespace wattle_test
