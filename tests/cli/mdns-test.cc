// SPDX-License-Identifier: LGPL-2.1-or-later
// Devices that announce themselves are found by a real host with a plugin of the test, which asks a
// fake Avahi on a bus that is the system's to it.
#include <unistd.h>

#include "cli/program.h"
#include "support/fake-avahi.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

class CliMdns : public testing::Test
{
  protected:
    CliMdns ()
    {
        std::string module = house.dir.file ("plugins/announced/libannounced.so");

        house.dir.write ("plugins/announced/announced.plugin",
                         "[Plugin]\nModule=announced\nName=Devices that announce themselves\n"
                         "X-Wattle-Api=1\nX-Wattle-Kind=device\n");
        EXPECT_EQ (symlink (ANNOUNCED_PLUGIN, module.c_str ()), 0);
        EXPECT_EQ (symlink (WATTLE_PLUGINS "/iskra-sg", house.dir.file ("plugins/other").c_str ()),
                   0);
        environment = make_environment (session);
        environment["DBUS_SYSTEM_BUS_ADDRESS"] = system.address ();
        house.environment = environment;
        house.environment["WATTLE_PLUGIN_DIR"] = house.dir.file ("plugins");
        house.start_host ();
    }

    Outcome
    scan (std::vector<std::string> more)
    {
        more.insert (more.begin (), { "devices", "scan" });
        return run_wattle (environment, more);
    }

    PrivateBus system, session;
    std::unique_ptr<FakeAvahi> avahi = std::make_unique<FakeAvahi> (system);
    House house;
    Process::Environment environment;
};

TEST_F (CliMdns, AScanFindsWhatAnnouncesItselfAndShowsHowToAddIt)
{
    avahi->announce ({ .name = "Announced5010001234", .txt = { "path=meter" } });
    avahi->announce ({ .name = "Somebody else's", .ipv4 = "192.0.2.8" });
    Outcome outcome = scan ({ "--driver", "announced", "--seconds", "4", "--json" });

    ASSERT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_EQ (outcome.err, "");
    ASSERT_EQ (count (outcome.out), 1) << outcome.out;
    EXPECT_EQ (at (outcome.out, "0.id"), "announced_5010001234");
    EXPECT_EQ (at (outcome.out, "0.name"), "Announced5010001234");
    EXPECT_EQ (at (outcome.out, "0.links.http"), "http://192.0.2.7/meter");
    EXPECT_EQ (avahi->browsed, std::vector<std::string>{ "_ssh._tcp.local" });

    outcome = scan ({ "--driver", "announced", "--seconds", "4" });
    EXPECT_TRUE (has (outcome.out, "wattle devices add announced")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "--http http://192.0.2.7/meter")) << outcome.out;
    EXPECT_TRUE (spin ([this] { return avahi->browsers () == 0; })) << "nothing is left at Avahi";
}

TEST_F (CliMdns, AScanSaysThatAvahiIsMissingAndGoesOnWithTheRest)
{
    avahi.reset ();
    Outcome alone = scan ({ "--driver", "announced", "--seconds", "1" });
    Outcome beside = scan ({ "127.0.0.1:" + std::to_string (find_free_port ()), "--seconds", "1" });

    EXPECT_EQ (alone.status, 1);
    EXPECT_TRUE (has (alone.err, "Avahi (avahi-daemon)")) << alone.err;
    EXPECT_EQ (beside.status, 0) << beside.err;
    EXPECT_TRUE (has (beside.out, "Nothing was found")) << beside.out;
    EXPECT_TRUE (has (beside.err, "wattle: cannot search by mDNS: Avahi (avahi-daemon)"))
        << beside.err;
}

} // namespace
