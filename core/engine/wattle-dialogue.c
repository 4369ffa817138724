/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-dialogue.h"

#include "base/wattle-error.h"

#define MAX_STEPS         256 /* requests of one cycle or command */
#define MAX_GROUP_LATENCY (G_USEC_PER_SEC / 2)

static void take_steps (WattleDialogue *self);

static WattleSource *
get_source (WattleDialogue *self)
{
    return WATTLE_SOURCE (self->subject->device);
}

/* Cycles */

void
wattle_dialogue_make_all_due (WattleDialogue *self)
{
    wattle_source_make_all_due (get_source (self));
    self->all_due = TRUE;
}

/* @again: with new credentials */
static void
begin_cycle (WattleDialogue *self, gboolean again)
{
    wattle_subject_set_now (self->subject);
    if (self->events->cycle_begins (self->owner))
        wattle_dialogue_make_all_due (self);
    wattle_cycle_begin (&self->cycle, self->all_due, again);
    self->all_due = FALSE;
    wattle_source_begin_cycle (get_source (self),
                               MIN ((gint64)self->subject->interval * 500, MAX_GROUP_LATENCY));
    self->activity = WATTLE_DIALOGUE_CYCLE;
    self->step = 0;
}

gboolean
wattle_dialogue_begin_cycle (WattleDialogue *self)
{
    if (!self->open || self->activity != WATTLE_DIALOGUE_IDLE ||
        !wattle_subject_is_polled (self->subject))
        return FALSE;

    begin_cycle (self, FALSE);
    take_steps (self);
    return TRUE;
}

static void
end_cycle (WattleDialogue *self)
{
    self->activity = WATTLE_DIALOGUE_IDLE;
    self->events->cycle_ended (&self->cycle, self->owner);
}

/* Returns whether the cycle goes on. */
static gboolean
take_cycle_answer (WattleDialogue *self, WattleFrame *frame, gboolean believed, const GError *error)
{
    WattleCycleStep step =
        wattle_cycle_take_answer (&self->cycle, &self->question, frame, believed, error);

    if (step == WATTLE_CYCLE_BEGINS_AGAIN)
        begin_cycle (self, TRUE);
    return step != WATTLE_CYCLE_ENDS;
}

/* A next_request that failed must not pass for the end of a good cycle. */
static void
note_fault (WattleDialogue *self)
{
    const GError *fault = wattle_source_get_fault (get_source (self));

    if (fault != NULL)
        wattle_cycle_note_fault (&self->cycle, fault);
}

/* Whoever keeps the texts that the plugin set may stop the device, and take the question away. */
static void
ask_for_cycle (WattleDialogue *self)
{
    WattleRequest *request;

    if (self->step >= MAX_STEPS) {
        end_cycle (self);
        return;
    }

    request = wattle_source_next_request (get_source (self), self->step++);
    wattle_question_begin (&self->question, request,
                           wattle_source_get_asked_group (get_source (self)));
    wattle_intake_keep_state (self->intake);
    if (self->question.request != NULL) {
        self->cycle.asked++;
        return;
    }
    note_fault (self);
    end_cycle (self);
}

/* Commands */

static void
end_command (WattleDialogue *self, const GError *error)
{
    WattleOrder *order = wattle_command_queue_take (&self->commands);

    self->activity = WATTLE_DIALOGUE_IDLE;
    wattle_intake_close_batch (self->intake);
    wattle_order_finish (order, error);
}

static gboolean
is_too_late (WattleDialogue *self)
{
    gint64 now = wattle_clock_get_monotonic (self->subject->clock);

    return self->step == 0 && wattle_command_queue_is_late (&self->commands, now);
}

static void
ask_for_command (WattleDialogue *self)
{
    g_autoptr (GError) error = NULL;
    WattleRequest *request = NULL;

    if (is_too_late (self))
        wattle_error_set (&error, WATTLE_ERROR_UNREACHABLE,
                          "the command was dropped: others took more than 10 s");
    else if (self->step < MAX_STEPS)
        request = wattle_device_command (self->subject->device,
                                         wattle_command_queue_peek (&self->commands), self->step++,
                                         &error);
    else
        wattle_error_set (&error, WATTLE_ERROR_PLUGIN, "the command did not end after %d requests",
                          MAX_STEPS);
    wattle_intake_keep_state (self->intake);
    if (request == NULL)
        end_command (self, error);
    else
        wattle_question_begin (&self->question, request, NULL);
}

/* Steps */

/* What a command failed with, or what a cycle makes of the answer. Returns whether it goes on. */
static gboolean
judge_answer (WattleDialogue *self, WattleFrame *frame, gboolean believed, const GError *error)
{
    if (self->activity == WATTLE_DIALOGUE_CYCLE)
        return take_cycle_answer (self, frame, believed, error);
    if (!believed)
        end_command (self, error);
    return TRUE;
}

/* Takes the answer to the question under way. What runs below it may stop this device, give it
 * commands or have it polled; take_steps() acts on that afterwards. */
static void
take_answer (WattleDialogue *self, WattleFrame *frame)
{
    WattleRequest *request = self->question.request;
    gboolean report = wattle_request_get_flags (request) & WATTLE_REQUEST_REPORT_FAILURE;
    g_autoptr (GError) error = NULL;
    gboolean believed = FALSE;
    gboolean go_on;

    self->events->came (request, frame, self->owner);
    if (report || wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED)
        believed = wattle_intake_decode (self->intake, frame, self->question.group, &error);
    else
        wattle_frame_check (frame, &error);
    if (self->question.request == NULL) /* stopped by what came of it */
        return;

    go_on = judge_answer (self, frame, believed, error);
    wattle_question_end (&self->question);
    if (!go_on)
        end_cycle (self);
}

static void
on_answer (WattleFrame *frame, gpointer user_data)
{
    WattleDialogue *self = user_data;
    g_autoptr (GObject) keep = g_object_ref (self->whole);

    self->stepping = TRUE;
    take_answer (self, frame);
    self->stepping = FALSE;
    take_steps (self);
}

/* Returns whether the question was answered at once, so that the next step can be taken. */
static gboolean
send_question (WattleDialogue *self)
{
    g_autoptr (WattleFrame) frame = wattle_question_send (
        &self->question, self->activity == WATTLE_DIALOGUE_COMMAND ? WATTLE_LINK_PRIORITY_COMMAND
                                                                   : WATTLE_LINK_PRIORITY_READ);

    if (frame != NULL)
        take_answer (self, frame);
    return frame != NULL;
}

static void
send_now (gpointer user_data)
{
    WattleDialogue *self = user_data;
    g_autoptr (GObject) keep = g_object_ref (self->whole);
    gboolean answered;

    self->stepping = TRUE;
    answered = send_question (self);
    self->stepping = FALSE;
    if (answered)
        take_steps (self);
}

static void
choose_activity (WattleDialogue *self)
{
    if (self->activity != WATTLE_DIALOGUE_COMMAND &&
        !wattle_command_queue_is_empty (&self->commands)) {
        if (self->activity == WATTLE_DIALOGUE_CYCLE)
            wattle_intake_close_batch (self->intake);
        self->activity = WATTLE_DIALOGUE_COMMAND;
        self->cycle_due = wattle_subject_is_polled (self->subject);
        self->step = 0;
    } else if (self->activity == WATTLE_DIALOGUE_IDLE && self->cycle_due) {
        self->cycle_due = FALSE;
        begin_cycle (self, FALSE);
    }
}

static void
find_question (WattleDialogue *self)
{
    wattle_subject_set_now (self->subject);
    if (self->activity == WATTLE_DIALOGUE_COMMAND)
        ask_for_command (self);
    else
        ask_for_cycle (self);
}

/* Returns whether there is more to do now. */
static gboolean
take_step (WattleDialogue *self)
{
    choose_activity (self);
    if (self->activity == WATTLE_DIALOGUE_IDLE)
        return FALSE;

    find_question (self);
    if (self->question.request == NULL)
        return TRUE;
    return !wattle_question_wait (&self->question) && send_question (self);
}

static void
take_steps (WattleDialogue *self)
{
    g_autoptr (GObject) keep = NULL;

    if (self->stepping)
        return;

    keep = g_object_ref (self->whole);
    self->stepping = TRUE;
    while (self->open && take_step (self))
        ;
    self->stepping = FALSE;
}

/* From outside */

static char *
fill_placeholder (const char *kind, const char *argument, gpointer user_data)
{
    WattleDialogue *self = user_data;

    return self->events->fill (kind, argument, self->owner);
}

static const WattleQuestionEvents question_events = {
    .due = send_now,
    .answered = on_answer,
    .fill = fill_placeholder,
};

void
wattle_dialogue_init (WattleDialogue *self,
                      const WattleSubject *subject,
                      WattleIntake *intake,
                      const WattleDialogueEvents *events,
                      gpointer owner,
                      GObject *whole)
{
    *self = (WattleDialogue){
        .subject = subject,
        .intake = intake,
        .events = events,
        .owner = owner,
        .whole = whole,
    };
    wattle_question_init (&self->question, subject, &question_events, self);
    wattle_command_queue_init (&self->commands);
}

void
wattle_dialogue_clear (WattleDialogue *self)
{
    wattle_cycle_clear (&self->cycle);
}

void
wattle_dialogue_open (WattleDialogue *self)
{
    self->open = TRUE;
}

void
wattle_dialogue_close (WattleDialogue *self)
{
    self->open = FALSE;
}

gboolean
wattle_dialogue_is_idle (const WattleDialogue *self)
{
    return self->activity == WATTLE_DIALOGUE_IDLE;
}

gboolean
wattle_dialogue_give (WattleDialogue *self,
                      WattleCommand *command,
                      WattleCommandDone done,
                      gpointer user_data)
{
    gint64 now = wattle_clock_get_monotonic (self->subject->clock);

    if (!wattle_command_queue_push (&self->commands, command, now, done, user_data))
        return FALSE;
    if (self->activity == WATTLE_DIALOGUE_IDLE)
        take_steps (self);
    return TRUE;
}

void
wattle_dialogue_abort (WattleDialogue *self)
{
    g_autoptr (GError) error =
        wattle_error_new (WATTLE_ERROR_UNREACHABLE, "the device was stopped before it was done");

    wattle_question_cancel (&self->question);
    self->activity = WATTLE_DIALOGUE_IDLE;
    self->cycle_due = FALSE;
    while (!wattle_command_queue_is_empty (&self->commands))
        end_command (self, error);
}

void
wattle_dialogue_hold (WattleDialogue *self)
{
    wattle_question_hold (&self->question);
}

void
wattle_dialogue_release (WattleDialogue *self)
{
    if (wattle_question_release (&self->question))
        send_now (self);
}
