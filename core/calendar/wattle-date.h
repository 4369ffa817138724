/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dates of the Gregorian calendar, without a place. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WattleDate:
 *
 * Days since 1970-01-01, so that dates are compared and counted with plain arithmetic.
 */
typedef gint32 WattleDate;

/**
 * WATTLE_DATE_NONE:
 *
 * No date, such as 31 February.
 */
#define WATTLE_DATE_NONE G_MININT32

/**
 * WATTLE_DATE_MIN_YEAR:
 *
 * The first year that texts may name.
 */
#define WATTLE_DATE_MIN_YEAR 1900

/**
 * WATTLE_DATE_MAX_YEAR:
 *
 * The last one.
 */
#define WATTLE_DATE_MAX_YEAR 2199

WattleDate wattle_date_new (int year, int month, int day);
void wattle_date_split (WattleDate date, int *year, int *month, int *day);
int wattle_date_get_weekday (WattleDate date);
int wattle_date_get_month_length (int year, int month);

WattleDate wattle_date_easter (int year);
WattleDate wattle_date_orthodox_easter (int year);
WattleDate wattle_date_nth_weekday (int year, int month, int weekday, int n);

gboolean wattle_date_parse (const char *text, WattleDate *date, GError **error);
char *wattle_date_format (WattleDate date);

G_END_DECLS
