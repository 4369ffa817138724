/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-output.h"
#include "wattle-problems.h"
#include "wattle-runner.h"

G_BEGIN_DECLS

/* @error: NULL when the device says that it is so. */
typedef void (*WattleOutputDone) (const GError *error, gpointer user_data);

/* One output of a device that is there: between the device and the gate. */
typedef struct {
    char *name;
    char *key;
    WattleRunner *runner;
    WattleEntity *entity;
    WattleGateOutput *gate; /* owned by the gate */
    GArray *waiters;
    WattleGateCommand command; /* as it was last told */
    WattleMessage *refusal;    /* why the last command failed; NULL */
    GVariant *told;            /* what was last said of it */
} WattleOutput;

/* Whether @entity, which may be NULL, is one. */
gboolean wattle_output_is (WattleEntity *entity);

WattleOutput *wattle_output_new (const char *name, WattleRunner *runner, WattleEntity *entity);
void wattle_output_free (gpointer data);

/* @done is called once, when it can be said what came of the claim. */
void wattle_output_add_waiter (WattleOutput *self,
                               guint64 serial,
                               WattleOutputDone done,
                               gpointer user_data);
void wattle_output_tell_waiters (WattleOutput *output); /* after a decision */
void wattle_output_fail_waiters (WattleOutput *output, const GError *error);

/* Why it is what it is: the reason of the gate, and why the last command failed. Floating. */
GVariant *wattle_output_explain (const WattleOutput *self, gint64 now, gint64 wall);

/* Makes problems of commands that failed. Returns the event of it and what to say, or NULL. */
const char *
wattle_output_note_command (WattleOutput *output, WattleProblems *problems, char **text);

G_END_DECLS
