// SPDX-License-Identifier: LGPL-2.1-or-later
// Gateways on brokers, and such that announce themselves.
#include "support.h"

using namespace smappee_test;

namespace
{

class SmappeeSearch : public testing::Test
{
  protected:
    ~SmappeeSearch () override
    {
        g_object_unref (found);
        g_object_unref (driver);
        g_clear_error (&error);
    }

    bool
    match (const std::string &topic, const std::string &text)
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame = wattle_frame_new_push (topic.c_str (), bytes, TRUE, START);

        g_clear_error (&error);
        g_clear_object (&found);
        found = wattle_found_new ();
        return wattle_driver_match (driver, frame, found, &error);
    }

    bool
    match_service (const std::string &name, const char *address = "192.0.2.7")
    {
        g_autoptr (WattleMdnsService) service = wattle_mdns_service_new (
            "_ssh._tcp", name.c_str (), "Smappee.local", address, 22, nullptr);
        g_autoptr (WattleFrame) frame = wattle_frame_new_service (service, START);

        g_clear_error (&error);
        g_clear_object (&found);
        found = wattle_found_new ();
        return wattle_driver_match (driver, frame, found, &error);
    }

    const std::string config = load ("local-mqtt/config.json");
    const std::string topic = "servicelocation/" + LOCATION + "/config";
    WattleDriver *driver = WATTLE_DRIVER (g_object_new (SMAPPEE_TYPE_DRIVER, nullptr));
    WattleFound *found = wattle_found_new ();
    GError *error = nullptr;
};

TEST_F (SmappeeSearch, ListensToWhatTellsWhoIsThere)
{
    g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

    wattle_driver_describe (driver, catalog);
    EXPECT_STREQ (wattle_catalog_get_mqtt_searches (catalog)[0], "servicelocation/+/config");
    EXPECT_EQ (wattle_catalog_get_mqtt_searches (catalog)[1], nullptr);
    EXPECT_EQ (wattle_catalog_get_n_udp_searches (catalog), 0u);
    EXPECT_STREQ (wattle_catalog_get_mdns_searches (catalog)[0], "_ssh._tcp");
    EXPECT_EQ (wattle_catalog_get_mdns_searches (catalog)[1], nullptr);
}

TEST_F (SmappeeSearch, FindsAGenius)
{
    ASSERT_TRUE (match (topic, config));
    EXPECT_STREQ (wattle_found_get_model (found), "genius");
    EXPECT_STREQ (wattle_found_get_serial (found), "5010009001");
    EXPECT_STREQ (wattle_found_get_name (found), "Smappee Genius 5010009001");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "");
    EXPECT_EQ (wattle_found_get_option (found, "ServiceLocation"), LOCATION);
    g_autofree char *id = wattle_found_make_id (found, "smappee");
    EXPECT_STREQ (id, "smappee_5010009001");
}

TEST_F (SmappeeSearch, FindsAPlusAndAWrappedConfig)
{
    ASSERT_TRUE (match (topic, replaced (config, "5010009001", "2002001234")));
    EXPECT_STREQ (wattle_found_get_model (found), "plus");
    ASSERT_TRUE (match (topic, load ("local-mqtt/config_nested_variant.json")));
    EXPECT_STREQ (wattle_found_get_serial (found), "5010009001");
}

TEST_F (SmappeeSearch, PassesOverWhatIsSomethingElse)
{
    EXPECT_FALSE (match ("servicelocation/" + LOCATION + "/channelConfigV2", config));
    EXPECT_EQ (error, nullptr);
    EXPECT_FALSE (match ("servicelocation/70123/config", config));
    EXPECT_EQ (error, nullptr);
    EXPECT_FALSE (match ("homeassistant/config", config));
    EXPECT_EQ (error, nullptr);
    EXPECT_FALSE (match (topic, replaced (config, "5010009001", "5130001234")));
    EXPECT_EQ (error, nullptr) << "a Connect has no MQTT";
}

TEST_F (SmappeeSearch, RefusesWhatCannotBeUnderstood)
{
    for (const std::string &text : { config.substr (0, 100), std::string (""), std::string ("{}"),
                                     replaced (config, "5010009001", "50100"),
                                     replaced (config, "\"5010009001\"", "5010009001"),
                                     replaced (config, "3f6c1d2a-9b47", "00000000-9b47") }) {
        EXPECT_FALSE (match (topic, text)) << text;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL)) << text;
    }
}

TEST_F (SmappeeSearch, FindsAGeniusThatAnnouncesItself)
{
    ASSERT_TRUE (match_service ("Smappee5010009001"));
    EXPECT_STREQ (wattle_found_get_model (found), "genius");
    EXPECT_STREQ (wattle_found_get_serial (found), "5010009001");
    EXPECT_STREQ (wattle_found_get_name (found), "Smappee Genius 5010009001");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "mqtt://192.0.2.7:1883");
    EXPECT_EQ (wattle_found_get_option (found, "ServiceLocation"), nullptr);

    ASSERT_TRUE (match_service ("smappee5010009001", "2001:db8::7")) << "case does not count";
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "mqtt://[2001:db8::7]:1883");
}

TEST_F (SmappeeSearch, FindsOlderMonitorsThatAnnounceThemselves)
{
    ASSERT_TRUE (match_service ("Smappee2002001234"));
    EXPECT_STREQ (wattle_found_get_model (found), "plus");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "mqtt://192.0.2.7:10000");
    for (const char *serial : { "1006001234", "1106001234" }) {
        ASSERT_TRUE (match_service (std::string ("Smappee") + serial));
        EXPECT_STREQ (wattle_found_get_model (found), "monitor");
        EXPECT_STREQ (wattle_found_get_serial (found), serial);
        EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_HTTP), "http://192.0.2.7");
        EXPECT_EQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), nullptr);
    }
}

TEST_F (SmappeeSearch, PassesOverOtherServices)
{
    for (const char *name :
         { "raspberrypi", "Smappee", "Smappee501000900", "Smappee50100090011", "Smappee501000900x",
           "xSmappee5010009001", "Smappee5130001234", "Smappee6123456789", "Smappee9900000000" }) {
        EXPECT_FALSE (match_service (name)) << name;
        EXPECT_EQ (error, nullptr) << name;
    }
}

TEST_F (SmappeeSearch, PassesOverDatagrams)
{
    g_autoptr (GBytes) bytes = g_bytes_new (config.data (), config.size ());
    g_autoptr (WattleFrame) frame = wattle_frame_new_datagram ("192.0.2.1", bytes, 0);

    EXPECT_FALSE (wattle_driver_match (driver, frame, found, &error));
    EXPECT_EQ (error, nullptr);
}

} // namespace
