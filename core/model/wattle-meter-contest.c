/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-contest.h"

#include "wattle-meter-judge.h"

/* A definition that is so far behind the first one is not asked about any more; neither is anything
 * asked once the second one is. */
#define LEAD 5

/* So many registers have to fit before the first one is believed, and so many may be wrong while
 * none fits. */
#define MIN_FITS    4
#define MAX_MISFITS 4

/* A register that is refused, or holds what cannot be, says more than one that is as it should be;
 * one that is empty may be just that, or have no meaning. */
#define MISFIT_COST 3.0
#define EMPTY_COST  0.1

/* A value where a definition has none; a refusal there, or nothing. */
#define UNEXPLAINED_COST 0.5
#define REFUSED_GAIN     0.5
#define EMPTY_GAIN       0.1

struct _WattleMeterContest {
    WattleMeterRival *rivals;
    guint n_rivals;
    GHashTable *asked; /* keys of places */
};

WattleMeterContest *
wattle_meter_contest_new (WattleMeterLibrary *library)
{
    WattleMeterContest *self = g_new0 (WattleMeterContest, 1);

    self->n_rivals = wattle_meter_library_get_length (library);
    self->rivals = g_new0 (WattleMeterRival, self->n_rivals);
    self->asked = g_hash_table_new (NULL, NULL);
    for (guint i = 0; i < self->n_rivals; i++)
        self->rivals[i].meter = wattle_meter_library_get (library, i);
    return self;
}

void
wattle_meter_contest_free (WattleMeterContest *self)
{
    g_hash_table_unref (self->asked);
    g_free (self->rivals);
    g_free (self);
}

void
wattle_meter_contest_begin (WattleMeterContest *self)
{
    g_hash_table_remove_all (self->asked);
    for (guint i = 0; i < self->n_rivals; i++)
        self->rivals[i] = (WattleMeterRival){ .meter = self->rivals[i].meter };
}

guint
wattle_meter_contest_get_length (WattleMeterContest *self)
{
    return self->n_rivals;
}

WattleMeterRival *
wattle_meter_contest_get (WattleMeterContest *self, guint index)
{
    return &self->rivals[index];
}

/* Places */

static gpointer
make_key (guint function, guint address, guint count)
{
    return GUINT_TO_POINTER (function << 24 | count << 16 | address);
}

static gpointer
get_key (const WattleMeterPoint *point)
{
    return make_key (point->function, point->address, wattle_register_type_get_words (point->type));
}

static gboolean
is_of_registers (const WattleMeterPoint *point)
{
    return point->function == 3 || point->function == 4;
}

/* Definitions whose place has to be searched are not read before it is found; what has no registers
 * is never read. */
static gboolean
takes_part (const WattleMeterRival *rival)
{
    return !rival->out && rival->meter->n_bases == 0 && is_of_registers (&rival->meter->points[0]);
}

static WattleMeterRival *
find_best (WattleMeterContest *self, const WattleMeterRival *except)
{
    WattleMeterRival *best = NULL;

    for (guint i = 0; i < self->n_rivals; i++) {
        WattleMeterRival *rival = &self->rivals[i];

        if (rival != except && takes_part (rival) && (best == NULL || rival->score > best->score))
            best = rival;
    }
    return best;
}

static gboolean
is_decided (WattleMeterContest *self, const WattleMeterRival *best)
{
    const WattleMeterRival *second = find_best (self, best);

    if (best->n_fits == 0)
        return best->n_misfits >= MAX_MISFITS;
    return best->n_fits >= MIN_FITS && (second == NULL || best->score - second->score >= LEAD);
}

/* What is known of a place that was not asked about. */
typedef struct {
    guint n_rivals; /* that have it */
    double weight;
    const WattleMeterPoint *point;
} Tally;

static guint
count_places (WattleMeterContest *self, const WattleMeterRival *best, GHashTable *tallies)
{
    guint n_alive = 0;

    for (guint i = 0; i < self->n_rivals; i++) {
        const WattleMeterRival *rival = &self->rivals[i];

        if (!takes_part (rival) || best->score - rival->score >= LEAD)
            continue;
        n_alive++;
        for (guint j = 0; j < rival->meter->n_points; j++) {
            const WattleMeterPoint *point = &rival->meter->points[j];
            gpointer key = get_key (point);
            Tally *tally = g_hash_table_lookup (tallies, key);

            if (!is_of_registers (point) || g_hash_table_contains (self->asked, key))
                continue;
            if (tally == NULL) {
                tally = g_new0 (Tally, 1);
                tally->point = point;
                tally->weight = wattle_meter_get_weight (point);
                g_hash_table_insert (tallies, key, tally);
            }
            tally->n_rivals++;
        }
    }
    return n_alive;
}

/* How many pairs of definitions it could tell apart; without any, it could only confirm. */
static double
rate (const Tally *tally, guint n_alive, gboolean confirming)
{
    guint n_pairs = tally->n_rivals * (n_alive - tally->n_rivals);

    return tally->weight * (n_pairs + (confirming ? 0.1 : 0));
}

/* The order of a hash table must not show: of equal ones the lowest address is taken. */
static const WattleMeterPoint *
choose (GHashTable *tallies, guint n_alive, gboolean confirming)
{
    const WattleMeterPoint *chosen = NULL;
    double best = 0;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, tallies);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        const Tally *tally = value;
        double rating = rate (tally, n_alive, confirming);

        if (rating > best ||
            (rating == best && chosen != NULL && get_key (tally->point) < get_key (chosen))) {
            best = rating;
            chosen = tally->point;
        }
    }
    return chosen;
}

gboolean
wattle_meter_contest_choose (WattleMeterContest *self, WattleMeterPlace *place)
{
    g_autoptr (GHashTable) tallies = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    const WattleMeterRival *best = find_best (self, NULL);
    const WattleMeterPoint *point;
    guint n_alive;

    if (best == NULL || is_decided (self, best))
        return FALSE;
    n_alive = count_places (self, best, tallies);
    point = choose (tallies, n_alive, best->n_fits < MIN_FITS);
    if (point == NULL)
        return FALSE;

    place->function = point->function;
    place->address = point->address;
    place->count = (guint16)wattle_register_type_get_words (point->type);
    return TRUE;
}

/* Points */

static const WattleMeterPoint *
find_point (const WattleMeter *meter, gpointer key)
{
    for (guint i = 0; i < meter->n_points; i++)
        if (get_key (&meter->points[i]) == key)
            return &meter->points[i];

    return NULL;
}

static void
score_own (WattleMeterRival *rival, const WattleMeterPoint *point, const guint8 *bytes)
{
    WattleMeterVerdict verdict =
        bytes != NULL ? wattle_meter_judge (point, bytes) : WATTLE_METER_ODD;
    /* The phase that has to be there if there is a voltage at all. */
    gboolean needed = point->spec.quantity == WATTLE_QUANTITY_FREQUENCY ||
                      (point->spec.quantity == WATTLE_QUANTITY_VOLTAGE && point->spec.phase == 1);

    switch (verdict) {
    case WATTLE_METER_FITS:
        rival->n_fits++;
        rival->score += wattle_meter_get_weight (point);
        break;
    case WATTLE_METER_EMPTY:
        rival->score -= needed ? MISFIT_COST : EMPTY_COST;
        break;
    case WATTLE_METER_ODD:
        rival->n_misfits++;
        rival->score -= MISFIT_COST;
        break;
    }
}

/* @stranger: a point of another definition at that place. */
static void
score_foreign (WattleMeterRival *rival, const WattleMeterPoint *stranger, const guint8 *bytes)
{
    if (bytes == NULL)
        rival->score += REFUSED_GAIN;
    else if (wattle_meter_judge (stranger, bytes) == WATTLE_METER_FITS)
        rival->score -= wattle_meter_get_weight (stranger) * UNEXPLAINED_COST;
    else
        rival->score += EMPTY_GAIN;
}

static const WattleMeterPoint *
find_anywhere (WattleMeterContest *self, gpointer key)
{
    const WattleMeterPoint *point = NULL;

    for (guint i = 0; point == NULL && i < self->n_rivals; i++)
        point = takes_part (&self->rivals[i]) ? find_point (self->rivals[i].meter, key) : NULL;
    return point;
}

void
wattle_meter_contest_take (WattleMeterContest *self,
                           const WattleMeterPlace *place,
                           const guint8 *bytes)
{
    gpointer key = make_key (place->function, place->address, place->count);
    const WattleMeterPoint *any = find_anywhere (self, key);

    g_hash_table_add (self->asked, key);
    for (guint i = 0; any != NULL && i < self->n_rivals; i++) {
        WattleMeterRival *rival = &self->rivals[i];
        const WattleMeterPoint *own = find_point (rival->meter, key);

        if (!takes_part (rival))
            continue;
        if (own != NULL)
            score_own (rival, own, bytes);
        else
            score_foreign (rival, any, bytes);
    }
}

void
wattle_meter_contest_skip (WattleMeterContest *self, const WattleMeterPlace *place)
{
    g_hash_table_add (self->asked, make_key (place->function, place->address, place->count));
}
