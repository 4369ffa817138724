/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff.h"

G_BEGIN_DECLS

/* How long a span may be of which slots are asked. */
#define WATTLE_TARIFF_SPAN_DAYS 400

/* Adds to @slots what is known of a span of wall time in µs, cut at its ends; less if it would be
 * more than they take. FALSE: the span is of no use, or the plugin failed. */
gboolean wattle_tariff_span_fill (WattleTariff *tariff,
                                  gint64 from,
                                  gint64 to,
                                  WattleSlots *slots,
                                  GError **error);

G_END_DECLS
