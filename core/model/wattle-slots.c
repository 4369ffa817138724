/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-slots.h"

/**
 * WattleSlots:
 *
 * What a tariff knows of a span of time, in order. What is between two slots is not known.
 */
struct _WattleSlots {
    GObject parent_instance;

    GPtrArray *list;     /* of WattleTariffSlot */
    GStringChunk *texts; /* of all of them: few texts, and many slots */
    GPtrArray *no_items; /* those of slots that have none */
    gboolean plain;
    guint n_items;
};

G_DEFINE_FINAL_TYPE (WattleSlots, wattle_slots, G_TYPE_OBJECT)

static void
slot_free (gpointer data)
{
    WattleTariffSlot *slot = data;

    g_ptr_array_unref (slot->items);
    g_free (slot);
}

static void
wattle_slots_finalize (GObject *object)
{
    WattleSlots *self = WATTLE_SLOTS (object);

    g_ptr_array_unref (self->list);
    g_ptr_array_unref (self->no_items);
    g_string_chunk_free (self->texts);

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
    self->no_items = g_ptr_array_new ();
    self->texts = g_string_chunk_new (256);
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

/**
 * wattle_slots_new_plain:
 *
 * For whoever does not want to know what prices are made of: it takes no items.
 *
 * Returns: (transfer full): no slots
 */
WattleSlots *
wattle_slots_new_plain (void)
{
    WattleSlots *self = wattle_slots_new ();

    self->plain = TRUE;
    return self;
}

static const char *
keep (WattleSlots *self, const char *text)
{
    return text != NULL ? g_string_chunk_insert_const (self->texts, text) : NULL;
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
    slot->tariff = keep (self, tariff);
    slot->price = keep (self, price);
    slot->items = g_ptr_array_ref (self->no_items);
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

    slot->season = keep (self, season);
    slot->day_type = keep (self, day_type);
    slot->holiday = keep (self, holiday);
}

static void
add_item (WattleSlots *self, WattleTariffSlot *slot, WattleSlotItem *item)
{
    if (slot->items == self->no_items) {
        g_ptr_array_unref (slot->items);
        slot->items = g_ptr_array_new_with_free_func (g_free);
    }
    g_ptr_array_add (slot->items, item);
    self->n_items++;
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

    if (self->plain)
        return;
    item = g_new0 (WattleSlotItem, 1);
    item->component = keep (self, component);
    item->name = keep (self, name);
    item->net = keep (self, net);
    item->gross = keep (self, gross);
    add_item (self, slot, item);
}

/**
 * wattle_slots_cut:
 * @self: slots
 * @from: wall time in µs
 * @to: first µs that is left out
 *
 * Takes away what is not of this span: whole slots, and what reaches beyond it of the first and the
 * last one.
 */
void
wattle_slots_cut (WattleSlots *self, gint64 from, gint64 to)
{
    guint before = 0, end = self->list->len;

    while (end > 0 && wattle_slots_get (self, end - 1)->start >= to)
        end--;
    g_ptr_array_set_size (self->list, (int)end);
    while (before < end && wattle_slots_get (self, before)->end <= from)
        before++;
    if (before > 0)
        g_ptr_array_remove_range (self->list, 0, before);

    if (self->list->len > 0) {
        WattleTariffSlot *first = g_ptr_array_index (self->list, 0);
        WattleTariffSlot *last = get_last (self);

        first->start = MAX (first->start, from);
        last->end = MIN (last->end, to);
    }
}

/**
 * wattle_slots_wants_items:
 * @self: slots
 *
 * Returns: whether it takes items; a plugin need not find them out otherwise
 */
gboolean
wattle_slots_wants_items (WattleSlots *self)
{
    return !self->plain;
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
    return self->list->len >= (self->plain ? WATTLE_SLOTS_MAX_PLAIN : WATTLE_SLOTS_MAX) ||
           self->n_items >= WATTLE_SLOTS_MAX_ITEMS;
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
