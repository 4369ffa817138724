/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-reason.h"

static const char *const command_names[] = {
    [WATTLE_GATE_IDLE] = "idle",           [WATTLE_GATE_UNDER_WAY] = "under-way",
    [WATTLE_GATE_POSTPONED] = "postponed", [WATTLE_GATE_AWAITED] = "awaited",
    [WATTLE_GATE_CONFIRMED] = "confirmed", [WATTLE_GATE_CONTRADICTED] = "contradicted",
    [WATTLE_GATE_DROPPED] = "dropped",
};

const char *
wattle_gate_command_get_name (WattleGateCommand command)
{
    return command_names[command];
}

gboolean
wattle_gate_command_parse (const char *name, WattleGateCommand *command)
{
    for (guint i = 0; i < G_N_ELEMENTS (command_names); i++)
        if (g_str_equal (command_names[i], name)) {
            *command = (WattleGateCommand)i;
            return TRUE;
        }

    return FALSE;
}

static void
add_time (GVariantDict *dict, const char *key, gint64 time, gint64 offset)
{
    if (time != WATTLE_GATE_NEVER && time != WATTLE_GATE_NOT_YET)
        g_variant_dict_insert (dict, key, "x", time + offset);
}

static void
add_value (GVariantDict *dict, const char *key, GVariant *value)
{
    if (value != NULL)
        g_variant_dict_insert_value (dict, key, value);
}

/* @offset: from elapsed to wall time. */
static void
describe_claim (GVariantDict *dict, const WattleGateClaim *claim, gint64 offset)
{
    g_variant_dict_init (dict, NULL);
    g_variant_dict_insert (dict, "author", "s", claim->author);
    g_variant_dict_insert (dict, "layer", "s", wattle_gate_layer_get_name (claim->layer));
    add_value (dict, "value", claim->value);
    g_variant_dict_insert (dict, "priority", "i", claim->priority);
    g_variant_dict_insert (dict, "order", "i", claim->order);
    g_variant_dict_insert (dict, "continuous", "b", claim->continuous);
    g_variant_dict_insert (dict, "until-change", "b", claim->until_change);
    add_time (dict, "since", claim->since, offset);
    add_time (dict, "until", claim->until, offset);
}

static GVariant *
list_losers (const WattleGateOutput *output, gint64 offset)
{
    g_autoptr (GArray) losers = wattle_gate_claims_list_losers (output->claims);
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < losers->len; i++) {
        WattleGateLoser *loser = &g_array_index (losers, WattleGateLoser, i);
        GVariantDict dict;

        describe_claim (&dict, loser->claim, offset);
        g_variant_dict_insert (&dict, "why", "s", wattle_gate_loss_get_name (loser->loss));
        g_variant_builder_add_value (&list, g_variant_dict_end (&dict));
    }
    return g_variant_builder_end (&list);
}

static void
add_claims (GVariantDict *dict, const WattleGateOutput *output, gint64 offset)
{
    const WattleGateClaim *top = wattle_gate_claims_get_top (output->claims);
    GVariantDict claim;

    g_variant_dict_insert (dict, "held-by", "s", top != NULL ? top->author : "");
    if (top != NULL) {
        describe_claim (&claim, top, offset);
        g_variant_dict_insert_value (dict, "claim", g_variant_dict_end (&claim));
    }
    g_variant_dict_insert_value (dict, "lost", list_losers (output, offset));
}

static void
add_wait (GVariantDict *dict, const WattleGateOutput *output, gint64 offset)
{
    g_variant_dict_insert (dict, "waits", "s", wattle_gate_wait_get_name (output->wait.kind));
    if (output->wait.kind != WATTLE_GATE_WAIT_NONE)
        add_time (dict, "waits-until", output->wait.until, offset);
    if (output->partner != NULL)
        g_variant_dict_insert (dict, "partner", "s", output->partner);
    if (output->pushed_by != NULL)
        g_variant_dict_insert (dict, "pushed-by", "s", output->pushed_by);
}

static void
add_state (GVariantDict *dict, const WattleGateOutput *output)
{
    add_value (dict, "actual", output->actual);
    g_variant_dict_insert (dict, "known", "b", output->known);
    g_variant_dict_insert (dict, "available", "b", output->available);
    add_value (dict, "wish", output->wish);
    g_variant_dict_insert (dict, "settled", "b", wattle_gate_output_is_settled (output));
    g_variant_dict_insert (dict, "command", "s", wattle_gate_command_get_name (output->command));
    add_value (dict, "commanded", output->commanded);
    g_variant_dict_insert (dict, "tries", "u", output->tries);
}

GVariant *
wattle_gate_reason_new (const WattleGateOutput *output, gint64 now, gint64 wall)
{
    gint64 on_span = wattle_gate_past_get_on_span (&output->past, now);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    add_state (&dict, output);
    add_claims (&dict, output, wall - now);
    add_wait (&dict, output, wall - now);
    g_variant_dict_insert (&dict, "starts", "t", output->past.starts);
    g_variant_dict_insert (&dict, "seconds-on", "t", (guint64)(on_span / G_USEC_PER_SEC));
    add_time (&dict, "last-switch", output->past.last_seen, wall - now);
    return g_variant_dict_end (&dict);
}
