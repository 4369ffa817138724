/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-output.h"

G_BEGIN_DECLS

/* Of the outputs of a group one is on at most. Whoever is on stays, unless a higher layer wants
 * another on that could start now; of several that are not on, the strongest claim comes first. */

/* Makes the wishes of @outputs (of WattleGateOutput, each weighed by itself) fit together: pushes
 * off who has to give way, and lets others wait. */
void wattle_gate_interlock_weigh (GPtrArray *outputs, gint64 now);

/* Whether one that wants to go on has to wait for others. */
gboolean wattle_gate_interlock_check (GPtrArray *outputs, WattleGateOutput *output, gint64 now);

G_END_DECLS
