/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Holidays as calendars of other programs have them: iCalendar, RFC 5545. For clients: a library of
 * its own beside libwattle, as the host needs no libical. */
#pragma once

#include "wattle-tariff-plan.h"

G_BEGIN_DECLS

/**
 * WattleIcsDay:
 * @name: what it is called; never empty
 * @categories: words of the calendar for what kind of day it is; may be none
 * @own: whether the calendar was written by wattle_ics_write(), so that its categories are types
 *   of day
 * @rule: when it is; %WATTLE_DATE_RULE_ANNUAL, %WATTLE_DATE_RULE_ONCE or %WATTLE_DATE_RULE_WEEKDAY
 *
 * A day of a calendar, or one of each year.
 */
typedef struct {
    char *name;
    GStrv categories;
    gboolean own;
    WattleDateRule rule;
} WattleIcsDay;

/**
 * WATTLE_ICS_MAX_SIZE:
 *
 * How many bytes a calendar may have that is read.
 */
#define WATTLE_ICS_MAX_SIZE (1024 * 1024)

/**
 * WATTLE_ICS_MAX_DAYS:
 *
 * How many days one event that ends may become: as many as a plan can have.
 */
#define WATTLE_ICS_MAX_DAYS WATTLE_TARIFF_PLAN_MAX_DAYS

void wattle_ics_day_free (WattleIcsDay *self);

gboolean wattle_ics_is_calendar (GBytes *text);
GPtrArray *wattle_ics_read (GBytes *text, GError **error);
GBytes *wattle_ics_write (WattleTariffPlan *plan, int first_year, int last_year, gint64 now);
GBytes *wattle_ics_merge (GBytes *document,
                          WattleTariffPlan *plan,
                          GPtrArray *days,
                          const char *day_type,
                          guint *n_added,
                          GError **error);

G_END_DECLS
