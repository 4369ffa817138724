/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-output.h"

G_BEGIN_DECLS

/* The gate that all outputs of the house go through: who wants what, what may be done now, and why.
 * It knows neither devices nor files nor clocks: it is told what happens and when, and says what is
 * to be commanded. One thread. */
typedef struct _WattleGate WattleGate;

WattleGate *wattle_gate_new (void);
void wattle_gate_free (WattleGate *self);

/* An output is there from now on, or under other rules; what is known of it from before comes
 * back. @fallback: what it is while nobody wants anything; NULL: as it is. */
WattleGateOutput *wattle_gate_add (WattleGate *self,
                                   const char *name,
                                   const WattleGateProtection *protection,
                                   double tolerance,
                                   GVariant *fallback,
                                   gint64 now);
/* @for_good: it is forgotten; otherwise all is kept for when it is back. */
void wattle_gate_remove (WattleGate *self, const char *name, gboolean for_good, gint64 now);
WattleGateOutput *wattle_gate_find (WattleGate *self, const char *name); /* also one that is away */

/* Takes @claim; NULL when the output has too many already. One that an automation repeats as it was
 * changes nothing. Returns the one that now stands. */
WattleGateClaim *
wattle_gate_claim (WattleGate *self, WattleGateOutput *output, WattleGateClaim *claim);
/* The same by a person, until what is usual: two hours have passed or the automations want
 * something else. */
WattleGateClaim *
wattle_gate_claim_override (WattleGate *self, WattleGateOutput *output, WattleGateClaim *claim);
gboolean wattle_gate_release (WattleGate *self,
                              WattleGateOutput *output,
                              WattleGateLayer layer,
                              const char *author);

/* What the device says, NULL if it says nothing any more, and how a command ended. */
void
wattle_gate_take_reading (WattleGate *self, WattleGateOutput *output, GVariant *value, gint64 now);
void wattle_gate_take_result (WattleGate *self,
                              WattleGateOutput *output,
                              WattleGateResult result,
                              gint64 now);
/* The inputs of all automations that may claim it are fresh. */
void wattle_gate_set_fresh (WattleGate *self, WattleGateOutput *output);

/* Weighs everything, and adds to @orders (of WattleGateOutput) those that are to be commanded what
 * they wish: each is under way until its result is told. */
void wattle_gate_decide (WattleGate *self, gint64 now, GPtrArray *orders);
/* When to decide again if nothing happens; WATTLE_GATE_NEVER. */
gint64 wattle_gate_get_due (WattleGate *self, gint64 now);

/* Grows with every change that has to outlive the host, and with every other that is worth it. */
guint64 wattle_gate_get_revision (WattleGate *self);
guint64 wattle_gate_get_minor_revision (WattleGate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleGate, wattle_gate_free)

G_END_DECLS
