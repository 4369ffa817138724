/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-watt-hours.h"

#include <inttypes.h>

#include "wattle-error.h"

#define DECIMALS 3 /* of a kWh */

static gboolean
refuse (const char *text, gboolean kilo, GError **error)
{
    g_autofree char *valid = g_utf8_make_valid (text, -1);

    if (kilo)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "“%s” is no reading of a meter; allowed are 0 to 999999999.999 kWh with "
                          "at most three decimals behind a point, such as 1284.5",
                          valid);
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "“%s” is no reading of a meter; allowed are 0 to 999999999999 Wh without "
                          "decimals, such as 1284500",
                          valid);
    return FALSE;
}

/* Returns FALSE if it gets too large. */
static gboolean
append_digit (gint64 *number, int digit)
{
    *number = *number * 10 + digit;
    return *number <= WATTLE_WATT_HOURS_MAX;
}

/* Digits that there must be, and no sign. */
static gboolean
scan_digits (const char **at, gint64 *number)
{
    const char *begin = *at;

    for (; g_ascii_isdigit (**at); (*at)++)
        if (!append_digit (number, **at - '0'))
            return FALSE;
    return *at > begin;
}

/* The decimals of a kWh, those that are not written too. */
static gboolean
scan_decimals (const char **at, gint64 *number)
{
    guint n_decimals = 0;

    if (**at == '.') {
        const char *begin = ++*at;

        if (!scan_digits (at, number) || *at - begin > DECIMALS)
            return FALSE;
        n_decimals = (guint)(*at - begin);
    }
    for (; n_decimals < DECIMALS; n_decimals++)
        if (!append_digit (number, 0))
            return FALSE;
    return TRUE;
}

gboolean
wattle_watt_hours_parse (const char *text, gboolean kilo, gint64 *watt_hours, GError **error)
{
    const char *at = text;
    gint64 number = 0;

    if (!scan_digits (&at, &number) || (kilo && !scan_decimals (&at, &number)) || *at != '\0')
        return refuse (text, kilo, error);

    *watt_hours = number;
    return TRUE;
}

static gboolean
check_count (guint n_readings, guint n_counters, GError **error)
{
    if (n_readings == n_counters || (n_readings == 1 && n_counters == WATTLE_WATT_HOURS_PHASES))
        return TRUE;

    if (n_counters == WATTLE_WATT_HOURS_PHASES)
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%u readings were given; the device counts three phases: allowed are "
                          "three, or one for all of them",
                          n_readings);
    else
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%u readings were given; the device has %u such counters, and takes one "
                          "reading for each",
                          n_readings, n_counters);
    return FALSE;
}

static gboolean
check_reading (gint64 reading, GError **error)
{
    if (reading >= 0 && reading <= WATTLE_WATT_HOURS_MAX)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%" PRId64 " Wh is no reading of a meter; allowed are 0 to 999999999999 Wh",
                      reading);
    return FALSE;
}

gboolean
wattle_watt_hours_split (const gint64 *readings,
                         guint n_readings,
                         gint64 *parts,
                         guint n_counters,
                         GError **error)
{
    if (!check_count (n_readings, n_counters, error))
        return FALSE;
    for (guint i = 0; i < n_readings; i++)
        if (!check_reading (readings[i], error))
            return FALSE;

    for (guint i = 0; i < n_counters; i++)
        parts[i] = n_readings == n_counters ? readings[i] : readings[0] / n_counters;
    if (n_readings < n_counters)
        parts[n_counters - 1] += readings[0] % n_counters;
    return TRUE;
}
