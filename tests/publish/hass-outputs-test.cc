// SPDX-License-Identifier: LGPL-2.1-or-later
// Outputs and Home Assistant: commands through the gate, and what is told of it.
#include "publish/hass-house.h"

using namespace wattle_test;

namespace
{

const std::vector<WattleEntitySpec> specs = {
    { .key = "relay", .quantity = WATTLE_QUANTITY_SWITCH, .flags = WATTLE_ENTITY_OUTPUT },
    { .key = "limit",
      .quantity = WATTLE_QUANTITY_ACTIVE_POWER,
      .flags = WATTLE_ENTITY_OUTPUT,
      .min = 0,
      .max = 20000,
      .step = 100 },
    { .key = "mode",
      .quantity = WATTLE_QUANTITY_ENUM,
      .flags = WATTLE_ENTITY_OUTPUT,
      .options = "eco|comfort" },
};

class HassOutputs : public HassHouse
{
  protected:
    HassOutputs ()
    {
        open_house ();
    }

    void
    open_house ()
    {
        meter = add ("meter", specs);
        DeviceScript &script = script_of (wattle_runner_get_device (meter));

        script.decode = [this] (WattleDevice *self) {
            wattle_device_report_boolean (self, "relay", relay);
            wattle_device_report (self, "limit", limit);
            wattle_device_report_text (self, "mode", mode.c_str ());
            return true;
        };
        script.act = [this] (WattleCommand *command, guint step, GError **) -> WattleRequest * {
            if (step > 0)
                return nullptr;
            take (command);
            return wattle_request_new_local (2);
        };
        start (0);
        wattle_runner_poll_all (meter);
        listener->hear_all (client);
    }

    void
    take (WattleCommand *command)
    {
        std::string name = wattle_command_get_name (command);

        commands.push_back (name);
        if (!obeys)
            return;
        if (name == "relay")
            relay = wattle_command_get_boolean (command);
        else if (name == "limit")
            limit = wattle_command_get_number (command);
        else if (name == "mode")
            mode = wattle_command_get_text (command);
    }

    // As Home Assistant does it.
    void
    command (const std::string &name, const std::string &payload)
    {
        listener->probe.publish ("wattle/meter/" + name + "/set", payload, false);
    }

    JsonObject *
    last (const char *topic)
    {
        g_clear_pointer (&message, json_object_unref);
        message = wattle_json_parse_object (listener->last (topic).c_str (), -1, nullptr);
        return message;
    }

    // A member of the last state.
    std::string
    state (const char *member)
    {
        JsonObject *root = last ("wattle/meter/state");
        JsonNode *node = root != nullptr ? json_object_get_member (root, member) : nullptr;
        g_autofree char *text = node != nullptr ? json_to_string (node, FALSE) : nullptr;

        return text != nullptr ? text : "(nothing)";
    }

    std::string
    reason ()
    {
        JsonObject *root = last ("wattle/meter/attributes");

        return root != nullptr ? text_of (json_object_get_object_member (root, "relay"), "reason")
                               : "(nothing)";
    }

    bool
    becomes (const char *member, const std::string &value)
    {
        return spin ([&] {
            wattle_clock_advance (clock, 0);
            return state (member) == value;
        });
    }

    ~HassOutputs () override
    {
        g_clear_pointer (&message, json_object_unref);
    }

    WattleRunner *meter = nullptr;
    bool relay = false;
    bool obeys = true;
    double limit = 5000;
    std::string mode = "eco";
    std::vector<std::string> commands;
    JsonObject *message = nullptr;
};

} // namespace

TEST_F (HassOutputs, TellsThatNobodyHoldsThem)
{
    EXPECT_EQ (state ("relay"), R"("OFF")");
    EXPECT_EQ (state ("relay_held_by"), R"("nobody")");
    EXPECT_EQ (state ("relay_override_until"), "null");
    EXPECT_EQ (reason (), "Nobody wants anything of it: it stays as it is.");
}

TEST_F (HassOutputs, SwitchesAndTellsWhoHoldsItUntilWhen)
{
    gint64 until = wattle_clock_get_wall (clock) / G_USEC_PER_SEC + 7200;
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (until);
    g_autofree char *text = g_date_time_format (date, "\"%Y-%m-%dT%H:%M:%SZ\"");

    command ("relay", "ON");
    EXPECT_TRUE (becomes ("relay", R"("ON")")) << "at once, whatever the interval of states";
    EXPECT_EQ (state ("relay_held_by"), R"("hass")");
    EXPECT_EQ (state ("relay_override_until"), text);
    EXPECT_EQ (reason ().rfind ("Held by Home Assistant (by hand) since ", 0), 0u) << reason ();
    EXPECT_EQ (commands, std::vector<std::string>{ "relay" });
}

TEST_F (HassOutputs, SetsANumber)
{
    command ("limit", "7500");
    EXPECT_TRUE (becomes ("limit", "7500.0"));
    EXPECT_EQ (limit, 7500);
}

TEST_F (HassOutputs, SetsAChoice)
{
    command ("mode", "comfort");
    EXPECT_TRUE (becomes ("mode", R"("comfort")"));
    EXPECT_EQ (state ("mode_held_by"), R"("hass")");
}

TEST_F (HassOutputs, ReleasesByAButton)
{
    command ("relay", "ON");
    ASSERT_TRUE (becomes ("relay", R"("ON")"));
    command ("relay_release", "PRESS");
    EXPECT_TRUE (becomes ("relay_held_by", R"("nobody")"));
    EXPECT_EQ (state ("relay"), R"("ON")") << "it stays as it is";
}

TEST_F (HassOutputs, TellsTheTrueStateOfOneThatDoesNotObey)
{
    obeys = false;
    command ("relay", "ON");
    ASSERT_TRUE (spin ([&] {
        wattle_outputs_flush (outputs);
        settle ();
        wattle_clock_advance (clock, G_USEC_PER_SEC);
        return wattle_problems_get_count (problems) > 0;
    }));
    EXPECT_EQ (commands.size (), 3u) << "two more attempts";
    listener->hear_all (client);
    EXPECT_EQ (state ("relay"), R"("OFF")");
}

TEST_F (HassOutputs, TakesNoNonsense)
{
    const struct {
        const char *name;
        std::string payload;
    } rows[] = {
        { "relay", "on!" },
        { "relay", "" },
        { "relay", std::string ("\xff", 1) },
        { "relay", "1" },
        { "limit", "20001" },
        { "limit", "nan" },
        { "limit", "much" },
        { "mode", "party" },
        { "mode", std::string (300, 'x') },
        { "relay_release", "ON" },
        { "relays", "ON" },
        { "relay_held_by", "me" },
        { "limit_override_until", "" },
    };

    for (const auto &row : rows)
        command (row.name, row.payload);
    // The last one works, so the others were heard.
    command ("mode", "comfort");
    EXPECT_TRUE (becomes ("mode", R"("comfort")"));
    EXPECT_EQ (commands, std::vector<std::string>{ "mode" });
    EXPECT_EQ (state ("relay_held_by"), R"("nobody")");
}

TEST_F (HassOutputs, SaysHowItIsToWhoeverSentNonsense)
{
    for (const char *payload : { "on!", "", "1" }) {
        listener->forget ();
        command ("relay", payload);
        EXPECT_TRUE (becomes ("relay", R"("OFF")")) << payload;
    }
    listener->forget ();
    command ("limit", "20001");
    EXPECT_TRUE (becomes ("limit", "5000.0"));
}

TEST_F (HassOutputs, DoesNotObeyWhatTheBrokerKeeps)
{
    // Given while somebody listens it is a command like any other; at the next connection it is
    // old.
    listener->probe.publish ("wattle/meter/relay/set", "ON", true);
    ASSERT_TRUE (becomes ("relay", R"("ON")"));
    command ("relay_release", "PRESS");
    ASSERT_TRUE (becomes ("relay_held_by", R"("nobody")"));
    commands.clear ();
    drop_host ();
    relay = false;
    make_host ();
    open_house ();
    advance (60000);
    EXPECT_EQ (commands, std::vector<std::string>{});
    EXPECT_EQ (state ("relay"), R"("OFF")");
}
