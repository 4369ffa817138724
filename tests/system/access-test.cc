// SPDX-License-Identifier: LGPL-2.1-or-later
// A gateway that asks for user name and password.
#include "system/house.h"

using namespace wattle_test;

namespace
{

const std::vector<std::string> LOCK = { "--user", "admin", "--password", "r1ght" };
const char *const OPTIONS = "[Options]\nUser=admin\nPassword=secret:sg\n";

void
expect_no_secret (House &house, const std::string &secret)
{
    EXPECT_FALSE (house.host->has_said (secret));
    EXPECT_EQ (house.host->out ().find (secret), std::string::npos);
    for (const MqttMessage &message : house.probe->messages ())
        EXPECT_EQ (message.payload.find (secret), std::string::npos) << message.topic;
}

} // namespace

TEST (SystemAccess, TheRightPasswordOpens)
{
    House house;

    house.start_emulator (LOCK);
    house.add_gateway (OPTIONS);
    house.add_simulated ();
    house.keep ("secrets.conf", "[Secrets]\nsg=r1ght\n");
    house.start_host ();
    EXPECT_TRUE (spin ([&] { return house.all_available (); })) << house.host->err ();
    EXPECT_TRUE (spin ([&] { return house.state (GRID_METER) != nullptr; }));
    expect_no_secret (house, "r1ght");

    // Somebody changes it on the gateway: no meter can be read any more, and one learns why.
    house.fault (R"({"fault":"password","user":"admin","password":"changed"})");
    EXPECT_TRUE (spin (
        [&] {
            return house.none_available ({ GRID_METER, HEAT_METER });
        },
        40000))
        << house.host->err ();
    EXPECT_TRUE (house.host->has_said ("credentials")) << house.host->err ();
    EXPECT_TRUE (house.available (SIMULATED));

    // A gateway that refuses is asked once a minute only, lest it locks the account.
    house.fault (R"({"fault":"password","user":"admin","password":"r1ght"})");
    EXPECT_TRUE (spin ([&] { return house.all_available (); }, 75000)) << house.host->err ();
}

TEST (SystemAccess, AWrongPasswordIsNamedAsSuch)
{
    House house;

    house.start_emulator (LOCK);
    house.add_gateway (OPTIONS);
    house.add_simulated ();
    house.keep ("secrets.conf", "[Secrets]\nsg=wr0ng\n");
    house.start_host ();
    EXPECT_TRUE (spin ([&] { return house.host->has_said ("credentials are missing or wrong"); }))
        << house.host->err ();
    EXPECT_TRUE (spin ([&] { return house.available (SIMULATED); }));
    EXPECT_FALSE (house.available (GATEWAY));
    EXPECT_EQ (house.describe (GRID_METER), nullptr);
    expect_no_secret (house, "wr0ng");
}
