// SPDX-License-Identifier: LGPL-2.1-or-later
// The emulated device at a real broker.
#include "smart-maic-mqtt-client.h"

#include <json-glib/json-glib.h>

using namespace wattle_test;

namespace
{

// Topic and payload of a round, in the order of an example.
std::vector<std::pair<std::string, std::string>>
example_round (const std::string &name)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    std::string text = example (name);
    std::vector<std::pair<std::string, std::string>> round;

    EXPECT_TRUE (json_parser_load_from_data (parser, text.data (), (gssize)text.size (), nullptr));
    JsonObject *object = json_node_get_object (json_parser_get_root (parser));
    g_autoptr (GList) members = json_object_get_members (object);
    for (GList *item = members; item != nullptr; item = item->next) {
        const char *topic = (const char *)item->data;
        round.emplace_back (topic, shape (json_object_get_string_member (object, topic)));
    }
    return round;
}

} // namespace

TEST_F (SmartMaicMqtt, PublishesTheExamplesInEachFormOfTopic)
{
    connect (nullptr, '.');
    EXPECT_EQ (next_round ("1728104417.JSON"), example_round ("topics_d103_dot.json"));
    connect (nullptr, '/');
    EXPECT_EQ (next_round ("1728104417/JSON"), example_round ("topics_d103_slash_noprefix.json"));
    connect ("smart-maic/", '/');
    EXPECT_EQ (next_round ("smart-maic/1728104417/JSON"),
               example_round ("topics_d103_slash_prefix.json"));
}

TEST_F (SmartMaicMqtt, PublishesJsonAloneForEachModel)
{
    const struct {
        SmartMaicModel model;
        SmartMaicGrade grade;
        const char *topic, *file;
    } cases[] = {
        { SMART_MAIC_D101, SMART_MAIC_STANDARD, "1710203318/JSON", "JSON_d101.json" },
        { SMART_MAIC_D101, SMART_MAIC_EXTENDED, "1710203318/JSON", "JSON_d101_extended.json" },
        { SMART_MAIC_D103, SMART_MAIC_STANDARD, "1728104417/JSON", "JSON_d103_standard.json" },
        { SMART_MAIC_D103, SMART_MAIC_EXTENDED, "1728104417/JSON", "JSON_d103_extended.json" },
        { SMART_MAIC_D105, SMART_MAIC_STANDARD, "1750900126/JSON", "JSON_d105.json" },
    };

    for (const auto &item : cases) {
        make (item.model, item.grade);
        smart_maic_set_forms (device, SMART_MAIC_JSON);
        connect ();
        auto round = next_round (item.topic);
        ASSERT_EQ (round.size (), 1u) << item.file;
        EXPECT_EQ (round[0].second, shape (example (item.file)));
    }
}

TEST_F (SmartMaicMqtt, AssumedPublishesScalarsAloneOfAD105)
{
    make (SMART_MAIC_D105, SMART_MAIC_STANDARD);
    smart_maic_set_forms (device, SMART_MAIC_SCALARS);
    connect ();
    EXPECT_EQ (next_round ("1750900126/OUT"), example_round ("topics_d105_slash_noprefix.json"));
}

TEST_F (SmartMaicMqtt, OldFirmwareIgnoresPrefixAndSeparator)
{
    smart_maic_set_old_firmware (device, TRUE);
    smart_maic_set_forms (device, SMART_MAIC_JSON);
    connect ("smart-maic/", '.');
    EXPECT_EQ (next_round ("1728104417/JSON").size (), 1u);
    set_out ("1728104417/SETOUT", "1");
    EXPECT_TRUE (smart_maic_get_out (device));
}

TEST_F (SmartMaicMqtt, SaysTheSameByHttp)
{
    connect ();
    smart_maic_set_out (device, TRUE);
    next_round ("1728104417/JSON");
    auto shown = values ();

    for (const char *key : { "V1", "A2", "W3", "rW1", "Wh1", "rWh3", "PF2" }) {
        const MqttMessage *message = probe->last (std::string ("1728104417/") + key);
        ASSERT_NE (message, nullptr) << key;
        EXPECT_DOUBLE_EQ (g_ascii_strtod (message->payload.c_str (), nullptr), shown[key]) << key;
    }
    EXPECT_EQ (probe->last ("1728104417/OUT")->payload, "1");
    EXPECT_NE (page (getdata ()).body.find ("\"pout\":\"1\""), std::string::npos);
}

TEST_F (SmartMaicMqtt, AssumedTellsTheContactAtTheNextIntervalOnly)
{
    connect ();
    set_out ("1728104417/SETOUT", "1");
    EXPECT_EQ (smart_maic_get_rounds (device), 0u);
    EXPECT_EQ (probe->count ("1728104417/OUT"), 0);
    pass (5);
    EXPECT_EQ (smart_maic_get_rounds (device), 1u);
    EXPECT_TRUE (spin ([&] { return probe->has ("1728104417/OUT", "1"); }));
    pass (10);
    EXPECT_EQ (smart_maic_get_rounds (device), 3u);
}

TEST_F (SmartMaicMqtt, TakesItsPhrasesToTheLetter)
{
    connect (nullptr, '.');
    set_out ("1728104417.SETOUT", "1");
    EXPECT_TRUE (smart_maic_get_out (device));
    for (const char *payload : { "", "00", "0 ", "off", "\n0" }) {
        set_out ("1728104417.SETOUT", payload);
        EXPECT_TRUE (smart_maic_get_out (device)) << payload;
    }
    set_out ("1728104417.SETOUT", "0");
    EXPECT_FALSE (smart_maic_get_out (device));
}

TEST_F (SmartMaicMqtt, TakesOtherPhrasesInstead)
{
    EXPECT_TRUE (smart_maic_set_phrases (device, "PUMP-START", "PUMP-HALT"));
    connect ("smart-maic/");
    set_out ("smart-maic/1728104417/SETOUT", "1");
    EXPECT_FALSE (smart_maic_get_out (device));
    set_out ("smart-maic/1728104417/SETOUT", "PUMP-START");
    EXPECT_TRUE (smart_maic_get_out (device));
    set_out ("smart-maic/1728104417/SETOUT", "PUMP-HALT");
    EXPECT_FALSE (smart_maic_get_out (device));
}

TEST_F (SmartMaicMqtt, PhrasesAreOneToFifteenBytesAndDifferent)
{
    EXPECT_TRUE (smart_maic_set_phrases (device, "fifteen-letters", "1"));
    EXPECT_FALSE (smart_maic_set_phrases (device, "sixteen--letters", "1"));
    EXPECT_FALSE (smart_maic_set_phrases (device, "on", ""));
    EXPECT_FALSE (smart_maic_set_phrases (device, "same", "same"));
    connect ();
    set_out ("1728104417/SETOUT", "fifteen-letters");
    EXPECT_TRUE (smart_maic_get_out (device));
}

TEST_F (SmartMaicMqtt, DoesNotListenWhereControlIsNotEnabled)
{
    smart_maic_set_control (device, FALSE);
    connect ();
    probe->publish ("1728104417/SETOUT", "1", true);
    next_round ("1728104417/JSON"); // so the broker has handled what came before
    wattle_test::settle ();
    EXPECT_EQ (smart_maic_get_setouts (device), 0u);
    EXPECT_FALSE (smart_maic_get_out (device));
}
