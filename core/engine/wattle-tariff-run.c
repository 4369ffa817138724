/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-run.h"

#include "wattle-tariff-walk.h"

#define HOUR (60 * 60 * (gint64)G_USEC_PER_SEC)
#define DAY  (24 * HOUR)

#define CURVE_AHEAD       (48 * HOUR)
#define CHANGE_AHEAD_DAYS 400

/* So long it is not searched for anew that there is no change, where that is a walk over many
 * slots. */
#define SEARCH_HOLDS DAY

/* After this it is asked again where nothing is known, and where the plugin failed. */
#define UNKNOWN_FOR HOUR

struct _WattleTariffRun {
    GObject parent_instance;

    char *device_id;
    WattleTariff *tariff;
    GBytes *document;

    /* as of the last look */
    WattleSlots *found; /* the slot of now, or none; NULL: there was no look */
    gint64 since;
    gint64 until;
    gint64 next_change;
    gint64 searched; /* when it was searched for; 0: never */
    WattleSlots *curve;
    GError *error;
};

G_DEFINE_FINAL_TYPE (WattleTariffRun, wattle_tariff_run, G_TYPE_OBJECT)

static void
forget (WattleTariffRun *self)
{
    g_clear_object (&self->found);
    g_clear_object (&self->curve);
    g_clear_error (&self->error);
    self->since = self->until = 0;
}

static void
forget_change (WattleTariffRun *self)
{
    self->next_change = self->searched = 0;
}

static void
wattle_tariff_run_finalize (GObject *object)
{
    WattleTariffRun *self = WATTLE_TARIFF_RUN (object);

    forget (self);
    g_free (self->device_id);
    g_object_unref (self->tariff);
    g_bytes_unref (self->document);

    G_OBJECT_CLASS (wattle_tariff_run_parent_class)->finalize (object);
}

static void
wattle_tariff_run_class_init (WattleTariffRunClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_tariff_run_finalize;
}

static void
wattle_tariff_run_init (WattleTariffRun *self)
{
}

WattleTariffRun *
wattle_tariff_run_new (WattleTariff *tariff, GBytes *document)
{
    WattleTariffRun *self = g_object_new (WATTLE_TYPE_TARIFF_RUN, NULL);

    self->device_id = g_strconcat (WATTLE_TARIFF_RUN_PREFIX, wattle_tariff_get_id (tariff), NULL);
    self->tariff = g_object_ref (tariff);
    self->document = g_bytes_ref (document);
    return self;
}

void
wattle_tariff_run_set_tariff (WattleTariffRun *self, WattleTariff *tariff, GBytes *document)
{
    forget (self);
    forget_change (self);
    g_set_object (&self->tariff, tariff);
    g_bytes_ref (document);
    g_bytes_unref (self->document);
    self->document = document;
}

/* Looking */

typedef struct {
    WattleTariffRun *run;
    gint64 at; /* slots were without a gap so far */
    const char *tariff;
} Search;

static void
copy_slot (const WattleTariffSlot *slot, WattleSlots *slots)
{
    wattle_slots_add (slots, slot->start, slot->end, slot->tariff, slot->price);
    wattle_slots_set_day (slots, slot->season, slot->day_type, slot->holiday);
    for (guint i = 0; i < slot->items->len; i++) {
        const WattleSlotItem *item = g_ptr_array_index (slot->items, i);

        wattle_slots_add_item (slots, item->component, item->name, item->net, item->gross);
    }
}

/* The slot of now; behind a gap, when the gap ends. */
static gboolean
take_first (const WattleTariffSlot *slot, gpointer user_data)
{
    Search *search = user_data;
    WattleTariffRun *self = search->run;

    if (slot->start > search->at) {
        self->until = slot->start;
        return FALSE;
    }
    copy_slot (slot, self->found);
    self->since = slot->start;
    self->until = slot->end;
    return FALSE;
}

/* A span of which nothing is known has no tariff, and ends what can be said about the next one. */
static gboolean
take_change (const WattleTariffSlot *slot, gpointer user_data)
{
    Search *search = user_data;

    if (slot->start > search->at && search->tariff != NULL)
        return FALSE;
    search->at = slot->end;
    if (g_strcmp0 (slot->tariff, search->tariff) == 0)
        return TRUE;
    search->run->next_change = slot->start;
    return FALSE;
}

/* Stretches of the same tariff and price. */
typedef struct {
    WattleSlots *slots;
    gint64 start;
    gint64 end;
    char *tariff;
    char *price;
} Stretch;

static void
end_stretch (Stretch *stretch)
{
    if (stretch->end > stretch->start)
        wattle_slots_add (stretch->slots, stretch->start, stretch->end, stretch->tariff,
                          stretch->price);
    g_clear_pointer (&stretch->tariff, g_free);
    g_clear_pointer (&stretch->price, g_free);
}

static gboolean
take_curve (const WattleTariffSlot *slot, gpointer user_data)
{
    Stretch *stretch = user_data;

    if (slot->start != stretch->end || g_strcmp0 (slot->tariff, stretch->tariff) != 0 ||
        g_strcmp0 (slot->price, stretch->price) != 0) {
        end_stretch (stretch);
        stretch->start = slot->start;
        stretch->tariff = g_strdup (slot->tariff);
        stretch->price = g_strdup (slot->price);
    }
    stretch->end = slot->end;
    return TRUE;
}

static gboolean
find_curve (WattleTariffRun *self, gint64 now, GError **error)
{
    Stretch stretch = { self->curve };
    gboolean done = wattle_tariff_walk (self->tariff, now, self->until + CURVE_AHEAD, FALSE,
                                        take_curve, &stretch, error);

    end_stretch (&stretch);
    return done;
}

/* One that was found stays the next one until it comes. */
static gboolean
is_change_known (WattleTariffRun *self, gint64 now)
{
    if (self->searched == 0 || now < self->searched)
        return FALSE;
    return self->next_change != 0 ? now < self->next_change
                                  : !wattle_tariff_can_find_change (self->tariff) &&
                                        now < self->searched + SEARCH_HOLDS;
}

static gboolean
walk_to_change (WattleTariffRun *self, gint64 now, GError **error)
{
    const WattleTariffSlot *slot = wattle_tariff_run_get_slot (self);
    Search search = { .run = self, .at = now, .tariff = slot != NULL ? slot->tariff : NULL };

    return wattle_tariff_walk (self->tariff, now, now + CHANGE_AHEAD_DAYS * DAY, FALSE, take_change,
                               &search, error);
}

static gboolean
find_change (WattleTariffRun *self, gint64 now, GError **error)
{
    if (is_change_known (self, now))
        return TRUE;

    self->next_change = 0;
    self->searched = now;
    if (!wattle_tariff_can_find_change (self->tariff))
        return walk_to_change (self, now, error);
    self->next_change = wattle_tariff_find_change (self->tariff, now, CHANGE_AHEAD_DAYS);
    return TRUE;
}

static gboolean
find_all (WattleTariffRun *self, gint64 now, GError **error)
{
    Search first = { .run = self, .at = now };

    return wattle_tariff_walk (self->tariff, now, now + UNKNOWN_FOR, TRUE, take_first, &first,
                               error) &&
           find_change (self, now, error) && find_curve (self, now, error);
}

/* Half of what could be found out is no more believed than nothing. */
static void
give_up (WattleTariffRun *self, gint64 now, GError *error)
{
    forget (self);
    forget_change (self);
    self->found = wattle_slots_new ();
    self->curve = wattle_slots_new ();
    self->since = now;
    self->until = now + UNKNOWN_FOR;
    self->error = error;
}

gboolean
wattle_tariff_run_look (WattleTariffRun *self, gint64 now)
{
    GError *error = NULL;

    if (self->found != NULL && now >= self->since && now < self->until)
        return FALSE;

    forget (self);
    self->found = wattle_slots_new ();
    self->curve = wattle_slots_new ();
    self->since = now;
    self->until = now + UNKNOWN_FOR;
    if (!find_all (self, now, &error))
        give_up (self, now, error);
    return TRUE;
}

const char *
wattle_tariff_run_get_id (WattleTariffRun *self)
{
    return wattle_tariff_get_id (self->tariff);
}

const char *
wattle_tariff_run_get_device_id (WattleTariffRun *self)
{
    return self->device_id;
}

WattleTariff *
wattle_tariff_run_get_tariff (WattleTariffRun *self)
{
    return self->tariff;
}

GBytes *
wattle_tariff_run_get_document (WattleTariffRun *self)
{
    return self->document;
}

const WattleTariffSlot *
wattle_tariff_run_get_slot (WattleTariffRun *self)
{
    return self->found != NULL && wattle_slots_get_count (self->found) > 0
               ? wattle_slots_get (self->found, 0)
               : NULL;
}

gint64
wattle_tariff_run_get_until (WattleTariffRun *self)
{
    return self->until;
}

gint64
wattle_tariff_run_get_next_change (WattleTariffRun *self)
{
    return self->next_change;
}

WattleSlots *
wattle_tariff_run_get_curve (WattleTariffRun *self)
{
    return self->curve;
}

const GError *
wattle_tariff_run_get_error (WattleTariffRun *self)
{
    return self->error;
}
