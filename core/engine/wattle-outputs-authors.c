/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What people and automations say to the outputs. */
#include "wattle-outputs-private.h"

#include "base/wattle-error.h"
#include "wattle-output-value.h"

static gint64
now_of (WattleOutputs *self)
{
    return wattle_clock_get_monotonic (self->clock);
}

static WattleOutput *
find (WattleOutputs *self, const char *device, const char *key, GError **error)
{
    g_autofree char *name = g_strconcat (device, "/", key, NULL);
    WattleOutput *output = g_hash_table_lookup (self->outputs, name);

    if (output != NULL)
        return output;
    if (wattle_manager_find (self->manager, device) == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no device “%s”", device);
    else
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s has no output “%s”", device, key);
    return NULL;
}

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
make_claim (WattleOutputs *self,
            WattleOutput *output,
            GVariant *value,
            WattleGateLayer layer,
            const char *author,
            GError **error)
{
    g_autoptr (GVariant) owned = g_variant_ref_sink (value);
    g_autoptr (GVariant) checked =
        wattle_output_value_check (output->entity, owned, find_present (output), error);

    return checked != NULL ? wattle_gate_claim_new (layer, author, checked, now_of (self)) : NULL;
}

static gboolean
refuse_crowd (WattleOutput *output, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_BUSY, "%s: %d want something of it already", output->name,
                      WATTLE_GATE_CLAIMS_MAX);
    return FALSE;
}

static WattleGateClaim *
file_override (WattleOutputs *self,
               WattleOutput *output,
               WattleGateClaim *claim,
               const WattleOutputsOptions *options)
{
    gint64 now = now_of (self);

    if (options->until == 0 && options->span == 0 && !options->until_change &&
        !options->until_released)
        return wattle_gate_claim_override (self->gate, output->gate, claim);

    if (options->until != 0)
        claim->until = now + MAX (options->until - wattle_clock_get_wall (self->clock), 0);
    if (options->span != 0)
        claim->until = MIN (claim->until, now + options->span);
    if (options->until_change)
        wattle_gate_claims_bind_to_wish (output->gate->claims, claim);
    return wattle_gate_claim (self->gate, output->gate, claim);
}

gboolean
wattle_outputs_set (WattleOutputs *self,
                    const char *device,
                    const char *key,
                    GVariant *value,
                    const WattleOutputsOptions *options,
                    WattleOutputsDone done,
                    gpointer user_data,
                    GError **error)
{
    g_autoptr (GVariant) owned = g_variant_ref_sink (value);
    WattleOutput *output = find (self, device, key, error);
    WattleGateClaim *claim = NULL;

    if (output != NULL)
        claim = make_claim (self, output, owned, WATTLE_GATE_MANUAL, options->author, error);
    if (claim == NULL)
        return FALSE;
    claim = file_override (self, output, claim, options);
    if (claim == NULL)
        return refuse_crowd (output, error);

    if (done != NULL)
        wattle_output_add_waiter (output, claim->serial, done, user_data);
    wattle_outputs_schedule (self);
    return TRUE;
}

static void
release_all (WattleOutputs *self, WattleOutput *output)
{
    GPtrArray *claims = output->gate->claims;

    for (guint i = claims->len; i > 0; i--) {
        WattleGateClaim *claim = g_ptr_array_index (claims, i - 1);

        if (claim->layer == WATTLE_GATE_MANUAL)
            wattle_gate_release (self->gate, output->gate, claim->layer, claim->author);
    }
}

gboolean
wattle_outputs_release (WattleOutputs *self,
                        const char *device,
                        const char *key,
                        const char *author,
                        GError **error)
{
    WattleOutput *output;

    if (author != NULL)
        return wattle_outputs_unclaim (self, device, key, WATTLE_GATE_MANUAL, author, error);

    output = find (self, device, key, error);
    if (output == NULL)
        return FALSE;
    release_all (self, output);
    wattle_outputs_schedule (self);
    return TRUE;
}

gboolean
wattle_outputs_claim (WattleOutputs *self,
                      const char *device,
                      const char *key,
                      GVariant *value,
                      const WattleOutputsClaim *claim,
                      GError **error)
{
    g_autoptr (GVariant) owned = g_variant_ref_sink (value);
    WattleOutput *output = find (self, device, key, error);
    WattleGateClaim *made = NULL;

    if (output != NULL)
        made = make_claim (self, output, owned, claim->layer, claim->author, error);
    if (made == NULL)
        return FALSE;

    made->priority = claim->priority;
    made->order = claim->order;
    made->continuous = claim->continuous;
    if (wattle_gate_claim (self->gate, output->gate, made) == NULL)
        return refuse_crowd (output, error);
    wattle_outputs_schedule (self);
    return TRUE;
}

gboolean
wattle_outputs_unclaim (WattleOutputs *self,
                        const char *device,
                        const char *key,
                        WattleGateLayer layer,
                        const char *author,
                        GError **error)
{
    WattleOutput *output = find (self, device, key, error);

    if (output == NULL)
        return FALSE;
    if (!wattle_gate_release (self->gate, output->gate, layer, author)) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s: “%s” wants nothing of it",
                          output->name, author);
        return FALSE;
    }
    wattle_outputs_schedule (self);
    return TRUE;
}

GVariant *
wattle_outputs_explain (WattleOutputs *self, const char *device, const char *key, GError **error)
{
    WattleOutput *output = find (self, device, key, error);

    if (output == NULL)
        return NULL;
    return g_variant_ref_sink (
        wattle_output_explain (output, now_of (self), wattle_clock_get_wall (self->clock)));
}

const char *
wattle_outputs_get_held_by (WattleOutputs *self, const char *device, const char *key)
{
    WattleOutput *output = find (self, device, key, NULL);
    WattleGateClaim *top =
        output != NULL ? wattle_gate_claims_get_top (output->gate->claims) : NULL;

    return top != NULL ? top->author : NULL;
}

gint64
wattle_outputs_get_override_until (WattleOutputs *self, const char *device, const char *key)
{
    WattleOutput *output = find (self, device, key, NULL);
    WattleGateClaim *top =
        output != NULL ? wattle_gate_claims_get_top (output->gate->claims) : NULL;

    if (top == NULL || top->layer != WATTLE_GATE_MANUAL || top->until == WATTLE_GATE_NEVER)
        return 0;
    return top->until - now_of (self) + wattle_clock_get_wall (self->clock);
}

gint64
wattle_outputs_get_wall (WattleOutputs *self)
{
    return wattle_clock_get_wall (self->clock);
}
