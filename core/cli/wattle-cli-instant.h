/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* Moments of a plan's zone, in seconds since 1970, of the years 1970 to 2100. */

/* 2026-06-01T18:00:00+02:00, or without the offset, as clocks there show it; with a blank instead
 * of T, without seconds, or a date alone, which is its beginning. A time that clocks leave out is
 * the moment they go on at; of one that they show twice it is the first. Fractions are cut. */
gboolean
wattle_cli_instant_parse (const char *text, WattleZone *zone, gint64 *time, GError **error);

/* 2026-06-01T18:00:00+02:00 */
char *wattle_cli_instant_format (gint64 time, WattleZone *zone);
/* Mon 2026-06-01 18:00 */
char *wattle_cli_instant_describe (gint64 time, WattleZone *zone);

/* A year of these, or a day: for options such as --from. */
gboolean
wattle_cli_instant_parse_day (const char *text, WattleZone *zone, gint64 *time, GError **error);

G_END_DECLS
