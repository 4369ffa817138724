/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-known.h"

/* Of which day types know something. */
#define FIRST_YEAR 1970
#define LAST_YEAR  2100

static gboolean
are_known (WattleDayTypes *types,
           WattleDate first,
           const WattleDateRule *rule,
           const char *type,
           gboolean holiday)
{
    WattleDate end = MIN (first + MAX (rule->days, 1), wattle_date_new (LAST_YEAR, 12, 31) + 1);

    for (WattleDate date = first; date < end; date++)
        if ((holiday && wattle_day_types_get_holiday (types, date) == NULL) ||
            (type != NULL && !g_str_equal (wattle_day_types_get (types, date), type)))
            return FALSE;
    return TRUE;
}

/* An event of another century is no news, but a person may want to see it. */
gboolean
wattle_ics_known_covers (WattleDayTypes *types,
                         const WattleDateRule *rule,
                         const char *type,
                         gboolean holiday)
{
    gboolean any = FALSE;

    for (int year = FIRST_YEAR; types != NULL && year <= LAST_YEAR; year++) {
        WattleDate first = wattle_date_rule_find (rule, year);

        if (first == WATTLE_DATE_NONE)
            continue;
        if (!are_known (types, first, rule, type, holiday))
            return FALSE;
        any = TRUE;
    }
    return any;
}
