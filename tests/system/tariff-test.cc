// SPDX-License-Identifier: LGPL-2.1-or-later
// A tariff plan in the program itself: its own broker, files that people put there, and signals.
#include <csignal>

#include "base/wattle-number.h"
#include "support/tariff-document.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

const char *const PLAN = "config/tariffs/home.json";

class Tariff : public testing::Test
{
  protected:
    // The value of an entity as last published.
    std::string
    value (const char *key)
    {
        Json state = house.state ("tariff_home");

        if (!state || !json_object_has_member (state.get (), key))
            return "(nothing)";
        JsonNode *node = json_object_get_member (state.get (), key);
        g_autofree char *text = json_node_get_value_type (node) == G_TYPE_DOUBLE
                                    ? wattle_number_format_exact (json_node_get_double (node))
                                    : json_to_string (node, FALSE);
        return text;
    }

    // A plan with one price at all times.
    static std::string
    flat (const std::string &price)
    {
        TariffDocument document;

        document.high = price;
        document.low = R"("low": ")" + price + R"(", )";
        return document.text ();
    }

    House house;
};

} // namespace

TEST_F (Tariff, IsADeviceOfTheHouse)
{
    house.keep (PLAN, flat ("0.10"));
    house.start_host ();
    ASSERT_TRUE (spin ([this] { return value ("price") == "0.132"; })) << value ("price");
    EXPECT_TRUE (value ("tariff") == "\"low\"" || value ("tariff") == "\"high\"")
        << value ("tariff");
    EXPECT_TRUE (house.available ("tariff_home"));
    Json described = house.describe ("tariff_home");
    ASSERT_NE (described, nullptr);
    EXPECT_EQ (house.host->err ().find ("arning"), std::string::npos) << house.host->err ();
}

TEST_F (Tariff, FollowsItsDocument)
{
    house.keep (PLAN, flat ("0.10"));
    house.start_host ();
    ASSERT_TRUE (spin ([this] { return value ("price") == "0.132"; })) << value ("price");

    house.keep (PLAN, "{\"format\": 1, \"id\": \"home\", \"name\": 7}");
    house.host->send (SIGHUP);
    ASSERT_TRUE (spin ([this] {
        return house.host->has_said ("tariffs/home.json: “name” is not a string");
    })) << house.host->err ();
    house.look ();
    EXPECT_TRUE (spin ([this] { return value ("price") == "0.132"; })) << value ("price");

    house.keep (PLAN, flat ("0.20"));
    house.host->send (SIGHUP);
    EXPECT_TRUE (spin ([this] { return value ("price") == "0.254"; })) << value ("price");
    EXPECT_TRUE (house.available ("tariff_home"));
}

TEST_F (Tariff, IsNotRecordedAsADevice)
{
    std::string records = house.dir.file ("records");

    house.keep (PLAN, flat ("0.10"));
    house.add_simulated ();
    house.host_arguments = { "--record", records };
    house.start_host ();
    house.host->send (SIGTERM);
    EXPECT_EQ (house.host->wait (), 0);
    EXPECT_TRUE (g_file_test ((records + "/sim.jsonl").c_str (), G_FILE_TEST_EXISTS));
    EXPECT_FALSE (g_file_test ((records + "/tariff_home.jsonl").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (Tariff, IsCheckedWithTheRestOfTheConfiguration)
{
    house.keep (PLAN, flat ("cheap"));
    auto host = house.run_host ({ "--check-config" });

    EXPECT_EQ (host->wait (), 1);
    EXPECT_TRUE (host->has_said ("versions[0].components[0].prices.low")) << host->err ();
}
