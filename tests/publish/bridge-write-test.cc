// SPDX-License-Identifier: LGPL-2.1-or-later
// Requests that change something.
#include "publish/bridge-house.h"

using namespace wattle_test;

namespace
{

const char *const meter_config = "homeassistant/device/wattle_meter/config";

class BridgeWrite : public BridgeHouse
{
  protected:
    // Some device that the host itself has written.
    void
    add_meter ()
    {
        ASSERT_EQ (data_of ("device/add", R"({"driver":"test","model":"gateway","id":"meter",)"
                                          R"("config":{"name":"Garage"}})"),
                   R"({"id":"meter"})");
    }

    std::string
    file (const std::string &id)
    {
        g_autofree char *text = nullptr;

        if (!g_file_get_contents (folder.file ("state/config/devices/" + id + ".conf").c_str (),
                                  &text, nullptr, nullptr))
            return "(no file)";
        return text;
    }

    std::string
    state (const std::string &id)
    {
        return wattle_manager_find (manager, id.c_str ()) != nullptr
                   ? wattle_runner_get_state_name (wattle_manager_find (manager, id.c_str ()))
                   : "(none)";
    }
};

const struct {
    const char *name;
    const char *payload;
} changes[] = {
    { "device/add", R"({"driver":"test","model":"gateway","id":"new"})" },
    { "device/configure", R"({"id":"meter","config":{"name":"Other"}})" },
    { "device/rename", R"({"id":"meter","name":"Other"})" },
    { "device/enable", R"({"id":"spare"})" },
    { "device/disable", R"({"id":"meter"})" },
    { "device/remove", R"({"id":"meter"})" },
    { "device/act", R"({"id":"meter","action":"identify"})" },
    { "device/refresh", R"({"id":"meter"})" },
    { "device/sync_meter", R"({"id":"meter","readings":2461})" },
    { "output/set", R"({"id":"meter","output":"output_1","value":true})" },
    { "output/release", R"({"id":"meter","output":"output_1"})" },
    { "reload", "{}" },
    { "log_level", R"({"level":"debug"})" },
};

} // namespace

TEST_F (BridgeWrite, ADeviceThatIsAddedAppearsInDiscovery)
{
    start (WATTLE_BRIDGE_WRITE);
    EXPECT_EQ (listener->last (meter_config), "(nothing)");
    add_meter ();
    listener->hear_all (client);

    g_autoptr (JsonObject) message =
        wattle_json_parse_object (listener->last (meter_config).c_str (), -1, nullptr);
    ASSERT_NE (message, nullptr);
    check_message (message);
    EXPECT_EQ (text_of (json_object_get_object_member (message, "device"), "name"), "Garage");
    EXPECT_NE (file ("meter").find ("Name=Garage"), std::string::npos) << file ("meter");
    advance (2000);
    EXPECT_NE (listener->last (topic ("devices")).find (R"("id":"meter")"), std::string::npos);
}

TEST_F (BridgeWrite, PicksAnIdForADeviceThatGetsNone)
{
    start (WATTLE_BRIDGE_WRITE);
    EXPECT_EQ (data_of ("device/add", R"({"driver":"test","model":"gateway"})"),
               R"({"id":"test_gateway_1"})");
    EXPECT_EQ (data_of ("device/add", R"({"driver":"test","model":"gateway"})"),
               R"({"id":"test_gateway_2"})");
}

TEST_F (BridgeWrite, ChangesADevice)
{
    start (WATTLE_BRIDGE_WRITE);
    add_meter ();
    EXPECT_EQ (data_of ("device/configure",
                        R"({"id":"meter","config":{"interval":"20s","options":{"Scale":2.5}}})"),
               R"({"id":"meter"})");
    EXPECT_NE (file ("meter").find ("Interval=20s"), std::string::npos) << file ("meter");
    EXPECT_NE (file ("meter").find ("Scale=2.5"), std::string::npos) << file ("meter");
    EXPECT_EQ (data_of ("device/configure", R"({"id":"meter","config":{"max-power":"30000"}})"),
               R"({"id":"meter"})");
    EXPECT_NE (file ("meter").find ("MaxPower=30000"), std::string::npos) << file ("meter");
    EXPECT_EQ (data_of ("device/configure", R"({"id":"meter","config":{"max-power":""}})"),
               R"({"id":"meter"})");
    EXPECT_EQ (file ("meter").find ("MaxPower"), std::string::npos) << file ("meter");
    EXPECT_EQ (data_of ("device/rename", R"({"id":"meter","name":"Cellar \"1\""})"),
               R"({"id":"meter"})");
    EXPECT_STREQ (wattle_runner_get_name (wattle_manager_find (manager, "meter")), "Cellar \"1\"");
    EXPECT_EQ (data_of ("device/disable", R"({"id":"meter"})"), R"({"id":"meter"})");
    EXPECT_EQ (state ("meter"), "(none)");
    EXPECT_EQ (data_of ("device/enable", R"({"id":"meter"})"), R"({"id":"meter"})");
    EXPECT_EQ (state ("meter"), "online");
    EXPECT_EQ (data_of ("device/remove", R"({"id":"meter"})"), R"({"id":"meter"})");
    EXPECT_EQ (state ("meter"), "(none)");
    EXPECT_EQ (file ("meter"), "(no file)");
}

TEST_F (BridgeWrite, ActsOnADevice)
{
    start (WATTLE_BRIDGE_WRITE);
    add_meter ();
    WattleRunner *runner = wattle_manager_find (manager, "meter");
    DeviceScript &script = script_of (wattle_runner_get_device (runner));
    int polls = 0;

    EXPECT_EQ (data_of ("device/act", R"({"id":"meter","action":"identify"})"),
               R"({"id":"meter"})");
    EXPECT_EQ (script.commands[0], "identify");
    script.decode = [&] (WattleDevice *) { return ++polls > 0; };
    EXPECT_EQ (data_of ("device/refresh", R"({"id":"meter"})"), R"({"id":"meter"})");
    EXPECT_EQ (polls, 1);
    script.act = [] (WattleCommand *, guint, GError **error) -> WattleRequest * {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "it has no lamp");
        return nullptr;
    };
    EXPECT_NE (
        data_of ("device/act", R"({"id":"meter","action":"identify"})").find ("it has no lamp"),
        std::string::npos);
}

TEST_F (BridgeWrite, SetsAMeterToWhatTheUtilitysShows)
{
    start (WATTLE_BRIDGE_WRITE);
    add_meter ();
    WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, "meter"));
    WattleEntitySpec counter = {};
    double shown = 5000;

    counter.quantity = WATTLE_QUANTITY_ENERGY;
    counter.direction = WATTLE_DIRECTION_EXPORT;
    counter.flags = WATTLE_ENTITY_ADJUSTABLE;
    wattle_device_set_entities (device, &counter, 1);
    script_of (device).decode = [&] (WattleDevice *self) {
        wattle_device_report (self, "energy_export", shown);
        return true;
    };
    script_of (device).act = [&] (WattleCommand *command, guint step, GError **) {
        shown = wattle_command_get_number (command);
        return step == 0 ? wattle_request_new_local (2) : nullptr;
    };
    EXPECT_EQ (data_of ("device/refresh", R"({"id":"meter"})"), R"({"id":"meter"})");
    EXPECT_EQ (
        data_of ("device/sync_meter", R"({"id":"meter","readings":774.5,"direction":"export"})"),
        R"({"id":"meter"})");
    EXPECT_EQ (shown, 774500);
    EXPECT_EQ (data_of ("device/sync_meter",
                        R"({"id":"meter","readings":["402.251"],"direction":"export"})"),
               R"({"id":"meter"})");
    EXPECT_EQ (shown, 402251);
    EXPECT_EQ (data_of ("device/sync_meter",
                        R"({"id":"meter","readings":"88","unit":"Wh","direction":"export"})"),
               R"({"id":"meter"})");
    EXPECT_EQ (shown, 88);

    const struct {
        const char *members;
        const char *sentence;
    } rows[] = {
        { R"("readings":[])", "one to three" },
        { R"("readings":[1,2,3,4])", "one to three" },
        { R"("readings":[[1]])", "is no reading of a meter" },
        { R"("readings":true)", "a number, a text or an array" },
        { R"("readings":-1)", "is no reading of a meter" },
        { R"("readings":1e300)", "is no reading of a meter" },
        { R"("readings":0.0001)", "is no reading of a meter" },
        { R"("readings":1,"unit":"MWh")", "allowed are kWh and Wh" },
        { R"("readings":1,"direction":"up")", "allowed are import and export" },
        { R"("readings":1)", "no counter of imported energy" },
        { R"("readings":[1,2],"direction":"export")", "takes one reading for each" },
    };
    for (const auto &row : rows) {
        std::string answer =
            data_of ("device/sync_meter", std::string (R"({"id":"meter",)") + row.members + "}");

        EXPECT_NE (answer.find (row.sentence), std::string::npos) << row.members << answer;
    }
    EXPECT_EQ (shown, 88);
}

TEST_F (BridgeWrite, RefusesWhatCannotBe)
{
    write_device ("locked");
    start (WATTLE_BRIDGE_WRITE);
    add_meter ();
    data_of ("device/disable", R"({"id":"meter"})");
    const struct {
        const char *name;
        const char *payload;
        const char *words;
    } cases[] = {
        { "device/add", R"({"driver":"none"})", "there are: test" },
        { "device/add", R"({"driver":"test","model":"gateway","id":"meter"})", "already" },
        { "device/add", R"({"driver":"test","model":"gateway","id":"../x"})", "../x" },
        { "device/add", R"({"driver":"test","model":"gateway","id":"bridge"})", "bridge" },
        { "device/add", R"({"driver":"test","model":"gateway","config":{"names":"x"}})",
          "there are: name, " },
        { "device/add", R"({"driver":"test\nModel=x","model":"gateway"})", "is not known" },
        { "device/configure", R"({"id":"nobody","config":{}})", "there is no device “nobody”" },
        { "device/configure", R"({"id":"locked","config":{"name":"x"}})", "locked" },
        { "device/rename", R"({"id":"nobody","name":"x"})", "there is no device “nobody”" },
        { "device/remove", R"({"id":"nobody"})", "there is no device “nobody”" },
        { "device/act", R"({"id":"nobody","action":"x"})", "there is no device “nobody”" },
        { "device/act", R"({"id":"meter","action":"identify"})", "does not run: it is disabled" },
        { "device/act", R"({"id":"locked","action":"fly"})", "there are: identify" },
        { "device/refresh", R"({"id":"meter"})", "does not run: it is disabled" },
        { "log_level", R"({"level":"loud"})", "no such level" },
    };

    for (const auto &item : cases) {
        std::string data = data_of (item.name, item.payload);

        EXPECT_EQ (data.rfind ("error: ", 0), 0u) << item.payload << data;
        EXPECT_NE (data.find (item.words), std::string::npos) << item.payload << data;
    }
}

TEST_F (BridgeWrite, ReadsFilesAgain)
{
    start (WATTLE_BRIDGE_WRITE);
    write_device ("meter");
    EXPECT_EQ (data_of ("reload"), "{}");
    EXPECT_EQ (state ("meter"), "online");
}

TEST_F (BridgeWrite, SetsTheLevelOfTheLog)
{
    start (WATTLE_BRIDGE_WRITE);
    EXPECT_EQ (data_of ("log_level", R"({"level":"debug"})"), R"({"level":"debug"})");
    EXPECT_EQ (log_level, "debug");
    advance (1000);
    EXPECT_NE (listener->last (topic ("info")).find (R"("log_level":"debug")"), std::string::npos);
}

TEST_F (BridgeWrite, ChangesNothingInTheModeRead)
{
    write_device ("meter");
    write_device ("spare", "Enabled=false\n");
    start (WATTLE_BRIDGE_READ);
    WattleRunner *runner = wattle_manager_find (manager, "meter");
    int polls = 0;

    script_of (wattle_runner_get_device (runner)).decode = [&] (WattleDevice *) {
        return ++polls > 0;
    };
    write_device ("unread");
    for (const auto &item : changes)
        EXPECT_NE (data_of (item.name, item.payload).find ("[Bridge] Mode=read"), std::string::npos)
            << item.name;
    EXPECT_EQ (wattle_manager_get_n_runners (manager), 1u);
    EXPECT_EQ (wattle_manager_find (manager, "meter"), runner);
    EXPECT_STREQ (wattle_runner_get_name (runner), "meter");
    EXPECT_EQ (script_of (wattle_runner_get_device (runner)).commands.size (), 0u);
    EXPECT_EQ (polls, 0);
    EXPECT_EQ (file ("new"), "(no file)");
    EXPECT_EQ (log_level, "message");
}

TEST_F (BridgeWrite, AnswersNoMoreOnceItIsStopped)
{
    start (WATTLE_BRIDGE_WRITE);
    add_meter ();
    WattleRunner *runner = wattle_manager_find (manager, "meter");

    // A step that takes a second.
    script_of (wattle_runner_get_device (runner)).act = [] (WattleCommand *, guint step,
                                                            GError **) {
        return step == 0 ? wattle_request_with_delay (wattle_request_new_local (2), 1000) : nullptr;
    };
    listener->forget ();
    listener->probe.publish (topic ("request/device/act"), R"({"id":"meter","action":"identify"})");
    ASSERT_TRUE (
        spin ([&] { return !script_of (wattle_runner_get_device (runner)).commands.empty (); }));
    wattle_bridge_stop (bridge);
    advance (2000);
    EXPECT_EQ (listener->payloads (topic ("response/device/act")).size (), 0u);
}
