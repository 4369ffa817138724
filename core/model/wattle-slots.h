/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * WattleSlotItem:
 * @component: identifier of a part of the price
 * @name: its name, for people
 * @net: price per kWh without tax, a decimal; %NULL if it is not known
 * @gross: with tax
 *
 * One part of the price of a slot.
 */
typedef struct {
    const char *component;
    const char *name;
    const char *net;
    const char *gross;
} WattleSlotItem;

/**
 * WattleTariffSlot:
 * @start: wall time in µs
 * @end: first µs that is not of it
 * @tariff: (nullable): identifier of the tariff; %NULL: there is none
 * @price: (nullable): per kWh with all taxes, an exact decimal; %NULL: it is not known
 * @season: (nullable): name of the season
 * @day_type: (nullable): type of the day
 * @holiday: (nullable): name of the holiday it is
 * @items: (element-type WattleSlotItem): what the price is made of
 *
 * A half-open span in which nothing of a tariff changes.
 */
typedef struct {
    gint64 start;
    gint64 end;
    const char *tariff;
    const char *price;
    const char *season;
    const char *day_type;
    const char *holiday;
    GPtrArray *items;
} WattleTariffSlot;

/**
 * WATTLE_SLOTS_MAX:
 *
 * How many slots are taken at most, with what their prices are made of.
 */
#define WATTLE_SLOTS_MAX 4000

/**
 * WATTLE_SLOTS_MAX_ITEMS:
 *
 * With so many parts of prices in all slots no further slot is taken.
 */
#define WATTLE_SLOTS_MAX_ITEMS 8000

/**
 * WATTLE_SLOTS_MAX_PLAIN:
 *
 * How many slots are taken at most without what their prices are made of.
 */
#define WATTLE_SLOTS_MAX_PLAIN 20000

#define WATTLE_TYPE_SLOTS (wattle_slots_get_type ())
G_DECLARE_FINAL_TYPE (WattleSlots, wattle_slots, WATTLE, SLOTS, GObject)

WattleSlots *wattle_slots_new (void);
WattleSlots *wattle_slots_new_plain (void);

gboolean wattle_slots_add (WattleSlots *self,
                           gint64 start,
                           gint64 end,
                           const char *tariff,
                           const char *price);
void wattle_slots_set_day (WattleSlots *self,
                           const char *season,
                           const char *day_type,
                           const char *holiday);
void wattle_slots_add_item (WattleSlots *self,
                            const char *component,
                            const char *name,
                            const char *net,
                            const char *gross);

void wattle_slots_cut (WattleSlots *self, gint64 from, gint64 to);

gboolean wattle_slots_wants_items (WattleSlots *self);
gboolean wattle_slots_is_full (WattleSlots *self);
guint wattle_slots_get_count (WattleSlots *self);
const WattleTariffSlot *wattle_slots_get (WattleSlots *self, guint index);

G_END_DECLS
