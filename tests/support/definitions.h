// SPDX-License-Identifier: LGPL-2.1-or-later
// The definitions of meters that are delivered.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "model/wattle-meter-library.h"

namespace wattle_test
{

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
