/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-private.h"

#include "wattle-gate-interlock.h"

#define FALLBACK_AUTHOR "default"
#define DEVICE_AUTHOR   "device"

WattleGate *
wattle_gate_new (void)
{
    WattleGate *self = g_new0 (WattleGate, 1);

    self->outputs = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_gate_output_free);
    self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
    return self;
}

void
wattle_gate_free (WattleGate *self)
{
    g_hash_table_unref (self->by_name);
    g_ptr_array_unref (self->outputs);
    g_free (self);
}

WattleGateOutput *
wattle_gate_find (WattleGate *self, const char *name)
{
    return g_hash_table_lookup (self->by_name, name);
}

guint64
wattle_gate_get_revision (WattleGate *self)
{
    return self->revision;
}

guint64
wattle_gate_get_minor_revision (WattleGate *self)
{
    return self->minor_revision;
}

WattleGateOutput *
wattle_gate_get (WattleGate *self, const char *name, gint64 now)
{
    WattleGateOutput *output = wattle_gate_find (self, name);

    if (output != NULL)
        return output;

    output = wattle_gate_output_new (name, now);
    g_ptr_array_add (self->outputs, output);
    g_hash_table_insert (self->by_name, output->name, output);
    return output;
}

/* The lowest claim is no more than configuration. */
static void
set_fallback (WattleGate *self, WattleGateOutput *output, GVariant *fallback, gint64 now)
{
    if (fallback == NULL)
        wattle_gate_release (self, output, WATTLE_GATE_DEFAULT, FALLBACK_AUTHOR);
    else
        wattle_gate_claim (
            self, output,
            wattle_gate_claim_new (WATTLE_GATE_DEFAULT, FALLBACK_AUTHOR, fallback, now));
}

WattleGateOutput *
wattle_gate_add (WattleGate *self,
                 const char *name,
                 const WattleGateProtection *protection,
                 double tolerance,
                 GVariant *fallback,
                 gint64 now)
{
    WattleGateOutput *output = wattle_gate_get (self, name, now);

    output->present = TRUE;
    output->tolerance = tolerance;
    wattle_gate_protection_copy (&output->protection, protection);
    set_fallback (self, output, fallback, now);
    return output;
}

void
wattle_gate_remove (WattleGate *self, const char *name, gboolean for_good, gint64 now)
{
    WattleGateOutput *output = wattle_gate_find (self, name);

    if (output == NULL)
        return;

    if (for_good) {
        self->revision++;
        g_hash_table_remove (self->by_name, name);
        g_ptr_array_remove (self->outputs, output);
        return;
    }

    self->minor_revision++;
    output->present = FALSE;
    output->command = WATTLE_GATE_IDLE;
    wattle_gate_output_set_available (output, FALSE);
    wattle_gate_output_take_reading (output, NULL, now);
}

/* Claims */

static gboolean
is_repeated (const WattleGateClaim *old, const WattleGateClaim *claim)
{
    return old != NULL && claim->layer != WATTLE_GATE_MANUAL &&
           g_variant_equal (old->value, claim->value) && old->priority == claim->priority &&
           old->order == claim->order && old->continuous == claim->continuous &&
           old->until == claim->until;
}

WattleGateClaim *
wattle_gate_claim (WattleGate *self, WattleGateOutput *output, WattleGateClaim *claim)
{
    WattleGateClaim *old = wattle_gate_claims_find (output->claims, claim->layer, claim->author);

    if (is_repeated (old, claim)) {
        wattle_gate_claim_free (claim);
        return old;
    }

    claim->serial = ++self->last_serial;
    self->revision++;
    return wattle_gate_claims_put (output->claims, claim);
}

WattleGateClaim *
wattle_gate_claim_override (WattleGate *self, WattleGateOutput *output, WattleGateClaim *claim)
{
    claim->until = claim->since + WATTLE_GATE_OVERRIDE;
    wattle_gate_claims_bind_to_wish (output->claims, claim);
    return wattle_gate_claim (self, output, claim);
}

gboolean
wattle_gate_release (WattleGate *self,
                     WattleGateOutput *output,
                     WattleGateLayer layer,
                     const char *author)
{
    gboolean released = wattle_gate_claims_remove (output->claims, layer, author);

    if (released)
        self->revision++;
    return released;
}

/* What happens */

void
wattle_gate_take_reading (WattleGate *self, WattleGateOutput *output, GVariant *value, gint64 now)
{
    g_autoptr (GVariant) before = output->actual != NULL ? g_variant_ref (output->actual) : NULL;
    GVariant *change = wattle_gate_output_take_reading (output, value, now);
    WattleGateClaim *top = wattle_gate_claims_get_top (output->claims);

    if (!wattle_gate_value_equal (before, output->actual, 0))
        self->minor_revision++;
    if (change == NULL)
        return;

    /* Somebody stood at the device, unless it is what is wanted anyway. */
    if (top != NULL &&
        (top->continuous || wattle_gate_value_equal (top->value, change, output->tolerance)))
        return;
    wattle_gate_claim_override (
        self, output, wattle_gate_claim_new (WATTLE_GATE_MANUAL, DEVICE_AUTHOR, change, now));
}

void
wattle_gate_take_result (WattleGate *self,
                         WattleGateOutput *output,
                         WattleGateResult result,
                         gint64 now)
{
    wattle_gate_output_take_result (output, result, now);
    self->minor_revision++;
}

void
wattle_gate_set_fresh (WattleGate *self, WattleGateOutput *output)
{
    output->hold_until = WATTLE_GATE_NOT_YET;
}

/* Decisions */

static void
weigh (WattleGate *self, gint64 now)
{
    for (guint i = 0; i < self->outputs->len; i++) {
        WattleGateOutput *output = g_ptr_array_index (self->outputs, i);

        if (wattle_gate_claims_expire (output->claims, now, output->tolerance))
            self->revision++;
        /* It is no command any more that may be dropped: another run has to know. */
        if (wattle_gate_output_weigh (output))
            self->revision++;
    }
    wattle_gate_interlock_weigh (self->outputs, now);
}

static gboolean
may_go (WattleGate *self, WattleGateOutput *output, gint64 now)
{
    if (output->wait.kind != WATTLE_GATE_WAIT_NONE)
        return FALSE;

    output->wait = wattle_gate_output_check (output, now);
    return output->wait.kind == WATTLE_GATE_WAIT_NONE &&
           wattle_gate_interlock_check (self->outputs, output, now);
}

static void
order (WattleGate *self, gboolean on, gint64 now, GPtrArray *orders)
{
    for (guint i = 0; i < self->outputs->len; i++) {
        WattleGateOutput *output = g_ptr_array_index (self->outputs, i);

        if (!output->present || wattle_gate_value_is_on (output->wish) != on ||
            !wattle_gate_output_wants_command (output, now) || !may_go (self, output, now))
            continue;
        wattle_gate_output_send (output, now);
        self->revision++;
        g_ptr_array_add (orders, output);
    }
}

void
wattle_gate_decide (WattleGate *self, gint64 now, GPtrArray *orders)
{
    weigh (self, now);
    /* Who goes on may have to wait for who goes off. */
    order (self, FALSE, now, orders);
    order (self, TRUE, now, orders);
}

gint64
wattle_gate_get_due (WattleGate *self, gint64 now)
{
    gint64 due = WATTLE_GATE_NEVER;

    for (guint i = 0; i < self->outputs->len; i++)
        due = MIN (due, wattle_gate_output_get_due (g_ptr_array_index (self->outputs, i), now));

    return due;
}
