// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-number.h"

#include <clocale>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <string>

#include "base/wattle-error.h"

static std::string
format (double value, int decimals)
{
    g_autofree char *text = wattle_number_format (value, decimals);

    return text;
}

TEST (Number, ReadsDecimalsAndExponents)
{
    double value;

    ASSERT_TRUE (wattle_number_parse ("231.42", &value, nullptr));
    EXPECT_DOUBLE_EQ (value, 231.42);
    ASSERT_TRUE (wattle_number_parse ("-1.5e3", &value, nullptr));
    EXPECT_DOUBLE_EQ (value, -1500);
    ASSERT_TRUE (wattle_number_parse ("+.5", &value, nullptr));
    EXPECT_DOUBLE_EQ (value, 0.5);
}

TEST (Number, RefusesWhatStrtodWouldTake)
{
    double value = 7;

    for (const char *text : { "", " 1", "1 ", "nan", "inf", "-inf", "infinity", "0x10", "1,5",
                              "1e999", "-", ".", "e5", "12W", "--1" })
        EXPECT_FALSE (wattle_number_parse (text, &value, nullptr)) << text;
    EXPECT_FALSE (wattle_number_parse (nullptr, &value, nullptr));
    EXPECT_EQ (value, 7) << "a refused text must not touch the result";
}

TEST (Number, ScansUpToWhatFollows)
{
    const char *end;
    double value;

    ASSERT_TRUE (wattle_number_scan ("12.34 k W", &end, &value));
    EXPECT_STREQ (end, " k W");
    EXPECT_DOUBLE_EQ (value, 12.34);
    EXPECT_FALSE (wattle_number_scan ("N/A", &end, &value));
}

TEST (Number, NamesTheRange)
{
    g_autoptr (GError) error = nullptr;
    double value;

    EXPECT_FALSE (wattle_number_parse_ranged ("70000", 1, 65535, &value, &error));
    ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    EXPECT_STREQ (error->message, "70000 is not between 1 and 65535");
}

TEST (Number, ReadsIntegersStrictly)
{
    gint64 value;

    ASSERT_TRUE (wattle_number_parse_integer ("-5", -10, 10, &value, nullptr));
    EXPECT_EQ (value, -5);
    for (const char *text : { "11", "1.0", "0x1", " 1", "", "99999999999999999999" })
        EXPECT_FALSE (wattle_number_parse_integer (text, -10, 10, &value, nullptr)) << text;
}

TEST (Number, PrintsFixedDecimals)
{
    EXPECT_EQ (format (231.416, 2), "231.42");
    EXPECT_EQ (format (-0.05, 1), "-0.1");
    EXPECT_EQ (format (0.005, 3), "0.005");
    EXPECT_EQ (format (5, 0), "5");
    EXPECT_EQ (format (1e300, 2), "1e+300");
}

TEST (Number, NeverPrintsMinusZero)
{
    EXPECT_EQ (format (-0.0, 1), "0.0");
    EXPECT_EQ (format (-0.0004, 3), "0.000");
}

TEST (Number, IgnoresTheLocale)
{
    const char *before = setlocale (LC_NUMERIC, nullptr);
    std::string saved = before;
    double value;

    // Only where such a locale is installed does this differ from the tests above.
    setlocale (LC_NUMERIC, "de_DE.UTF-8");
    EXPECT_EQ (format (1.5, 1), "1.5");
    EXPECT_TRUE (wattle_number_parse ("1.5", &value, nullptr));
    setlocale (LC_NUMERIC, saved.c_str ());
}

TEST (Number, PrintsLikeTheLibraryForRandomValues)
{
    std::mt19937 random (1);
    std::uniform_real_distribution<double> any (-1e7, 1e7);

    for (int i = 0; i < 20000; i++) {
        double value = any (random);
        double back;

        ASSERT_TRUE (wattle_number_parse (format (value, 3).c_str (), &back, nullptr));
        ASSERT_NEAR (back, value, 0.000501);
    }
}

TEST (Number, ExactTextReadsBackEqual)
{
    for (double value : { 0.1, 1.0 / 3, 1e-300, 123456789.123456789, 2.0, 0.30000000000000004 }) {
        g_autofree char *text = wattle_number_format_exact (value);
        double back;

        ASSERT_TRUE (wattle_number_parse (text, &back, nullptr));
        EXPECT_EQ (back, value);
    }
    g_autofree char *tenth = wattle_number_format_exact (0.1);
    EXPECT_STREQ (tenth, "0.1");
}

TEST (Number, ExactTextOfAWholeNumberHasNoExponent)
{
    g_autofree char *large = wattle_number_format_exact (-100000);
    g_autofree char *time = wattle_number_format_exact (1795653006574068);
    g_autofree char *larger = wattle_number_format_exact (1e16);

    EXPECT_STREQ (large, "-100000");
    EXPECT_STREQ (time, "1795653006574068");
    EXPECT_STREQ (larger, "1e+16");
}
