/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate.h"

G_BEGIN_DECLS

/* What the gate remembers over a restart, as the text of a key file: claims, their ends, the past
 * of each output. It says wall time; time goes on while the host is down, by the clock, but never
 * backwards. */
char *wattle_gate_file_write (WattleGate *gate, gint64 now, gint64 wall);

/* Takes over what is understood; what is not is left out, and counted in *@skipped. Fails when it
 * is no such file at all. */
gboolean wattle_gate_file_read (WattleGate *gate,
                                const char *text,
                                gsize length,
                                gint64 now,
                                gint64 wall,
                                guint *skipped,
                                GError **error);

G_END_DECLS
