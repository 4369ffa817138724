// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "model/wattle-catalog.h"

#include <gtest/gtest.h>

#include <string>

static WattleCatalog *
make_catalog ()
{
    WattleCatalog *catalog = wattle_catalog_new ();

    wattle_catalog_add_model (catalog, "gateway", "Gateway", WATTLE_MODEL_ANY_LINK);
    wattle_catalog_add_model (catalog, "meter", "Meter", WATTLE_MODEL_CHILD);
    return catalog;
}

TEST (Catalog, ListsModelsInTheirOrder)
{
    g_autoptr (WattleCatalog) catalog = make_catalog ();
    g_auto (GStrv) models = wattle_catalog_list_models (catalog);
    g_autofree char *joined = g_strjoinv (" ", models);

    EXPECT_STREQ (joined, "gateway meter");
    EXPECT_TRUE (wattle_catalog_has_model (catalog, "meter"));
    EXPECT_FALSE (wattle_catalog_has_model (catalog, "toaster"));
    EXPECT_FALSE (wattle_catalog_has_model (catalog, nullptr));
    EXPECT_STREQ (wattle_catalog_get_model_name (catalog, "meter"), "Meter");
    EXPECT_EQ (wattle_catalog_get_model_flags (catalog, "meter"), WATTLE_MODEL_CHILD);
    EXPECT_EQ (wattle_catalog_get_model_flags (catalog, "gateway"), WATTLE_MODEL_ANY_LINK);
}

TEST (Catalog, TheFirstModelOfANameStays)
{
    g_autoptr (WattleCatalog) catalog = make_catalog ();

    wattle_catalog_add_model (catalog, "meter", "Impostor", (WattleModelFlags)0);
    EXPECT_STREQ (wattle_catalog_get_model_name (catalog, "meter"), "Meter");
    g_auto (GStrv) models = wattle_catalog_list_models (catalog);
    EXPECT_EQ (g_strv_length (models), 2u);
}

TEST (Catalog, AModelIsPolledEveryTenSecondsUnlessItSaysOtherwise)
{
    g_autoptr (WattleCatalog) catalog = make_catalog ();

    EXPECT_EQ (wattle_catalog_get_interval (catalog, "meter"), 10000u);
    wattle_catalog_set_interval (catalog, "meter", 1000, 250);
    EXPECT_EQ (wattle_catalog_get_interval (catalog, "meter"), 1000u);
    EXPECT_EQ (wattle_catalog_get_min_interval (catalog, "meter"), 250u);
    EXPECT_EQ (wattle_catalog_get_interval (catalog, "gateway"), 10000u);
}

TEST (Catalog, KnowsHowAModelTalksOnASerialLine)
{
    g_autoptr (WattleCatalog) catalog = make_catalog ();

    EXPECT_STREQ (wattle_catalog_get_serial_line (catalog, "meter"), nullptr);
    wattle_catalog_set_serial_line (catalog, "toaster", "baud=300");
    wattle_catalog_set_serial_line (catalog, "meter", "baud=300");
    wattle_catalog_set_serial_line (catalog, "meter", "baud=2400&parity=even");
    EXPECT_STREQ (wattle_catalog_get_serial_line (catalog, "meter"), "baud=2400&parity=even");
    EXPECT_STREQ (wattle_catalog_get_serial_line (catalog, "gateway"), nullptr);
}

TEST (Catalog, LinksAddUpAndNoneIsNoLink)
{
    g_autoptr (WattleCatalog) catalog = make_catalog ();

    EXPECT_EQ (wattle_catalog_get_link_kinds (catalog, "gateway"), 0u);
    wattle_catalog_add_link (catalog, "gateway", WATTLE_LINK_NONE);
    EXPECT_EQ (wattle_catalog_get_link_kinds (catalog, "gateway"), 0u);
    wattle_catalog_add_link (catalog, "gateway", WATTLE_LINK_HTTP);
    wattle_catalog_add_link (catalog, "gateway", WATTLE_LINK_MQTT);
    EXPECT_EQ (wattle_catalog_get_link_kinds (catalog, "gateway"),
               (1u << WATTLE_LINK_HTTP) | (1u << WATTLE_LINK_MQTT));
    EXPECT_EQ (wattle_catalog_get_link_kinds (catalog, "meter"), 0u);
}

TEST (Catalog, EachDeviceGetsOptionsOfItsOwn)
{
    static const WattleOptionSpec specs[] = {
        { "Unit", WATTLE_OPTION_INTEGER, "Unit", "1", 1, 247 },
        { "User", WATTLE_OPTION_TEXT },
    };
    g_autoptr (WattleCatalog) catalog = make_catalog ();

    wattle_catalog_add_options (catalog, "meter", specs, G_N_ELEMENTS (specs));
    g_autoptr (WattleOptions) one = wattle_catalog_create_options (catalog, "meter");
    g_autoptr (WattleOptions) two = wattle_catalog_create_options (catalog, "meter");
    g_autoptr (WattleOptions) none = wattle_catalog_create_options (catalog, "gateway");

    EXPECT_EQ (wattle_options_get_n_specs (one), 2u);
    EXPECT_EQ (wattle_options_get_n_specs (none), 0u);
    EXPECT_TRUE (wattle_options_set (one, "Unit", "7", nullptr));
    EXPECT_EQ (wattle_options_get_integer (one, "Unit"), 7);
    EXPECT_EQ (wattle_options_get_integer (two, "Unit"), 1);
}

TEST (Catalog, AnOptionWithoutDefaultMustBeSet)
{
    g_autoptr (WattleCatalog) catalog = make_catalog ();
    g_autoptr (GError) error = nullptr;

    wattle_catalog_add_option (catalog, "meter", "Pin", WATTLE_OPTION_TEXT, "PIN", nullptr);
    wattle_catalog_add_option (catalog, "meter", "Phase", WATTLE_OPTION_INTEGER, "Phase", "3");
    g_autoptr (WattleOptions) options = wattle_catalog_create_options (catalog, "meter");

    EXPECT_FALSE (wattle_options_check_complete (options, &error));
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    EXPECT_NE (strstr (error->message, "Pin"), nullptr) << error->message;
    EXPECT_TRUE (wattle_options_set (options, "Pin", "0000", nullptr));
    EXPECT_TRUE (wattle_options_check_complete (options, nullptr));
    EXPECT_EQ (wattle_options_get_integer (options, "Phase"), 3);
}

TEST (Catalog, NothingHappensToAModelThatIsNotThere)
{
    static const WattleOptionSpec spec = { "Unit", WATTLE_OPTION_INTEGER };
    g_autoptr (WattleCatalog) catalog = make_catalog ();

    wattle_catalog_add_link (catalog, "toaster", WATTLE_LINK_HTTP);
    wattle_catalog_set_interval (catalog, "toaster", 1, 1);
    wattle_catalog_add_options (catalog, "toaster", &spec, 1);
    EXPECT_FALSE (wattle_catalog_has_model (catalog, "toaster"));
}

TEST (Catalog, HasTheWaysToSearchInTheirOrder)
{
    static const guint8 hello[] = { 0, 0, 0, 0x1a };
    g_autoptr (WattleCatalog) catalog = make_catalog ();

    EXPECT_EQ (wattle_catalog_get_n_udp_searches (catalog), 0u);
    EXPECT_EQ (wattle_catalog_get_mqtt_searches (catalog)[0], nullptr);
    EXPECT_EQ (wattle_catalog_get_mdns_searches (catalog)[0], nullptr);
    wattle_catalog_add_udp_search (catalog, 33333, 0, hello, sizeof hello);
    wattle_catalog_add_udp_search (catalog, 30403, 30404, (const guint8 *)"who", 3);
    wattle_catalog_add_mqtt_search (catalog, "a/+/config");
    wattle_catalog_add_mqtt_search (catalog, "b/#");
    wattle_catalog_add_mdns_search (catalog, "_ssh._tcp");
    wattle_catalog_add_mdns_search (catalog, "_meter._udp");

    ASSERT_EQ (wattle_catalog_get_n_udp_searches (catalog), 2u);
    const WattleUdpQuestion *first = wattle_catalog_get_udp_search (catalog, 0);
    const WattleUdpQuestion *second = wattle_catalog_get_udp_search (catalog, 1);
    g_autoptr (GBytes) same = g_bytes_new (hello, sizeof hello);
    EXPECT_EQ (first->port, 33333);
    EXPECT_EQ (first->local_port, 0);
    EXPECT_TRUE (g_bytes_equal (first->data, same));
    EXPECT_EQ (second->port, 30403);
    EXPECT_EQ (second->local_port, 30404);
    g_autofree char *filters =
        g_strjoinv (" ", (char **)wattle_catalog_get_mqtt_searches (catalog));
    EXPECT_STREQ (filters, "a/+/config b/#");
    g_autofree char *services =
        g_strjoinv (" ", (char **)wattle_catalog_get_mdns_searches (catalog));
    EXPECT_STREQ (services, "_ssh._tcp _meter._udp");
}

TEST (Catalog, OffersDefinitionsOfMetersAndKnowsWhoTookThem)
{
    g_autoptr (WattleCatalog) catalog = make_catalog ();
    g_autoptr (WattleMeterLibrary) meters = wattle_meter_library_new ();

    EXPECT_FALSE (wattle_catalog_uses_meters (catalog));
    EXPECT_EQ (wattle_meter_library_get_length (wattle_catalog_get_meters (catalog)), 0u);
    EXPECT_TRUE (wattle_catalog_uses_meters (catalog));
    wattle_catalog_set_meters (catalog, meters);
    EXPECT_EQ (wattle_catalog_get_meters (catalog), meters);
}

TEST (Catalog, RefusesADatagramThatCannotBeSent)
{
    const guint8 data[WATTLE_UDP_QUESTION_MAX + 1] = {};

    EXPECT_DEATH (wattle_catalog_add_udp_search (make_catalog (), 0, 0, data, 4), "port != 0");
    EXPECT_DEATH (wattle_catalog_add_udp_search (make_catalog (), 1, 0, data, 0), "length > 0");
    EXPECT_DEATH (wattle_catalog_add_udp_search (make_catalog (), 1, 0, data, sizeof data),
                  "length <= WATTLE_UDP_QUESTION_MAX");
    EXPECT_DEATH (wattle_catalog_add_mdns_search (make_catalog (), "_ssh._tcp.local"), "is_type");
}
