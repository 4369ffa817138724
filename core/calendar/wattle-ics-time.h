/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Days as libical has them. For the calendars themselves. */
#pragma once

#include "wattle-date.h"
#include "wattle-ical.h"

G_BEGIN_DECLS

ICalTime *wattle_ics_time_new (WattleDate date);

/* WATTLE_DATE_NONE: it is none, or not of the years that there are here; of a time its day.
 * @time: may be NULL. */
WattleDate wattle_ics_time_get_date (ICalTime *time);

/* Whether a day begins then: a date, or midnight on clocks, but not on those of UTC. */
gboolean wattle_ics_time_is_midnight (ICalTime *time);

G_END_DECLS
