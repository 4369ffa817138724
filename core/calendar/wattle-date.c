/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-date.h"

#include <string.h>

#include "base/wattle-error.h"

/* Days from 0000-03-01 to 1970-01-01. */
#define EPOCH 719468

#define DAYS_PER_ERA  146097 /* 400 years */
#define DAYS_PER_YEAR 365
#define MONDAY        1
#define EPOCH_WEEKDAY 4 /* 1970-01-01 was a Thursday */
#define DAYS_PER_WEEK 7
#define LAST_OF_MONTH -1

static gboolean
is_leap (int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/**
 * wattle_date_get_month_length:
 * @year: a year
 * @month: 1 to 12
 *
 * Returns: how many days that month has, 0 if there is no such month
 */
int
wattle_date_get_month_length (int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (month < 1 || month > 12)
        return 0;
    return lengths[month - 1] + (month == 2 && is_leap (year) ? 1 : 0);
}

/* Years begin in March here, so that the day a leap year has more is its last. */
static gint64
count_days (int year, int month, int day)
{
    gint64 y = month > 2 ? year : year - 1;
    gint64 era = (y >= 0 ? y : y - 399) / 400;
    gint64 year_of_era = y - era * 400;
    gint64 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * DAYS_PER_ERA + year_of_era * DAYS_PER_YEAR + year_of_era / 4 - year_of_era / 100 +
           day_of_year;
}

/**
 * wattle_date_new:
 * @year: a year, 0 to 9999
 * @month: 1 to 12
 * @day: day of the month, from 1
 *
 * Returns: the date, or %WATTLE_DATE_NONE if there is none such
 */
WattleDate
wattle_date_new (int year, int month, int day)
{
    if (year < 0 || year > 9999 || day < 1 || day > wattle_date_get_month_length (year, month))
        return WATTLE_DATE_NONE;
    return (WattleDate)(count_days (year, month, day) - EPOCH);
}

/**
 * wattle_date_split:
 * @date: a date
 * @year: (out) (optional): its year
 * @month: (out) (optional): 1 to 12
 * @day: (out) (optional): day of the month, from 1
 *
 * Takes a date apart.
 */
void
wattle_date_split (WattleDate date, int *year, int *month, int *day)
{
    gint64 z = (gint64)date + EPOCH;
    gint64 era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    gint64 day_of_era = z - era * DAYS_PER_ERA;
    gint64 year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / DAYS_PER_YEAR;
    gint64 day_of_year =
        day_of_era - (DAYS_PER_YEAR * year_of_era + year_of_era / 4 - year_of_era / 100);
    gint64 shifted = (5 * day_of_year + 2) / 153; /* months since March */
    int in_year = (int)(shifted < 10 ? shifted + 3 : shifted - 9);

    if (year != NULL)
        *year = (int)(year_of_era + era * 400) + (in_year <= 2 ? 1 : 0);
    if (month != NULL)
        *month = in_year;
    if (day != NULL)
        *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
}

/**
 * wattle_date_get_weekday:
 * @date: a date
 *
 * Returns: 1 for Monday to 7 for Sunday, as in ISO 8601
 */
int
wattle_date_get_weekday (WattleDate date)
{
    int shifted = (date + EPOCH_WEEKDAY - MONDAY) % DAYS_PER_WEEK;

    return MONDAY + (shifted < 0 ? shifted + DAYS_PER_WEEK : shifted);
}

/**
 * wattle_date_easter:
 * @year: a year
 *
 * Returns: Easter Sunday of the western churches, by the anonymous Gregorian algorithm
 */
WattleDate
wattle_date_easter (int year)
{
    int golden = year % 19, century = year / 100, in_century = year % 100;
    int leaps = century / 4, rest = century % 4;
    int moon_shift = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - leaps - moon_shift + 15) % 30;
    int to_sunday = (32 + 2 * rest + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    int correction = (golden + 11 * epact + 22 * to_sunday) / 451;
    int sum = epact + to_sunday - 7 * correction + 114;

    return wattle_date_new (year, sum / 31, sum % 31 + 1);
}

/**
 * wattle_date_orthodox_easter:
 * @year: a year from 1900 on
 *
 * Returns: Easter Sunday of the orthodox churches, which count by the Julian calendar, as a date of
 *   the Gregorian one; by the algorithm of Meeus
 */
WattleDate
wattle_date_orthodox_easter (int year)
{
    int moon = (19 * (year % 19) + 15) % 30;
    int sum = moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114;
    int behind = year / 100 - year / 400 - 2; /* days, from March on */

    return wattle_date_new (year, sum / 31, sum % 31 + 1) + behind;
}

/**
 * wattle_date_nth_weekday:
 * @year: a year
 * @month: 1 to 12
 * @weekday: 1 for Monday to 7 for Sunday
 * @n: 1 to 5, or -1 for the last one of the month
 *
 * Returns: the date, or %WATTLE_DATE_NONE if the month has no such day
 */
WattleDate
wattle_date_nth_weekday (int year, int month, int weekday, int n)
{
    int length = wattle_date_get_month_length (year, month);
    WattleDate first = wattle_date_new (year, month, 1);
    int day;

    if (first == WATTLE_DATE_NONE)
        return WATTLE_DATE_NONE;

    day = 1 + (weekday - wattle_date_get_weekday (first) + DAYS_PER_WEEK) % DAYS_PER_WEEK;
    if (n == LAST_OF_MONTH)
        day += (length - day) / DAYS_PER_WEEK * DAYS_PER_WEEK;
    else
        day += (n - 1) * DAYS_PER_WEEK;
    return wattle_date_new (year, month, day);
}

static int
read_digits (const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (!g_ascii_isdigit (text[i]))
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/**
 * wattle_date_parse:
 * @text: text such as `2024-03-31`
 * @date: (out): the date
 * @error: (nullable): %WATTLE_ERROR_CONFIG for anything else, and for days that there are not
 *
 * Returns: whether the text is a date of the years 1900 to 2199
 */
gboolean
wattle_date_parse (const char *text, WattleDate *date, GError **error)
{
    int year = -1;

    *date = WATTLE_DATE_NONE;
    if (strlen (text) == strlen ("2024-03-31") && text[4] == '-' && text[7] == '-') {
        year = read_digits (text, 4);
        *date = wattle_date_new (year, read_digits (text + 5, 2), read_digits (text + 8, 2));
    }
    if (*date != WATTLE_DATE_NONE && year >= WATTLE_DATE_MIN_YEAR && year <= WATTLE_DATE_MAX_YEAR)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "“%s” is no date; it is written as in 2024-03-31, in the years %d to %d",
                      text, WATTLE_DATE_MIN_YEAR, WATTLE_DATE_MAX_YEAR);
    return FALSE;
}

/**
 * wattle_date_format:
 * @date: a date
 *
 * Returns: (transfer full): text such as `2024-03-31`
 */
char *
wattle_date_format (WattleDate date)
{
    int year, month, day;

    wattle_date_split (date, &year, &month, &day);
    return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}
