/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a kWh costs, and when: a document of tariffs, seasons, holidays and prices. */
#pragma once

#include "wattle-holiday-pack.h"
#include "wattle-money.h"
#include "wattle-timetable.h"

G_BEGIN_DECLS

/**
 * WATTLE_TARIFF_PLAN_MAX_TARIFFS:
 *
 * How many tariffs a plan may have.
 */
#define WATTLE_TARIFF_PLAN_MAX_TARIFFS 64

/**
 * WATTLE_TARIFF_PLAN_MAX_SIZE:
 *
 * How long the document of a plan may be, in bytes.
 */
#define WATTLE_TARIFF_PLAN_MAX_SIZE (256 * 1024)

/**
 * WATTLE_TARIFF_PLAN_MAX_DAYS:
 *
 * How many holidays of its own a plan may have, and how many entries a type of day.
 */
#define WATTLE_TARIFF_PLAN_MAX_DAYS 200

/**
 * WattleTariffPlan:
 *
 * One supplier's prices for one direction, with all that they were and will be. It never changes.
 */
typedef struct _WattleTariffPlan WattleTariffPlan;

/**
 * WattlePackFunc:
 * @country: ISO 3166 code
 * @user_data: what was given to wattle_tariff_plan_parse()
 *
 * Returns: (transfer none) (nullable): the holidays of that country
 */
typedef WattleHolidayPack *(*WattlePackFunc) (const char *country, gpointer user_data);

/**
 * WattlePricing:
 * @start: seconds since 1970
 * @end: first second that is not of it
 * @main: slot of the component that names the tariff; its tariff is %WATTLE_NO_TARIFF if there is
 *   no version of the plan yet, or no season for such a day
 * @known: whether each component has a price
 * @price: their sum with all taxes, per kWh, if it is known
 *
 * What is true of a span in which nothing of a plan changes.
 */
typedef struct {
    gint64 start;
    gint64 end;
    WattleSlot main;
    gboolean known;
    WattleMoney price;
} WattlePricing;

/**
 * WattlePriceItem:
 * @id: identifier of the component
 * @name: its name
 * @main: whether it names the tariff
 * @tariff: its own tariff, or %WATTLE_NO_TARIFF if its price is always the same
 * @known: whether it has a price
 * @net: per kWh, without tax
 * @gross: with it
 *
 * The share of one component in a price.
 */
typedef struct {
    const char *id;
    const char *name;
    gboolean main;
    int tariff;
    gboolean known;
    WattleMoney net;
    WattleMoney gross;
} WattlePriceItem;

/**
 * WattleFixedFee:
 * @id: identifier of the fee, in its version of the plan
 * @name: its name
 * @vat: the tax on it, in ten-thousandths of a percent
 * @net: per month, without tax, in the currency of the plan
 * @gross: with it
 *
 * What is paid each month, whatever is consumed, such as for the meter.
 */
typedef struct {
    const char *id;
    const char *name;
    gint64 vat;
    WattleMoney net;
    WattleMoney gross;
} WattleFixedFee;

/**
 * WattleUnpriced:
 * @from: first day of the version of the plan
 * @component: identifier of a component of the price
 * @tariff: identifier of a tariff in its schedule that has no price; %NULL: there are days for
 * which it has no schedule
 *
 * Why there are times at which it is not known what a kWh costs. Texts live as long as the plan.
 */
typedef struct {
    WattleDate from;
    const char *component;
    const char *tariff;
} WattleUnpriced;

WattleTariffPlan *wattle_tariff_plan_parse (const char *data,
                                            gssize length,
                                            const char *default_zone,
                                            WattlePackFunc packs,
                                            gpointer user_data,
                                            GError **error);
WattleTariffPlan *wattle_tariff_plan_parse_in_zone (const char *data,
                                                    gssize length,
                                                    const char *zone,
                                                    WattleDate since,
                                                    WattlePackFunc packs,
                                                    gpointer user_data,
                                                    GError **error);
gboolean wattle_tariff_plan_cover_check (WattleTariffPlan *self, GError **error);
GArray *wattle_tariff_plan_cover_list_unpriced (WattleTariffPlan *self);
WattleTariffPlan *wattle_tariff_plan_ref (WattleTariffPlan *self);
void wattle_tariff_plan_unref (WattleTariffPlan *self);

const char *wattle_tariff_plan_get_text (WattleTariffPlan *self);
const char *wattle_tariff_plan_get_id (WattleTariffPlan *self);
const char *wattle_tariff_plan_get_name (WattleTariffPlan *self);
const char *wattle_tariff_plan_get_source (WattleTariffPlan *self);
const char *wattle_tariff_plan_get_currency (WattleTariffPlan *self);
gboolean wattle_tariff_plan_is_feed_in (WattleTariffPlan *self);
WattleZone *wattle_tariff_plan_get_zone (WattleTariffPlan *self);
gboolean wattle_tariff_plan_names_zone (WattleTariffPlan *self);
WattleDayTypes *wattle_tariff_plan_get_day_types (WattleTariffPlan *self);
guint wattle_tariff_plan_get_n_versions (WattleTariffPlan *self);
gint64 wattle_tariff_plan_get_version_start (WattleTariffPlan *self, guint index);
guint wattle_tariff_plan_get_n_tariffs (WattleTariffPlan *self);
const char *wattle_tariff_plan_get_tariff (WattleTariffPlan *self, int tariff, const char **name);

void wattle_tariff_plan_get (WattleTariffPlan *self, gint64 time, WattlePricing *pricing);
guint wattle_tariff_plan_get_n_items (WattleTariffPlan *self, gint64 time);
void wattle_tariff_plan_get_item (WattleTariffPlan *self,
                                  gint64 time,
                                  guint index,
                                  WattlePriceItem *item);
guint wattle_tariff_plan_get_n_fees (WattleTariffPlan *self, gint64 time);
void
wattle_tariff_plan_get_fee (WattleTariffPlan *self, gint64 time, guint index, WattleFixedFee *fee);
gint64 wattle_tariff_plan_find_change (WattleTariffPlan *self, gint64 time, guint max_days);
gboolean wattle_tariff_plan_is_main_tariff (WattleTariffPlan *self, int tariff);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleTariffPlan, wattle_tariff_plan_unref)

G_END_DECLS
