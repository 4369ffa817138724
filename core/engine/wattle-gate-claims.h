/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-claim.h"

G_BEGIN_DECLS

/* More than any house has automations and people for one output. */
#define WATTLE_GATE_CLAIMS_MAX 256

/* The claims on one output: an author has one in each layer. */
GPtrArray *wattle_gate_claims_new (void);

/* Takes @claim, in the place of the author's earlier one. Returns it, or NULL when there are too
 * many and it was freed. */
WattleGateClaim *wattle_gate_claims_put (GPtrArray *self, WattleGateClaim *claim);
/* What ends with the next change of the automations has to be put after they have spoken. */
void wattle_gate_claims_bind_to_wish (GPtrArray *self, WattleGateClaim *claim);
WattleGateClaim *
wattle_gate_claims_find (GPtrArray *self, WattleGateLayer layer, const char *author);
WattleGateClaim *wattle_gate_claims_find_serial (GPtrArray *self, guint64 serial);
gboolean wattle_gate_claims_remove (GPtrArray *self, WattleGateLayer layer, const char *author);
gboolean wattle_gate_claims_remove_serial (GPtrArray *self, guint64 serial);
/* Ends those whose time has come or whose automation has changed. Returns whether any did. */
gboolean wattle_gate_claims_expire (GPtrArray *self, gint64 now, double tolerance);

WattleGateClaim *wattle_gate_claims_get_top (GPtrArray *self); /* the one that holds, or NULL */
GVariant *wattle_gate_claims_get_wish (GPtrArray *self);       /* of the automations, or NULL */
gint64 wattle_gate_claims_get_due (GPtrArray *self);           /* when the next one ends */

/* A claim that does not hold, and why. Borrowed from the list. */
typedef struct {
    const WattleGateClaim *claim;
    WattleGateLoss loss;
} WattleGateLoser;

GArray *wattle_gate_claims_list_losers (GPtrArray *self); /* of WattleGateLoser, strongest first */

G_END_DECLS
