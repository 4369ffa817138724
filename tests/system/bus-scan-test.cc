// SPDX-License-Identifier: LGPL-2.1-or-later
#include "bus-house.h"

using namespace wattle_test;

namespace
{

class BusScan : public BusHouse
{
  protected:
    // Searches where the emulated gateway listens.
    std::string
    scan ()
    {
        return client.finish (client.manager (
            "Scan", "({'targets': <['127.0.0.1:" + std::to_string (house.search_port) +
                        "']>, 'timeout': <uint32 500>},)"));
    }
};

TEST_F (BusScan, FindsAGatewayAndKnowsItOnceItIsAdded)
{
    house.start_emulator ({ "--udp-port", "0" });
    start ();
    std::string result = scan ();

    for (const char *word :
         { "'driver': <'iskra-sg'>", "'model': <'gateway'>", "'id': <'iskra_sg_is004217'>",
           "'serial': <'IS004217'>", "'links': <{'http': 'http://127.0.0.1'}>", "'known': <''>" })
        EXPECT_NE (result.find (word), std::string::npos) << word << ": " << result;

    ASSERT_NE (client.manager ("AddDevice", "('iskra-sg', 'gateway', 'iskra_sg_is004217', " +
                                                gateway_config () + ")"),
               nullptr)
        << client.error_text;
    ASSERT_TRUE (becomes ("iskra_sg_is004217", "online"));
    result = scan ();
    EXPECT_NE (result.find ("'known': <'iskra_sg_is004217'>"), std::string::npos) << result;
}

TEST_F (BusScan, FindsNothingWhereNothingIs)
{
    house.search_port = find_free_port ();
    start ();
    EXPECT_EQ (scan (), "{'found': <@aa{sv} []>}");
}

TEST_F (BusScan, SaysWhatIsWrongWithTheQuestion)
{
    start ();
    std::string result = client.finish (client.manager ("Scan", "({'drivers': <['lamp']>},)"));
    EXPECT_NE (result.find ("there are: "), std::string::npos) << result;
    EXPECT_EQ (result.substr (0, 7), "failed:");
}

} // namespace
