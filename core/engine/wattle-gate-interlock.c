/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-interlock.h"

/* The layer of an output that is on although nobody wants anything of it. */
#define NOBODY (-1)

/* One that is not there at the moment counts as it was last seen, or commanded: nobody can switch
 * it off. */
static gboolean
shares_group (const WattleGateOutput *a, const WattleGateOutput *b)
{
    return (b->present || b->actual != NULL || b->start_counted) &&
           g_strcmp0 (a->protection.interlock, b->protection.interlock) == 0;
}

static int
get_layer (const WattleGateOutput *output)
{
    return output->wish != NULL ? (int)output->wisher : NOBODY;
}

static gboolean
is_candidate (const WattleGateOutput *output)
{
    if (!output->present)
        return FALSE;
    return output->wish != NULL ? wattle_gate_value_is_on (output->wish)
                                : wattle_gate_output_may_be_on (output);
}

/* A layer above that of who is on counts only once it could go on. */
static int
get_weight (const WattleGateOutput *output, gint64 now)
{
    gboolean ready = wattle_gate_output_may_be_on (output) || output->wish == NULL ||
                     wattle_gate_output_check (output, now).kind == WATTLE_GATE_WAIT_NONE;

    return ready ? get_layer (output) : NOBODY;
}

static gboolean
is_before (const WattleGateOutput *a, const WattleGateOutput *b, gint64 now)
{
    const WattleGateClaim *claim_a = wattle_gate_claims_get_top (a->claims);
    const WattleGateClaim *claim_b = wattle_gate_claims_get_top (b->claims);
    gboolean on_a = wattle_gate_output_may_be_on (a);
    gboolean on_b = wattle_gate_output_may_be_on (b);
    WattleGateLoss loss;

    if (get_weight (a, now) != get_weight (b, now))
        return get_weight (a, now) > get_weight (b, now);
    if (on_a != on_b)
        return on_a;
    if (claim_a == NULL || claim_b == NULL)
        return claim_a != NULL;
    return wattle_gate_claim_compare (claim_a, claim_b, &loss) > 0;
}

static WattleGateOutput *
find_first (GPtrArray *outputs, const WattleGateOutput *member, gint64 now)
{
    WattleGateOutput *first = NULL;

    for (guint i = 0; i < outputs->len; i++) {
        WattleGateOutput *output = g_ptr_array_index (outputs, i);

        if (shares_group (member, output) && is_candidate (output) &&
            (first == NULL || is_before (output, first, now)))
            first = output;
    }

    return first;
}

static void
wait_for (WattleGateOutput *output, WattleGateWaitKind kind, gint64 until, const char *partner)
{
    output->wait = (WattleGateWait){ kind, until };
    g_free (output->partner);
    output->partner = g_strdup (partner);
}

/* One that would come first, but cannot go on yet, waits for that. */
static void
let_wait (WattleGateOutput *output, const WattleGateOutput *first, gint64 now)
{
    WattleGateWait own = wattle_gate_output_check (output, now);

    if (own.kind != WATTLE_GATE_WAIT_NONE && output->wisher > first->wisher)
        output->wait = own;
    else
        wait_for (output, WATTLE_GATE_WAIT_INTERLOCK, WATTLE_GATE_NEVER, first->name);
}

static void
push_off (WattleGateOutput *output, const WattleGateOutput *first)
{
    GVariant *like = output->wish != NULL ? output->wish : output->actual;
    GVariant *off = like != NULL ? wattle_gate_value_new_off (like) : NULL;

    if (off == NULL) /* nothing is known of it yet */
        return;
    g_clear_pointer (&output->wish, g_variant_unref);
    output->wish = off;
    output->wisher = first->wisher;
    output->wish_serial = first->wish_serial;
    output->pushed_by = g_strdup (first->name);
}

static void
weigh_group (GPtrArray *outputs, const WattleGateOutput *member, gint64 now)
{
    WattleGateOutput *first = find_first (outputs, member, now);

    if (first == NULL || first->wish == NULL)
        return;

    for (guint i = 0; i < outputs->len; i++) {
        WattleGateOutput *output = g_ptr_array_index (outputs, i);

        if (output == first || !shares_group (member, output) || !is_candidate (output))
            continue;
        if (wattle_gate_output_may_be_on (output))
            push_off (output, first);
        else
            let_wait (output, first, now);
    }
}

static gboolean
is_first_of_group (GPtrArray *outputs, guint index)
{
    const WattleGateOutput *output = g_ptr_array_index (outputs, index);

    if (!output->present || output->protection.interlock == NULL)
        return FALSE;
    for (guint i = 0; i < index; i++) {
        WattleGateOutput *earlier = g_ptr_array_index (outputs, i);

        if (earlier->present && shares_group (output, earlier))
            return FALSE;
    }

    return TRUE;
}

void
wattle_gate_interlock_weigh (GPtrArray *outputs, gint64 now)
{
    for (guint i = 0; i < outputs->len; i++)
        if (is_first_of_group (outputs, i))
            weigh_group (outputs, g_ptr_array_index (outputs, i), now);
}

gboolean
wattle_gate_interlock_check (GPtrArray *outputs, WattleGateOutput *output, gint64 now)
{
    gint64 until = now;

    if (output->protection.interlock == NULL || !wattle_gate_value_is_on (output->wish))
        return TRUE;

    for (guint i = 0; i < outputs->len; i++) {
        WattleGateOutput *other = g_ptr_array_index (outputs, i);
        gint64 dead = MAX (output->protection.dead_time, other->protection.dead_time);

        if (other == output || !shares_group (output, other))
            continue;
        if (wattle_gate_output_may_be_on (other)) {
            wait_for (output, WATTLE_GATE_WAIT_INTERLOCK, WATTLE_GATE_NEVER, other->name);
            return FALSE;
        }
        if (dead > 0 && other->past.last_off != WATTLE_GATE_NOT_YET &&
            other->past.last_off + dead > until) {
            until = other->past.last_off + dead;
            wait_for (output, WATTLE_GATE_WAIT_DEAD_TIME, until, other->name);
        }
    }

    return until <= now;
}
