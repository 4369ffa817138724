/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person reads off a meter, in whole watt-hours. For the host and the command line. */

/* More than any meter of a building shows. */
#define WATTLE_WATT_HOURS_MAX G_GINT64_CONSTANT (999999999999)

/* Phases, and so counters of one direction, that a meter has at most. */
#define WATTLE_WATT_HOURS_PHASES 3

/* Takes an exact decimal: kilowatt-hours (@kilo) with up to three decimals, or whole watt-hours.
 * Nothing is rounded. */
gboolean
wattle_watt_hours_parse (const char *text, gboolean kilo, gint64 *watt_hours, GError **error);

/* What each of @n_counters counters is to be set to: one reading each, or the only reading of three
 * divided by three, what is left of that for the last. @parts: room for @n_counters. */
gboolean wattle_watt_hours_split (const gint64 *readings,
                                  guint n_readings,
                                  gint64 *parts,
                                  guint n_counters,
                                  GError **error);

G_END_DECLS
