/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-outputs-file.h"
#include "wattle-outputs-roster.h"

G_BEGIN_DECLS

/* What the owner is told after a decision. It may change anything then. */
typedef struct {
    void (*changed) (GObject *owner, WattleOutput *output);
    void (*event) (GObject *owner, WattleOutput *output, const char *event, const char *text);
} WattleOutputsPassFuncs;

/* Decisions: all that happens in one turn of the main loop is weighed together by the gate. What it
 * orders is on disk before a device hears of it, and what comes of it goes back to the gate. Part
 * of the outputs. */
typedef struct {
    GObject *owner; /* not held, but while a device is being told */
    const WattleOutputsPassFuncs *funcs;
    WattleProblems *problems; /* this and the rest: of the owner */
    WattleClock *clock;
    WattleGate *gate;
    WattleOutputsRoster *roster;
    WattleOutputsFile *file;
    guint timer;     /* something happened */
    guint due_timer; /* or will */
    gboolean stopped;
} WattleOutputsPass;

void wattle_outputs_pass_init (WattleOutputsPass *self,
                               GObject *owner,
                               const WattleOutputsPassFuncs *funcs,
                               WattleGate *gate,
                               WattleOutputsRoster *roster,
                               WattleOutputsFile *file);
/* To be called whenever the gate was told something. */
void wattle_outputs_pass_schedule (WattleOutputsPass *self);
/* No decision and no command from then on. */
void wattle_outputs_pass_stop (WattleOutputsPass *self);

G_END_DECLS
