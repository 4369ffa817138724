/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which days something falls on: a holiday, or a day type of somebody's own. */
#pragma once

#include "wattle-date.h"

G_BEGIN_DECLS

/**
 * WattleDateRuleKind:
 * @WATTLE_DATE_RULE_ANNUAL: the same month and day each year; 29 February in leap years only
 * @WATTLE_DATE_RULE_ONCE: one date
 * @WATTLE_DATE_RULE_EASTER: so many days after Easter of the western churches
 * @WATTLE_DATE_RULE_ORTHODOX_EASTER: so many days after Easter of the orthodox churches
 * @WATTLE_DATE_RULE_WEEKDAY: a weekday of a month: the first to fifth, or the last
 * @WATTLE_DATE_RULE_WEEKDAY_FROM: the first such weekday from a month and day on
 *
 * How a date is found in a year.
 */
typedef enum {
    WATTLE_DATE_RULE_ANNUAL,
    WATTLE_DATE_RULE_ONCE,
    WATTLE_DATE_RULE_EASTER,
    WATTLE_DATE_RULE_ORTHODOX_EASTER,
    WATTLE_DATE_RULE_WEEKDAY,
    WATTLE_DATE_RULE_WEEKDAY_FROM,
} WattleDateRuleKind;

/**
 * WATTLE_DATE_RULE_MAX_DAYS:
 *
 * How long what it describes may last, in days.
 */
#define WATTLE_DATE_RULE_MAX_DAYS 366

/**
 * WattleDateRule:
 * @kind: how the first day is found
 * @month: 1 to 12, unless it is about one date or Easter
 * @day: of the month, for %WATTLE_DATE_RULE_ANNUAL and %WATTLE_DATE_RULE_WEEKDAY_FROM
 * @weekday: 1 for Monday to 7 for Sunday
 * @n: which one in the month, -1 for the last, for %WATTLE_DATE_RULE_WEEKDAY
 * @offset: days after Easter; before it, if negative
 * @date: for %WATTLE_DATE_RULE_ONCE
 * @first_year: years before it have none; 0 for no limit
 * @last_year: years after it have none; 0 for no limit
 * @days: how many days it lasts, from 1 on
 *
 * A rule for days.
 */
typedef struct {
    WattleDateRuleKind kind;
    int month;
    int day;
    int weekday;
    int n;
    int offset;
    WattleDate date;
    int first_year;
    int last_year;
    int days;
} WattleDateRule;

WattleDate wattle_date_rule_find (const WattleDateRule *self, int year);
gboolean wattle_date_rule_covers (const WattleDateRule *self, WattleDate date);

G_END_DECLS
