// SPDX-License-Identifier: LGPL-2.1-or-later
// The program wattle as a process on a private bus, and a look at the JSON it prints.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/private-bus.h"
#include "support/text.h"

namespace wattle_test
{

struct Outcome {
    int status;
    std::string out, err;
};

// The environment of a person on that bus, without a system bus.
Process::Environment make_environment (const PrivateBus &bus);

// Runs it to its end, with the main loop of the test going on. @input is its standard input.
Outcome run_wattle (const Process::Environment &environment,
                    const std::vector<std::string> &arguments,
                    const std::string &input = "");

// What stands at a place of a JSON document, such as "0.entities.power.value": a text as it is,
// everything else as JSON. Empty if there is none, or no JSON.
std::string at (const std::string &json, const std::string &place = "");

// The names of the members of an object, or the number of elements of an array.
std::string members (const std::string &json, const std::string &place = "");
int count (const std::string &json, const std::string &place = "");

} // namespace wattle_test
