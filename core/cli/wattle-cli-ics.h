/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* Holidays as calendars of other programs have them: iCalendar, RFC 5545. */

typedef struct {
    char *name;
    GStrv categories;
    gboolean own;        /* the calendar was written by this program */
    WattleDateRule rule; /* annual, once, or the n-th weekday of a month */
} WattleCliIcsDay;

void wattle_cli_ics_day_free (WattleCliIcsDay *self);

/* How many bytes a file may have, and how many days one event that ends may become: as many as a
 * plan can have. */
#define WATTLE_CLI_ICS_MAX_SIZE (1024 * 1024)
#define WATTLE_CLI_ICS_MAX_DAYS WATTLE_TARIFF_PLAN_MAX_DAYS

gboolean wattle_cli_ics_is_calendar (GBytes *text);

/* All events of a file, of WattleCliIcsDay. An event that is no whole day, or comes again without
 * end in a way that a plan cannot have, is refused: the error names it. */
GPtrArray *wattle_cli_ics_read (GBytes *text, GError **error);

/* The holidays of a plan in these years, and the days of types of its own, as events of whole days
 * whose categories are the types. @now: seconds since 1970 */
GBytes *wattle_cli_ics_write (WattleTariffPlan *plan, int first_year, int last_year, gint64 now);

/* Puts days among the holidays of a document; where one of their categories is a type of day that
 * the document has, among the days of that. What the plan has already is left out, and if nothing
 * is left, the document is the same to the last byte. @plan: what the document means, or NULL.
 * @day_type: NULL: the categories count. @n_added: how many are new. NULL: the document is none, or
 * there is no room. */
GBytes *wattle_cli_ics_merge (GBytes *document,
                              WattleTariffPlan *plan,
                              GPtrArray *days,
                              const char *day_type,
                              guint *n_added,
                              GError **error);

G_END_DECLS
