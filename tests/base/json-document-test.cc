// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-json-document.h"

#include <gtest/gtest.h>

#include <string>

#include "base/wattle-error.h"

static std::string
complaint (const std::string &text, WattleError code = WATTLE_ERROR_CONFIG)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (JsonObject) object =
        wattle_json_document_parse (text.data (), (gssize)text.size (), &error);

    if (object != nullptr)
        return "";
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, code)) << text;
    return error->message;
}

TEST (JsonDocument, ReadsAnObject)
{
    g_autoptr (JsonObject) object =
        wattle_json_document_parse (R"({"a":{"b":1},"c":[{"b":2},{"b":3}],"b":4})", -1, nullptr);
    gint64 number;

    ASSERT_NE (object, nullptr);
    EXPECT_TRUE (wattle_json_get_integer (object, "b", 4, 4, &number, nullptr));
    EXPECT_EQ (complaint (R"({"a":1,"A":2,"a ":3})"), "");
    EXPECT_EQ (complaint ("{}"), "");
}

TEST (JsonDocument, RefusesAMemberThatIsThereTwiceAndNamesItsPlace)
{
    EXPECT_EQ (complaint (R"({"a":1,"b":2,"a":1})"), "“a” is there twice");
    EXPECT_EQ (
        complaint (R"({"versions":[{"components":[{"id":"x"},{"price":"1","price":"2"}]}]})"),
        "versions[0].components[1]: “price” is there twice");
    EXPECT_EQ (complaint (R"({"a":{"b":{"c":1,"c":2,"d":3},"e":4},"f":5})"),
               "a.b: “c” is there twice");
    EXPECT_EQ (complaint (R"({"a":[0,[1,{"b":1,"b":2}],3]})"), "a[1][1]: “b” is there twice");
}

TEST (JsonDocument, KnowsAMemberHoweverItIsWritten)
{
    EXPECT_EQ (complaint (R"({"price":1,"pri\u0063e":2})"), "“price” is there twice");
    EXPECT_EQ (complaint (R"({"a":{"x":1},"a":[]})"), "“a” is there twice");
    EXPECT_EQ (complaint (R"({"a":null,"a":null,"a":null})"), "“a” is there twice");
}

TEST (JsonDocument, NamesTheFirstOfManyPlaces)
{
    EXPECT_EQ (complaint (R"({"a":{"b":1,"b":2},"c":{"d":1,"d":2},"a":3})"),
               "a: “b” is there twice");
}

TEST (JsonDocument, ShortensNamesThatNobodyCanRead)
{
    std::string name;
    std::string shown;

    for (int i = 0; i < 3000; i++)
        name += "č";
    for (int i = 0; i < 40; i++)
        shown += "č";
    EXPECT_EQ (complaint ("{\"" + name + "\":{\"" + name + "\":1,\"" + name + "\":2}}"),
               shown + "…: “" + shown + "…” is there twice");
}

TEST (JsonDocument, RefusesWhatAnyReaderOfJsonRefuses)
{
    for (const char *text : { "", "[1]", "{", "{\"a\":1,}", "{\"a\":1} x", "{\"a\":1,\"a\":" }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (wattle_json_document_parse (text, -1, &error), nullptr) << text;
        ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL)) << text;
        EXPECT_EQ (std::string (error->message).find ("JSON: "), 0u) << error->message;
    }
}

// Editors count lines and columns, and people make these mistakes.
TEST (JsonDocument, NamesLineAndColumnOfWhatCannotBeRead)
{
    const struct {
        const char *text, *why;
    } rows[] = {
        { "\xef\xbb\xbf{}", "byte order mark, which JSON does not have, at line 1, column 1" },
        { "// mine\n{}", "comment, which JSON does not have, at line 1, column 1" },
        { "{\n  \"č\": 1, # mine\n}", "comment, which JSON does not have, at line 2, column 11" },
        { "{\"a\": /* b */ 1}", "comment, which JSON does not have, at line 1, column 7" },
        { "{\n\"a\": [1,\n2,\n]}", "bracket right behind a comma at line 4, column 1" },
        { "{\"a\": 1,}", "bracket right behind a comma at line 1, column 9" },
        { "{\r\n\"a\": 'b'}", "character that JSON does not have at line 2, column 6" },
        { "{\n\"a\": 1", "cut off at line 2, column 7" },
        { "{}\n\n x", "text behind the document at line 3, column 2" },
        { "a", "neither an object nor an array at line 1, column 1" },
    };

    for (const auto &row : rows)
        EXPECT_EQ (complaint (row.text, WATTLE_ERROR_PROTOCOL), std::string ("JSON: ") + row.why)
            << row.text;
    std::string other = complaint ("{\n\"a\" 1}", WATTLE_ERROR_PROTOCOL);
    EXPECT_EQ (other.find ("JSON: unexpected "), 0u) << other;
    EXPECT_NE (other.find (" at line 2, column "), std::string::npos) << other;
}

// What is behind it would be lost.
TEST (JsonDocument, DoesNotEndATextAtNul)
{
    const char text[] = R"({"a":"b\u0000c","d":"\\u0000","e":"\\\u0000"})";
    g_autoptr (JsonObject) object = wattle_json_document_parse (text, -1, nullptr);
    ASSERT_NE (object, nullptr);

    EXPECT_STREQ (json_object_get_string_member (object, "a"), "b\x01"
                                                               "c");
    EXPECT_STREQ (json_object_get_string_member (object, "d"), R"(\u0000)") << "six characters";
    EXPECT_STREQ (json_object_get_string_member (object, "e"), "\\\x01");
}

// What a device answers is taken as it is: another may have been made by the maker's mistake.
TEST (JsonDocument, IsStricterThanWhatReadsAnswers)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (R"({"a":1,"a":2})", -1, nullptr);
    gint64 number = 0;

    ASSERT_NE (object, nullptr);
    EXPECT_TRUE (wattle_json_get_integer (object, "a", 0, 9, &number, nullptr));
    EXPECT_EQ (number, 2);
}
