/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* Holidays as calendars of other programs have them: iCalendar, RFC 5545. */

typedef struct {
    char *name;
    WattleDateRule rule; /* annual, once, or the n-th weekday of a month */
} WattleCliIcsDay;

void wattle_cli_ics_day_free (WattleCliIcsDay *self);

/* How many bytes a file may have, and how many days one event that ends may become. */
#define WATTLE_CLI_ICS_MAX_SIZE (1024 * 1024)
#define WATTLE_CLI_ICS_MAX_DAYS 400

gboolean wattle_cli_ics_is_calendar (GBytes *text);

/* All events of a file, of WattleCliIcsDay. An event that is no whole day, or comes again without
 * end in a way that a plan cannot have, is refused: the error names it. */
GPtrArray *wattle_cli_ics_read (GBytes *text, GError **error);

/* The holidays of a plan in these years, as events of whole days. @now: seconds since 1970 */
GBytes *wattle_cli_ics_write (WattleTariffPlan *plan, int first_year, int last_year, gint64 now);

/* Puts days among the holidays of a document, those that are there already only once. @day_type:
 * NULL: they are holidays. @n_added: how many are new. NULL: the document is none. */
GBytes *wattle_cli_ics_merge (GBytes *document,
                              GPtrArray *days,
                              const char *day_type,
                              guint *n_added,
                              GError **error);

G_END_DECLS
