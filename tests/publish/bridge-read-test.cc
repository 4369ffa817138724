// SPDX-License-Identifier: LGPL-2.1-or-later
// Requests that only ask.
#include "publish/bridge-house.h"

using namespace wattle_test;

namespace
{

class BridgeRead : public BridgeHouse
{
  protected:
    void
    expect_data (const std::string &name, const std::string &payload, const char *expected)
    {
        std::string data = data_of (name, payload);
        g_autoptr (JsonNode) node = json_from_string (data.c_str (), nullptr);

        ASSERT_NE (node, nullptr) << data;
        expect_json (node, expected);
    }
};

} // namespace

TEST_F (BridgeRead, TellsThatTheHostIsWell)
{
    start (WATTLE_BRIDGE_READ);

    std::string answer = ask ("health_check", "");
    EXPECT_EQ (answer.rfind (R"({"data":{"healthy":true,"response_time":1700000006000,)", 0), 0u)
        << answer;
    EXPECT_NE (answer.find (R"("devices":{"online":0,"total":0},"problems":0},"status":"ok"})"),
               std::string::npos)
        << answer;
}

TEST_F (BridgeRead, GivesTheTransactionBack)
{
    start (WATTLE_BRIDGE_READ);
    EXPECT_EQ (ask ("problems", R"({"transaction":"a \"b\" é"})"),
               R"({"data":[],"status":"ok","transaction":"a \"b\" é"})");
    EXPECT_EQ (ask ("problems", R"({"transaction":-7})"),
               R"({"data":[],"status":"ok","transaction":-7})");
    EXPECT_EQ (ask ("device/get", R"({"id":"nobody","transaction":1})"),
               R"({"data":{},"status":"error","error":"there is no device “nobody”",)"
               R"("transaction":1})");
}

TEST_F (BridgeRead, SaysWhatItKeepsToo)
{
    write_device ("meter");
    start (WATTLE_BRIDGE_READ);
    EXPECT_EQ (data_of ("info"), listener->last (topic ("info")));
    EXPECT_EQ (data_of ("devices"), listener->last (topic ("devices")));
}

TEST_F (BridgeRead, TellsWhatADeviceReads)
{
    write_device ("meter", "Name=Garage\n");
    write_device ("spare", "Enabled=false\n");
    start (WATTLE_BRIDGE_READ);
    expect_data ("device/get", R"({"id":"meter"})", R"(
      {"id":"meter","name":"Garage","driver":"test","model":"gateway","maker":"Acme",
       "product":"EM3","serial":"4711","state":"online","parent":"","entities":{
        "active_power":{"value":1234.6,"unit":"W","quality":"good","time":1700000000000000},
        "energy_import":{"value":2.5,"unit":"kWh","quality":"good","time":1700000000000000},
        "output_1":{"value":true,"unit":"","quality":"good","time":1700000000000000}}})");
    EXPECT_NE (data_of ("device/get", R"({"id":"spare"})").find (R"("state":"disabled")"),
               std::string::npos);
}

TEST_F (BridgeRead, ListsProblems)
{
    start (WATTLE_BRIDGE_READ);
    wattle_problems_set (problems, "roof", "leak", "it drips");
    expect_data ("problems", "", R"([{"subject":"roof","topic":"leak","since":1700000006000000,
                                      "message":"it drips"}])");
}

TEST_F (BridgeRead, ListsWhatModelsTake)
{
    start (WATTLE_BRIDGE_READ);
    expect_data ("schema", R"({"driver":"test","model":"linked"})", R"(
      [{"driver":"test","model":"linked","name":"Linked","child":false,"any_link":false,
        "interval":1000,"min_interval":500,"links":["http"],"options":[
        {"key":"Unit","type":"integer","label":"Unit","default":"","required":true,"min":1,
         "max":247,"choices":[]},
        {"key":"Password","type":"secret","label":"Password","default":"","required":false,
         "min":0,"max":0,"choices":[]},
        {"key":"Mode","type":"choice","label":"Mode","default":"a","required":false,"min":0,
         "max":0,"choices":["a","b"]},
        {"key":"Pin","type":"secret","label":"","default":"","required":false,"min":0,"max":0,
         "choices":[]}]}])");
    EXPECT_NE (data_of ("schema").find (R"("model":"meter")"), std::string::npos);
    EXPECT_EQ (data_of ("schema", R"({"driver":"other"})"),
               "error: “other” is no driver; there are: test");
}

TEST_F (BridgeRead, SaysWhatIsWrongInAConfiguration)
{
    start (WATTLE_BRIDGE_READ);
    expect_data ("validate", R"({"driver":"test","model":"gateway"})", R"({"findings":[]})");
    expect_data ("validate",
                 R"({"driver":"test","model":"linked","config":{"links":{"http":"http://h"},
                     "options":{"Unit":7,"Mode":"b"},"enabled":true}})",
                 R"({"findings":[]})");
    expect_data ("validate",
                 R"({"driver":"test","model":"linked","config":{"links":{"http":"http://h"},
                     "options":{"Unit":700}}})",
                 R"({"findings":[{"group":"Options","key":"Unit",
                     "message":"Unit: must be a whole number from 1 to 247"}]})");
    expect_data ("validate", R"({"driver":"none"})",
                 R"({"findings":[{"group":"Device","key":"Driver",
                     "message":"Driver: “none” is not known; there are: test"}]})");
    for (const char *config :
         { R"({"name":[]})", R"({"enabled":"yes"})", R"({"mqtt-topics":7})", R"({"nothing":1})",
           R"({"options":{"Unit":null}})", R"({"options":[1]})", R"({"mqtt-topics":[1]})" })
        EXPECT_EQ (
            data_of ("validate",
                     std::string (R"({"driver":"test","model":"linked","config":)") + config + "}")
                .rfind ("error: ", 0),
            0u)
            << config;
    EXPECT_EQ (wattle_manager_get_n_runners (manager), 0u) << "nothing is made of it";
}

TEST_F (BridgeRead, TellsTheLevelOfTheLogButDoesNotSetIt)
{
    start (WATTLE_BRIDGE_READ);
    EXPECT_EQ (data_of ("log_level"), R"({"level":"message"})");
    EXPECT_EQ (data_of ("log_level", R"({"level":"debug"})"),
               "error: level changes something, which is not allowed: [Bridge] Mode=read; "
               "Mode=write in wattle.conf allows it");
    EXPECT_EQ (log_level, "message");
}
