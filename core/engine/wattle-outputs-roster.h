/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate.h"
#include "wattle-manager.h"
#include "wattle-output.h"

G_BEGIN_DECLS

/* Which outputs there are: those of the devices of a manager, in step with them. Each of them is
 * known to the gate, which hears from here what it reads and whether its device answers. Part of
 * the outputs. */
typedef struct {
    WattleManager *manager; /* this and the rest: of the owner */
    WattleProblems *problems;
    WattleClock *clock;
    WattleGate *gate;
    WattleClockFunc changed; /* the gate was told something */
    gpointer user_data;
    GHashTable *outputs;   /* name → WattleOutput */
    gboolean check_config; /* devices have come or changed */
} WattleOutputsRoster;

void wattle_outputs_roster_init (WattleOutputsRoster *self,
                                 WattleManager *manager,
                                 WattleProblems *problems,
                                 WattleGate *gate,
                                 WattleClockFunc changed,
                                 gpointer user_data);
/* Forgets all outputs; whoever waits for one of them is told. */
void wattle_outputs_roster_clear (WattleOutputsRoster *self);
void wattle_outputs_roster_finish (WattleOutputsRoster *self); /* frees what is left */

/* Takes over the devices that are there, and follows the manager from then on. */
void wattle_outputs_roster_start (WattleOutputsRoster *self);
void wattle_outputs_roster_stop (WattleOutputsRoster *self);

/* NULL: there is none of this name any more. */
WattleOutput *wattle_outputs_roster_get (WattleOutputsRoster *self, const char *name);
/* The same, and what it is that is not there. */
WattleOutput *wattle_outputs_roster_find (WattleOutputsRoster *self,
                                          const char *device,
                                          const char *key,
                                          GError **error);
GPtrArray *wattle_outputs_roster_list (WattleOutputsRoster *self); /* of char*, the names */

/* Says which groups [Output NAME] protect nothing, if devices have come or changed. */
void wattle_outputs_roster_check_config (WattleOutputsRoster *self);

G_END_DECLS
