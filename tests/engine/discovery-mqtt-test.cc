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
        wattle_discovery_set_links (discovery, links);
    }

    ~DiscoveryMqtt () override
    {
        settle ();
        g_object_unref (links);
    }

    static std::string
    uri (const MqttBroker &broker)
    {
        return "mqtt://127.0.0.1:" + std::to_string (broker.port ());
    }

    // Until the search has ended by its own time, which is longer where it listens.
    void
    end (SearchRun &search, double seconds = 8)
    {
        SearchHouse::end (search, seconds);
    }

    // Until this many were found, with messages that nobody may have listened to yet.
    bool
    publish_until (MqttProbe &probe, const char *topic, const char *payload, guint count)
    {
        return spin ([&] {
            probe.publish (topic, payload);
            return run.n_found () >= count;
        });
    }

    bool
    found (guint count)
    {
        return spin ([&] { return run.n_found () >= count; });
    }

    WattleLinkPool *links = wattle_link_pool_new (clock);
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
    advance (8);
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

TEST_F (DiscoveryMqtt, ListensToBrokersThatAreGiven)
{
    MqttBroker own, other;
    MqttProbe near (own.port (), "#"), far (other.port (), "#");
    MqttClient client (own.port (), clock);

    wattle_discovery_set_broker (discovery, client);
    run.brokers = { uri (other) };
    run.begin (discovery);
    ASSERT_TRUE (publish_until (near, "meters/1", "near", 1));
    ASSERT_TRUE (publish_until (far, "meters/2", "remote", 2));
    end (run);

    EXPECT_EQ (run.found (), (Strings{ "seek near", "seek remote" }));
    EXPECT_STREQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_MQTT), "");
    EXPECT_EQ (wattle_found_get_link (run.result (1)->found, WATTLE_LINK_MQTT), uri (other));
    EXPECT_EQ (run.unreached (), "");
    EXPECT_TRUE (spin ([&] { return wattle_link_pool_get_n_links (links) == 0; }))
        << "nothing of it is left";
}

TEST_F (DiscoveryMqtt, NeedsNoBrokerOfItsOwn)
{
    MqttBroker other;
    MqttProbe far (other.port (), "#");

    run.brokers = { uri (other) };
    run.begin (discovery);
    ASSERT_TRUE (publish_until (far, "meters/2", "remote", 1));
    end (run);
    EXPECT_EQ (run.found (), Strings{ "seek remote" });
}

TEST_F (DiscoveryMqtt, ListensToBrokersThatDevicesOfTheHouseAreAt)
{
    MqttBroker own, other;
    MqttProbe far (other.port (), "#");
    MqttClient client (own.port (), clock);

    ASSERT_TRUE (add ("meter", "[Device]\nDriver=seek\nModel=meter\n[Link]\nMqtt=" + uri (other)))
        << complaints ()[0];
    wattle_discovery_set_broker (discovery, client);
    run.begin (discovery);
    ASSERT_TRUE (publish_until (far, "meters/2", "remote", 1));
    end (run);
    EXPECT_EQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_MQTT), uri (other));
}

TEST_F (DiscoveryMqtt, ABrokerThatIsNotThereDoesNotStopTheRest)
{
    MqttBroker own;
    MqttProbe near (own.port (), "#");
    MqttClient client (own.port (), clock);
    std::string nobody = "mqtt://127.0.0.1:" + std::to_string (find_free_port ());

    wattle_discovery_set_broker (discovery, client);
    run.brokers = { nobody };
    run.begin (discovery);
    ASSERT_TRUE (publish_until (near, "meters/1", "near", 1));
    end (run);
    EXPECT_EQ (run.found (), Strings{ "seek near" });
    EXPECT_NE (run.unreached ().find ("no connection to the broker " + nobody), std::string::npos)
        << run.unreached ();
}

TEST_F (DiscoveryMqtt, TheOwnBrokerIsListenedToOnce)
{
    MqttBroker own;
    MqttProbe near (own.port (), "#");
    MqttClient client (own.port (), clock);
    Heard device;

    device.listen (client, "meters/#");
    wattle_discovery_set_broker (discovery, client);
    near.publish ("meters/1/info", "kept", true);
    ASSERT_TRUE (spin ([&] { return client.connected () && device.count ("meters/1/info") == 1; }));
    run.brokers = { uri (own), uri (own) };
    run.begin (discovery);
    ASSERT_TRUE (found (1));
    end (run);
    EXPECT_EQ (script->heard, Strings{ "kept" });
    EXPECT_STREQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_MQTT), "");
}

TEST_F (DiscoveryMqtt, AMessageThatTellsMoreWins)
{
    MqttBroker own, other;
    MqttProbe near (own.port (), "#"), far (other.port (), "#");
    MqttClient client (own.port (), clock);

    script->match = [] (const std::string &text, WattleFrame *, WattleFound *found, GError **) {
        wattle_found_set_model (found, "meter");
        wattle_found_set_serial (found, "1");
        wattle_found_set_link (found, WATTLE_LINK_MQTT, "");
        if (text != "little")
            wattle_found_set_name (found, text.c_str ());
        return true;
    };
    wattle_discovery_set_broker (discovery, client);
    run.brokers = { uri (other) };
    run.begin (discovery);
    ASSERT_TRUE (publish_until (near, "meters/1", "little", 1));
    for (const char *text : { "much", "as much", "little" })
        ASSERT_TRUE (spin ([&] {
            far.publish ("meters/1", text);
            return !script->heard.empty () && script->heard.back () == text;
        }));
    end (run);
    ASSERT_EQ (run.results->len, 1u) << "one serial number, one device";
    EXPECT_STREQ (wattle_found_get_name (run.result (0)->found), "much") << "the first of these";
    EXPECT_EQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_MQTT), uri (other));
}

TEST_F (DiscoveryMqtt, AFloodAtOneBrokerHidesNothingAtAnother)
{
    MqttBroker own, other;
    MqttProbe far (other.port (), "#");
    MqttClient client (own.port (), clock);
    Heard all;
    int sent = 0;

    script->match = [] (const std::string &text, WattleFrame *, WattleFound *found, GError **) {
        wattle_found_set_model (found, "meter");
        wattle_found_set_serial (found, text.c_str ());
        return text != "x";
    };
    all.listen (client, "meters/#");
    wattle_discovery_set_broker (discovery, client);
    run.brokers = { uri (other) };
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] {
        for (int i = 0; i < 100 && sent < 4200 && client.connected (); i++)
            client.publish ("meters/" + std::to_string (sent++), "x");
        return all.messages.size () >= 4200;
    }));
    ASSERT_TRUE (publish_until (far, "meters/2", "remote", 1));
    end (run);
    EXPECT_EQ (run.found (), Strings{ "seek remote" });
}

TEST_F (DiscoveryMqtt, RefusesWhatIsNoBroker)
{
    for (const char *bad : { "http://h", "mqtt://user:word@h", "h:1883", "", "mqtt://h/path" }) {
        SearchRun refused;

        refused.brokers = { bad };
        refused.begin (discovery);
        expect_error (refused, WATTLE_ERROR, WATTLE_ERROR_CONFIG, "mqtt://HOST");
    }
    run.brokers = Strings (17, "mqtt://h");
    run.begin (discovery);
    expect_error (run, WATTLE_ERROR, WATTLE_ERROR_CONFIG, "at most 16");
}

TEST_F (DiscoveryMqtt, ListensLongEnoughForADeviceThatTellsSomethingEachFiveSeconds)
{
    MqttBroker own;
    MqttProbe near (own.port (), "#");
    MqttClient client (own.port (), clock);

    wattle_discovery_set_broker (discovery, client);
    run.begin (discovery);
    ASSERT_TRUE (publish_until (near, "meters/1", "1", 1));
    advance (7);
    settle ();
    EXPECT_FALSE (run.done);
    ASSERT_TRUE (publish_until (near, "meters/2", "2", 2));
    EXPECT_GE (run.progress.back ().first, 0.8);
    end (run, 1);
    EXPECT_EQ (run.found (), (Strings{ "seek 1", "seek 2" }));
}

} // namespace
