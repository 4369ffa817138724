/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-plan-private.h"

void
wattle_plan_component_free (WattlePlanComponent *self)
{
    g_free (self->id);
    g_free (self->name);
    g_clear_pointer (&self->table, wattle_timetable_free);
    g_free (self);
}

void
wattle_plan_version_free (WattlePlanVersion *self)
{
    g_ptr_array_unref (self->components);
    g_ptr_array_unref (self->fees);
    g_free (self);
}

/**
 * wattle_tariff_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): the same
 */
WattleTariffPlan *
wattle_tariff_plan_ref (WattleTariffPlan *self)
{
    g_atomic_ref_count_inc (&self->ref_count);
    return self;
}

/**
 * wattle_tariff_plan_unref:
 * @self: (transfer full): a plan
 *
 * Gives it back; the last one frees it.
 */
void
wattle_tariff_plan_unref (WattleTariffPlan *self)
{
    if (!g_atomic_ref_count_dec (&self->ref_count))
        return;

    g_free (self->text);
    g_free (self->id);
    g_free (self->name);
    g_free (self->source);
    g_free (self->currency);
    g_ptr_array_unref (self->versions); /* before the types of day, which they use */
    g_ptr_array_unref (self->tariffs);
    g_ptr_array_unref (self->day_types);
    g_clear_pointer (&self->zone, wattle_zone_unref);
    wattle_day_types_free (self->types);
    g_free (self);
}

/**
 * wattle_tariff_plan_get_text:
 * @self: a plan
 *
 * Returns: (transfer none): the document as it was read, to the last byte
 */
const char *
wattle_tariff_plan_get_text (WattleTariffPlan *self)
{
    return self->text;
}

/**
 * wattle_tariff_plan_get_id:
 * @self: a plan
 *
 * Returns: (transfer none): its identifier
 */
const char *
wattle_tariff_plan_get_id (WattleTariffPlan *self)
{
    return self->id;
}

/**
 * wattle_tariff_plan_get_name:
 * @self: a plan
 *
 * Returns: (transfer none): its name
 */
const char *
wattle_tariff_plan_get_name (WattleTariffPlan *self)
{
    return self->name;
}

/**
 * wattle_tariff_plan_get_source:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): where its prices are from
 */
const char *
wattle_tariff_plan_get_source (WattleTariffPlan *self)
{
    return self->source;
}

/**
 * wattle_tariff_plan_get_currency:
 * @self: a plan
 *
 * Returns: (transfer none): ISO 4217 code, such as `EUR`
 */
const char *
wattle_tariff_plan_get_currency (WattleTariffPlan *self)
{
    return self->currency;
}

/**
 * wattle_tariff_plan_is_feed_in:
 * @self: a plan
 *
 * Returns: whether it is for energy that is delivered to the grid
 */
gboolean
wattle_tariff_plan_is_feed_in (WattleTariffPlan *self)
{
    return self->feed_in;
}

/**
 * wattle_tariff_plan_get_zone:
 * @self: a plan
 *
 * Returns: (transfer none): whose clocks count
 */
WattleZone *
wattle_tariff_plan_get_zone (WattleTariffPlan *self)
{
    return self->zone;
}

/**
 * wattle_tariff_plan_names_zone:
 * @self: a plan
 *
 * Returns: whether the document says whose clocks count; else it is the default zone
 */
gboolean
wattle_tariff_plan_names_zone (WattleTariffPlan *self)
{
    return self->names_zone;
}

/**
 * wattle_tariff_plan_get_day_types:
 * @self: a plan
 *
 * Returns: (transfer none): its types of day and holidays
 */
WattleDayTypes *
wattle_tariff_plan_get_day_types (WattleTariffPlan *self)
{
    return self->types;
}

/**
 * wattle_tariff_plan_get_n_versions:
 * @self: a plan
 *
 * Returns: how many versions it has: what counted, counts and will count
 */
guint
wattle_tariff_plan_get_n_versions (WattleTariffPlan *self)
{
    return self->versions->len;
}

/**
 * wattle_tariff_plan_get_version_start:
 * @self: a plan
 * @index: which version, in the order of their starts
 *
 * Returns: the first second in which it counts, since 1970
 */
gint64
wattle_tariff_plan_get_version_start (WattleTariffPlan *self, guint index)
{
    const WattlePlanVersion *version = g_ptr_array_index (self->versions, index);

    return version->start;
}

/**
 * wattle_tariff_plan_get_n_tariffs:
 * @self: a plan
 *
 * Returns: how many tariffs it has
 */
guint
wattle_tariff_plan_get_n_tariffs (WattleTariffPlan *self)
{
    return self->tariffs->len;
}

/**
 * wattle_tariff_plan_get_tariff:
 * @self: a plan
 * @tariff: number of a tariff, or %WATTLE_NO_TARIFF
 * @name: (out) (optional) (nullable): its name, for people
 *
 * Returns: (transfer none) (nullable): its identifier; %NULL for no tariff
 */
const char *
wattle_tariff_plan_get_tariff (WattleTariffPlan *self, int tariff, const char **name)
{
    const WattlePlanTariff *found = tariff >= 0 && (guint)tariff < self->tariffs->len
                                        ? g_ptr_array_index (self->tariffs, (guint)tariff)
                                        : NULL;

    if (name != NULL)
        *name = found != NULL ? found->name : NULL;
    return found != NULL ? found->id : NULL;
}

static WattlePlanVersion *
get_version (WattleTariffPlan *self, guint index)
{
    return index < self->versions->len ? g_ptr_array_index (self->versions, index) : NULL;
}

/* The version that counts at a time, and when the next one does; NULL before the first. */
static WattlePlanVersion *
find_version (WattleTariffPlan *self, gint64 time, gint64 *next)
{
    guint low = 0, high = self->versions->len; /* how many have begun */

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (get_version (self, middle)->start <= time)
            low = middle + 1;
        else
            high = middle;
    }
    *next = low < self->versions->len ? get_version (self, low)->start : G_MAXINT64;
    return low > 0 ? get_version (self, low - 1) : NULL;
}

static const WattlePlanPrice *
find_price (const WattlePlanComponent *component, int tariff)
{
    static const WattlePlanPrice unknown = { FALSE, 0 };

    if (component->table == NULL)
        return &component->flat;
    return tariff >= 0 ? &component->prices[tariff] : &unknown;
}

/* Adds a component's price, and cuts the span down to where it stays the same. */
static void
add_component (WattlePricing *pricing,
               const WattlePlanComponent *component,
               gint64 time,
               gboolean main)
{
    WattleSlot slot = { .tariff = WATTLE_NO_TARIFF };
    const WattlePlanPrice *price;

    if (component->table != NULL) {
        wattle_timetable_get (component->table, time, &slot);
        pricing->start = MAX (pricing->start, slot.start);
        pricing->end = MIN (pricing->end, slot.end);
    }
    if (main)
        pricing->main = slot;

    price = find_price (component, slot.tariff);
    pricing->known = pricing->known && price->known;
    pricing->price += wattle_money_add_percent (price->net, component->vat);
}

/**
 * wattle_tariff_plan_get:
 * @self: a plan
 * @time: seconds since 1970, to the end of 2100
 * @pricing: (out): what is true then
 *
 * Tells tariff and price at a time.
 */
void
wattle_tariff_plan_get (WattleTariffPlan *self, gint64 time, WattlePricing *pricing)
{
    gint64 next;
    WattlePlanVersion *version = find_version (self, time, &next);

    *pricing = (WattlePricing){
        .start = version != NULL ? version->start : G_MININT64,
        .end = next,
        .main = { .tariff = WATTLE_NO_TARIFF },
        .known = version != NULL,
    };
    for (guint i = 0; version != NULL && i < version->components->len; i++)
        add_component (pricing, g_ptr_array_index (version->components, i), time,
                       i == version->main);
    if (!pricing->known)
        pricing->price = 0;
}

/**
 * wattle_tariff_plan_get_n_items:
 * @self: a plan
 * @time: seconds since 1970
 *
 * Returns: how many components the price has then
 */
guint
wattle_tariff_plan_get_n_items (WattleTariffPlan *self, gint64 time)
{
    gint64 next;
    WattlePlanVersion *version = find_version (self, time, &next);

    return version != NULL ? version->components->len : 0;
}

/**
 * wattle_tariff_plan_get_item:
 * @self: a plan
 * @time: seconds since 1970
 * @index: number of a component, from 0
 * @item: (out): its share; texts live as long as the plan
 *
 * Tells what a price is made of.
 */
void
wattle_tariff_plan_get_item (WattleTariffPlan *self,
                             gint64 time,
                             guint index,
                             WattlePriceItem *item)
{
    gint64 next;
    WattlePlanVersion *version = find_version (self, time, &next);
    WattlePlanComponent *component = g_ptr_array_index (version->components, index);
    WattleSlot slot = { .tariff = WATTLE_NO_TARIFF };
    const WattlePlanPrice *price;

    if (component->table != NULL)
        wattle_timetable_get (component->table, time, &slot);
    price = find_price (component, slot.tariff);
    *item = (WattlePriceItem){
        .id = component->id,
        .name = component->name,
        .main = index == version->main,
        .tariff = slot.tariff,
        .known = price->known,
        .net = price->net,
        .gross = wattle_money_add_percent (price->net, component->vat),
    };
}

/**
 * wattle_tariff_plan_get_n_fees:
 * @self: a plan
 * @time: seconds since 1970
 *
 * Returns: how many fixed fees the version has that counts then; 0 before the first version
 */
guint
wattle_tariff_plan_get_n_fees (WattleTariffPlan *self, gint64 time)
{
    gint64 next;
    const WattlePlanVersion *version = find_version (self, time, &next);

    return version != NULL ? version->fees->len : 0;
}

/**
 * wattle_tariff_plan_get_fee:
 * @self: a plan
 * @time: seconds since 1970
 * @index: number of a fee, from 0; less than wattle_tariff_plan_get_n_fees() of the same time
 * @fee: (out): the fee; texts live as long as the plan
 *
 * Tells what is to be paid each month, whatever is consumed, as the version has it that counts at
 * @time. It is no part of the price of a kWh. Of a month in which it does not hold all the time, a
 * bill has the share of its days.
 */
void
wattle_tariff_plan_get_fee (WattleTariffPlan *self, gint64 time, guint index, WattleFixedFee *fee)
{
    gint64 next;
    const WattlePlanVersion *version = find_version (self, time, &next);
    const WattlePlanFee *found;

    g_return_if_fail (version != NULL && index < version->fees->len);

    found = g_ptr_array_index (version->fees, index);
    *fee = (WattleFixedFee){
        .id = found->id,
        .name = found->name,
        .vat = found->vat,
        .net = found->per_month,
        .gross = wattle_money_add_percent (found->per_month, found->vat),
    };
}

/* The component that names the tariff */

/* One that is main has seasons. */
static WattleTimetable *
get_main_table (const WattlePlanVersion *version)
{
    const WattlePlanComponent *component = g_ptr_array_index (version->components, version->main);

    return component->table;
}

static int
get_tariff (WattlePlanVersion *version, gint64 time)
{
    WattleSlot slot = { .tariff = WATTLE_NO_TARIFF };

    if (version != NULL)
        wattle_timetable_get (get_main_table (version), time, &slot);
    return slot.tariff;
}

/* Before the first version there is no tariff. */
static gint64
find_other (WattlePlanVersion *version, gint64 time, int tariff, gint64 end)
{
    if (version != NULL)
        return wattle_timetable_find_other (get_main_table (version), time, tariff, end);
    return tariff != WATTLE_NO_TARIFF ? time : G_MAXINT64;
}

/**
 * wattle_tariff_plan_find_change:
 * @self: a plan
 * @time: seconds since 1970
 * @max_days: how far ahead is looked
 *
 * However often other components change, that costs nothing here.
 *
 * Returns: the first time after @time with another tariff; %G_MAXINT64 if there is none so soon
 */
gint64
wattle_tariff_plan_find_change (WattleTariffPlan *self, gint64 time, guint max_days)
{
    gint64 end = time + (gint64)max_days * 86400 + 1;
    gint64 next;
    int tariff = get_tariff (find_version (self, time, &next), time);

    while (time < end) {
        WattlePlanVersion *version = find_version (self, time, &next);
        gint64 found = find_other (version, time, tariff, MIN (next, end));

        if (found != G_MAXINT64)
            return found;
        time = next;
    }
    return G_MAXINT64;
}

/**
 * wattle_tariff_plan_is_main_tariff:
 * @self: a plan
 * @tariff: number of a tariff
 *
 * Returns: whether it is ever that of the plan; else only other components know it
 */
gboolean
wattle_tariff_plan_is_main_tariff (WattleTariffPlan *self, int tariff)
{
    for (guint i = 0; i < self->versions->len; i++)
        if (wattle_timetable_has_tariff (get_main_table (g_ptr_array_index (self->versions, i)),
                                         tariff))
            return TRUE;
    return FALSE;
}
