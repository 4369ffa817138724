/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* Moments of a plan's zone, in seconds since 1970, of the years 1970 to 2100. */

/* What a person or a program may write:
 *  - RFC 3339, 2026-06-01T18:00:00+02:00: the offset may also be Z, +0200 or +02, a blank may stand
 *    instead of T, and seconds may be left out; fractions of them are cut;
 *  - the same without an offset, as clocks of @zone show it: a time that they leave out is the
 *    moment they go on at, of one that they show twice it is the first;
 *  - a date alone, which is its beginning there;
 *  - seconds since 1970: after @, or alone if there are nine digits or more.
 * The years are those that clocks of @zone show, or those of UTC. */
gboolean
wattle_cli_instant_parse (const char *text, WattleZone *zone, gint64 *time, GError **error);

/* 2026-06-01T18:00:00+02:00 */
char *wattle_cli_instant_format (gint64 time, WattleZone *zone);
/* Mon 2026-06-01 18:00 */
char *wattle_cli_instant_describe (gint64 time, WattleZone *zone);
/* As short as is clear @now: 18:00 today, Fri 18:00 this week, or as above */
char *wattle_cli_instant_describe_next (gint64 time, gint64 now, WattleZone *zone);
/* Mon 2026-06-01 */
char *wattle_cli_instant_describe_day (WattleDate date);

/* A year of these, or a day: for options such as --from. */
gboolean
wattle_cli_instant_parse_day (const char *text, WattleZone *zone, gint64 *time, GError **error);

G_END_DECLS
