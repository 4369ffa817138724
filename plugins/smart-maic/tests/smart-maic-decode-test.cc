// SPDX-License-Identifier: LGPL-2.1-or-later
// What answers and messages say, key by key.
#include "../smart-maic-decode.h"
#include "../smart-maic-picture.h"
#include "support.h"

using namespace smart_maic_test;

namespace
{

JsonObject *
parse (const std::string &text)
{
    g_autoptr (GError) error = nullptr;
    JsonObject *root = wattle_json_parse_object (text.data (), (gssize)text.size (), &error);

    EXPECT_NE (root, nullptr) << error->message;
    return root;
}

SmartMaicMessage
read_answer (const std::string &text)
{
    g_autoptr (JsonObject) root = parse (text);
    SmartMaicMessage message;

    EXPECT_TRUE (smart_maic_decode_answer (root, &message, nullptr));
    return message;
}

SmartMaicMessage
read_json (const std::string &text)
{
    g_autoptr (JsonObject) root = parse (text);
    SmartMaicMessage message;

    smart_maic_decode_json (root, &message);
    return message;
}

// A number, "missing", or nothing where the key was not there.
std::string
value (const SmartMaicMessage &message, const char *key)
{
    SmartMaicName name;

    EXPECT_TRUE (smart_maic_key_parse (key, &name)) << key;
    const SmartMaicReading &reading = message.readings[name.key];
    if (!reading.given)
        return "";
    g_autofree char *text = wattle_number_format_exact (reading.number);
    return reading.known ? text : "missing";
}

} // namespace

TEST (SmartMaicDecode, ReadsEveryExampleAnswer)
{
    const std::pair<const char *, guint> files[] = {
        { "http/getdata_d103_extended.json", 28 },
        { "http/getdata_d103_extended_newer_fw.json", 31 },
        { "http/getdata_d103_standard.json", 20 },
        { "http/getwdata_d103_extended.json", 27 },
        { "http/getdata_d101_standard.json", 7 },
    };

    for (const auto &[file, count] : files)
        EXPECT_EQ (read_answer (load (file)).count, count) << file;

    SmartMaicMessage message = read_answer (load ("http/getdata_d103_extended.json"));
    EXPECT_EQ (value (message, "V1"), "231.42");
    EXPECT_EQ (value (message, "rW3"), "1470.5");
    EXPECT_EQ (value (message, "rWh3"), "911530.9");
    EXPECT_EQ (value (message, "TWh"), "2461424.2");
    EXPECT_EQ (value (message, "T"), "31.4");
    EXPECT_EQ (value (message, "OUT"), "0");
    EXPECT_EQ (value (message, "Fr1"), "");
}

TEST (SmartMaicDecode, AssumedKeysOfTheOtherModelsOverHttp)
{
    SmartMaicMessage d105 = read_answer (load ("http/getdata_d105.json"));
    SmartMaicMessage d101 = read_answer (load ("http/getdata_d101_standard.json"));

    EXPECT_EQ (value (d105, "TCh1"), "184220");
    EXPECT_EQ (value (d105, "T2"), "48.3");
    EXPECT_EQ (value (d105, "ADC"), "0.56");
    EXPECT_EQ (value (d101, "Wh"), "3310422.7");
    EXPECT_EQ (value (d101, "rWh"), "");
}

TEST (SmartMaicDecode, ReadsEveryExamplePayload)
{
    const std::pair<const char *, guint> files[] = {
        { "mqtt/JSON_d101.json", 7 },           { "mqtt/JSON_d101_extended.json", 9 },
        { "mqtt/JSON_d103_standard.json", 17 }, { "mqtt/JSON_d103_extended.json", 23 },
        { "mqtt/JSON_d105.json", 9 },
    };

    for (const auto &[file, count] : files)
        EXPECT_EQ (read_json (load (file)).count, count) << file;
    EXPECT_EQ (value (read_json (load ("mqtt/JSON_d105.json")), "T"), "30.2");
    EXPECT_EQ (value (read_json (load ("mqtt/JSON_d103_standard.json")), "OUT"), "1");
}

TEST (SmartMaicDecode, PassesOverLinesWithoutValueAlsoWithRawLineBreaks)
{
    std::string text = load ("http/getdata_quirk_br_newline.json");

    ASSERT_NE (text.find ('\n'), std::string::npos);
    EXPECT_GT (read_answer (text).count, 0u);
}

TEST (SmartMaicDecode, NumbersMayBeTextsAndTextsNumbers)
{
    EXPECT_EQ (value (read_json ("{\"V1\":\" 230.5 \",\"A1\":1,\"OUT\":\"1\"}"), "V1"), "230.5");
    EXPECT_EQ (value (read_json ("{\"OUT\":\"1\"}"), "OUT"), "1");
    EXPECT_EQ (value (read_answer ("{\"data\":{\"V\":{\"value\":230.5}},\"pout\":1}"), "V"),
               "230.5");
    EXPECT_EQ (value (read_answer ("{\"data\":{},\"pout\":1}"), "OUT"), "1");
}

TEST (SmartMaicDecode, WhatCannotBeIsMissingAndNever0)
{
    for (const char *text :
         { "\"\"", "\"nan\"", "\"1e999\"", "null", "true", "[1]", "{}", "-1", "1001", "\"12,5\"" })
        EXPECT_EQ (value (read_json (std::string ("{\"V1\":") + text + "}"), "V1"), "missing")
            << text;
    EXPECT_EQ (value (read_json ("{\"OUT\":2}"), "OUT"), "missing");
    EXPECT_EQ (value (read_json ("{\"OUT\":0.5}"), "OUT"), "missing");
    EXPECT_EQ (value (read_json ("{\"Wh1\":-1}"), "Wh1"), "missing");
    EXPECT_EQ (read_json ("{\"unknown\":1,\"br0\":{},\"\":2}").count, 0u);
}

TEST (SmartMaicDecode, RefusesAnswersWithoutData)
{
    for (const char *text : { "{}", "{\"data\":[]}", "{\"data\":1}", "{\"devid\":\"1\"}" }) {
        g_autoptr (JsonObject) root = parse (text);
        g_autoptr (GError) error = nullptr;
        SmartMaicMessage message;

        EXPECT_FALSE (smart_maic_decode_answer (root, &message, &error)) << text;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    }
}

TEST (SmartMaicDecode, EnergyInWhGoesBeforeThatInKwh)
{
    EXPECT_EQ (value (read_json ("{\"KWh1\":1284.417}"), "Wh1"), "1284417");
    EXPECT_EQ (value (read_json ("{\"KWh1\":1284.417,\"Wh1\":1284417.3}"), "Wh1"), "1284417.3");
    EXPECT_EQ (value (read_json ("{\"Wh1\":1284417.3,\"KWh1\":1284.417}"), "Wh1"), "1284417.3");
}

TEST (SmartMaicDecode, EveryKeyHasANameThatIsReadAsIt)
{
    for (guint key = 0; key < SMART_MAIC_N_KEYS; key++) {
        g_autofree char *name = smart_maic_key_dup_name (key);
        SmartMaicName read;

        ASSERT_NE (name, nullptr);
        if (smart_maic_key_parse (name, &read)) {
            EXPECT_EQ (read.key, key) << name;
        }
    }
}

TEST (SmartMaicDecode, KeepsWhatWasSeenAsText)
{
    SmartMaicPicture picture = {};
    SmartMaicPicture other = {};
    SmartMaicMessage message = read_json (load ("mqtt/JSON_d103_extended.json"));

    picture.expiry = 90 * G_USEC_PER_SEC;
    EXPECT_TRUE (smart_maic_picture_take (&picture, &message, SMART_MAIC_BY_JSON, START));
    EXPECT_FALSE (smart_maic_picture_take (&picture, &message, SMART_MAIC_BY_JSON, START));
    EXPECT_TRUE (smart_maic_picture_is_extended (&picture));

    g_autofree char *seen = smart_maic_picture_dup_seen (&picture);
    smart_maic_picture_restore_seen (&other, seen);
    EXPECT_EQ (memcmp (picture.seen, other.seen, sizeof picture.seen), 0);
    smart_maic_picture_restore_seen (&other, "  nonsense V9 pout");
}
