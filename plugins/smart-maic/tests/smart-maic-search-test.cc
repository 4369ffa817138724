// SPDX-License-Identifier: LGPL-2.1-or-later
// Which messages are of a device, and of which.
#include "support.h"

using namespace smart_maic_test;

namespace
{

// "model devid prefix", or nothing.
std::string
match (const std::string &topic, const std::string &payload, bool retained = false)
{
    g_autoptr (WattleDriver) driver =
        WATTLE_DRIVER (g_object_new (SMART_MAIC_TYPE_DRIVER, nullptr));
    g_autoptr (WattleFound) found = wattle_found_new ();
    g_autoptr (GBytes) bytes = g_bytes_new (payload.data (), payload.size ());
    g_autoptr (WattleFrame) frame = wattle_frame_new_push (topic.c_str (), bytes, retained, START);

    if (!wattle_driver_match (driver, frame, found, nullptr))
        return "";
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "");
    EXPECT_STREQ (wattle_found_get_option (found, "DeviceId"), wattle_found_get_serial (found));
    const char *prefix = wattle_found_get_option (found, "Prefix");
    return std::string (wattle_found_get_model (found)) + " " + wattle_found_get_serial (found) +
           (prefix != nullptr ? std::string (" ") + prefix : "");
}

} // namespace

TEST (SmartMaicSearch, TellsTheModelByTheKeysOfItsJson)
{
    EXPECT_EQ (match ("1728104417/JSON", load ("mqtt/JSON_d103_extended.json")), "d103 1728104417");
    EXPECT_EQ (match ("smart-maic/1728104552/JSON", load ("mqtt/JSON_d103_standard.json")),
               "d103 1728104552 smart-maic/");
    EXPECT_EQ (match ("1710203318.JSON", load ("mqtt/JSON_d101.json")), "d101 1710203318");
    EXPECT_EQ (match ("1728104417/JSON", load ("mqtt/JSON_d103_extended.json"), true),
               "d103 1728104417");
}

TEST (SmartMaicSearch, AssumedKeysThatOnlyAD105Has)
{
    EXPECT_EQ (match ("a/b/1750900126/JSON", load ("mqtt/JSON_d105.json")), "d105 1750900126 a/b/");
    for (const char *name : { "Ch1", "TCh2", "T1", "T5", "ADC" })
        EXPECT_EQ (match (std::string ("1750900126/") + name, "1"), "d105 1750900126") << name;
}

TEST (SmartMaicSearch, TellsTheModelByAScalar)
{
    for (const char *name : { "V1", "A3", "W2", "rW1", "KWh1", "PF3", "Fr1" })
        EXPECT_EQ (match (std::string ("1728104417.") + name, "0.5"), "d103 1728104417") << name;
    for (const char *name : { "V", "A", "W", "Wh", "rKWh", "PF" })
        EXPECT_EQ (match (std::string ("1710203318/") + name, "0.5"), "d101 1710203318") << name;
    for (const char *name : { "Temp", "T", "OUT" })
        EXPECT_EQ (match (std::string ("1710203318/") + name, "1"), "") << name << " has any";
}

TEST (SmartMaicSearch, PassesOverWhatIsOfOthers)
{
    EXPECT_EQ (match ("1728104417/SETOUT", "1"), "");
    EXPECT_EQ (match ("zigbee2mqtt/1728104417", "{\"V1\":230}"), "");
    EXPECT_EQ (match ("house/JSON", "{\"V1\":230}"), "");
    EXPECT_EQ (match ("1728104417/JSON", "{\"battery\":99}"), "");
    EXPECT_EQ (match ("1728104417/JSON", "{\"V1\":\"on\"}"), "");
    EXPECT_EQ (match ("1728104417/JSON", "{\"V1\":230"), "");
    EXPECT_EQ (match ("1728104417/V1", "on"), "");
    EXPECT_EQ (match (std::string (300, 'a') + "/1728104417/V1", "230"), "");
}

TEST (SmartMaicSearch, WhatIsFoundFitsTheCatalogue)
{
    g_autoptr (WattleDriver) driver =
        WATTLE_DRIVER (g_object_new (SMART_MAIC_TYPE_DRIVER, nullptr));
    g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

    wattle_driver_describe (driver, catalog);
    for (const char *model : { "d101", "d103", "d105" })
        EXPECT_TRUE (wattle_catalog_has_model (catalog, model));
    EXPECT_TRUE (wattle_catalog_get_model_flags (catalog, "d103") & WATTLE_MODEL_DEFAULT);
    EXPECT_TRUE (g_strv_contains (wattle_catalog_get_mqtt_searches (catalog), "+/+/+"));
    EXPECT_STREQ (wattle_catalog_get_factory_passwords (catalog)[0], "0000");
}
