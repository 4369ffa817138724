/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-date-rule.h"

static WattleDate
find_weekday_from (const WattleDateRule *self, int year)
{
    WattleDate from = wattle_date_new (year, self->month, self->day);

    if (from == WATTLE_DATE_NONE)
        return WATTLE_DATE_NONE;
    return from + (self->weekday - wattle_date_get_weekday (from) + 7) % 7;
}

static WattleDate
find_once (const WattleDateRule *self, int year)
{
    int own;

    wattle_date_split (self->date, &own, NULL, NULL);
    return own == year ? self->date : WATTLE_DATE_NONE;
}

/**
 * wattle_date_rule_find:
 * @self: a rule
 * @year: a year
 *
 * Returns: the first day of what the rule describes that begins in this year, or
 *   %WATTLE_DATE_NONE. What is counted from Easter belongs to the year of that Easter
 */
WattleDate
wattle_date_rule_find (const WattleDateRule *self, int year)
{
    if ((self->first_year != 0 && year < self->first_year) ||
        (self->last_year != 0 && year > self->last_year))
        return WATTLE_DATE_NONE;

    switch (self->kind) {
    case WATTLE_DATE_RULE_ANNUAL:
        return wattle_date_new (year, self->month, self->day);
    case WATTLE_DATE_RULE_ONCE:
        return find_once (self, year);
    case WATTLE_DATE_RULE_EASTER:
        return wattle_date_easter (year) + self->offset;
    case WATTLE_DATE_RULE_ORTHODOX_EASTER:
        return wattle_date_orthodox_easter (year) + self->offset;
    case WATTLE_DATE_RULE_WEEKDAY:
        return wattle_date_nth_weekday (year, self->month, self->weekday, self->n);
    case WATTLE_DATE_RULE_WEEKDAY_FROM:
        return find_weekday_from (self, year);
    }
    g_return_val_if_reached (WATTLE_DATE_NONE);
}

/**
 * wattle_date_rule_covers:
 * @self: a rule
 * @date: a date
 *
 * Returns: whether the date is one of its days
 */
gboolean
wattle_date_rule_covers (const WattleDateRule *self, WattleDate date)
{
    int year;

    wattle_date_split (date, &year, NULL, NULL);
    /* Easter may be counted from so far that its year is another; a long one began last year. */
    for (int y = year - 2; y <= year + 1; y++) {
        WattleDate first = wattle_date_rule_find (self, y);

        if (first != WATTLE_DATE_NONE && date >= first && date < first + MAX (self->days, 1))
            return TRUE;
    }
    return FALSE;
}
