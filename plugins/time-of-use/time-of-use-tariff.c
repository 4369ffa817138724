/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "time-of-use-tariff.h"

struct _TimeOfUseTariff {
    WattleTariff parent_instance;

    WattleTariffPlan *plan; /* NULL before the first document */
};

G_DEFINE_FINAL_TYPE (TimeOfUseTariff, time_of_use_tariff, WATTLE_TYPE_TARIFF)

static WattleHolidayPack *
find_pack (const char *country, gpointer tariff)
{
    return wattle_tariff_find_pack (tariff, country);
}

static void
tell_identity (WattleTariff *tariff, WattleTariffPlan *plan)
{
    wattle_tariff_set_identity (
        tariff, wattle_tariff_plan_get_id (plan), wattle_tariff_plan_get_name (plan),
        wattle_tariff_plan_get_currency (plan), wattle_tariff_plan_is_feed_in (plan),
        wattle_zone_get_name (wattle_tariff_plan_get_zone (plan)));
    wattle_tariff_clear_tariffs (tariff);
    for (guint i = 0; i < wattle_tariff_plan_get_n_tariffs (plan); i++) {
        const char *name;
        const char *id = wattle_tariff_plan_get_tariff (plan, (int)i, &name);

        if (wattle_tariff_plan_is_main_tariff (plan, (int)i))
            wattle_tariff_add_tariff (tariff, id, name);
    }
}

static gboolean
time_of_use_tariff_load (WattleTariff *tariff, const char *document, gssize length, GError **error)
{
    TimeOfUseTariff *self = TIME_OF_USE_TARIFF (tariff);
    WattleTariffPlan *plan = wattle_tariff_plan_parse (
        document, length, wattle_tariff_get_default_zone (tariff), find_pack, tariff, error);

    if (plan == NULL)
        return FALSE;

    g_clear_pointer (&self->plan, wattle_tariff_plan_unref);
    self->plan = plan;
    tell_identity (tariff, plan);
    return TRUE;
}

static gboolean
time_of_use_tariff_validate (WattleTariff *tariff, GError **error)
{
    WattleTariffPlan *plan = TIME_OF_USE_TARIFF (tariff)->plan;

    return plan == NULL || wattle_tariff_plan_cover_check (plan, error);
}

static void
add_items (WattleTariffPlan *plan, gint64 time, WattleSlots *slots)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_items (plan, time); i++) {
        WattlePriceItem item;
        g_autofree char *net = NULL, *gross = NULL;

        wattle_tariff_plan_get_item (plan, time, i, &item);
        net = item.known ? wattle_money_format (item.net, 0) : NULL;
        gross = item.known ? wattle_money_format (item.gross, 0) : NULL;
        wattle_slots_add_item (slots, item.id, item.name, net, gross);
    }
}

/* The last slot there is has no end. */
static gint64
to_microseconds (gint64 seconds)
{
    return seconds < G_MAXINT64 / G_USEC_PER_SEC ? seconds * G_USEC_PER_SEC : G_MAXINT64;
}

static void
tell_day (WattleTariffPlan *plan, const WattleSlot *slot, WattleSlots *slots)
{
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);

    wattle_slots_set_day (slots,
                          slot->season != NULL ? wattle_season_get_name (slot->season) : NULL,
                          slot->day_type, wattle_day_types_get_holiday (types, slot->date));
}

static gboolean
add_slot (WattleTariffPlan *plan, const WattlePricing *pricing, gint64 time, WattleSlots *slots)
{
    const WattleSlot *slot = &pricing->main;
    g_autofree char *price = pricing->known ? wattle_money_format (pricing->price, 0) : NULL;

    if (!wattle_slots_add (slots, pricing->start * G_USEC_PER_SEC, to_microseconds (pricing->end),
                           wattle_tariff_plan_get_tariff (plan, slot->tariff, NULL), price))
        return FALSE;
    tell_day (plan, slot, slots);
    if (wattle_slots_wants_items (slots))
        add_items (plan, time, slots);
    return TRUE;
}

/* The calendar counts before the plan does: the slot is a day, without tariff and price. @end: its
 * end. */
static gboolean
add_day (WattleTariffPlan *plan, gint64 time, WattleSlots *slots, gint64 *end)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    WattleDate date = wattle_zone_read_latest (zone, time).date;
    WattleSlot slot = {
        .start = wattle_zone_begin (zone, date, 0),
        .end = wattle_zone_begin (zone, date + 1, 0),
        .date = date,
        .tariff = WATTLE_NO_TARIFF,
        .day_type = wattle_day_types_get (wattle_tariff_plan_get_day_types (plan), date),
    };

    *end = slot.end;
    if (!wattle_slots_add (slots, slot.start * G_USEC_PER_SEC, slot.end * G_USEC_PER_SEC, NULL,
                           NULL))
        return FALSE;
    tell_day (plan, &slot, slots);
    return TRUE;
}

static gboolean
time_of_use_tariff_fill (WattleTariff *tariff,
                         gint64 from,
                         gint64 to,
                         WattleSlots *slots,
                         GError **error)
{
    WattleTariffPlan *plan = TIME_OF_USE_TARIFF (tariff)->plan;
    gint64 time = from / G_USEC_PER_SEC;

    while (plan != NULL && time * G_USEC_PER_SEC < to && !wattle_slots_is_full (slots)) {
        WattlePricing pricing;
        gboolean added;

        wattle_tariff_plan_get (plan, time, &pricing);
        added = pricing.start != G_MININT64 ? add_slot (plan, &pricing, time, slots)
                                            : add_day (plan, time, slots, &pricing.end);
        if (!added || pricing.end == G_MAXINT64)
            break;
        time = pricing.end;
    }
    return TRUE;
}

static gint64
time_of_use_tariff_find_change (WattleTariff *tariff, gint64 from, guint days)
{
    WattleTariffPlan *plan = TIME_OF_USE_TARIFF (tariff)->plan;
    gint64 change = plan != NULL
                        ? wattle_tariff_plan_find_change (plan, from / G_USEC_PER_SEC, days)
                        : G_MAXINT64;

    return change != G_MAXINT64 ? change * G_USEC_PER_SEC : 0;
}

static void
time_of_use_tariff_finalize (GObject *object)
{
    g_clear_pointer (&TIME_OF_USE_TARIFF (object)->plan, wattle_tariff_plan_unref);

    G_OBJECT_CLASS (time_of_use_tariff_parent_class)->finalize (object);
}

static void
time_of_use_tariff_class_init (TimeOfUseTariffClass *klass)
{
    WattleTariffClass *tariff_class = WATTLE_TARIFF_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = time_of_use_tariff_finalize;
    tariff_class->load = time_of_use_tariff_load;
    tariff_class->fill = time_of_use_tariff_fill;
    tariff_class->validate = time_of_use_tariff_validate;
    tariff_class->find_change = time_of_use_tariff_find_change;
}

static void
time_of_use_tariff_init (TimeOfUseTariff *self)
{
}

WATTLE_PLUGIN_TARIFF (TIME_OF_USE_TYPE_TARIFF)
