/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-slots.h"

/**
 * WattleSlots:
 *
 * What a tariff knows of a span of time, in order. What is between two slots is not known.
 */
struct _WattleSlots {
    GObject parent_instance;

    GPtrArray *list; /* of WattleTariffSlot */
};

G_DEFINE_FINAL_TYPE (WattleSlots, wattle_slots, G_TYPE_OBJECT)

static void
item_free (gpointer data)
{
    WattleSlotItem *item = data;

    g_free (item->component);
    g_free (item->name);
    g_free (item->net);
    g_free (item->gross);
    g_free (item);
}

static void
slot_free (gpointer data)
{
    WattleTariffSlot *slot = data;

    g_free (slot->tariff);
    g_free (slot->price);
    g_free (slot->season);
    g_free (slot->day_type);
    g_free (slot->holiday);
    g_ptr_array_unref (slot->items);
    g_free (slot);
}

static void
wattle_slots_finalize (GObject *object)
{
    g_ptr_array_unref (WATTLE_SLOTS (object)->list);

    G_OBJECT_CLASS (wattle_slots_parent_class)->finalize (object);
}

static void
wattle_slots_class_init (WattleSlotsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_slots_finalize;
}

static void
wattle_slots_init (WattleSlots *self)
{
    self->list = g_ptr_array_new_with_free_func (slot_free);
}

/**
 * wattle_slots_new:
 *
 * Returns: (transfer full): no slots
 */
WattleSlots *
wattle_slots_new (void)
{
    return g_object_new (WATTLE_TYPE_SLOTS, NULL);
}

static WattleTariffSlot *
get_last (WattleSlots *self)
{
    return self->list->len > 0 ? g_ptr_array_index (self->list, self->list->len - 1) : NULL;
}

/**
 * wattle_slots_add:
 * @self: slots
 * @start: wall time in µs
 * @end: first µs that is not of it
 * @tariff: (nullable): identifier of the tariff, %NULL for none
 * @price: (nullable): per kWh with all taxes, a decimal; %NULL if it is not known
 *
 * Appends a slot. One that is empty, begins before the end of the last, or is more than there may
 * be, is not taken.
 *
 * Returns: whether it was taken
 */
gboolean
wattle_slots_add (WattleSlots *self,
                  gint64 start,
                  gint64 end,
                  const char *tariff,
                  const char *price)
{
    const WattleTariffSlot *last = get_last (self);
    WattleTariffSlot *slot;

    if (start >= end || (last != NULL && start < last->end) || wattle_slots_is_full (self))
        return FALSE;

    slot = g_new0 (WattleTariffSlot, 1);
    slot->start = start;
    slot->end = end;
    slot->tariff = g_strdup (tariff);
    slot->price = g_strdup (price);
    slot->items = g_ptr_array_new_with_free_func (item_free);
    g_ptr_array_add (self->list, slot);
    return TRUE;
}

/**
 * wattle_slots_set_day:
 * @self: slots
 * @season: (nullable): name of the season
 * @day_type: (nullable): type of the day
 * @holiday: (nullable): name of the holiday it is
 *
 * Says which day the last slot is of.
 */
void
wattle_slots_set_day (WattleSlots *self,
                      const char *season,
                      const char *day_type,
                      const char *holiday)
{
    WattleTariffSlot *slot = get_last (self);

    g_return_if_fail (slot != NULL);

    g_free (slot->season);
    g_free (slot->day_type);
    g_free (slot->holiday);
    slot->season = g_strdup (season);
    slot->day_type = g_strdup (day_type);
    slot->holiday = g_strdup (holiday);
}

/**
 * wattle_slots_add_item:
 * @self: slots
 * @component: identifier of a part of the price
 * @name: its name, for people
 * @net: (nullable): price per kWh without tax, a decimal; %NULL if it is not known
 * @gross: (nullable): with tax
 *
 * Says what the price of the last slot is made of, part by part.
 */
void
wattle_slots_add_item (WattleSlots *self,
                       const char *component,
                       const char *name,
                       const char *net,
                       const char *gross)
{
    WattleTariffSlot *slot = get_last (self);
    WattleSlotItem *item;

    g_return_if_fail (slot != NULL);

    item = g_new0 (WattleSlotItem, 1);
    item->component = g_strdup (component);
    item->name = g_strdup (name);
    item->net = g_strdup (net);
    item->gross = g_strdup (gross);
    g_ptr_array_add (slot->items, item);
}

/**
 * wattle_slots_is_full:
 * @self: slots
 *
 * Returns: whether no further slot would be taken
 */
gboolean
wattle_slots_is_full (WattleSlots *self)
{
    return self->list->len >= WATTLE_SLOTS_MAX;
}

/**
 * wattle_slots_get_count:
 * @self: slots
 *
 * Returns: how many there are
 */
guint
wattle_slots_get_count (WattleSlots *self)
{
    return self->list->len;
}

/**
 * wattle_slots_get: (skip)
 * @self: slots
 * @index: number of a slot, from 0
 *
 * Returns: (transfer none): that slot
 */
const WattleTariffSlot *
wattle_slots_get (WattleSlots *self, guint index)
{
    g_return_val_if_fail (index < self->list->len, NULL);

    return g_ptr_array_index (self->list, index);
}
