/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff.h"

G_BEGIN_DECLS

/* How long a span may be of which slots are asked. */
#define WATTLE_TARIFF_SPAN_DAYS 400

/* What is known of a span of wall time in µs, cut at its ends; fewer slots if there would be more
 * than WATTLE_SLOTS_MAX. NULL: the span is of no use, or the plugin failed. */
WattleSlots *wattle_tariff_span_fill (WattleTariff *tariff, gint64 from, gint64 to, GError **error);

G_END_DECLS
