/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-output-claim.h"

#include "base/wattle-error.h"
#include "wattle-output-value.h"

/* What a toggle turns round: what it is to be, if that is still on its way; else what it is. */
static GVariant *
find_present (WattleOutput *output)
{
    const WattleGateClaim *top = wattle_gate_claims_get_top (output->gate->claims);

    if (!output->gate->known)
        return NULL;
    return top != NULL && !top->met && output->gate->command != WATTLE_GATE_CONTRADICTED
               ? top->value
               : output->gate->actual;
}

static WattleGateClaim *
make_claim (WattleOutput *output,
            GVariant *value,
            WattleGateLayer layer,
            const char *author,
            gint64 now,
            GError **error)
{
    g_autoptr (GVariant) checked =
        wattle_output_value_check (output->entity, value, find_present (output), error);

    return checked != NULL ? wattle_gate_claim_new (layer, author, checked, now) : NULL;
}

/* Takes over @claim. Returns it, or NULL if there are too many. */
static WattleGateClaim *
file_override (WattleOutput *output,
               WattleGate *gate,
               WattleClock *clock,
               WattleGateClaim *claim,
               const WattleOutputsOptions *options)
{
    gint64 now = wattle_clock_get_monotonic (clock);

    if (options->until == 0 && options->span == 0 && !options->until_change &&
        !options->until_released)
        return wattle_gate_claim_override (gate, output->gate, claim);

    if (options->until != 0)
        claim->until = now + MAX (options->until - wattle_clock_get_wall (clock), 0);
    if (options->span != 0)
        claim->until = MIN (claim->until, now + options->span);
    if (options->until_change)
        wattle_gate_claims_bind_to_wish (output->gate->claims, claim);
    return wattle_gate_claim (gate, output->gate, claim);
}

static void
refuse_crowd (WattleOutput *output, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_BUSY, "%s: %d want something of it already", output->name,
                      WATTLE_GATE_CLAIMS_MAX);
}

WattleGateClaim *
wattle_output_claim_manual (WattleOutput *output,
                            WattleGate *gate,
                            WattleClock *clock,
                            GVariant *value,
                            const WattleOutputsOptions *options,
                            GError **error)
{
    WattleGateClaim *claim = make_claim (output, value, WATTLE_GATE_MANUAL, options->author,
                                         wattle_clock_get_monotonic (clock), error);

    if (claim == NULL)
        return NULL;
    claim = file_override (output, gate, clock, claim, options);
    if (claim == NULL)
        refuse_crowd (output, error);
    return claim;
}

gboolean
wattle_output_claim_lasting (WattleOutput *output,
                             WattleGate *gate,
                             WattleClock *clock,
                             GVariant *value,
                             const WattleOutputsClaim *claim,
                             GError **error)
{
    WattleGateClaim *made = make_claim (output, value, claim->layer, claim->author,
                                        wattle_clock_get_monotonic (clock), error);

    if (made == NULL)
        return FALSE;

    made->priority = claim->priority;
    made->order = claim->order;
    made->continuous = claim->continuous;
    made = wattle_gate_claim (gate, output->gate, made);
    if (made == NULL)
        refuse_crowd (output, error);
    return made != NULL;
}

gboolean
wattle_output_claim_release (WattleOutput *output,
                             WattleGate *gate,
                             WattleGateLayer layer,
                             const char *author,
                             GError **error)
{
    if (wattle_gate_release (gate, output->gate, layer, author))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s: “%s” wants nothing of it", output->name,
                      author);
    return FALSE;
}

void
wattle_output_claim_release_manual (WattleOutput *output, WattleGate *gate)
{
    GPtrArray *claims = output->gate->claims;

    for (guint i = claims->len; i > 0; i--) {
        WattleGateClaim *claim = g_ptr_array_index (claims, i - 1);

        if (claim->layer == WATTLE_GATE_MANUAL)
            wattle_gate_release (gate, output->gate, claim->layer, claim->author);
    }
}

const char *
wattle_output_claim_get_author (const WattleOutput *output)
{
    const WattleGateClaim *top = wattle_gate_claims_get_top (output->gate->claims);

    return top != NULL ? top->author : NULL;
}

gint64
wattle_output_claim_get_manual_end (const WattleOutput *output)
{
    const WattleGateClaim *top = wattle_gate_claims_get_top (output->gate->claims);

    return top != NULL && top->layer == WATTLE_GATE_MANUAL ? top->until : WATTLE_GATE_NEVER;
}
