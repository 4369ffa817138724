/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-value.h"

G_BEGIN_DECLS

/* Times of the gate are microseconds of elapsed time: they go on whatever the wall clock is set to.
 */
#define WATTLE_GATE_NEVER    G_MAXINT64
#define WATTLE_GATE_NOT_YET  G_MININT64
#define WATTLE_GATE_OVERRIDE (2 * 60 * 60 * (gint64)G_USEC_PER_SEC) /* a manual claim's default */

/* The higher wins. */
typedef enum {
    WATTLE_GATE_DEFAULT,
    WATTLE_GATE_AUTOMATION,
    WATTLE_GATE_MANUAL,
    WATTLE_GATE_PERMANENT, /* an automation that people cannot override */
    WATTLE_GATE_SAFETY,
} WattleGateLayer;

const char *wattle_gate_layer_get_name (WattleGateLayer layer);
gboolean wattle_gate_layer_parse (const char *name, WattleGateLayer *layer);

/* Somebody wants an output to be something. */
typedef struct {
    char *author; /* "hass", "user 1000", "mqtt", "device", "automation:ID" … */
    WattleGateLayer layer;
    GVariant *value;
    int priority;        /* the higher is stronger; not between people */
    int order;           /* place in the list of automations: the later is stronger */
    gboolean continuous; /* a change made at the device is undone, not taken over */
    gint64 since;
    gint64 until;
    gboolean until_change; /* ends too when the automations want something else than… */
    GVariant *against;     /* …this; NULL: nothing */
    gboolean met;          /* the device has said that it is so: it is no command any more */
    guint64 serial;        /* the order in which claims were made */
} WattleGateClaim;

/* Why a claim does not hold. */
typedef enum {
    WATTLE_GATE_LOST_LAYER,
    WATTLE_GATE_LOST_PRIORITY,
    WATTLE_GATE_LOST_ORDER,
    WATTLE_GATE_LOST_EARLIER, /* somebody claimed later */
} WattleGateLoss;

const char *wattle_gate_loss_get_name (WattleGateLoss loss);

WattleGateClaim *
wattle_gate_claim_new (WattleGateLayer layer, const char *author, GVariant *value, gint64 now);
void wattle_gate_claim_free (WattleGateClaim *self);

/* Above 0 if @a is the stronger of the two. @loss: what decided. */
int wattle_gate_claim_compare (const WattleGateClaim *a,
                               const WattleGateClaim *b,
                               WattleGateLoss *loss);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleGateClaim, wattle_gate_claim_free)

G_END_DECLS
