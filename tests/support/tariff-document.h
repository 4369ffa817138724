// SPDX-License-Identifier: LGPL-2.1-or-later
// A made-up tariff plan in two tariffs, and times in its zone.
#pragma once

#include <string>

#include "calendar/wattle-zone.h"

namespace wattle_test
{

struct TariffDocument {
    std::string id = "home";
    std::string name = "At home";
    std::string low = R"("low": "0.08", )"; // empty: it has no price
    std::string high = "0.20";
    std::string zone = R"("zone": "Europe/Ljubljana", )"; // empty: it names none
    std::string morning = "06:00";

    // On workdays high from the morning to 22:00, 22 % on top of it and of a levy of 0.01 nothing.
    std::string
    text () const
    {
        return R"({"format": 1, "id": ")" + id + R"(", "name": ")" + name +
               R"(", "currency": "EUR", )" + zone +
               R"("tariffs": [{"id": "low", "name": "Low"}, {"id": "high", "name": "High"}],
    "calendar": {"holidays": [{"name": "New Year", "annual": "01-01", "days": 2}]},
    "versions": [{"from": "2026-01-01", "components": [
        {"id": "energy", "name": "Energy", "main": true, "vat": "22", "prices": {)" +
               low + R"("high": ")" + high + R"("}, "seasons": [
            {"name": "Workdays", "start": "01-01", "day_types": ["workday"], "schedule": [
                {"at": "00:00", "tariff": "low"}, {"at": ")" +
               morning + R"(", "tariff": "high"}, {"at": "22:00", "tariff": "low"}]},
            {"name": "Free", "start": "01-01", "day_types": ["weekend", "holiday"],
             "schedule": [{"at": "00:00", "tariff": "low"}]}]},
        {"id": "levy", "name": "Levy", "price": "0.01"}]}]})";
    }
};

// The wall time at which clocks in a zone first show this.
inline gint64
moment (int year,
        int month,
        int day,
        int hour = 0,
        int minute = 0,
        const char *name = "Europe/Ljubljana")
{
    g_autoptr (WattleZone) zone = wattle_zone_new (name, nullptr);

    return wattle_zone_begin (zone, wattle_date_new (year, month, day), hour * 60 + minute) *
           G_USEC_PER_SEC;
}

} // namespace wattle_test
