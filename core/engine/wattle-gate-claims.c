/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-claims.h"

GPtrArray *
wattle_gate_claims_new (void)
{
    return g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_gate_claim_free);
}

WattleGateClaim *
wattle_gate_claims_find (GPtrArray *self, WattleGateLayer layer, const char *author)
{
    for (guint i = 0; i < self->len; i++) {
        WattleGateClaim *claim = g_ptr_array_index (self, i);

        if (claim->layer == layer && g_str_equal (claim->author, author))
            return claim;
    }

    return NULL;
}

WattleGateClaim *
wattle_gate_claims_put (GPtrArray *self, WattleGateClaim *claim)
{
    wattle_gate_claims_remove (self, claim->layer, claim->author);
    if (self->len >= WATTLE_GATE_CLAIMS_MAX) {
        wattle_gate_claim_free (claim);
        return NULL;
    }

    g_ptr_array_add (self, claim);
    return claim;
}

gboolean
wattle_gate_claims_remove (GPtrArray *self, WattleGateLayer layer, const char *author)
{
    WattleGateClaim *claim = wattle_gate_claims_find (self, layer, author);

    return claim != NULL && g_ptr_array_remove (self, claim);
}

WattleGateClaim *
wattle_gate_claims_find_serial (GPtrArray *self, guint64 serial)
{
    for (guint i = 0; i < self->len; i++) {
        WattleGateClaim *claim = g_ptr_array_index (self, i);

        if (claim->serial == serial)
            return claim;
    }

    return NULL;
}

gboolean
wattle_gate_claims_remove_serial (GPtrArray *self, guint64 serial)
{
    WattleGateClaim *claim = wattle_gate_claims_find_serial (self, serial);

    return claim != NULL && g_ptr_array_remove (self, claim);
}

static WattleGateClaim *
find_strongest (GPtrArray *self, gboolean automations_only)
{
    WattleGateClaim *best = NULL;
    WattleGateLoss loss;

    for (guint i = 0; i < self->len; i++) {
        WattleGateClaim *claim = g_ptr_array_index (self, i);

        if (automations_only && claim->layer != WATTLE_GATE_AUTOMATION)
            continue;
        if (best == NULL || wattle_gate_claim_compare (claim, best, &loss) > 0)
            best = claim;
    }

    return best;
}

WattleGateClaim *
wattle_gate_claims_get_top (GPtrArray *self)
{
    return find_strongest (self, FALSE);
}

GVariant *
wattle_gate_claims_get_wish (GPtrArray *self)
{
    WattleGateClaim *claim = find_strongest (self, TRUE);

    return claim != NULL ? claim->value : NULL;
}

void
wattle_gate_claims_bind_to_wish (GPtrArray *self, WattleGateClaim *claim)
{
    GVariant *wish = wattle_gate_claims_get_wish (self);

    claim->until_change = TRUE;
    g_clear_pointer (&claim->against, g_variant_unref);
    claim->against = wish != NULL ? g_variant_ref (wish) : NULL;
}

static gboolean
is_over (const WattleGateClaim *claim, GVariant *wish, gint64 now, double tolerance)
{
    return claim->until <= now ||
           (claim->until_change && !wattle_gate_value_equal (claim->against, wish, tolerance));
}

gboolean
wattle_gate_claims_expire (GPtrArray *self, gint64 now, double tolerance)
{
    g_autoptr (GVariant) wish = NULL;
    guint before = self->len;

    /* Claims of automations first: their end is a change too. */
    for (guint i = self->len; i > 0; i--)
        if (((WattleGateClaim *)g_ptr_array_index (self, i - 1))->until <= now)
            g_ptr_array_remove_index (self, i - 1);

    wish = wattle_gate_claims_get_wish (self);
    if (wish != NULL)
        g_variant_ref (wish);
    for (guint i = self->len; i > 0; i--)
        if (is_over (g_ptr_array_index (self, i - 1), wish, now, tolerance))
            g_ptr_array_remove_index (self, i - 1);
    return self->len != before;
}

gint64
wattle_gate_claims_get_due (GPtrArray *self)
{
    gint64 due = WATTLE_GATE_NEVER;

    for (guint i = 0; i < self->len; i++)
        due = MIN (due, ((WattleGateClaim *)g_ptr_array_index (self, i))->until);

    return due;
}

static int
compare_losers (gconstpointer a, gconstpointer b)
{
    WattleGateLoss loss;

    return -wattle_gate_claim_compare (((const WattleGateLoser *)a)->claim,
                                       ((const WattleGateLoser *)b)->claim, &loss);
}

GArray *
wattle_gate_claims_list_losers (GPtrArray *self)
{
    GArray *losers = g_array_new (FALSE, FALSE, sizeof (WattleGateLoser));
    const WattleGateClaim *top = wattle_gate_claims_get_top (self);

    for (guint i = 0; i < self->len; i++) {
        WattleGateLoser loser = { .claim = g_ptr_array_index (self, i) };

        if (loser.claim == top)
            continue;
        wattle_gate_claim_compare (loser.claim, top, &loser.loss);
        g_array_append_val (losers, loser);
    }

    g_array_sort (losers, compare_losers);
    return losers;
}
