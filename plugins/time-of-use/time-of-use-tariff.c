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

static gboolean
add_slot (WattleTariffPlan *plan, const WattlePricing *pricing, gint64 time, WattleSlots *slots)
{
    const WattleSlot *slot = &pricing->main;
    g_autofree char *price = pricing->known ? wattle_money_format (pricing->price, 0) : NULL;
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);

    if (!wattle_slots_add (slots, pricing->start * G_USEC_PER_SEC, to_microseconds (pricing->end),
                           wattle_tariff_plan_get_tariff (plan, slot->tariff, NULL), price))
        return FALSE;
    wattle_slots_set_day (slots,
                          slot->season != NULL ? wattle_season_get_name (slot->season) : NULL,
                          slot->day_type, wattle_day_types_get_holiday (types, slot->date));
    if (wattle_slots_wants_items (slots))
        add_items (plan, time, slots);
    return TRUE;
}

/* What is before the plan is left out. */
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

        wattle_tariff_plan_get (plan, time, &pricing);
        if (wattle_tariff_plan_get_n_items (plan, time) > 0 &&
            !add_slot (plan, &pricing, time, slots))
            break;
        if (pricing.end == G_MAXINT64)
            break;
        time = pricing.end;
    }
    return TRUE;
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
}

static void
time_of_use_tariff_init (TimeOfUseTariff *self)
{
}

WATTLE_PLUGIN_TARIFF (TIME_OF_USE_TYPE_TARIFF)
