/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-command-queue.h"
#include "wattle-cycle.h"
#include "wattle-intake.h"

G_BEGIN_DECLS

/* What its owner is told and asked. Each may stop the dialogue, give it commands or begin a cycle;
 * it acts on that afterwards. */
typedef struct {
    /* Returns whether everything has to be asked in it. */
    gboolean (*cycle_begins) (gpointer owner);
    /* Whether the cycle says anything is found out there. */
    void (*cycle_ended) (WattleCycle *cycle, gpointer owner);
    void (*came) (WattleRequest *request, WattleFrame *frame, gpointer owner); /* decoded next */
    char *(*fill) (const char *kind, const char *argument, gpointer owner);    /* a placeholder */
} WattleDialogueEvents;

typedef enum {
    WATTLE_DIALOGUE_IDLE,
    WATTLE_DIALOGUE_CYCLE,
    WATTLE_DIALOGUE_COMMAND,
} WattleDialogueActivity;

/* Asks one device its questions, one after the other: those of a cycle, or those of a command. A
 * command begins after the answer in flight and is not mixed with a cycle, which begins again. */
typedef struct {
    const WattleSubject *subject;
    WattleIntake *intake;
    const WattleDialogueEvents *events;
    gpointer owner;
    GObject *whole; /* what it is part of: kept while steps are taken */

    gboolean open;
    WattleDialogueActivity activity;
    gboolean stepping;  /* somewhere below take_steps(), which goes on by itself */
    gboolean cycle_due; /* a command was run: the cycle begins again */
    gboolean all_due;   /* the next cycle asks everything */
    guint step;
    WattleCycle cycle;
    WattleQuestion question;
    WattleCommandQueue commands; /* the first is under way in WATTLE_DIALOGUE_COMMAND */
} WattleDialogue;

void wattle_dialogue_init (WattleDialogue *self,
                           const WattleSubject *subject,
                           WattleIntake *intake,
                           const WattleDialogueEvents *events,
                           gpointer owner,
                           GObject *whole);
void wattle_dialogue_clear (WattleDialogue *self);

void wattle_dialogue_open (WattleDialogue *self);
void wattle_dialogue_close (WattleDialogue *self); /* no further step; see also abort */
gboolean wattle_dialogue_is_idle (const WattleDialogue *self);

void wattle_dialogue_make_all_due (WattleDialogue *self);
/* Now, unless something is under way. Returns whether it was begun. */
gboolean wattle_dialogue_begin_cycle (WattleDialogue *self);
/* FALSE if too many wait; then @done is not called. */
gboolean wattle_dialogue_give (WattleDialogue *self,
                               WattleCommand *command,
                               WattleCommandDone done,
                               gpointer user_data);
/* No answer is waited for, and all commands have failed. */
void wattle_dialogue_abort (WattleDialogue *self);

/* While held, no further request is sent. */
void wattle_dialogue_hold (WattleDialogue *self);
void wattle_dialogue_release (WattleDialogue *self);

G_END_DECLS
