// SPDX-License-Identifier: LGPL-2.1-or-later
// Whether two documents have the same members of the same kinds.
#pragma once

#include <json-glib/json-glib.h>

#include <string>

inline std::string
kind_of (JsonNode *node)
{
    if (JSON_NODE_HOLDS_ARRAY (node)) {
        JsonArray *array = json_node_get_array (node);
        guint n = json_array_get_length (array);

        return "array of " + std::to_string (n) + " " +
               (n > 0 ? kind_of (json_array_get_element (array, 0)) : "");
    }
    return json_node_get_value_type (node) == G_TYPE_STRING ? "string" : "number";
}

// What stands in one of them and not, or otherwise, in the other.
inline std::string
differences (const std::string &expected, const std::string &found)
{
    g_autoptr (JsonNode) first = json_from_string (expected.c_str (), nullptr);
    g_autoptr (JsonNode) second = json_from_string (found.c_str (), nullptr);
    std::string text;

    if (first == nullptr || second == nullptr || !JSON_NODE_HOLDS_OBJECT (second))
        return "no object: " + found;
    for (const auto &[one, other] : { std::pair (first, second), std::pair (second, first) }) {
        JsonObject *object = json_node_get_object (other);
        JsonObjectIter iter;
        const char *name;
        JsonNode *node;

        json_object_iter_init (&iter, json_node_get_object (one));
        while (json_object_iter_next (&iter, &name, &node)) {
            JsonNode *twin = json_object_get_member (object, name);

            if (twin == nullptr)
                text += std::string (name) + " only in one; ";
            else if (kind_of (twin) != kind_of (node))
                text += std::string (name) + ": " + kind_of (node) + " or " + kind_of (twin) + "; ";
        }
    }
    return text;
}
