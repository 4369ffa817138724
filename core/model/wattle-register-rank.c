/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-register-rank.h"

#include <math.h>

#include "wattle-register-doubt.h"

/* What a cut consists of. */
static const WattleRegisterType kinds[] = {
    WATTLE_REGISTER_INT16, /* or one without a sign: what is likelier counts */
    WATTLE_REGISTER_FLOAT32,
    WATTLE_REGISTER_UINT32,
    WATTLE_REGISTER_INT32,
};

#define N_KINDS G_N_ELEMENTS (kinds)
#define N_MAX   WATTLE_REGISTER_RANK_MAX

/* Values of one type stand side by side; a change of types is rare. */
#define SAME_TYPE    0.3
#define ANOTHER_TYPE 3.0

/* Beforehand, in bits: the specification has the most significant byte first. */
static const double order_doubts[WATTLE_REGISTER_N_ORDERS] = {
    [WATTLE_REGISTER_ABCD] = 0,
    [WATTLE_REGISTER_CDAB] = 1,
    [WATTLE_REGISTER_BADC] = 2,
    [WATTLE_REGISTER_DCBA] = 2,
};

/* The cheapest cuts under one order. */
typedef struct {
    double value[N_MAX][N_KINDS];
    double doubt[N_MAX][N_KINDS];       /* of the value that begins there, alone */
    double before[N_MAX + 1][N_KINDS];  /* of all before, the last value being of that kind */
    double behind[N_MAX + 1][N_KINDS];  /* of all behind, likewise */
    double through[N_MAX + 1][N_KINDS]; /* of all, if a value of that kind begins there */
    double total;
} Cuts;

struct _WattleRegisterRank {
    guint n_registers;
    Cuts cuts[WATTLE_REGISTER_N_ORDERS];
    WattleRegisterOrder orders[WATTLE_REGISTER_N_ORDERS]; /* the likeliest first */
};

/* Of one value */

static void
read_value (Cuts *cuts, guint index, guint kind, WattleRegisterOrder order, const guint8 *bytes)
{
    WattleRegisterType type = kinds[kind];
    guint64 bits = wattle_register_get_bits (type, order, bytes);
    double value = NAN;
    gboolean finite = wattle_register_decode (type, order, bytes, &value);

    if (type == WATTLE_REGISTER_INT16 && value < -0x4000)
        value += 0x10000; /* as one without a sign it is the smaller surprise */
    cuts->value[index][kind] = finite ? value : NAN;
    cuts->doubt[index][kind] = wattle_register_doubt (type, bits, cuts->value[index][kind]);
}

static gboolean
fits (WattleRegisterRank *self, guint index, guint kind)
{
    return index + wattle_register_type_get_words (kinds[kind]) <= self->n_registers;
}

static void
read_values (WattleRegisterRank *self, WattleRegisterOrder order, const guint8 *bytes)
{
    for (guint i = 0; i < self->n_registers; i++)
        for (guint kind = 0; kind < N_KINDS; kind++)
            if (fits (self, i, kind))
                read_value (&self->cuts[order], i, kind, order, bytes + i * 2);
}

/* Of all together */

/* Of a value that begins at @index, behind one of the kind @last. */
static double
doubt_next (const Cuts *cuts, guint index, guint last, guint kind)
{
    guint n_words = wattle_register_type_get_words (kinds[kind]);
    double doubt = cuts->doubt[index][kind];

    if (index == 0)
        return doubt;
    if (last != kind)
        return doubt + ANOTHER_TYPE;
    if (index < n_words)
        return INFINITY; /* there is no room for one before it */
    return doubt + SAME_TYPE +
           wattle_register_doubt_beside (cuts->value[index][kind],
                                         cuts->value[index - n_words][kind]);
}

static double
find_least (const double *doubts)
{
    double least = INFINITY;

    for (guint kind = 0; kind < N_KINDS; kind++)
        least = MIN (least, doubts[kind]);
    return least;
}

static void
go_forward (WattleRegisterRank *self, Cuts *cuts)
{
    for (guint i = 0; i <= self->n_registers; i++)
        for (guint kind = 0; kind < N_KINDS; kind++)
            cuts->before[i][kind] = i == 0 ? 0 : INFINITY;
    for (guint i = 0; i < self->n_registers; i++)
        for (guint kind = 0; kind < N_KINDS; kind++) {
            double *next;

            if (!fits (self, i, kind))
                continue;
            next = &cuts->before[i + wattle_register_type_get_words (kinds[kind])][kind];
            for (guint last = 0; last < N_KINDS; last++)
                *next = MIN (*next, cuts->before[i][last] + doubt_next (cuts, i, last, kind));
        }
}

static void
go_back (WattleRegisterRank *self, Cuts *cuts)
{
    for (guint last = 0; last < N_KINDS; last++)
        cuts->behind[self->n_registers][last] = 0;
    for (guint i = self->n_registers; i-- > 0;)
        for (guint last = 0; last < N_KINDS; last++) {
            cuts->behind[i][last] = INFINITY;
            for (guint kind = 0; kind < N_KINDS; kind++) {
                guint end = i + wattle_register_type_get_words (kinds[kind]);

                if (fits (self, i, kind))
                    cuts->behind[i][last] =
                        MIN (cuts->behind[i][last],
                             doubt_next (cuts, i, last, kind) + cuts->behind[end][kind]);
            }
        }
}

static void
join (WattleRegisterRank *self, Cuts *cuts)
{
    for (guint i = 0; i < self->n_registers; i++)
        for (guint kind = 0; kind < N_KINDS; kind++) {
            guint end = i + wattle_register_type_get_words (kinds[kind]);

            cuts->through[i][kind] = INFINITY;
            for (guint last = 0; fits (self, i, kind) && last < N_KINDS; last++)
                cuts->through[i][kind] =
                    MIN (cuts->through[i][kind], cuts->before[i][last] +
                                                     doubt_next (cuts, i, last, kind) +
                                                     cuts->behind[end][kind]);
        }
    cuts->total = find_least (cuts->before[self->n_registers]);
}

static double
get_doubt (WattleRegisterRank *self, WattleRegisterOrder order)
{
    return self->cuts[order].total + order_doubts[order];
}

static void
sort_orders (WattleRegisterRank *self)
{
    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++) {
        guint place = i;

        for (; place > 0 && get_doubt (self, self->orders[place - 1]) > get_doubt (self, i);
             place--)
            self->orders[place] = self->orders[place - 1];
        self->orders[place] = (WattleRegisterOrder)i;
    }
}

WattleRegisterRank *
wattle_register_rank_new (const guint8 *bytes, guint n_registers)
{
    WattleRegisterRank *self;

    g_return_val_if_fail (n_registers > 0 && n_registers <= N_MAX, NULL);

    self = g_new0 (WattleRegisterRank, 1);
    self->n_registers = n_registers;
    for (guint order = 0; order < WATTLE_REGISTER_N_ORDERS; order++) {
        Cuts *cuts = &self->cuts[order];

        read_values (self, order, bytes);
        go_forward (self, cuts);
        go_back (self, cuts);
        join (self, cuts);
    }
    sort_orders (self);
    return self;
}

void
wattle_register_rank_free (WattleRegisterRank *self)
{
    g_free (self);
}

const WattleRegisterOrder *
wattle_register_rank_get_orders (WattleRegisterRank *self)
{
    return self->orders;
}

double
wattle_register_rank_get_share (WattleRegisterRank *self, WattleRegisterOrder order)
{
    double sum = 0;

    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++)
        sum += exp2 (get_doubt (self, order) - get_doubt (self, i));
    return 1 / sum;
}

gboolean
wattle_register_rank_list (WattleRegisterRank *self, guint index, WattleRegisterReading *readings)
{
    guint n = 0;

    if (index + 1 >= self->n_registers)
        return FALSE;

    for (guint order = 0; order < WATTLE_REGISTER_N_ORDERS; order++)
        for (guint kind = 1; kind < N_KINDS; kind++) {
            const Cuts *cuts = &self->cuts[order];
            WattleRegisterReading reading = { kinds[kind], order, cuts->value[index][kind],
                                              cuts->through[index][kind] + order_doubts[order] };
            guint place = n++;

            for (; place > 0 && readings[place - 1].doubts > reading.doubts; place--)
                readings[place] = readings[place - 1];
            readings[place] = reading;
        }
    return TRUE;
}

/* The cut is walked from its beginning, as at each place several could go through. */
gboolean
wattle_register_rank_get_cut (WattleRegisterRank *self, guint index, WattleRegisterType *type)
{
    const Cuts *cuts = &self->cuts[self->orders[0]];
    guint last = 0;
    guint at = 0;

    while (at <= index) {
        guint best = 0;
        double least = INFINITY;

        for (guint kind = 0; kind < N_KINDS; kind++) {
            guint end = at + wattle_register_type_get_words (kinds[kind]);
            double doubt = fits (self, at, kind)
                               ? doubt_next (cuts, at, last, kind) + cuts->behind[end][kind]
                               : INFINITY;

            if (doubt < least) {
                least = doubt;
                best = kind;
            }
        }
        if (at == index) {
            *type = kinds[best];
            return TRUE;
        }
        last = best;
        at += wattle_register_type_get_words (kinds[best]);
    }
    return FALSE;
}
