// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/mqtt-client-fixture.h"
#include "support/search-house.h"
#include "support/udp-peer.h"

using namespace wattle_test;

namespace
{

using Strings = std::vector<std::string>;

class DiscoveryMqtt : public SearchHouse
{
  protected:
    DiscoveryMqtt ()
    {
        script = add_driver ("seek", [] (WattleCatalog *catalog) {
            wattle_catalog_add_mqtt_search (catalog, "meters/+/info");
            wattle_catalog_add_mqtt_search (catalog, "meters/#");
        });
    }

    bool
    found (guint count)
    {
        return spin ([&] { return run.n_found () >= count; });
    }

    SearchScript *script;
    SearchRun run;
};

TEST_F (DiscoveryMqtt, FindsWhatTheBrokerKeepsAndWhatComesMeanwhile)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "meters/#");
    MqttClient client (broker.port (), clock);
    Heard device;

    device.listen (client, "meters/#");
    probe.publish ("meters/1/info", "kept", true);
    ASSERT_TRUE (spin ([&] { return client.connected () && device.count ("meters/1/info") == 1; }));
    wattle_discovery_set_broker (discovery, client);
    run.begin (discovery);
    ASSERT_TRUE (found (1));
    probe.publish ("meters/2/info", "new");
    ASSERT_TRUE (found (2));
    end (run);

    EXPECT_EQ (run.found (), (Strings{ "seek kept", "seek new" }));
    EXPECT_STREQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_MQTT), "");
    EXPECT_EQ (script->heard, (Strings{ "kept", "new" })) << "once each, however many filters";
}

TEST_F (DiscoveryMqtt, LeavesNoSubscriptionBehind)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "#");
    MqttClient client (broker.port (), clock);
    Heard mark;

    mark.listen (client, "mark");
    wattle_discovery_set_broker (discovery, client);
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] {
        probe.publish ("meters/1", "1");
        return run.n_found () == 1;
    }));
    end (run);
    script->heard.clear ();
    probe.publish ("meters/1", "2");
    probe.publish ("mark", "");
    ASSERT_TRUE (spin ([&] { return mark.count ("mark") == 1; }));
    EXPECT_TRUE (script->heard.empty ());
}

TEST_F (DiscoveryMqtt, CancelEndsTheListening)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "#");
    MqttClient client (broker.port (), clock);
    Heard mark;

    mark.listen (client, "mark");
    wattle_discovery_set_broker (discovery, client);
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] {
        probe.publish ("meters/1", "1");
        return run.n_found () == 1;
    }));
    g_cancellable_cancel (run.cancellable);
    expect_error (run, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
    script->heard.clear ();
    probe.publish ("meters/1", "2");
    probe.publish ("mark", "");
    ASSERT_TRUE (spin ([&] { return mark.count ("mark") == 1; }));
    EXPECT_TRUE (script->heard.empty ());
}

TEST_F (DiscoveryMqtt, GoesBothWays)
{
    MqttBroker broker;
    MqttProbe probe (broker.port (), "#");
    MqttClient client (broker.port (), clock);
    UdpPeer peer;

    add_udp_driver ("other", "who?");
    wattle_discovery_set_broker (discovery, client);
    run.targets = { peer.target () };
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return !peer.heard ().empty (); }));
    peer.answer ("udp");
    ASSERT_TRUE (spin ([&] {
        probe.publish ("meters/1", "mqtt");
        return run.n_found () == 2;
    }));
    end (run);
    EXPECT_EQ (run.found (), (Strings{ "other udp", "seek mqtt" }));
}

TEST_F (DiscoveryMqtt, SaysThatThereIsNoBroker)
{
    run.begin (discovery);
    expect_error (run, WATTLE_ERROR, WATTLE_ERROR_UNREACHABLE, "the host has no broker");
}

TEST_F (DiscoveryMqtt, SaysThatTheBrokerIsNotThere)
{
    guint16 port = find_free_port ();
    MqttClient client (port, clock);

    wattle_discovery_set_broker (discovery, client);
    run.begin (discovery);
    settle ();
    advance (3);
    expect_error (run, WATTLE_ERROR, WATTLE_ERROR_UNREACHABLE,
                  "mqtt://127.0.0.1:" + std::to_string (port));
}

TEST_F (DiscoveryMqtt, OneWayThatCanBeGoneIsEnough)
{
    UdpPeer peer;

    add_udp_driver ("other", "who?");
    run.targets = { peer.target () };
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return !peer.heard ().empty (); }));
    end (run);
    ASSERT_NE (run.results, nullptr) << run.error->message;
    EXPECT_EQ (run.results->len, 0u);
}

TEST_F (DiscoveryMqtt, LooksAtSoManyMessagesOnly)
{
    MqttBroker broker;
    MqttClient client (broker.port (), clock);
    Heard all;
    int sent = 0;

    script->match = [] (const std::string &, WattleFrame *, WattleFound *, GError **) {
        return false;
    };
    all.listen (client, "meters/#");
    wattle_discovery_set_broker (discovery, client);
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] {
        for (int i = 0; i < 100 && sent < 4200 && client.connected (); i++)
            client.publish ("meters/" + std::to_string (sent++), "x");
        return all.messages.size () >= 4200;
    }));
    EXPECT_EQ (script->heard.size (), 4096u);
    end (run);
}

} // namespace
