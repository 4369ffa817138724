// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/wattle-hass-payload.h"

#include <gtest/gtest.h>

static const WattleHassHost host = { "wattle", "homeassistant", "0.1.0" };

TEST (HassTopics, NamesTopicsByInstanceAndDevice)
{
    g_autofree char *discovery = wattle_hass_payload_discovery_topic (&host, "meter");
    g_autofree char *own = wattle_hass_payload_discovery_topic (&host, nullptr);
    g_autofree char *state = wattle_hass_payload_state_topic (&host, "meter");
    g_autofree char *own_state = wattle_hass_payload_state_topic (&host, nullptr);
    g_autofree char *availability = wattle_hass_payload_availability_topic (&host, "meter");
    g_autofree char *bridge = wattle_hass_payload_bridge_topic (&host);

    EXPECT_STREQ (discovery, "homeassistant/device/wattle_meter/config");
    EXPECT_STREQ (own, "homeassistant/device/wattle/config");
    EXPECT_STREQ (state, "wattle/meter/state");
    EXPECT_STREQ (own_state, "wattle/bridge/host");
    EXPECT_STREQ (availability, "wattle/meter/availability");
    EXPECT_STREQ (bridge, "wattle/bridge/state");
}

TEST (HassTopics, TakesCommandTopicsApart)
{
    g_autofree char *id = nullptr;
    g_autofree char *name = nullptr;

    ASSERT_TRUE (
        wattle_hass_payload_parse_command (&host, "wattle/meter/identify/set", &id, &name));
    EXPECT_STREQ (id, "meter");
    EXPECT_STREQ (name, "identify");

    for (const char *topic :
         { "wattle/meter/set", "other/meter/identify/set", "wattle//identify/set",
           "wattle/meter//set", "wattle/meter/identify/get", "wattle/meter/identify/set/more", "" })
        EXPECT_FALSE (wattle_hass_payload_parse_command (&host, topic, &id, &name)) << topic;
}
