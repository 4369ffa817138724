// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-money.h"

#include <gtest/gtest.h>
#include <string>

#include "base/wattle-error.h"

static WattleMoney
money (const char *text)
{
    g_autoptr (GError) error = nullptr;
    WattleMoney value = -1;

    EXPECT_TRUE (wattle_money_parse (text, &value, &error)) << error->message;
    return value;
}

static std::string
show (WattleMoney value, guint decimals = 0)
{
    g_autofree char *text = wattle_money_format (value, decimals);

    return text;
}

TEST (Money, WritesWhatItReads)
{
    for (const char *text : { "0", "0.1", "-0.1", "12", "-12", "999999.999999999", "0.000000001" })
        EXPECT_EQ (show (money (text)), text);
    EXPECT_EQ (show (money ("0.10"), 0), "0.1");
    EXPECT_EQ (show (money ("0.1"), 4), "0.1000");
    EXPECT_EQ (show (money ("-0.00")), "0");
    EXPECT_EQ (show (money ("007.5")), "7.5");
}

TEST (Money, TenCentsThreeTimesAreThirty)
{
    EXPECT_EQ (money ("0.1") + money ("0.1") + money ("0.1"), money ("0.3"));
}

TEST (Money, RefusesWhatIsNoDecimal)
{
    for (const char *text : { "", "-", ".", "1.", ".5", "+1", "1e3", "0x10", "nan", "inf", "1,5",
                              " 1", "1 ", "1000000", "0.0000000001", "--1", "1.2.3" }) {
        g_autoptr (GError) error = nullptr;
        WattleMoney value;

        EXPECT_FALSE (wattle_money_parse (text, &value, &error)) << text;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG)) << text;
    }
}

TEST (Money, AddsTaxExactly)
{
    gint64 vat;

    ASSERT_TRUE (wattle_money_parse_percent ("22", &vat, nullptr));
    EXPECT_EQ (show (wattle_money_add_percent (money ("0.11968"), vat)), "0.1460096");
    ASSERT_TRUE (wattle_money_parse_percent ("9.5", &vat, nullptr));
    EXPECT_EQ (show (wattle_money_add_percent (money ("-0.000000001"), vat)), "-0.000000001095");
    ASSERT_TRUE (wattle_money_parse_percent ("0.0001", &vat, nullptr));
    EXPECT_EQ (show (wattle_money_add_percent (money ("1"), vat)), "1.000001");
}

TEST (Money, RefusesWhatIsNoPercentage)
{
    for (const char *text : { "", "-1", "-0", "1000.0001", "1.23456", "x" }) {
        g_autoptr (GError) error = nullptr;
        gint64 percent;

        EXPECT_FALSE (wattle_money_parse_percent (text, &percent, &error)) << text;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG)) << text;
    }
}

TEST (Money, TimesEnergyIsExactOverAHundredYears)
{
    WattleMoney price = wattle_money_add_percent (money ("0.123456789"), 220000);
    WattleMoney sum = 0;

    for (int i = 0; i < 876000; i++)
        sum += wattle_money_times_energy (price, 1001);
    EXPECT_EQ (sum, wattle_money_times_energy (price, (gint64)876000 * 1001));
    EXPECT_EQ (show (sum), "132072.68027962008");
}

TEST (Money, HoldsTheLargestBill)
{
    EXPECT_EQ (show (wattle_money_times_energy (money ("999999.999999999"), 10000000000000)),
               "9999999999999990");
}

TEST (Money, RoundsHalfAwayFromZero)
{
    EXPECT_EQ (show (wattle_money_round (money ("0.005"), 2)), "0.01");
    EXPECT_EQ (show (wattle_money_round (money ("-0.005"), 2)), "-0.01");
    EXPECT_EQ (show (wattle_money_round (money ("0.004999999"), 2)), "0");
    EXPECT_EQ (show (wattle_money_round (money ("2.5"), 0)), "3");
    EXPECT_EQ (show (wattle_money_round (money ("-2.5"), 0)), "-3");
    EXPECT_EQ (show (wattle_money_round (money ("1.234567891"), 18)), "1.234567891");
}
