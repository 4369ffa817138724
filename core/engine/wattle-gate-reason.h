/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-output.h"

G_BEGIN_DECLS

/* Why an output is what it is, as data (a{sv}, floating). All times are wall time in microseconds,
 * spans in seconds.
 *
 * "actual" (v), "known" (b), "available" (b): what the device says, whether it still does
 * "wish" (v): what it is to be; "settled" (b): and is
 * "command" (s): idle, under-way, postponed, awaited, confirmed, contradicted, dropped;
 *   "commanded" (v): what was commanded last; "tries" (u)
 * "held-by" (s): author of the claim that holds, empty: nobody's; "claim" (a{sv}): that claim
 * "lost" (aa{sv}): the others, strongest first, each with "why" (s): layer, priority, order,
 * earlier "waits" (s): none or the protection that it waits for; "waits-until" (x), if it is for a
 * time; "partner" (s): the output that an interlock waits for; "pushed-by" (s): that may be on
 * instead "starts" (t), "seconds-on" (t), "last-switch" (x)
 *
 * A claim has "author", "layer", "value", "priority", "order", "continuous", "since" (x), "until"
 * (x, if it ends at a time) and "until-change" (b). */
GVariant *wattle_gate_reason_new (const WattleGateOutput *output, gint64 now, gint64 wall);

const char *wattle_gate_command_get_name (WattleGateCommand command);
gboolean wattle_gate_command_parse (const char *name, WattleGateCommand *command);

G_END_DECLS
