// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugins as they are built search for an emulated gateway.
#include "iskra-sg.h"
#include "plugins/plugin-house.h"
#include "support/search-run.h"
#include "support/udp-peer.h"

using namespace wattle_test;

namespace
{

using Strings = std::vector<std::string>;

class PluginSearch : public PluginHouse
{
  protected:
    PluginSearch ()
    {
        // No Avahi: it would tell what is in the network of whoever runs this.
        g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        g_mkdir (dir.file ("state").c_str (), 0700);
        make_manager ();
        discovery = wattle_discovery_new (clock, plugins, manager);
        run.drivers = { "iskra-sg" };
    }

    ~PluginSearch () override
    {
        for (IskraSg *gateway : gateways)
            g_object_unref (gateway);
        settle ();
        g_object_unref (discovery);
    }

    IskraSg *
    add_gateway (const char *address, guint serial_offset)
    {
        g_autoptr (GError) error = nullptr;
        IskraSg *gateway = iskra_sg_new (clock);

        gateways.push_back (gateway);
        iskra_sg_set_serial_offset (gateway, serial_offset);
        EXPECT_TRUE (iskra_sg_start (gateway, address, 0, &error)) << error->message;
        EXPECT_TRUE (iskra_sg_start_udp (gateway, 0, &error)) << error->message;
        run.targets.push_back (std::string (address) + ":" +
                               std::to_string (iskra_sg_get_udp_port (gateway)));
        return gateway;
    }

    void
    search (guint count)
    {
        run.begin (discovery);
        ASSERT_TRUE (spin ([&] { return run.n_found () == count; }));
        wattle_clock_advance (clock, WATTLE_DISCOVERY_TIMEOUT * G_TIME_SPAN_MILLISECOND);
        ASSERT_TRUE (spin ([&] { return run.done; }));
        ASSERT_NE (run.results, nullptr) << run.error->message;
    }

    WattleDiscovery *discovery;
    std::vector<IskraSg *> gateways;
    SearchRun run;
};

TEST_F (PluginSearch, FindsAGatewayWithAllThatIsNeededToAddIt)
{
    add_gateway ("127.0.0.1", 0);
    search (1);

    ASSERT_EQ (run.found (), Strings{ "iskra-sg IS004217" });
    WattleFound *found = run.result (0)->found;
    g_auto (GStrv) options = wattle_found_list_options (found);
    EXPECT_STREQ (run.result (0)->id, "iskra_sg_is004217");
    EXPECT_EQ (run.result (0)->known, nullptr);
    EXPECT_STREQ (wattle_found_get_model (found), "gateway");
    EXPECT_STREQ (wattle_found_get_name (found), "Energy gateway");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_HTTP), "http://127.0.0.1");
    EXPECT_EQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), nullptr);
    EXPECT_EQ (options[0], nullptr);
}

TEST_F (PluginSearch, FindsSeveralInTheOrderOfTheirSerialNumbers)
{
    add_gateway ("127.0.0.1", 7);
    add_gateway ("127.0.0.2", 0);
    add_gateway ("127.0.0.3", 3);
    add_gateway ("127.0.0.4", 3);
    search (3);
    EXPECT_EQ (run.found (),
               (Strings{ "iskra-sg IS004217", "iskra-sg IS004220", "iskra-sg IS004224" }));
    EXPECT_STREQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_HTTP),
                  "http://127.0.0.2");
}

TEST_F (PluginSearch, KnowsTheGatewayThatTheHouseHas)
{
    std::string uri = iskra_sg_get_uri (add_gateway ("127.0.0.1", 0));
    g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("cellar", "test.conf");

    config->driver = g_strdup ("iskra-sg");
    config->model = g_strdup ("gateway");
    config->uris[WATTLE_LINK_HTTP] = g_strdup (uri.c_str ());
    ASSERT_TRUE (wattle_manager_add (manager, config));
    ASSERT_TRUE (spin ([&] {
        wattle_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
        return state ("cellar") == "online";
    })) << error ("cellar");

    search (1);
    EXPECT_STREQ (run.result (0)->known, "cellar");
}

TEST_F (PluginSearch, SendsWhatTheFactsSayAndPassesOverWhatElseAnswers)
{
    UdpPeer peer ("127.0.0.9");
    std::string meter =
        std::string ("\0\0\0\x1b", 4) + std::string (24, '\0') + "MC774" + std::string (171, '\0');

    add_gateway ("127.0.0.1", 0);
    run.targets.push_back (peer.target ());
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return peer.heard ().size () == 1; }));
    EXPECT_EQ (peer.heard ()[0], std::string ("\0\0\0\x1a", 4));
    ASSERT_EQ (meter.size (), 204u);
    for (const std::string &answer : { meter, std::string (204, '\x1b'), std::string ("{}") })
        peer.answer (answer);
    ASSERT_TRUE (spin ([&] { return run.n_found () == 1; }));
    settle ();
    wattle_clock_advance (clock, WATTLE_DISCOVERY_TIMEOUT * G_TIME_SPAN_MILLISECOND);
    ASSERT_TRUE (spin ([&] { return run.done; }));
    EXPECT_EQ (run.found (), Strings{ "iskra-sg IS004217" });
}

TEST_F (PluginSearch, DriversWithoutAWayFindNothing)
{
    add_gateway ("127.0.0.1", 0);
    run.drivers = { "example" };
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return run.done; }));
    EXPECT_EQ (run.found (), Strings ());
    EXPECT_EQ (run.error, nullptr);
}

} // namespace
