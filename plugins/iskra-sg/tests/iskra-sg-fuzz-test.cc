// SPDX-License-Identifier: LGPL-2.1-or-later
#include <random>

#include "../iskra-sg-counters.h"
#include "../iskra-sg-decode.h"
#include "../iskra-sg-status.h"
#include "support.h"

using namespace iskra_sg_test;

TEST (IskraSgFuzz, SurvivesChangedBytes)
{
    const char *names[] = {
        "api.json",           "api_devices.json",       "api_counter_0.json",
        "api_counter_5.json", "api_measurement_0.json", "api_measurement_0.strings.json"
    };
    const char *words[] = { "null",  "\"N/A\"", "[]",   "{}",           "-1e308",
                            "1e999", "\"\"",    "true", "\"\xc2\xb5V\"" };
    std::mt19937 random (4217);

    for (int round = 0; round < 3000; round++) {
        std::string text = load (names[round % 6]);
        size_t at = random () % text.size ();
        size_t colon = text.find (':', at);

        if (round % 3 == 0)
            text[at] = (char)random ();
        else if (round % 3 == 1)
            text.erase (at, random () % 40);
        else if (colon != std::string::npos)
            text.replace (colon + 1, text.find_first_of (",}\n", colon) - colon - 1,
                          words[random () % 9]);

        g_autoptr (JsonObject) root = parse (text);
        if (root == nullptr)
            continue;
        g_autoptr (GError) of_a = nullptr;
        g_autoptr (GError) of_b = nullptr;
        g_autoptr (GError) of_c = nullptr;
        g_autoptr (GError) of_d = nullptr;
        g_autoptr (GPtrArray) a = iskra_sg_decode_measurement (root, &of_a);
        g_autoptr (GPtrArray) b = iskra_sg_counters_decode (root, &of_b);
        g_autoptr (GPtrArray) c = iskra_sg_decode_devices (root, "sg", &of_c);
        g_autoptr (IskraSgStatus) d = iskra_sg_status_decode (root, 0, 0, &of_d);
        EXPECT_EQ (a == nullptr, of_a != nullptr);
        EXPECT_EQ (b == nullptr, of_b != nullptr);
        EXPECT_EQ (c == nullptr, of_c != nullptr);
        EXPECT_EQ (d == nullptr, of_d != nullptr);
        iskra_sg_decode_check_serial (root, "X", nullptr);
    }
}
