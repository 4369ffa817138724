// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "../iskra-sg-value.h"

namespace iskra_sg_test
{

inline std::string
load (const char *name)
{
    g_autofree char *path = g_build_filename (PLUGIN_TEST_DATA, name, nullptr);
    g_autofree char *data = nullptr;
    gsize length = 0;

    EXPECT_TRUE (g_file_get_contents (path, &data, &length, nullptr)) << path;
    return std::string (data != nullptr ? data : "", length);
}

inline std::string
replaced (std::string text, const std::string &from, const std::string &to)
{
    size_t at = text.find (from);

    EXPECT_NE (at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace (at, from.size (), to);
}

inline JsonObject *
parse (const std::string &text)
{
    return wattle_json_parse_object (text.data (), (gssize)text.size (), nullptr);
}

inline const IskraSgReading *
find (GPtrArray *readings, const char *key)
{
    const IskraSgReading *reading = iskra_sg_readings_find (readings, key);

    EXPECT_NE (reading, nullptr) << key;
    return reading;
}

inline double
number (GPtrArray *readings, const char *key)
{
    const IskraSgReading *reading = find (readings, key);

    EXPECT_EQ (reading != nullptr ? reading->type : WATTLE_VALUE_NONE, WATTLE_VALUE_NUMBER) << key;
    return reading != nullptr ? reading->number : 0;
}

} // namespace iskra_sg_test
