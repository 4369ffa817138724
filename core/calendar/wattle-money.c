/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-money.h"

#include <string.h>

#include "base/wattle-error.h"

#define DECIMALS         18
#define PERCENT_DECIMALS 4
#define PERCENT_UNITS    10000 /* in one percent */
#define MAX_PERCENT      1000

static WattleMoney
power_of_ten (guint exponent)
{
    WattleMoney power = 1;

    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* Reads `-12.345` as a whole number of 10^-@decimals. No exponents, no signs but a minus, no digits
 * beyond what is allowed. */
static gboolean
read_decimal (const char *text,
              guint max_digits,
              guint max_decimals,
              guint decimals,
              WattleMoney *value)
{
    gboolean negative = *text == '-';
    guint n_digits = 0, n_decimals = 0;

    *value = 0;
    for (text += negative ? 1 : 0; g_ascii_isdigit (*text); text++, n_digits++)
        if (n_digits < max_digits)
            *value = *value * 10 + (*text - '0');
    if (n_digits == 0 || n_digits > max_digits)
        return FALSE;

    if (*text == '.') {
        for (text++; g_ascii_isdigit (*text); text++, n_decimals++)
            if (n_decimals < max_decimals)
                *value = *value * 10 + (*text - '0');
        if (n_decimals == 0 || n_decimals > max_decimals)
            return FALSE;
    }

    *value *= power_of_ten (decimals - n_decimals);
    if (negative)
        *value = -*value;
    return *text == '\0';
}

/**
 * wattle_money_parse:
 * @text: a decimal such as `0.11968` or `-12`
 * @money: (out): the amount
 * @error: (nullable): %WATTLE_ERROR_CONFIG for anything else
 *
 * Returns: whether the text is a decimal of at most 6 digits before the point and 9 behind it
 */
gboolean
wattle_money_parse (const char *text, WattleMoney *money, GError **error)
{
    if (read_decimal (text, WATTLE_MONEY_MAX_DIGITS, WATTLE_MONEY_MAX_DECIMALS, DECIMALS, money))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "“%s” is no price; it is a decimal such as 0.11968, with at most %d digits "
                      "before the point and %d behind it",
                      text, WATTLE_MONEY_MAX_DIGITS, WATTLE_MONEY_MAX_DECIMALS);
    return FALSE;
}

/**
 * wattle_money_format:
 * @money: an amount
 * @min_decimals: zeros behind the point are kept up to this many
 *
 * Returns: (transfer full): the amount in full, such as `0.1460` or `-12`
 */
char *
wattle_money_format (WattleMoney money, guint min_decimals)
{
    WattleMoney unit = power_of_ten (DECIMALS);
    WattleMoney size = money < 0 ? -money : money;
    char fraction[DECIMALS + 1];
    guint n = DECIMALS;

    g_snprintf (fraction, sizeof fraction, "%018" G_GUINT64_FORMAT, (guint64)(size % unit));
    while (n > MIN (min_decimals, DECIMALS) && fraction[n - 1] == '0')
        n--;
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT "%s%.*s", money < 0 ? "-" : "",
                            (guint64)(size / unit), n > 0 ? "." : "", (int)n, fraction);
}

/**
 * wattle_money_to_double:
 * @money: an amount
 *
 * Returns: the same, as near as a double comes, for what is shown and not counted with
 */
double
wattle_money_to_double (WattleMoney money)
{
    return (double)money / 1e18;
}

/**
 * wattle_money_parse_percent:
 * @text: a decimal such as `9.5`
 * @percent: (out): ten-thousandths of a percent
 * @error: (nullable): %WATTLE_ERROR_CONFIG for anything else
 *
 * Returns: whether the text is a percentage from 0 to 1000 with at most 4 decimals
 */
gboolean
wattle_money_parse_percent (const char *text, gint64 *percent, GError **error)
{
    WattleMoney value;

    if (*text != '-' && read_decimal (text, 4, PERCENT_DECIMALS, PERCENT_DECIMALS, &value) &&
        value <= (WattleMoney)MAX_PERCENT * PERCENT_UNITS) {
        *percent = (gint64)value;
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "“%s” is no percentage; it is a decimal from 0 to %d with at most %d digits "
                      "behind the point",
                      text, MAX_PERCENT, PERCENT_DECIMALS);
    return FALSE;
}

/**
 * wattle_money_add_percent:
 * @money: a price with at most 9 decimals
 * @percent: ten-thousandths of a percent
 *
 * Returns: the price with so much added to it, exactly
 */
WattleMoney
wattle_money_add_percent (WattleMoney money, gint64 percent)
{
    WattleMoney whole = (WattleMoney)100 * PERCENT_UNITS;

    return money / whole * (whole + percent);
}

/**
 * wattle_money_times_energy:
 * @price: per kWh, with at most 15 decimals
 * @watt_hours: energy, up to 10¹³ Wh
 *
 * Returns: what it costs, exactly
 */
WattleMoney
wattle_money_times_energy (WattleMoney price, gint64 watt_hours)
{
    return price / 1000 * watt_hours;
}

/**
 * wattle_money_round:
 * @money: an amount
 * @decimals: how many digits are to be left behind the point, up to 18
 *
 * Returns: the nearest such amount; half-way, the one further from 0
 */
WattleMoney
wattle_money_round (WattleMoney money, guint decimals)
{
    WattleMoney unit = power_of_ten (DECIMALS - MIN (decimals, DECIMALS));
    WattleMoney half = money < 0 ? -(unit / 2) : unit / 2;

    return (money + half) / unit * unit;
}
