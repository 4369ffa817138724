// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-json.h"

#include <gtest/gtest.h>

#include <string>

#include "base/wattle-error.h"
#include "base/wattle-member.h"
#include "base/wattle-message.h"

static JsonObject *
parse (const std::string &text, GError **error = nullptr)
{
    return wattle_json_parse_object (text.data (), (gssize)text.size (), error);
}

TEST (Json, ReadsAnObject)
{
    g_autoptr (JsonObject) object = parse (R"({"a":1.5,"b":"text","c":true,"d":{},"e":[1]})");
    const char *text;
    double number;
    gboolean truth;
    JsonObject *inner;
    JsonArray *list;

    ASSERT_NE (object, nullptr);
    EXPECT_TRUE (wattle_json_get_number (object, "a", &number, nullptr));
    EXPECT_EQ (number, 1.5);
    EXPECT_TRUE (wattle_json_get_string (object, "b", &text, nullptr));
    EXPECT_STREQ (text, "text");
    EXPECT_TRUE (wattle_json_get_boolean (object, "c", &truth, nullptr));
    EXPECT_TRUE (truth);
    EXPECT_TRUE (wattle_json_get_object (object, "d", &inner, nullptr));
    EXPECT_TRUE (wattle_json_get_array (object, "e", &list, nullptr));
}

TEST (Json, RefusesWhatIsNoObject)
{
    for (const char *text : { "", " ", "1", "\"a\"", "null", "[1]", "{", "}", "{\"a\":1}}",
                              "{\"a\"", "<html></html>", "{\"a\":1} {\"b\":2}", "{\"a\":1}x",
                              "{'a':1}", "/* c */ {}", "{} // c", "\xef\xbb\xbf{}", "{\"a\":1]" }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (parse (text, &error), nullptr) << text;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL)) << text;
    }
}

TEST (Json, SurvivesDeepNesting)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (parse (std::string (100000, '['), &error), nullptr);
    ASSERT_NE (error, nullptr);
    EXPECT_NE (std::string (error->message).find ("nested too deep"), std::string::npos);
}

TEST (Json, AllowsTheStatedDepth)
{
    std::string open;
    std::string close;

    for (int i = 0; i < WATTLE_JSON_MAX_DEPTH; i++) {
        open += "{\"a\":";
        close += "}";
    }
    g_autoptr (JsonObject) fits = parse (open + "1" + close);
    EXPECT_NE (fits, nullptr);
    EXPECT_EQ (parse ("{\"a\":" + open + "1" + close + "}"), nullptr);
}

TEST (Json, RefusesTooLongText)
{
    std::string text = "{\"a\":\"" + std::string (WATTLE_JSON_MAX_SIZE, 'x') + "\"}";

    EXPECT_EQ (parse (text), nullptr);
}

TEST (Json, RefusesBytesThatAreNoText)
{
    EXPECT_EQ (parse ("{\"a\":\"\xff\"}"), nullptr);
    EXPECT_EQ (parse (std::string ("{\"a\":\"\0\"}", 9)), nullptr);
}

TEST (Json, IgnoresBracketsWithinStrings)
{
    g_autoptr (JsonObject) object = parse (R"({"a":"}{][\"}"})");

    ASSERT_NE (object, nullptr);
    EXPECT_STREQ (wattle_json_peek_string (object, "a"), "}{][\"}");
}

TEST (Json, LetsRawLineBreaksInStringsPass)
{
    g_autoptr (JsonObject) object = parse ("{\"a\":\"x\r\ny\"}");

    EXPECT_NE (object, nullptr) << "smart-MAIC sends them";
}

// json-glib would refuse these too, but leak what it has read of the string.
TEST (Json, RefusesEscapesThatStandForNoCharacter)
{
    for (const char *escape : { "\\ud800", "\\ud800\\u0041", "\\ud800\\n", "\\udc00", "\\u12",
                                "\\u12g4", "\\u", "\\ud83d\\ud83d" }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (parse (std::string ("{\"a\":\"") + escape + "\"}", &error), nullptr) << escape;
        ASSERT_NE (error, nullptr) << escape;
        EXPECT_NE (std::string (error->message).find (" at byte "), std::string::npos) << escape;
    }
}

// Read as json-glib does, they would make texts that are not UTF-8.
TEST (Json, RefusesOctalEscapes)
{
    for (const char *escape : { "\\377", "\\0", "a\\7", "\\\\\\8" }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (parse (std::string ("{\"a\":\"") + escape + "\"}", &error), nullptr) << escape;
        EXPECT_EQ (parse (std::string ("{\"") + escape + "\":1}"), nullptr) << escape;
    }
    g_autoptr (JsonObject) object = parse ("{\"a\":\"\\\\377\"}");
    ASSERT_NE (object, nullptr);
    EXPECT_STREQ (wattle_json_peek_string (object, "a"), "\\377");
}

TEST (Json, ReadsEscapedCharacters)
{
    g_autoptr (JsonObject) object = parse ("{\"a\":\"\\u00b5\\ud83d\\ude00\\\\\\\"\"}", nullptr);

    ASSERT_NE (object, nullptr);
    EXPECT_STREQ (wattle_json_peek_string (object, "a"), "\xc2\xb5\xf0\x9f\x98\x80\\\"");
}

TEST (Json, GettersNameTheMember)
{
    g_autoptr (JsonObject) object = parse (R"({"a":"1","n":null,"big":1e400,"i":1.5})");
    g_autoptr (GError) missing = nullptr;
    g_autoptr (GError) wrong = nullptr;
    double number = 7;
    gint64 integer;

    EXPECT_FALSE (wattle_json_get_number (object, "zz", &number, &missing));
    EXPECT_STREQ (missing->message, "JSON: “zz” is missing");
    EXPECT_FALSE (wattle_json_get_number (object, "a", &number, &wrong));
    EXPECT_STREQ (wrong->message, "JSON: “a” is not a number");
    EXPECT_FALSE (wattle_json_get_number (object, "n", &number, nullptr));
    EXPECT_FALSE (wattle_json_get_number (object, "big", &number, nullptr)) << "infinite";
    EXPECT_FALSE (wattle_json_get_integer (object, "i", 0, 10, &integer, nullptr));
    EXPECT_EQ (number, 7);
}

// Where it stands may be said better by whoever asks; the sentence is what is looked up.
TEST (Json, WhatIsWrongCanBeTranslatedWhateverItsPlaceIs)
{
    g_autoptr (JsonObject) object = parse (R"({"port":70000})");
    g_autoptr (GError) missing = nullptr;
    g_autoptr (GError) broken = nullptr;
    const char *text;

    EXPECT_FALSE (wattle_json_get_string (object, "host", &text, &missing));
    wattle_member_prefix (&missing, "links[0]");
    g_autoptr (WattleMessage) message = wattle_message_new_from_error (missing);
    EXPECT_STREQ (wattle_message_get_text (message), "links[0]: “host” is missing");
    EXPECT_STREQ (wattle_message_get_template (message), "“%s” is missing");

    EXPECT_EQ (parse ("{", &broken), nullptr);
    g_autoptr (WattleMessage) cut = wattle_message_new_from_error (broken);
    EXPECT_STREQ (wattle_message_get_template (cut), "%s at byte %zu");
    EXPECT_STREQ (wattle_message_get_prefix (cut), "JSON: ");
}

TEST (Json, AnIntegerMayBeOfOneValueOnly)
{
    g_autoptr (JsonObject) object = parse (R"({"format":2})");
    g_autoptr (GError) error = nullptr;
    gint64 format;

    EXPECT_FALSE (wattle_json_get_integer (object, "format", 1, 1, &format, &error));
    EXPECT_STREQ (error->message, "JSON: “format” must be 1");
    EXPECT_TRUE (wattle_json_get_integer (object, "format", 2, 2, &format, nullptr));
}

TEST (Json, IntegersHaveARange)
{
    g_autoptr (JsonObject) object = parse (R"({"port":70000})");
    g_autoptr (GError) error = nullptr;
    gint64 port;

    EXPECT_FALSE (wattle_json_get_integer (object, "port", 1, 65535, &port, &error));
    EXPECT_STREQ (error->message, "JSON: “port” is not between 1 and 65535");
}

TEST (Json, PeeksQuietly)
{
    g_autoptr (JsonObject) object = parse (R"({"a":1})");

    EXPECT_EQ (wattle_json_peek_string (object, "a"), nullptr);
    EXPECT_EQ (wattle_json_peek_object (object, "a"), nullptr);
    EXPECT_EQ (wattle_json_peek_array (object, "b"), nullptr);
}

TEST (Json, WritesStringsThatReadBack)
{
    const char *texts[] = { "plain", "q\"b\\", "line\nbreak\ttab", "č ž 🔌", "" };

    for (const char *text : texts) {
        g_autoptr (GString) buffer = g_string_new ("{\"a\":");

        wattle_json_append_string (buffer, text);
        g_string_append_c (buffer, '}');
        g_autoptr (JsonObject) object = parse (buffer->str);
        ASSERT_NE (object, nullptr) << text;
        EXPECT_STREQ (wattle_json_peek_string (object, "a"), text);
    }
}
