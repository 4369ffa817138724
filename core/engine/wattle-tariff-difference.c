/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-difference.h"

#include "wattle-tariff-span.h"

/* One of two lists that are gone through side by side. */
typedef struct {
    WattleSlots *slots;
    guint next;
} Side;

void
wattle_tariff_difference_free (WattleTariffDifference *self)
{
    g_free (self->old_tariff);
    g_free (self->old_price);
    g_free (self->new_tariff);
    g_free (self->new_price);
    g_free (self);
}

static const WattleTariffSlot *
peek (const Side *side)
{
    return side->next < wattle_slots_get_count (side->slots)
               ? wattle_slots_get (side->slots, side->next)
               : NULL;
}

/* The slot at @time, or NULL; @end: until when that holds, if it is sooner. */
static const WattleTariffSlot *
find_at (Side *side, gint64 time, gint64 *end)
{
    const WattleTariffSlot *slot;

    while ((slot = peek (side)) != NULL && slot->end <= time)
        side->next++;
    if (slot == NULL)
        return NULL;
    if (slot->start > time) {
        *end = MIN (*end, slot->start);
        return NULL;
    }
    *end = MIN (*end, slot->end);
    return slot;
}

static const char *
tariff_of (const WattleTariffSlot *slot)
{
    return slot != NULL ? slot->tariff : NULL;
}

static const char *
price_of (const WattleTariffSlot *slot)
{
    return slot != NULL ? slot->price : NULL;
}

static gboolean
continues (const WattleTariffDifference *last,
           gint64 start,
           const WattleTariffSlot *before,
           const WattleTariffSlot *after)
{
    return last->end == start && g_strcmp0 (last->old_tariff, tariff_of (before)) == 0 &&
           g_strcmp0 (last->old_price, price_of (before)) == 0 &&
           g_strcmp0 (last->new_tariff, tariff_of (after)) == 0 &&
           g_strcmp0 (last->new_price, price_of (after)) == 0;
}

static void
note (GPtrArray *list,
      gint64 start,
      gint64 end,
      const WattleTariffSlot *before,
      const WattleTariffSlot *after)
{
    WattleTariffDifference *last = list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;

    if (g_strcmp0 (tariff_of (before), tariff_of (after)) == 0 &&
        g_strcmp0 (price_of (before), price_of (after)) == 0)
        return;
    if (last != NULL && continues (last, start, before, after)) {
        last->end = end;
        return;
    }

    last = g_new0 (WattleTariffDifference, 1);
    last->start = start;
    last->end = end;
    last->old_tariff = g_strdup (tariff_of (before));
    last->old_price = g_strdup (price_of (before));
    last->new_tariff = g_strdup (tariff_of (after));
    last->new_price = g_strdup (price_of (after));
    g_ptr_array_add (list, last);
}

/* Where one of them had to be cut short nothing is known behind. */
static gint64
find_end (WattleSlots *slots, gint64 to)
{
    return wattle_slots_is_full (slots)
               ? MIN (to, wattle_slots_get (slots, wattle_slots_get_count (slots) - 1)->end)
               : to;
}

GPtrArray *
wattle_tariff_difference_list (WattleTariff *before,
                               WattleTariff *after,
                               gint64 from,
                               gint64 to,
                               GError **error)
{
    g_autoptr (WattleSlots) old_slots =
        before != NULL ? wattle_tariff_span_fill (before, from, to, error) : wattle_slots_new ();
    g_autoptr (WattleSlots) new_slots =
        old_slots != NULL ? wattle_tariff_span_fill (after, from, to, error) : NULL;
    Side sides[] = { { old_slots, 0 }, { new_slots, 0 } };
    GPtrArray *list;
    gint64 limit;

    if (new_slots == NULL)
        return NULL;

    list = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_tariff_difference_free);
    limit = MIN (find_end (old_slots, to), find_end (new_slots, to));
    while (from < limit) {
        gint64 end = limit;
        const WattleTariffSlot *one = find_at (&sides[0], from, &end);
        const WattleTariffSlot *other = find_at (&sides[1], from, &end);

        note (list, from, end, one, other);
        from = end;
    }
    return list;
}
