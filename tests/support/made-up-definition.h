// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace wattle_test
{

// The shortest definition of a meter there is.
inline std::string
definition (const std::string &id, const std::string &model = "B", const char *type = "uint16")
{
    return R"({"format":2,"id":")" + id + R"(","manufacturer":"A","model":")" + model +
           R"(","source":"C","limits":{},"points":[{"quantity":"voltage","function":3,)" +
           R"("address":0,"type":")" + type + "\"}]}\n";
}

} // namespace wattle_test
