// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-json-writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/wattle-json.h"

namespace
{

class JsonWriter : public testing::Test
{
  protected:
    ~JsonWriter () override
    {
        g_clear_pointer (&writer, wattle_json_writer_free);
    }

    std::string
    finish ()
    {
        g_autofree char *text = wattle_json_writer_finish (g_steal_pointer (&writer));

        return text;
    }

    WattleJsonWriter *writer = wattle_json_writer_new ();
};

} // namespace

TEST_F (JsonWriter, SetsMembersAndElementsApart)
{
    wattle_json_writer_begin_object (writer, nullptr);
    wattle_json_writer_add_text (writer, "a", "1");
    wattle_json_writer_begin_array (writer, "b");
    wattle_json_writer_begin_object (writer, nullptr);
    wattle_json_writer_end_object (writer);
    wattle_json_writer_add_integer (writer, nullptr, -7);
    wattle_json_writer_begin_array (writer, nullptr);
    wattle_json_writer_end_array (writer);
    wattle_json_writer_end_array (writer);
    wattle_json_writer_add_boolean (writer, "c", TRUE);
    wattle_json_writer_add_null (writer, "d");
    wattle_json_writer_end_object (writer);
    EXPECT_EQ (finish (), R"({"a":"1","b":[{},-7,[]],"c":true,"d":null})");
}

TEST_F (JsonWriter, WritesTextsThatReadBackTheSame)
{
    const char *text = "a \"quote\", \\, \n, \x01 and €";

    wattle_json_writer_begin_object (writer, nullptr);
    wattle_json_writer_add_text (writer, text, text);
    wattle_json_writer_add_text (writer, "none", nullptr);
    wattle_json_writer_end_object (writer);

    g_autoptr (GError) error = nullptr;
    g_autoptr (JsonObject) object = wattle_json_parse_object (finish ().c_str (), -1, &error);
    ASSERT_NE (object, nullptr) << error->message;
    EXPECT_STREQ (wattle_json_peek_string (object, text), text);
    EXPECT_STREQ (wattle_json_peek_string (object, "none"), "");
}

TEST_F (JsonWriter, WritesNumbersAsJsonHasThem)
{
    wattle_json_writer_begin_array (writer, nullptr);
    wattle_json_writer_add_number (writer, nullptr, 1.25, 1);
    wattle_json_writer_add_number (writer, nullptr, 0.1, -1);
    wattle_json_writer_add_number (writer, nullptr, NAN, 2);
    wattle_json_writer_add_number (writer, nullptr, -INFINITY, -1);
    wattle_json_writer_add_integer (writer, nullptr, G_MAXINT64);
    wattle_json_writer_end_array (writer);
    EXPECT_EQ (finish (), "[1.3,0.1,null,null,9223372036854775807]");
}

TEST_F (JsonWriter, TakesOverWhatWasWrittenElsewhere)
{
    wattle_json_writer_begin_object (writer, nullptr);
    wattle_json_writer_add_json (writer, "a", R"({"b":1})");
    wattle_json_writer_add_json (writer, "c", "2");
    wattle_json_writer_end_object (writer);
    EXPECT_EQ (finish (), R"({"a":{"b":1},"c":2})");
}
