/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-slots.h"
#include "model/wattle-source.h"

#ifndef __GI_SCANNER__
#include "wattle-tariff-plan.h"
#endif

G_BEGIN_DECLS

#define WATTLE_TYPE_TARIFF (wattle_tariff_get_type ())
G_DECLARE_DERIVABLE_TYPE (WattleTariff, wattle_tariff, WATTLE, TARIFF, WattleSource)

/**
 * WattleTariffClass:
 * @load: takes over a document; when it returns %FALSE, what was known before still counts
 * @fill: adds what is known of a span of wall time in µs, in order; what prices are made of only
 *   if wattle_slots_wants_items()
 * @validate: (nullable): says what keeps the document from being saved, though it can be used
 * @find_change: (nullable): the first wall time after @from, at most @days later, with another
 *   tariff than at @from; 0: there is none. Without it the host goes through the slots, as far as
 *   that is possible in passing
 *
 * What energy costs, and when: a source that a document describes. There is one for each plan.
 */
struct _WattleTariffClass {
    WattleSourceClass parent_class;

    gboolean (*load) (WattleTariff *self, const char *document, gssize length, GError **error);
    gboolean (
        *fill) (WattleTariff *self, gint64 from, gint64 to, WattleSlots *slots, GError **error);
    gboolean (*validate) (WattleTariff *self, GError **error);
    gint64 (*find_change) (WattleTariff *self, gint64 from, guint days);

    gpointer padding[6];
};

gboolean
wattle_tariff_load (WattleTariff *self, const char *document, gssize length, GError **error);
gboolean
wattle_tariff_fill (WattleTariff *self, gint64 from, gint64 to, WattleSlots *slots, GError **error);
gboolean wattle_tariff_validate (WattleTariff *self, GError **error);
gboolean wattle_tariff_can_find_change (WattleTariff *self);
gint64 wattle_tariff_find_change (WattleTariff *self, gint64 from, guint days);

void wattle_tariff_set_identity (WattleTariff *self,
                                 const char *id,
                                 const char *name,
                                 const char *currency,
                                 gboolean feed_in,
                                 const char *zone);
void wattle_tariff_clear_tariffs (WattleTariff *self);
void wattle_tariff_add_tariff (WattleTariff *self, const char *id, const char *name);

void wattle_tariff_set_default_zone (WattleTariff *self, const char *zone);
const char *wattle_tariff_get_default_zone (WattleTariff *self);

const char *wattle_tariff_get_id (WattleTariff *self);
const char *wattle_tariff_get_name (WattleTariff *self);
const char *wattle_tariff_get_currency (WattleTariff *self);
gboolean wattle_tariff_is_feed_in (WattleTariff *self);
const char *wattle_tariff_get_zone (WattleTariff *self);
guint wattle_tariff_get_n_tariffs (WattleTariff *self);
const char *wattle_tariff_get_tariff (WattleTariff *self, guint index, const char **name);

#ifndef __GI_SCANNER__
/* Holidays of countries that documents may refer to; the host gives them. @func stays good as long
 * as the tariff lives. */
void wattle_tariff_set_packs (WattleTariff *self, WattlePackFunc func, gpointer user_data);
WattleHolidayPack *wattle_tariff_find_pack (WattleTariff *self, const char *country);
#endif

G_END_DECLS
