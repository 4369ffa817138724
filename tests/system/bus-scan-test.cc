// SPDX-License-Identifier: LGPL-2.1-or-later
#include "bus-house.h"
#include "modbus-bus.h"
#include "support/definitions.h"

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
            "Scan", "({'drivers': <['iskra-sg']>, 'targets': <['127.0.0.1:" +
                        std::to_string (house.search_port) + "']>, 'timeout': <uint32 500>},)"));
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

class BusMeterScan : public BusHouse
{
  protected:
    BusMeterScan ()
    {
        house.environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
        EXPECT_TRUE (modbus_bus_listen (meters, "127.0.0.1", 0, FALSE, nullptr));
        uri = "modbus+tcp://127.0.0.1:" + std::to_string (modbus_bus_get_port (meters));
    }

    ~BusMeterScan () override
    {
        g_object_unref (meters);
    }

    void
    put (guint8 unit, const std::string &model)
    {
        ASSERT_TRUE (modbus_bus_add_unit (meters, unit, definition_path (model).c_str (), nullptr));
    }

    Variant
    begin (const std::string &units, int timeout_ms)
    {
        return client.manager ("Scan", "({'bus': <'" + uri + "'>, 'units': <'" + units +
                                           "'>, 'timeout': <uint32 " + std::to_string (timeout_ms) +
                                           ">},)");
    }

    std::string uri;
    ModbusBus *meters = modbus_bus_new ();
};

TEST_F (BusMeterScan, FindsMetersAndKnowsThemOnceTheyAreAdded)
{
    put (2, "eastron-sdm630-v2");
    put (5, "eastron-sdm72d-m-v2");
    start ();
    std::string result = client.finish (begin ("2-3,5", 1500));

    for (const std::string &word :
         { std::string ("'driver': <'modbus-meter'>"), std::string ("'id': <'modbus_meter_1002'>"),
           std::string ("'model': <'eastron-sdm630-v2'>"), "'links': <{'modbus': '" + uri + "'}>",
           std::string ("'options': <{'Unit': '2'}>"), std::string ("'certainty': <'likely'>"),
           std::string ("'model': <'eastron-sdm72d-m-v2'>"),
           std::string ("'certainty': <'certain'>"), std::string ("'known': <''>") })
        EXPECT_NE (result.find (word), std::string::npos) << word << ": " << result;

    ASSERT_NE (client.manager ("AddDevice", "('modbus-meter', 'eastron-sdm630-v2', 'cellar', "
                                            "{'links': <{'modbus': '" +
                                                uri + "'}>, 'options': <{'Unit': '2'}>})"),
               nullptr)
        << client.error_text;
    ASSERT_TRUE (becomes ("cellar", "online")) << house.host->err ();
    result = client.finish (begin ("2", 1500));
    EXPECT_NE (result.find ("'known': <'cellar'>"), std::string::npos) << result;
    EXPECT_EQ (client.device_property ("cellar", "State"), "online");
}

TEST_F (BusMeterScan, SaysWhatIsWrongWithTheQuestion)
{
    start ();
    EXPECT_NE (client.finish (begin ("0-5", 100)).find ("the units “0-5” are not understood"),
               std::string::npos);
    EXPECT_NE (client.finish (begin ("5", 60000)).find ("allowed are 1 to 10000 ms"),
               std::string::npos);
    uri = "modbus+tcp://127.0.0.1:1";
    EXPECT_NE (client.finish (begin ("5", 100)).find ("no connection"), std::string::npos);
}

TEST_F (BusMeterScan, StopsWhenItIsCancelled)
{
    start ();
    Variant job = begin ("1-247", 50);
    const char *path;

    ASSERT_NE (job, nullptr);
    g_variant_get (job.get (), "(&o)", &path);
    ASSERT_TRUE (spin ([&] { return modbus_bus_get_n_requests (meters) >= 3; }));
    client.call (path, "Job", "Cancel");
    EXPECT_EQ (client.error_text, "");
    EXPECT_EQ (client.property (path, "Job", "State"), "cancelled");
    EXPECT_LT (modbus_bus_get_n_requests (meters), 247u);
}

} // namespace
