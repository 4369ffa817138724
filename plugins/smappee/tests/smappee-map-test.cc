// SPDX-License-Identifier: LGPL-2.1-or-later
// Channel maps: roles, names, and entities that come and go with them.
#include "../smappee-map.h"
#include "../smappee-group.h"
#include "model/wattle-entity-private.h"
#include "support.h"

using namespace smappee_test;

namespace
{

const char *const MAP = "local-mqtt/channelConfigV2.json";

std::string
measurement (int index,
             const std::string &name,
             const std::string &formula,
             const std::string &flow = "CONSUMPTION",
             const std::string &connection = "SUBMETER")
{
    return "{\"type\":\"CT\"," + (name.empty () ? "" : "\"name\":\"" + name + "\",") +
           "\"formula\":\"" + formula + "\",\"publishIndex\":" + std::to_string (index) +
           ",\"flow\":\"" + flow + "\",\"connectionType\":\"" + connection +
           "\",\"publishedMeasurementTypes\":[{\"phase\":\"NOTAPPLICABLE\"},{\"phase\":\"PHASEB\"}"
           "]}";
}

std::string
map_of (const std::vector<std::string> &measurements)
{
    std::string text;

    for (const auto &one : measurements)
        text += (text.empty () ? "" : ",") + one;
    return "{\"dataProcessingSpecification\":{\"phaseType\":\"THREE_STAR\",\"measurements\":[" +
           text + "]}}";
}

// The channels as text: index, place, role, phase and name.
std::string
decoded (const std::string &text, GError **error = nullptr)
{
    g_autoptr (JsonObject) root = parse (text);
    SmappeeMap map;

    if (!smappee_map_decode (root, &map, error))
        return "refused";
    g_autoptr (GPtrArray) channels = map.channels;
    g_autofree char *printed = smappee_channels_print (channels);
    return printed;
}

TEST (SmappeeMap, TheExampleHasGridSolarAndTwoLoads)
{
    g_autoptr (JsonObject) root = parse (load (MAP));
    SmappeeMap map;

    ASSERT_TRUE (smappee_map_decode (root, &map, nullptr));
    g_autoptr (GPtrArray) channels = map.channels;
    EXPECT_EQ (map.n_phases, 3u);
    EXPECT_EQ (channels->len, 8u) << "the service location is no channel";
    g_autoptr (GPtrArray) groups = smappee_groups_new (channels);
    ASSERT_EQ (groups->len, 4u);
    EXPECT_EQ (smappee_groups_find (groups, SMAPPEE_ROLE_GRID)->members->len, 3u);
    EXPECT_EQ (smappee_groups_find (groups, SMAPPEE_ROLE_SOLAR)->members->len, 1u);
    EXPECT_STREQ (smappee_groups_find (groups, SMAPPEE_ROLE_LOAD)->name, "Charger");
}

TEST (SmappeeMap, AssumedAMapMayBeWrappedAsAConfigIs)
{
    std::string plain = map_of ({ measurement (0, "A", "$5500010001/0$") });

    ASSERT_NE (decoded (plain), "refused");
    EXPECT_EQ (decoded ("{\"channelConfigV2\":" + plain + "}"), decoded (plain));
    EXPECT_EQ (decoded ("{\"channelConfig\":" + plain + "}"), decoded (plain));
    EXPECT_EQ (decoded ("{\"other\":" + plain + "}"), "refused");
}

// What Home Assistant is told beside the value.
std::string
told (Genius &genius, const std::string &key)
{
    WattleEntity *entity = genius.find (key);
    guint count;
    const char *members =
        entity != nullptr ? wattle_entity_get_attributes (entity, &count) : nullptr;

    return members != nullptr ? members : "nothing";
}

TEST (SmappeeMap, WhereSensorsAreIsToldBesideTheirValues)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    EXPECT_EQ (told (genius, "ch_5500010001_1_active_power"),
               R"("hub":"5500010001","input":"1","phase":2)");
    EXPECT_EQ (told (genius, "active_power"), "nothing") << "a sum has no place";
    EXPECT_EQ (
        told (genius, "ct_5500010002_0_active_power")
            .find (R"("hub":"5500010002","input":"0","inputs":[{"hub":"5500010002","input":"0",)"),
        0u)
        << told (genius, "ct_5500010002_0_active_power");
}

TEST (SmappeeMap, RolesComeFromFlowAndConnectionNotFromNames)
{
    EXPECT_EQ (decoded (map_of ({
                   measurement (0, "Netz", "$5500010001/0$", "CONSUMPTION", "GRID"),
                   measurement (1, "Grid", "$5500010001/1$", "PRODUCTION", "GRID"),
                   measurement (2, "Solar", "$5500010001/2$"),
                   measurement (3, "A", "$5500010001/3$", "UNKNOWN", "GRID"),
                   measurement (4, "B", "$5500010002/0$", "CONSUMPTION", "UNKNOWN"),
                   measurement (5, "C", "$5500010002/1$", "PRODUCTION", "SUBMETER"),
               })),
               "0 5500010001_0 $5500010001/0$ 1 2 0 Netz\n"
               "1 5500010001_1 $5500010001/1$ 2 2 0 Grid\n"
               "2 5500010001_2 $5500010001/2$ 3 2 0 Solar\n"
               "3 5500010001_3 $5500010001/3$ 0 2 0 A\n"
               "4 5500010002_0 $5500010002/0$ 0 2 0 B\n"
               "5 5500010002_1 $5500010002/1$ 0 2 0 C\n");
}

TEST (SmappeeMap, AssumedAFormulaIsKnownByItsFirstSource)
{
    EXPECT_EQ (decoded (map_of ({
                   measurement (0, "a", "$5500010001/0$+$5500010001/1$"),
                   measurement (1, "b", "$5500010001/0$-$5500010001/2$"),
                   measurement (2, "c", ""),
                   measurement (3, "d", "5500010001/3"),
                   measurement (4, "e", "$55000100011/3$"),
                   measurement (5, "f", "$5500010001/x$"),
               })),
               "0 5500010001_0 $5500010001/0$+$5500010001/1$ 3 2 0 a\n"
               "1 p1 $5500010001/0$-$5500010001/2$ 3 2 0 b\n"
               "2 p2  3 2 0 c\n"
               "3 p3 5500010001/3 3 2 0 d\n"
               "4 p4 $55000100011/3$ 3 2 0 e\n"
               "5 p5 $5500010001/x$ 3 2 0 f\n");
}

TEST (SmappeeMap, EntriesWithoutANameOrAnIndexAreNoTrouble)
{
    EXPECT_EQ (
        decoded (map_of ({ measurement (-1, "", ""), measurement (0, "", "$5500010001/0$"),
                           measurement (1, "  ", "$5500010001/1$"), "{\"name\":\"no index\"}" })),
        "0 5500010001_0 $5500010001/0$ 3 2 0 \n1 5500010001_1 $5500010001/1$ 3 2 0 \n");
}

TEST (SmappeeMap, LoadsWithoutANameAreEachByItself)
{
    Part part ("genius", { { "ServiceLocation", LOCATION.c_str () } });

    ASSERT_TRUE (part.tell ("channelConfigV2", map_of ({ measurement (0, "", "$5500010001/0$"),
                                                         measurement (1, "", "$5500010001/1$") })));
    ASSERT_TRUE (part.tell ("realtime", "{\"channelPowers\":[{\"publishIndex\":0,\"power\":3},"
                                        "{\"publishIndex\":1,\"power\":4}]}"));
    EXPECT_EQ (part.shown ("ct_5500010001_0_active_power"), "3.0");
    EXPECT_EQ (part.shown ("ct_5500010001_1_active_power"), "4.0");
    EXPECT_EQ (part.name ("ct_5500010001_1_active_power"), "Input 5500010001/1 power");
}

TEST (SmappeeMap, AssumedPhasesOfALoadBearOneName)
{
    Part part ("genius", { { "ServiceLocation", LOCATION.c_str () } });

    // A name that the grid has too is another thing; the order in the list does not matter.
    ASSERT_TRUE (part.tell ("channelConfigV2", map_of ({ measurement (4, "Heat", "$5500010002/1$"),
                                                         measurement (0, "Heat", "$5500010001/3$"),
                                                         measurement (2, "Heat", "$5500010001/0$",
                                                                      "CONSUMPTION", "GRID") })));
    ASSERT_TRUE (part.tell ("realtime", "{\"channelPowers\":[{\"publishIndex\":0,\"power\":3},"
                                        "{\"publishIndex\":4,\"power\":4},"
                                        "{\"publishIndex\":2,\"power\":9}]}"));
    EXPECT_EQ (part.shown ("ct_5500010001_3_active_power"), "7.0");
    EXPECT_EQ (part.shown ("active_power"), "9.0");
}

TEST (SmappeeMap, NamesAreTakenAsTheyAre)
{
    Part part ("genius", { { "ServiceLocation", LOCATION.c_str () } });

    ASSERT_TRUE (part.tell ("channelConfigV2",
                            map_of ({ measurement (0, "Värmepump \\\"ö\\\"", "$5500010001/0$"),
                                      measurement (1, std::string (400, 'x'), "$5500010001/1$"),
                                      measurement (2, "%s %n", "$5500010001/2$") })));
    ASSERT_TRUE (part.tell ("realtime", "{\"channelPowers\":[{\"publishIndex\":0,\"power\":3},"
                                        "{\"publishIndex\":1,\"power\":4}]}"));
    EXPECT_EQ (part.name ("ct_5500010001_0_active_power"), "Värmepump \"ö\" power");
    EXPECT_EQ (part.name ("ct_5500010001_1_active_power"), std::string (60, 'x') + " power");
    EXPECT_EQ (part.name ("ct_5500010001_2_active_power"), "%s %n power");
}

TEST (SmappeeMap, TheListOfAPlusSkipsWhatIsNotUsed)
{
    EXPECT_EQ (decoded (load ("local-mqtt/plus_channelConfig.json")),
               "0 0  1 1 0 Net L1\n1 1  1 2 0 Net L2\n2 2  1 3 0 Net L3\n3 3  2 1 0 PV\n"
               "4 4  3 2 0 Heat pump\n");
}

TEST (SmappeeMap, RefusesMapsThatCannotBeMeant)
{
    std::vector<std::string> many;

    for (int i = 0; i < 33; i++)
        many.push_back (measurement (i, "x", ""));
    for (const std::string &text :
         { std::string ("{}"), map_of ({ measurement (0, "a", ""), measurement (0, "b", "") }),
           map_of (many), map_of ({ "{\"publishIndex\":\"0\"}" }),
           map_of ({ "{\"publishIndex\":1.5}" }), map_of ({ "7" }),
           std::string ("{\"inputChannels\":{}}"),
           std::string ("{\"inputChannels\":[{\"ctInput\":-1}]}"),
           std::string ("{\"inputChannels\":[{\"ctInput\":0,\"phase\":3}]}") }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (decoded (text, &error), "refused") << text.substr (0, 200);
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    }
    many.pop_back ();
    EXPECT_NE (decoded (map_of (many)), "refused") << "more than seven hubs of four";
}

// Coming and going

TEST (SmappeeMap, AnotherMapAddsAndRemovesEntitiesOnceItStays)
{
    Genius genius;
    std::string other = replaced (load (MAP), "$5500010002/3$", "$5500010003/0$");

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    ASSERT_NE (genius.find ("ct_5500010002_3_active_power"), nullptr);
    ASSERT_TRUE (genius.tell ("channelConfigV2", other));
    for (int i = 1; i < 10; i++) {
        genius.wait (1);
        ASSERT_TRUE (genius.tell ("realtime", genius.realtime (i)));
        ASSERT_TRUE (genius.tell ("channelConfigV2", other)) << "told again";
    }
    EXPECT_NE (genius.find ("ct_5500010002_3_active_power"), nullptr);
    EXPECT_EQ (genius.find ("ct_5500010003_0_active_power"), nullptr);

    genius.wait (1);
    ASSERT_TRUE (genius.tell ("realtime",
                              replaced (genius.realtime (10), "$5500010002/3$", "$5500010003/0$")));
    EXPECT_TRUE (genius.changes & WATTLE_DEVICE_CHANGED_ENTITIES);
    EXPECT_EQ (genius.find ("ct_5500010002_3_active_power"), nullptr);
    EXPECT_EQ (genius.shown ("ct_5500010003_0_active_power"), "512.0");
    EXPECT_EQ (genius.shown ("ct_5500010002_0_energy_import"), "4441215");
}

TEST (SmappeeMap, AMapThatComesBackChangesNothing)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    ASSERT_TRUE (
        genius.tell ("channelConfigV2", "{\"dataProcessingSpecification\":{\"measurements\":[]}}"));
    genius.wait (5);
    ASSERT_TRUE (genius.tell ("channelConfigV2", load (MAP)));
    genius.wait (20);
    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (20)));
    EXPECT_EQ (genius.changes, 0);
    EXPECT_EQ (genius.shown ("solar_power"), "1890.0");
}

TEST (SmappeeMap, WhereBothVersionsAreToldTheSecondCounts)
{
    const std::string older =
        replaced (load ("local-mqtt/plus_channelConfig.json"), "Heat pump", "Somewhere else");

    for (bool older_first : { true, false }) {
        Part part ("genius", { { "ServiceLocation", LOCATION.c_str () } });

        const std::string first = older_first ? older : load (MAP);

        ASSERT_TRUE (part.tell ("channelConfig" + std::string (older_first ? "" : "V2"), first));
        ASSERT_TRUE (part.tell ("channelConfig" + std::string (older_first ? "V2" : ""),
                                older_first ? load (MAP) : older));
        for (int i = 0; i < 2; i++) {
            part.wait (20);
            ASSERT_TRUE (part.tell ("realtime", load ("local-mqtt/realtime_exporting.json")));
            EXPECT_EQ (part.shown ("solar_power"), "1890.0");
            EXPECT_EQ (part.find ("ct_4_active_power"), nullptr);
        }
    }
}

TEST (SmappeeMap, AssumedATopicThatTheBrokerForgetsTellsNothing)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    for (const char *topic : { "config", "channelConfigV2", "homeControlConfig", "plug/1/state" })
        EXPECT_TRUE (genius.tell (topic, "")) << topic;
    genius.wait (20);
    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (20)));
    EXPECT_EQ (genius.changes, 0);
    EXPECT_EQ (genius.check (), "fine");
}

TEST (SmappeeMap, ARenamedLoadKeepsItsKey)
{
    Genius genius;
    std::string other = load (MAP);

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    ASSERT_TRUE (genius.tell ("channelConfigV2", replaced (other, "\"Oven\"", "\"Kiln\"")));
    genius.wait (11);
    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (11)));
    EXPECT_EQ (genius.name ("ct_5500010002_3_active_power"), "Kiln power");
}

TEST (SmappeeMap, AMapThatCannotBeReadLeavesTheOneInForce)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    EXPECT_FALSE (genius.tell ("channelConfigV2", "{\"dataProcessingSpecification\":"));
    EXPECT_NE (genius.check (), "fine");
    EXPECT_FALSE (genius.tell ("channelConfigV2", "{\"inputChannels\":7}"));
    EXPECT_NE (genius.message ().find ("the channel map"), std::string::npos);
    genius.wait (20);
    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (20)));
    EXPECT_EQ (genius.shown ("solar_power"), "1890.0");
    EXPECT_NE (genius.check ().find ("inputChannels"), std::string::npos);
}

} // namespace
