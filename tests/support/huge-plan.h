// SPDX-License-Identifier: LGPL-2.1-or-later
// Plans that are valid, made up, and as much work as a document can make.
#pragma once

#include <glib.h>

#include <string>

namespace wattle_test
{

// What it has much of. All together is more than a document may have.
struct HugePlan {
    int components = 16;
    int seasons = 64;   // of each component; the last one counts
    int switches = 270; // in that one; those of the components are at different minutes
    int holidays = 0;
    int day_types = 0;
    int rules = 0; // of each of these
    int versions = 1;
    bool same_tariff = true; // of the main component, so that there is no next change
    std::string price = "0.1";
    std::string packs;

    std::string
    text () const
    {
        return R"({"format":1,"id":"home","name":"Huge","zone":"Europe/Ljubljana","currency":"EUR",)"
               R"("tariffs":[{"id":"a","name":"A"},{"id":"b","name":"B"}],"calendar":{"packs":[)" +
               packs + R"(],"day_types":[)" + list (day_types, &HugePlan::day_type) +
               R"(],"holidays":[)" + list (holidays, &HugePlan::holiday) + R"(]},"versions":[)" +
               list (versions, &HugePlan::version) + "]}";
    }

  private:
    std::string
    list (int n, std::string (HugePlan::*make) (int) const) const
    {
        std::string text;

        for (int i = 0; i < n; i++)
            text += (i > 0 ? "," : "") + (this->*make) (i);
        return text;
    }

    static std::string
    two (int number)
    {
        return (number < 10 ? "0" : "") + std::to_string (number);
    }

    std::string
    rule (int) const
    {
        return R"({"orthodox_easter":1})"; // on most days each has to be looked at
    }

    std::string
    day_type (int i) const
    {
        return R"({"id":"t)" + std::to_string (i) + R"(","days":[)" +
               list (rules, &HugePlan::rule) + "]}";
    }

    std::string
    holiday (int i) const
    {
        return R"({"name":"H","annual":")" + two (i % 12 + 1) + "-" + two (i / 12 % 28 + 1) +
               R"(","days":31,"observed":true})";
    }

    std::string
    version (int i) const
    {
        return R"({"from":")" + std::to_string (2000 + i / 12 - versions / 12) + "-" +
               two (i % 12 + 1) + R"(-01","components":[)" +
               list (components, &HugePlan::component) + "]}";
    }

    std::string
    component (int i) const
    {
        std::string types = R"("workday","weekend","holiday")";
        std::string text = R"({"id":"c)" + std::to_string (i) + R"(","name":"C","vat":"22",)" +
                           (i == 0 ? R"("main":true,)" : "") + R"("prices":{"a":")" + price +
                           R"(","b":")" + price + R"("},"seasons":[)";

        for (int j = 0; j < day_types; j++)
            types += R"(,"t)" + std::to_string (j) + "\"";
        for (int j = 0; j < seasons; j++)
            text += (j > 0 ? "," : "") + std::string (R"({"name":"S","start":")") +
                    std::to_string (1900 + j) + R"(-01-01","day_types":[)" + types +
                    R"(],"schedule":[)" + schedule (i, j + 1 < seasons ? 1 : switches) + "]}";
        return text + "]}";
    }

    std::string
    schedule (int component, int n) const
    {
        std::string text;

        for (int i = 0; i < n; i++) {
            int minute = i > 0 ? i * 5 + component % 5 : 0;
            bool other = i % 2 > 0 && !(component == 0 && same_tariff);

            text += (i > 0 ? "," : "") + std::string (R"({"at":")") + two (minute / 60) + ":" +
                    two (minute % 60) + R"(","tariff":")" + (other ? "b" : "a") + "\"}";
        }
        return text;
    }
};

} // namespace wattle_test
