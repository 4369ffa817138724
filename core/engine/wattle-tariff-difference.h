/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff.h"

G_BEGIN_DECLS

/* Where one plan tells another tariff or price than another. */
typedef struct {
    gint64 start; /* wall time in µs */
    gint64 end;
    char *old_tariff; /* NULL, as the next three: none, or not known */
    char *old_price;
    char *new_tariff;
    char *new_price;
} WattleTariffDifference;

void wattle_tariff_difference_free (WattleTariffDifference *self);

/* Of WattleTariffDifference, in order; equal neighbours are one. The span is one of
 * wattle_tariff_span_fill(). @before: NULL: there was none. NULL: the span is of no use, or
 * too long for a plan that changes so often, or a plugin failed. */
GPtrArray *wattle_tariff_difference_list (WattleTariff *before,
                                          WattleTariff *after,
                                          gint64 from,
                                          gint64 to,
                                          GError **error);

G_END_DECLS
