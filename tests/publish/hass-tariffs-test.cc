// SPDX-License-Identifier: LGPL-2.1-or-later
// What a real broker hears of a tariff plan, and when.
#include "engine/wattle-tariffs.h"

#include "base/wattle-number.h"
#include "publish/hass-house.h"
#include "support/log-capture.h"
#include "support/tariff-document.h"

using namespace wattle_test;

namespace
{

const char *const state_topic = "wattle/tariff_home/state";
const char *const attributes_topic = "wattle/tariff_home/attributes";
const char *const config_topic = "homeassistant/device/wattle_tariff_home/config";

class HassTariffs : public HassHouse
{
  protected:
    HassTariffs ()
    {
        g_setenv ("WATTLE_DATA_DIR", folder.path ().c_str (), TRUE);
        wattle_plugins_set_session (plugins, TRUE);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_add_path (plugins, TEST_PLUGIN_DIR);
        wattle_plugins_load (plugins);
        wattle_clock_set_wall (clock, moment (2026, 11, 26, 5, 50));
        WattleTariffsParts parts = { clock, manager, plugins, problems };
        tariffs = wattle_tariffs_new (&parts, folder.file ("state").c_str ());
    }

    ~HassTariffs () override
    {
        g_object_unref (tariffs);
        g_object_unref (plugins);
    }

    void
    put (const TariffDocument &document)
    {
        folder.write ("state/config/tariffs/" + document.id + ".json", document.text ());
        wattle_tariffs_read (tariffs);
    }

    // To 100 ms before a moment, which comes next.
    void
    wait_for (gint64 time)
    {
        advance ((int)((time - wattle_clock_get_wall (clock)) / G_TIME_SPAN_MILLISECOND) - 100);
        listener->forget ();
    }

    std::vector<std::string>
    states ()
    {
        return listener->payloads (state_topic);
    }

    // The value of one entity in the last state.
    std::string
    value (const char *key)
    {
        g_autoptr (JsonObject) root =
            wattle_json_parse_object (listener->last (state_topic).c_str (), -1, nullptr);

        if (root == nullptr || !json_object_has_member (root, key))
            return "(nothing)";
        JsonNode *node = json_object_get_member (root, key);
        g_autofree char *text = json_node_get_value_type (node) == G_TYPE_DOUBLE
                                    ? wattle_number_format_exact (json_node_get_double (node))
                                    : json_to_string (node, FALSE);
        return text;
    }

    LogCapture log;
    WattlePlugins *plugins = wattle_plugins_new (problems);
    WattleTariffs *tariffs = nullptr;
};

} // namespace

TEST_F (HassTariffs, AreDescribedAsDevicesOfTheirOwn)
{
    put ({});
    start ();
    g_autoptr (JsonObject) root =
        wattle_json_parse_object (listener->last (config_topic).c_str (), -1, nullptr);
    ASSERT_NE (root, nullptr);
    check_message (root);
    JsonObject *components = json_object_get_object_member (root, "components");
    JsonObject *price = json_object_get_object_member (components, "price");

    EXPECT_STREQ (json_object_get_string_member (price, "unit_of_measurement"), "EUR/kWh");
    EXPECT_STREQ (json_object_get_string_member (price, "state_class"), "measurement");
    EXPECT_FALSE (json_object_has_member (price, "device_class"));
    EXPECT_STREQ (
        text_of (json_object_get_object_member (components, "next_change"), "device_class")
            .c_str (),
        "timestamp");
    expect_json (
        json_object_get_member (json_object_get_object_member (components, "tariff"), "options"),
        R"(["low","high"])");
    EXPECT_EQ (text_of (json_object_get_object_member (root, "device"), "name"), "At home");
    EXPECT_EQ (listener->last ("wattle/tariff_home/availability"), "online");
    EXPECT_EQ (listener->last (state_topic),
               R"({"tariff":"low","price":0.1076,"next_change":"2026-11-26T06:00:00+01:00",)"
               R"("season":"Workdays","day_type":"workday","holiday":""})");
}

TEST_F (HassTariffs, ChangeAtTheVeryMomentAndOnce)
{
    put ({});
    start ();
    wait_for (moment (2026, 11, 26, 6));
    advance (99);
    EXPECT_TRUE (states ().empty ()) << states ()[0];
    advance (1);
    EXPECT_EQ (states ().size (), 1u);
    EXPECT_EQ (value ("tariff"), "\"high\"");
    EXPECT_EQ (value ("price"), "0.254");
    EXPECT_EQ (value ("next_change"), "\"2026-11-26T22:00:00+01:00\"");
    EXPECT_EQ (listener->payloads (attributes_topic).size (), 1u);
    EXPECT_LT (listener->place (attributes_topic), listener->place (state_topic));

    advance (59000);
    EXPECT_EQ (states ().size (), 1u);
    advance (2000); // what is said each minute
    EXPECT_EQ (states ().size (), 2u);
    EXPECT_EQ (states ()[0], states ()[1]);
}

TEST_F (HassTariffs, FollowAClockThatIsSetForwardAndBack)
{
    put ({});
    start ();
    listener->forget ();
    wattle_clock_set_wall (clock, moment (2026, 11, 26, 6, 30));
    listener->hear_all (client);
    advance (1000);
    EXPECT_EQ (states ().size (), 1u);
    EXPECT_EQ (value ("tariff"), "\"high\"");

    listener->forget ();
    wattle_clock_set_wall (clock, moment (2026, 11, 26, 5, 59));
    listener->hear_all (client);
    advance (1000);
    EXPECT_EQ (states ().size (), 1u);
    EXPECT_EQ (value ("tariff"), "\"low\"");
    wait_for (moment (2026, 11, 26, 6));
    advance (100);
    EXPECT_EQ (states ().size (), 1u);
    EXPECT_EQ (value ("tariff"), "\"high\"");
}

TEST_F (HassTariffs, SayNullForAPriceThatIsNotKnown)
{
    TariffDocument document;

    document.low.clear ();
    put (document);
    start ();
    EXPECT_EQ (value ("tariff"), "\"low\"");
    EXPECT_EQ (value ("price"), "null");
    wait_for (moment (2026, 11, 26, 6));
    advance (100);
    EXPECT_EQ (value ("price"), "0.254");
    wait_for (moment (2026, 11, 26, 22));
    advance (100);
    EXPECT_EQ (value ("price"), "null");
}

TEST_F (HassTariffs, SayWhatAChangedDocumentSays)
{
    TariffDocument later;

    put ({});
    start ();
    advance (2000);
    listener->forget ();
    later.morning = "08:00";
    put (later);
    advance (1000);
    EXPECT_EQ (states ().size (), 1u);
    EXPECT_EQ (value ("next_change"), "\"2026-11-26T08:00:00+01:00\"");
    EXPECT_TRUE (listener->payloads (config_topic).empty ()) << "it is the same device";

    listener->forget ();
    folder.write ("state/config/tariffs/home.json", "{");
    wattle_tariffs_read (tariffs);
    advance (5000);
    EXPECT_TRUE (states ().empty ());
    wait_for (moment (2026, 11, 26, 8));
    advance (100);
    EXPECT_EQ (value ("tariff"), "\"high\"");
}

TEST_F (HassTariffs, AreClearedWithTheirDocument)
{
    put ({});
    start ();
    listener->forget ();
    g_remove (folder.file ("state/config/tariffs/home.json").c_str ());
    wattle_tariffs_read (tariffs);
    settle_down ();
    EXPECT_EQ (listener->last (config_topic), "");
    EXPECT_EQ (listener->last ("wattle/tariff_home/availability"), "");
}

TEST_F (HassTariffs, TellTheCurveWithThePrice)
{
    put ({});
    start ();
    g_autoptr (JsonObject) root =
        wattle_json_parse_object (listener->last (attributes_topic).c_str (), -1, nullptr);
    ASSERT_NE (root, nullptr) << listener->last (attributes_topic);
    JsonObject *price = json_object_get_object_member (root, "price");
    JsonArray *curve = json_object_get_array_member (price, "curve");

    EXPECT_STREQ (json_object_get_string_member (price, "quality"), "good");
    ASSERT_GE (json_array_get_length (curve), 5u);
    expect_json (json_array_get_element (curve, 1),
                 R"(["2026-11-26T06:00:00+01:00","high",0.254])");
    EXPECT_STREQ (json_object_get_string_member (price, "curve_until"),
                  "2026-11-29T00:00:00+01:00");
}
