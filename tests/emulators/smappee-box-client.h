// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated Smappee, whose time a test moves.
#pragma once

#include "base/wattle-json.h"
#include "smappee-box.h"
#include "support/spin.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

class SmappeeBoxTest : public testing::Test
{
  protected:
    static constexpr gint64 NOON =
        G_GINT64_CONSTANT (1780315200) * G_TIME_SPAN_SECOND; // 2026-06-01 12:00 UTC

    void
    SetUp () override
    {
        make ({});
    }

    void
    TearDown () override
    {
        drop ();
    }

    void
    drop ()
    {
        g_clear_object (&box);
        wattle_test::settle ();
        g_clear_object (&clock);
    }

    // Another one takes its place.
    void
    make (const SmappeeBoxSettings &settings, gint64 start = NOON)
    {
        g_autoptr (GError) error = nullptr;

        drop ();
        clock = wattle_clock_new_manual (start);
        box = smappee_box_new (clock, &settings, &error);
        ASSERT_NE (box, nullptr) << error->message;
    }

    static SmappeeBoxSettings
    of (SmappeeBoxModel model, SmappeeBoxTopology topology = SMAPPEE_BOX_TOPOLOGY_STAR)
    {
        SmappeeBoxSettings settings = {};

        settings.model = model;
        settings.topology = topology;
        return settings;
    }

    void
    advance (double seconds)
    {
        wattle_clock_advance (clock, (gint64)(seconds * G_TIME_SPAN_SECOND));
    }

    // What is wrong with it; empty: nothing.
    std::string
    try_fault (const std::string &text)
    {
        g_autoptr (GError) error = nullptr;
        g_autoptr (JsonObject) object = wattle_json_parse_object (text.c_str (), -1, &error);

        if (object != nullptr && smappee_box_add_fault (box, object, &error))
            return "";
        return error->message;
    }

    void
    fault (const std::string &text)
    {
        EXPECT_EQ (try_fault (text), "") << text;
    }

    gint64
    now_ms ()
    {
        return smappee_box_get_time (box) / G_TIME_SPAN_MILLISECOND;
    }

    // The first channel of that name.
    const SmappeeBoxChannel *
    channel (const std::string &name)
    {
        SmappeeBoxMap *map = smappee_box_get_map (box);

        for (guint i = 0; i < smappee_box_map_get_length (map); i++)
            if (name == smappee_box_map_get (map, i)->name)
                return smappee_box_map_get (map, i);
        return nullptr;
    }

    WattleClock *clock = nullptr;
    SmappeeBox *box = nullptr;
};

// A file of data/smappee.
inline std::string
example (const std::string &name)
{
    g_autofree char *text = nullptr;
    gsize length = 0;

    EXPECT_TRUE (
        g_file_get_contents ((SMAPPEE_EXAMPLES "/" + name).c_str (), &text, &length, nullptr))
        << name;
    return std::string (text != nullptr ? text : "", length);
}

inline std::string shape_of (JsonNode *node);

inline std::string
shape_of_object (JsonObject *object)
{
    g_autoptr (GList) members = json_object_get_members (object);
    std::set<std::string> shapes;
    std::string text = "{";

    for (GList *item = members; item != nullptr; item = item->next) {
        const char *name = (const char *)item->data;

        shapes.insert (std::string (name) + ":" + shape_of (json_object_get_member (object, name)));
    }
    for (const std::string &shape : shapes)
        text += shape + " ";
    return text + "}";
}

// Members and types, whatever their order and figures; of a list, the kinds of elements.
inline std::string
shape_of (JsonNode *node)
{
    std::set<std::string> shapes;
    std::string text = "[";

    if (JSON_NODE_HOLDS_OBJECT (node))
        return shape_of_object (json_node_get_object (node));
    if (JSON_NODE_HOLDS_VALUE (node)) {
        GType type = json_node_get_value_type (node);
        return type == G_TYPE_STRING ? "text" : type == G_TYPE_BOOLEAN ? "truth" : "number";
    }
    if (!JSON_NODE_HOLDS_ARRAY (node))
        return "null";
    JsonArray *array = json_node_get_array (node);
    for (guint i = 0; i < json_array_get_length (array); i++)
        shapes.insert (shape_of (json_array_get_element (array, i)));
    for (const std::string &shape : shapes)
        text += shape + " ";
    return text + "]";
}

inline std::string
shape (const std::string &text)
{
    g_autoptr (JsonNode) root = json_from_string (text.c_str (), nullptr);

    return root != nullptr ? shape_of (root) : "no JSON: " + text;
}
