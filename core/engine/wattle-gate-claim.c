/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-claim.h"

static const char *const layer_names[] = {
    [WATTLE_GATE_DEFAULT] = "default", [WATTLE_GATE_AUTOMATION] = "automation",
    [WATTLE_GATE_MANUAL] = "manual",   [WATTLE_GATE_PERMANENT] = "permanent",
    [WATTLE_GATE_SAFETY] = "safety",
};

static const char *const loss_names[] = {
    [WATTLE_GATE_LOST_LAYER] = "layer",
    [WATTLE_GATE_LOST_PRIORITY] = "priority",
    [WATTLE_GATE_LOST_ORDER] = "order",
    [WATTLE_GATE_LOST_EARLIER] = "earlier",
};

const char *
wattle_gate_layer_get_name (WattleGateLayer layer)
{
    return layer_names[layer];
}

gboolean
wattle_gate_layer_parse (const char *name, WattleGateLayer *layer)
{
    for (guint i = 0; i < G_N_ELEMENTS (layer_names); i++)
        if (g_str_equal (name, layer_names[i])) {
            *layer = i;
            return TRUE;
        }

    return FALSE;
}

const char *
wattle_gate_loss_get_name (WattleGateLoss loss)
{
    return loss_names[loss];
}

WattleGateClaim *
wattle_gate_claim_new (WattleGateLayer layer, const char *author, GVariant *value, gint64 now)
{
    WattleGateClaim *self = g_new0 (WattleGateClaim, 1);

    self->author = g_strdup (author);
    self->layer = layer;
    self->value = g_variant_ref_sink (value);
    self->since = now;
    self->until = WATTLE_GATE_NEVER;
    return self;
}

void
wattle_gate_claim_free (WattleGateClaim *self)
{
    g_free (self->author);
    g_variant_unref (self->value);
    g_clear_pointer (&self->against, g_variant_unref);
    g_free (self);
}

static int
decide (gint64 difference, WattleGateLoss why, WattleGateLoss *loss)
{
    *loss = why;
    return difference > 0 ? 1 : -1;
}

int
wattle_gate_claim_compare (const WattleGateClaim *a, const WattleGateClaim *b, WattleGateLoss *loss)
{
    /* Between people only who came last counts. */
    gboolean ranked = a->layer != WATTLE_GATE_MANUAL;

    if (a->layer != b->layer)
        return decide ((gint64)a->layer - (gint64)b->layer, WATTLE_GATE_LOST_LAYER, loss);
    if (ranked && a->priority != b->priority)
        return decide ((gint64)a->priority - b->priority, WATTLE_GATE_LOST_PRIORITY, loss);
    if (ranked && a->order != b->order)
        return decide ((gint64)a->order - b->order, WATTLE_GATE_LOST_ORDER, loss);

    return decide (a->serial > b->serial ? 1 : -1, WATTLE_GATE_LOST_EARLIER, loss);
}
