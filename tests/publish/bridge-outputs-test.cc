// SPDX-License-Identifier: LGPL-2.1-or-later
// Requests about outputs.
#include "publish/bridge-house.h"

using namespace wattle_test;

namespace
{

class BridgeOutputs : public BridgeHouse
{
  protected:
    void
    prepare (WattleDevice *device, const std::string &model) override
    {
        BridgeHouse::prepare (device, model);
        DeviceScript &script = script_of (device);

        script.decode = [this] (WattleDevice *self) {
            wattle_device_report_boolean (self, "output_1", relay);
            return true;
        };
        script.act = [this] (WattleCommand *command, guint step, GError **) -> WattleRequest * {
            if (step > 0)
                return nullptr;
            if (obeys)
                relay = wattle_command_get_boolean (command);
            return wattle_request_new_local (2);
        };
    }

    void
    begin (WattleBridgeMode mode)
    {
        write_device ("meter");
        start (mode);
        ASSERT_TRUE (spin ([&] { return wattle_manager_find (manager, "meter") != nullptr; }));
    }

    // The answer, while time passes for the outputs.
    std::string
    ask_in_time (const std::string &name, const std::string &payload)
    {
        std::string answers = topic ("response/" + name);
        int before = listener->probe.count (answers);

        listener->probe.publish (topic ("request/" + name), payload);
        EXPECT_TRUE (spin ([&] {
            wattle_outputs_flush (outputs);
            settle ();
            wattle_clock_advance (clock, G_USEC_PER_SEC / 2);
            return listener->probe.count (answers) > before;
        })) << name;
        return listener->last (answers);
    }

    std::string
    refusal (const std::string &payload)
    {
        g_autoptr (JsonObject) root =
            wattle_json_parse_object (ask_in_time ("output/set", payload).c_str (), -1, nullptr);

        return root != nullptr ? text_of (root, "error") : "no object";
    }

    // A member of what is said about the relay.
    std::string
    why (const char *member)
    {
        std::string answer = data_of ("output/why", R"({"id":"meter","output":"output_1"})");
        g_autoptr (JsonObject) root = wattle_json_parse_object (answer.c_str (), -1, nullptr);
        JsonNode *node = root != nullptr ? json_object_get_member (root, member) : nullptr;
        g_autofree char *text = node != nullptr ? json_to_string (node, FALSE) : nullptr;

        return text != nullptr ? text : answer;
    }

    bool relay = false;
    bool obeys = true;
};

} // namespace

TEST_F (BridgeOutputs, AreSetAndReleased)
{
    begin (WATTLE_BRIDGE_WRITE);
    EXPECT_EQ (data_in (ask_in_time (
                   "output/set", R"({"id":"meter","output":"output_1","value":true,"for":60})")),
               "{}");
    EXPECT_TRUE (relay);
    EXPECT_EQ (why ("held-by"), R"("mqtt")");
    EXPECT_EQ (why ("actual"), "true");
    EXPECT_EQ (data_in (ask_in_time ("output/release", R"({"id":"meter","output":"output_1"})")),
               "{}");
    EXPECT_EQ (why ("held-by"), R"("")");
    EXPECT_TRUE (relay);

    for (const char *value : { R"("off")", R"("toggle")", "false" })
        EXPECT_EQ (data_in (ask_in_time ("output/set",
                                         R"({"id":"meter","output":"output_1","value":)" +
                                             std::string (value) + R"(,"until":"released"})")),
                   "{}");
    EXPECT_FALSE (relay);
}

TEST_F (BridgeOutputs, AreRefusedWithWhatIsAllowed)
{
    const struct {
        const char *payload;
        const char *why;
    } rows[] = {
        { R"({"id":"cellar","output":"output_1","value":true})", "there is no device “cellar”" },
        { R"({"id":"meter","output":"active_power","value":1})",
          "meter has no output “active_power”" },
        { R"({"id":"meter","output":"output_1","value":2})",
          "output_1: must be on, off or toggle" },
        { R"({"id":"meter","output":"output_1"})",
          "“value” is missing: it must be true, false, a number or text" },
        { R"({"id":"meter","output":"output_1","value":[true]})",
          "“value” must be true, false, a number or text" },
        { R"({"id":"meter","output":"output_1","value":null})",
          "“value” must be true, false, a number or text" },
        { R"({"id":"meter","output":"output_1","value":true,"for":"1h"})",
          "“for” must be a number" },
        { R"({"id":"meter","output":"output_1","value":true,"for":0})",
          "for: must be a number of seconds, from 1 to 31622400 (366 days)" },
        { R"({"id":"meter","output":"output_1","value":true,"until":"soon"})",
          "until: must be “change”, “released”, or a time to come such as 2026-06-01T18:00:00Z, at "
          "most 366 days from now" },
        { R"({"id":"meter","output":"output_1","value":true,"untill":"soon"})",
          "the request has a member that is not known; there are: id, output, value, for, until, "
          "transaction" },
    };

    begin (WATTLE_BRIDGE_WRITE);
    for (const auto &row : rows)
        EXPECT_EQ (refusal (row.payload), row.why) << row.payload;
    EXPECT_FALSE (relay);
    EXPECT_EQ (why ("held-by"), R"("")");
}

TEST_F (BridgeOutputs, ThatDoNotObeyAreAnEvent)
{
    begin (WATTLE_BRIDGE_WRITE);
    obeys = false;
    EXPECT_EQ (refusal (R"({"id":"meter","output":"output_1","value":true})"),
               "meter/output_1 does not obey");
    listener->hear_all (client);

    std::string told;
    for (const std::string &event : listener->payloads (topic ("event")))
        if (event.find (R"("type":"output")") != std::string::npos)
            told = event;
    EXPECT_EQ (told, R"({"type":"output","data":{"id":"meter","output":"output_1",)"
                     R"("event":"contradicted","message":)"
                     R"("output_1 does not obey; it was to be on: no confirmation"}})");
}

TEST_F (BridgeOutputs, AreOnlyAskedAboutInTheModeRead)
{
    begin (WATTLE_BRIDGE_READ);
    EXPECT_NE (refusal (R"({"id":"meter","output":"output_1","value":true})").find ("Mode=write"),
               std::string::npos);
    EXPECT_FALSE (relay);
    EXPECT_EQ (why ("actual"), "false");
}
