// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/wattle-hass-message.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

const WattleHassHost host = { "wattle", "ha/x", "1" };

class HassMessage : public testing::Test
{
  protected:
    ~HassMessage () override
    {
        drop ();
    }

    void
    drop ()
    {
        g_clear_pointer (&message, wattle_hass_message_free);
    }

    bool
    read (const std::string &topic, const std::string &payload = "{}")
    {
        g_autoptr (GBytes) bytes = g_bytes_new (payload.data (), payload.size ());

        drop ();
        message = wattle_hass_message_new (&host, topic.c_str (), bytes);
        return message != nullptr;
    }

    // "platform key unique id;" of each component
    std::string
    components ()
    {
        std::string text;

        wattle_hass_message_foreach (
            message,
            [] (const WattleHassMessageComponent *component, gpointer data) {
                *(std::string *)data += std::string (component->platform) + " " + component->key +
                                        " " + component->unique_id + ";";
            },
            &text);
        return text;
    }

    std::string
    identifiers ()
    {
        g_auto (GStrv) list = wattle_hass_message_list_identifiers (message);
        g_autofree char *text = g_strjoinv (" ", list);

        return text;
    }

    // The id, or "-".
    std::string
    owner (const std::string &topic, const std::string &payload)
    {
        const char *id;

        if (!read (topic, payload) || !wattle_hass_message_is_own (message, &host, &id))
            return "-";
        return *id != '\0' ? id : "host";
    }

    WattleHassMessage *message = nullptr;
};

std::string
say (const std::string &id, const std::string &state_topic, const std::string &origin = "Wattle")
{
    return R"({"device":{"identifiers":[")" + id + R"("]},"origin":{"name":")" + origin +
           R"("},"state_topic":")" + state_topic + R"("})";
}

} // namespace

TEST_F (HassMessage, TakesTopicsApart)
{
    EXPECT_TRUE (read ("ha/x/sensor/a/config"));
    EXPECT_STREQ (message->platform, "sensor");
    EXPECT_STREQ (message->object, "a");
    EXPECT_EQ (message->node, nullptr);
    EXPECT_TRUE (read ("ha/x/device/n/a/config"));
    EXPECT_STREQ (message->node, "n");
    for (const char *topic :
         { "", "ha/x", "ha/x/config", "ha/x/a/config", "ha/xy/sensor/a/config",
           "ha/x/sensor/a/b/c/config", "ha/x/sensor/a/state", "sensor/a/config" })
        EXPECT_FALSE (read (topic)) << topic;
    for (const char *payload : { "", "x", "[]", "{", "{}{}" })
        EXPECT_FALSE (read ("ha/x/sensor/a/config", payload)) << payload;
}

TEST_F (HassMessage, ReadsLongAndShortNames)
{
    read ("ha/x/device/a/config",
          R"({"device":{"identifiers":["1","2"],"via_device":"v"},"origin":{"name":"O"},
              "state_topic":"s","components":{"k":{"platform":"sensor","unique_id":"u"}}})");
    EXPECT_EQ (components (), "sensor k u;");
    EXPECT_EQ (identifiers (), "1 2");
    EXPECT_STREQ (wattle_hass_message_get_via (message), "v");
    EXPECT_STREQ (wattle_hass_message_get_origin (message), "O");
    EXPECT_STREQ (wattle_hass_message_get_state_topic (message), "s");
    read ("ha/x/device/a/config", R"({"dev":{"ids":"1"},"o":{"name":"O"},"stat_t":"s",
                                      "cmps":{"k":{"p":"sensor","uniq_id":"u"}}})");
    EXPECT_EQ (components (), "sensor k u;");
    EXPECT_EQ (identifiers (), "1");
    EXPECT_STREQ (wattle_hass_message_get_origin (message), "O");
    EXPECT_STREQ (wattle_hass_message_get_state_topic (message), "s");
    read ("ha/x/switch/n/a/config", R"({"dev":{"ids":["1"]},"uniq_id":"u"})");
    EXPECT_EQ (components (), "switch a u;");
}

TEST_F (HassMessage, LeavesOutWhatIsToBeRemoved)
{
    read ("ha/x/device/a/config", R"({"cmps":{"k":{"p":"sensor"},"l":{"p":"sensor","name":"n"}}})");
    EXPECT_EQ (components (), "sensor l ;");
    EXPECT_EQ (wattle_hass_message_find (message, "k"), nullptr);
    EXPECT_NE (wattle_hass_message_find (message, "l"), nullptr);
}

TEST_F (HassMessage, KnowsItsOwn)
{
    EXPECT_EQ (owner ("ha/x/device/wattle/config", say ("wattle", "wattle/bridge/host")), "host");
    EXPECT_EQ (owner ("ha/x/device/wattle_a_1/config", say ("wattle_a_1", "wattle/a_1/state")),
               "a_1");
    EXPECT_EQ (owner ("ha/x/device/wattle_a_1/config", say ("wattle_a_1", "wattle_a/1/state")),
               "-");
    EXPECT_EQ (owner ("ha/x/device/wattle_a/config", say ("wattle_a", "wattle/a/state", "Other")),
               "-");
    EXPECT_EQ (owner ("ha/x/device/wattle_a/config", say ("wattle_b", "wattle/a/state")), "-");
    EXPECT_EQ (owner ("ha/x/device/wattle_A/config", say ("wattle_A", "wattle/A/state")), "-");
    EXPECT_EQ (
        owner ("ha/x/device/wattle_bridge/config", say ("wattle_bridge", "wattle/bridge/state")),
        "-");
    EXPECT_EQ (owner ("ha/x/device/n/wattle_a/config", say ("wattle_a", "wattle/a/state")), "-");
    EXPECT_EQ (owner ("ha/x/sensor/wattle_a/config", say ("wattle_a", "wattle/a/state")), "-");
    EXPECT_EQ (owner ("ha/x/device/wattl/config", say ("wattl", "wattle/bridge/host")), "-");
}
