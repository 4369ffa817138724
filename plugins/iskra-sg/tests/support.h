// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "../iskra-sg-value.h"
#include "support/plugin-data.h"

namespace iskra_sg_test
{

using wattle_test::load;
using wattle_test::replaced;

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
