/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cycle.h"

#include "base/wattle-error.h"

void
wattle_cycle_begin (WattleCycle *self, gboolean whole, gboolean again)
{
    wattle_cycle_clear (self);
    self->whole = whole;
    self->begun_again = again;
}

void
wattle_cycle_clear (WattleCycle *self)
{
    g_clear_object (&self->exception);
    g_clear_object (&self->excepted);
    g_clear_pointer (&self->error, wattle_message_free);
    *self = (WattleCycle){ 0 };
}

static void
note_failure (WattleCycle *self,
              const WattleQuestion *question,
              const GError *error,
              gboolean optional)
{
    g_autofree char *text = wattle_request_describe (question->request);

    g_debug ("%s: %s: %s", wattle_subject_get_id (question->subject), text, error->message);
    if (optional)
        return;

    self->failed++;
    self->refused |= g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH);
    if (self->error != NULL)
        return;
    self->error = wattle_message_new_from_error (error);
    wattle_message_prefix (self->error, "%s: ", text);
}

void
wattle_cycle_note_fault (WattleCycle *self, const GError *fault)
{
    self->failed++;
    if (self->error == NULL)
        self->error = wattle_message_new_from_error (fault);
}

static void
note_group_answered (const WattleQuestion *question)
{
    WattleSource *source = WATTLE_SOURCE (question->subject->device);

    if (question->group != NULL)
        wattle_source_group_answered (source, question->group);
}

/* A plugin may know how to do without what a device refuses, and says how often it is to be asked
 * for that. */
static void
note_exception (WattleCycle *self,
                const WattleQuestion *question,
                WattleFrame *frame,
                gboolean optional)
{
    if (wattle_request_get_kind (question->request) != WATTLE_LINK_MODBUS ||
        wattle_frame_get_outcome (frame) != WATTLE_OUTCOME_ANSWERED)
        return;

    note_group_answered (question);
    if (optional || self->exception != NULL)
        return;
    self->exception = g_object_ref (frame);
    self->excepted = g_object_ref (question->request);
}

static gboolean
is_ended_by (WattleOutcome outcome, const GError *error)
{
    return outcome == WATTLE_OUTCOME_UNREACHABLE || outcome == WATTLE_OUTCOME_TIMEOUT ||
           outcome == WATTLE_OUTCOME_TLS || outcome == WATTLE_OUTCOME_BUSY ||
           outcome == WATTLE_OUTCOME_DROPPED ||
           g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH);
}

WattleCycleStep
wattle_cycle_take_answer (WattleCycle *self,
                          const WattleQuestion *question,
                          WattleFrame *frame,
                          gboolean believed,
                          const GError *error)
{
    gboolean optional = wattle_request_get_flags (question->request) & WATTLE_REQUEST_OPTIONAL;

    /* The plugin has taken note of a failure and may ask in another way. It is no sign of life. */
    if (believed && !wattle_frame_check (frame, NULL)) {
        note_exception (self, question, frame, optional);
        return WATTLE_CYCLE_GOES_ON;
    }
    if (believed) {
        self->answered++;
        note_group_answered (question);
        return WATTLE_CYCLE_GOES_ON;
    }
    if (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH) && !self->begun_again)
        return WATTLE_CYCLE_BEGINS_AGAIN;

    note_failure (self, question, error, optional);
    if (!optional && is_ended_by (wattle_frame_get_outcome (frame), error))
        return WATTLE_CYCLE_ENDS;
    return WATTLE_CYCLE_GOES_ON;
}

/* The text is made only if this was all that came: an exception may be one of many. */
static void
blame_exception (WattleCycle *self)
{
    g_autofree char *question = wattle_request_to_string (self->excepted);
    g_autoptr (GError) error = NULL;

    wattle_frame_check (self->exception, &error);
    self->failed++;
    self->error = wattle_message_new_from_error (error);
    wattle_message_prefix (self->error, "%s: ", question);
}

WattleCycleVerdict
wattle_cycle_judge (WattleCycle *self, gboolean may_rest)
{
    if (self->asked == 0 && self->failed == 0) {
        if (may_rest)
            return WATTLE_CYCLE_SILENT;
        self->failed++;
        self->error = wattle_message_new ("the plugin asks nothing");
    }

    /* A device that answers everything with exceptions is in trouble. One that was asked only for
     * what it never had is not, so before that is said everything is asked. */
    if (self->exception != NULL && self->answered == 0 && self->failed == 0) {
        if (!self->whole)
            return WATTLE_CYCLE_UNCLEAR;
        blame_exception (self);
    }
    return WATTLE_CYCLE_TELLING;
}

gboolean
wattle_cycle_is_failure (const WattleCycle *self)
{
    return self->failed > 0 && (self->answered == 0 || self->refused);
}

gboolean
wattle_cycle_is_sign_of_life (const WattleCycle *self)
{
    return self->answered > 0 && !self->refused;
}
