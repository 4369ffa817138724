// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gtest/gtest.h>

#include "service/wattle-broker.h"
#include "support/mqtt-broker.h"
#include "support/spin.h"

namespace wattle_test
{

// A broker as the host has it, configured by the text of a wattle.conf.
class HostBroker
{
  public:
    explicit HostBroker (const std::string &config, const std::string &secrets = "")
        : clock (wattle_clock_new (1)), problems (wattle_problems_new (clock))
    {
        g_autoptr (WattleSecrets) secret_store = nullptr;

        dir.write ("config/wattle.conf", config);
        dir.write ("state/secrets.conf", secrets);
        secret_store = wattle_secrets_new (dir.file ("state").c_str (), nullptr);
        wattle_secrets_load (secret_store, nullptr);
        store = wattle_store_new (dir.file ("config").c_str (), problems);
        wattle_store_load (store);
        broker = wattle_broker_new (wattle_store_get_host (store), wattle_store_get_devices (store),
                                    dir.file ("state").c_str (), secret_store, problems, clock);
    }

    ~HostBroker ()
    {
        g_object_unref (broker);
        g_object_unref (store);
        g_object_unref (problems);
        g_object_unref (clock);
        settle ();
    }

    HostBroker (const HostBroker &) = delete;
    HostBroker &operator= (const HostBroker &) = delete;

    bool
    connected () const
    {
        WattleMqttClient *client = wattle_broker_get_client (broker);

        return client != nullptr && wattle_mqtt_client_is_connected (client);
    }

    bool
    connect ()
    {
        wattle_broker_start (broker);
        return spin ([this] { return connected (); });
    }

    bool
    stop ()
    {
        bool done = false;

        wattle_broker_stop (
            broker, [] (gpointer data) { *(bool *)data = true; }, &done);
        return spin ([&] { return done; });
    }

    // All problems, one in a line.
    std::string
    complaints () const
    {
        std::string text;

        for (guint i = 0; i < wattle_problems_get_count (problems); i++)
            text += std::string (wattle_problems_get (problems, i)->message) + "\n";
        return text;
    }

    TempDir dir;
    WattleClock *clock;
    WattleProblems *problems;
    WattleStore *store;
    WattleBroker *broker;
};

} // namespace wattle_test
