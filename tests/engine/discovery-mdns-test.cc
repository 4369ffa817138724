// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/avahi-bus.h"
#include "support/search-house.h"
#include "support/udp-peer.h"

using namespace wattle_test;

namespace
{

using Strings = std::vector<std::string>;

class DiscoveryMdns : public SearchHouse
{
  protected:
    DiscoveryMdns ()
    {
        script = add_mdns_driver ("seek");
    }

    // Its devices are those whose name begins with "Meter": what follows is the serial number.
    SearchScript *
    add_mdns_driver (const char *name)
    {
        SearchScript *added = add_driver (name, [] (WattleCatalog *catalog) {
            wattle_catalog_add_mdns_search (catalog, "_ssh._tcp");
        });

        added->match = match;
        return added;
    }

    static bool
    match (const std::string &, WattleFrame *frame, WattleFound *found, GError **)
    {
        WattleMdnsService *service = wattle_frame_get_service (frame);
        g_autofree char *host = wattle_mdns_service_make_url_host (service);
        std::string name = wattle_mdns_service_get_name (service);

        wattle_found_set_model (found, "meter");
        wattle_found_set_serial (found, name.substr (5).c_str ());
        wattle_found_set_name (found, name.c_str ());
        wattle_found_set_link (found, WATTLE_LINK_MQTT, (std::string ("mqtt://") + host).c_str ());
        return name.substr (0, 5) == "Meter";
    }

    bool
    found (guint count)
    {
        return spin ([&] { return run.n_found () >= count; });
    }

    AvahiBus system;
    FakeAvahi &avahi = *system.avahi;
    SearchScript *script;
    SearchRun run;
};

TEST_F (DiscoveryMdns, FindsWhatAvahiTells)
{
    avahi.announce ({ .name = "Meter17", .txt = { "a=1" } });
    avahi.announce ({ "Printer" });
    run.begin (discovery);
    ASSERT_TRUE (found (1));
    avahi.announce ({ .name = "Meter9", .ipv4 = "192.0.2.9" });
    ASSERT_TRUE (found (2));
    end (run);

    EXPECT_EQ (run.found (), (Strings{ "seek 17", "seek 9" }));
    EXPECT_STREQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_MQTT),
                  "mqtt://192.0.2.7:1883");
    EXPECT_EQ (script->heard[0], "\3a=1") << "the TXT record";
    EXPECT_EQ (run.unreached (), "");
}

TEST_F (DiscoveryMdns, FindsADeviceThatHasOnlyIPv6)
{
    avahi.announce ({ .name = "Meter6", .ipv4 = "", .ipv6 = "2001:db8::6" });
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return avahi.lookups == 4; }));
    avahi.announce ({ "Meter7" });
    ASSERT_TRUE (found (1));
    end (run);
    ASSERT_EQ (run.found (), (Strings{ "seek 6", "seek 7" }));
    EXPECT_STREQ (wattle_found_get_link (run.result (0)->found, WATTLE_LINK_MQTT),
                  "mqtt://[2001:db8::6]:1883");
}

TEST_F (DiscoveryMdns, AsksOnceForAllDrivers)
{
    add_mdns_driver ("other");
    avahi.announce ({ "Meter17" });
    run.begin (discovery);
    ASSERT_TRUE (found (2));
    end (run);
    EXPECT_EQ (run.found (), (Strings{ "other 17", "seek 17" }));
    EXPECT_EQ (avahi.browsed, Strings{ "_ssh._tcp.local" });
}

TEST_F (DiscoveryMdns, OneSerialNumberIsOneDevice)
{
    avahi.announce ({ .name = "Meter17", .port = 22 });
    avahi.announce ({ .name = "Meter17", .port = 80, .interfaces = { 3 } });
    avahi.announce ({ "Meter18" });
    run.begin (discovery);
    ASSERT_TRUE (found (2));
    end (run);
    EXPECT_EQ (run.found (), (Strings{ "seek 17", "seek 18" }));
}

TEST_F (DiscoveryMdns, WhereAnAddressIsGivenOnlyWhatIsThereCounts)
{
    avahi.announce ({ .name = "Meter1", .ipv4 = "192.0.2.1" });
    avahi.announce ({ .name = "Meter2", .ipv4 = "192.0.2.2" });
    run.targets = { "192.0.2.2:4000" };
    run.begin (discovery);
    ASSERT_TRUE (found (1));
    end (run);
    EXPECT_EQ (run.found (), Strings{ "seek 2" });
}

TEST_F (DiscoveryMdns, AvahiThatIsNotThereDoesNotStopTheRest)
{
    UdpPeer peer;

    add_udp_driver ("other", "who?");
    system.avahi.reset ();
    run.targets = { peer.target () };
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return !peer.heard ().empty (); }));
    peer.answer ("1");
    ASSERT_TRUE (found (1));
    end (run);
    EXPECT_EQ (run.found (), Strings{ "other 1" });
    EXPECT_EQ (run.unreached ().find ("cannot search by mDNS: Avahi "), 0u) << run.unreached ();
}

TEST_F (DiscoveryMdns, WhatStandsInTheWayOfSeveralSearchesIsOneSentence)
{
    UdpPeer peer;

    add_udp_driver ("other", "who?");
    add_driver ("more", [] (WattleCatalog *catalog) {
        wattle_catalog_add_mdns_search (catalog, "_meter._udp");
    });
    avahi.silent = true;
    run.targets = { peer.target () };
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return avahi.browsers () == 2 && !peer.heard ().empty (); }));
    end (run);
    EXPECT_EQ (run.unreached (), "cannot search by mDNS: Avahi does not answer in time\n");
}

TEST_F (DiscoveryMdns, FailsIfThereIsNoOtherWay)
{
    system.avahi.reset ();
    run.begin (discovery);
    expect_error (run, WATTLE_ERROR, WATTLE_ERROR_UNREACHABLE, "Avahi (avahi-daemon)");
}

TEST_F (DiscoveryMdns, KeepsWhatAvahiToldBeforeItEnded)
{
    avahi.announce ({ "Meter17" });
    run.begin (discovery);
    ASSERT_TRUE (found (1));
    system.avahi.reset ();
    ASSERT_TRUE (spin ([&] { return run.done; }));
    EXPECT_EQ (run.found (), Strings{ "seek 17" });
    EXPECT_NE (run.unreached ().find ("Avahi ended meanwhile"), std::string::npos);
}

TEST_F (DiscoveryMdns, DoesNotAskIfNoDriverWantsIt)
{
    UdpPeer peer;

    add_udp_driver ("other", "who?");
    run.drivers = { "other" };
    run.targets = { peer.target () };
    run.begin (discovery);
    ASSERT_TRUE (spin ([&] { return !peer.heard ().empty (); }));
    end (run);
    EXPECT_TRUE (avahi.browsed.empty ());
}

TEST_F (DiscoveryMdns, CancelEndsIt)
{
    avahi.announce ({ "Meter17" });
    run.begin (discovery);
    ASSERT_TRUE (found (1));
    g_cancellable_cancel (run.cancellable);
    expect_error (run, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
    EXPECT_TRUE (spin ([&] { return avahi.browsers () == 0; }));
}

} // namespace
