// SPDX-License-Identifier: LGPL-2.1-or-later
// Tariff plans of tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "calendar/wattle-tariff-plan.h"

namespace wattle_test
{

// A plan that is right, as it is in a zone. Holidays of countries are not known.
inline WattleTariffPlan *
parse_plan (const std::string &text, const char *zone = "Europe/Ljubljana")
{
    g_autoptr (GError) error = nullptr;
    WattleTariffPlan *plan = wattle_tariff_plan_parse_in_zone (
        text.c_str (), -1, zone, WATTLE_DATE_NONE, nullptr, nullptr, &error);

    EXPECT_NE (plan, nullptr) << error->message;
    return plan;
}

} // namespace wattle_test
