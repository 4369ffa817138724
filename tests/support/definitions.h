// SPDX-License-Identifier: LGPL-2.1-or-later
// The definitions of meters that are delivered.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "model/wattle-meter-library.h"

namespace wattle_test
{

// Those that are read by Modbus.
constexpr const char *MODBUS_DEFINITIONS[] = {
    "chint-dtsu666",       "chint-dtsu666-2016",        "eastron-sdm120",
    "eastron-sdm230",      "eastron-sdm630-v2",         "eastron-sdm72d-m-v1",
    "eastron-sdm72d-m-v2", "fronius-gen24-meter-float", "fronius-gen24-meter-int-sf",
};

inline std::string
definition_path (const std::string &id)
{
    return WATTLE_DATA "/meters/" + id + ".json";
}

// Free with wattle_meter_library_unref().
inline WattleMeterLibrary *
load_definitions ()
{
    WattleMeterLibrary *library = wattle_meter_library_new ();

    wattle_meter_library_add_folder (library, WATTLE_DATA "/meters", WATTLE_METER_BUILT_IN);
    EXPECT_STREQ (wattle_meter_library_get_complaints (library)[0], nullptr);
    return library;
}

} // namespace wattle_test
