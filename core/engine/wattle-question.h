/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-subject.h"

G_BEGIN_DECLS

/* What becomes of it. None is called from within a function below. */
typedef struct {
    void (*due) (gpointer owner); /* its delay is over: it has to be sent */
    void (*answered) (WattleFrame *frame, gpointer owner);
    char *(*fill) (const char *kind, const char *argument, gpointer owner); /* a placeholder */
} WattleQuestionEvents;

/* The one request of a device that is under way: it waits for its delay, then for what has to be on
 * disk first, then for its answer. */
typedef struct {
    const WattleSubject *subject;
    const WattleQuestionEvents *events;
    gpointer owner;

    WattleRequest *request; /* NULL: none is under way */
    const char *group;      /* poll group of it, owned by the source */
    guint delay_timer;
    guint holds;        /* what has to be on disk first */
    gboolean held_back; /* the request waits for that */
    WattleLink *link;   /* that was asked */
    guint call;
} WattleQuestion;

void wattle_question_init (WattleQuestion *self,
                           const WattleSubject *subject,
                           const WattleQuestionEvents *events,
                           gpointer owner);

/* A new one; takes @request. @group: its poll group, or NULL. */
void wattle_question_begin (WattleQuestion *self, WattleRequest *request, const char *group);
/* Whether it has to wait for its delay. */
gboolean wattle_question_wait (WattleQuestion *self);
/* Returns the answer if no link has to be asked for it; NULL: it will come, or is held back. */
WattleFrame *wattle_question_send (WattleQuestion *self, WattleLinkPriority priority);
void wattle_question_end (WattleQuestion *self);    /* it was answered */
void wattle_question_cancel (WattleQuestion *self); /* no answer is wanted any more */

void wattle_question_hold (WattleQuestion *self);
/* Whether it was held back, and has to be sent now. */
gboolean wattle_question_release (WattleQuestion *self);

G_END_DECLS
