/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate.h"

G_BEGIN_DECLS

struct _WattleGate {
    GPtrArray *outputs;  /* of WattleGateOutput, in order of their first coming */
    GHashTable *by_name; /* name → WattleGateOutput */
    guint64 last_serial;
    guint64 revision;
    guint64 minor_revision;
};

/* The output of this name, made if it is not known. */
WattleGateOutput *wattle_gate_get (WattleGate *self, const char *name, gint64 now);

G_END_DECLS
