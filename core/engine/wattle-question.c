/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-question.h"

void
wattle_question_init (WattleQuestion *self,
                      const WattleSubject *subject,
                      const WattleQuestionEvents *events,
                      gpointer owner)
{
    *self = (WattleQuestion){ .subject = subject, .events = events, .owner = owner };
}

void
wattle_question_begin (WattleQuestion *self, WattleRequest *request, const char *group)
{
    self->request = request;
    self->group = group;
}

static void
on_delay (gpointer user_data)
{
    WattleQuestion *self = user_data;

    self->delay_timer = 0;
    self->events->due (self->owner);
}

gboolean
wattle_question_wait (WattleQuestion *self)
{
    guint delay = wattle_request_get_delay (self->request);

    if (delay == 0)
        return FALSE;
    self->delay_timer =
        wattle_clock_call_after (self->subject->clock, (gint64)delay * 1000, on_delay, self);
    return TRUE;
}

static char *
fill_placeholder (const char *kind, const char *argument, gpointer user_data)
{
    WattleQuestion *self = user_data;

    return self->events->fill (kind, argument, self->owner);
}

static void
on_reply (WattleFrame *frame, gpointer user_data)
{
    WattleQuestion *self = user_data;

    self->call = 0;
    g_clear_object (&self->link);
    self->events->answered (frame, self->owner);
}

static WattleFrame *
answer_without_link (WattleQuestion *self, WattleLinkKind kind)
{
    guint tag = wattle_request_get_tag (self->request);
    gint64 now = wattle_clock_get_wall (self->subject->clock);

    if (kind == WATTLE_LINK_NONE)
        return wattle_frame_new_answer (tag, 0, NULL, NULL, now);
    return wattle_frame_new_failure (tag, WATTLE_OUTCOME_UNREACHABLE,
                                     "the device has no link of this kind", now);
}

WattleFrame *
wattle_question_send (WattleQuestion *self, WattleLinkPriority priority)
{
    WattleLinkKind kind = wattle_request_get_kind (self->request);
    WattleLink *link = wattle_subject_get_link (self->subject, kind);

    self->held_back = self->holds > 0;
    if (self->held_back)
        return NULL;
    if (link == NULL)
        return answer_without_link (self, kind);

    self->link = g_object_ref (link);
    self->call = wattle_link_send (link, self->request, priority, fill_placeholder, on_reply, self);
    return NULL;
}

void
wattle_question_end (WattleQuestion *self)
{
    g_clear_object (&self->request);
    self->group = NULL;
}

void
wattle_question_cancel (WattleQuestion *self)
{
    wattle_clock_clear (self->subject->clock, &self->delay_timer);
    if (self->call != 0)
        wattle_link_cancel (self->link, self->call);
    self->call = 0;
    g_clear_object (&self->link);
    self->held_back = FALSE;
    wattle_question_end (self);
}

void
wattle_question_hold (WattleQuestion *self)
{
    self->holds++;
}

gboolean
wattle_question_release (WattleQuestion *self)
{
    g_return_val_if_fail (self->holds > 0, FALSE);

    self->holds--;
    return self->holds == 0 && self->held_back;
}
