/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate.h"
#include "wattle-output.h"
#include "wattle-outputs-options.h"

G_BEGIN_DECLS

/* What people and automations want of one output, filed with the gate. Values are as in
 * wattle_output_value_check(). */

/* For people. Returns the claim, which belongs to the gate. */
WattleGateClaim *wattle_output_claim_manual (WattleOutput *output,
                                             WattleGate *gate,
                                             WattleClock *clock,
                                             GVariant *value,
                                             const WattleOutputsOptions *options,
                                             GError **error);
/* For automations and guards. */
gboolean wattle_output_claim_lasting (WattleOutput *output,
                                      WattleGate *gate,
                                      WattleClock *clock,
                                      GVariant *value,
                                      const WattleOutputsClaim *claim,
                                      GError **error);

gboolean wattle_output_claim_release (WattleOutput *output,
                                      WattleGate *gate,
                                      WattleGateLayer layer,
                                      const char *author,
                                      GError **error);
/* What anybody of the manual layer wants. */
void wattle_output_claim_release_manual (WattleOutput *output, WattleGate *gate);

/* The author of the claim that counts; NULL: there is none. */
const char *wattle_output_claim_get_author (const WattleOutput *output);
/* Elapsed time at which what a person wants ends; WATTLE_GATE_NEVER: nobody does, or it has none.
 */
gint64 wattle_output_claim_get_manual_end (const WattleOutput *output);

G_END_DECLS
