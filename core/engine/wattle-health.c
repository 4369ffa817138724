/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-health.h"

static const char *const state_names[] = {
    [WATTLE_RUNNER_STARTING] = "starting", [WATTLE_RUNNER_ONLINE] = "online",
    [WATTLE_RUNNER_DEGRADED] = "degraded", [WATTLE_RUNNER_OFFLINE] = "offline",
    [WATTLE_RUNNER_GONE] = "gone",
};

void
wattle_health_init (WattleHealth *self, const WattleSubject *subject)
{
    *self = (WattleHealth){ .subject = subject, .unproven = TRUE };
}

void
wattle_health_clear (WattleHealth *self)
{
    wattle_lookout_clear (&self->lookout);
    g_clear_pointer (&self->last_error, wattle_message_free);
    g_clear_pointer (&self->error, wattle_message_free);
}

void
wattle_health_take_cycle (WattleHealth *self, WattleCycle *cycle)
{
    if (wattle_cycle_is_failure (cycle))
        wattle_suspension_fail (&self->suspension, cycle->refused);
    else if (cycle->answered > 0)
        wattle_suspension_succeed (&self->suspension);
    if (!wattle_health_is_suspended (self))
        self->looked_again = FALSE;
    if (wattle_cycle_is_sign_of_life (cycle))
        wattle_health_prove (self);

    g_clear_pointer (&self->last_error, wattle_message_free);
    self->last_error = g_steal_pointer (&cycle->error);
}

void
wattle_health_prove (WattleHealth *self)
{
    self->unproven = FALSE;
}

/* What a broker that is not connected does not bring is not missed. */
void
wattle_health_look_out (WattleHealth *self)
{
    WattleSource *source = WATTLE_SOURCE (self->subject->device);
    WattleLink *mqtt = wattle_subject_get_link (self->subject, WATTLE_LINK_MQTT);

    if (!wattle_source_is_checked (source))
        return;
    if (mqtt != NULL && wattle_link_get_state (mqtt) != WATTLE_LINK_UP) {
        wattle_lookout_wait (&self->lookout);
        return;
    }

    wattle_subject_set_now (self->subject);
    wattle_lookout_ask (&self->lookout, source);
    if (wattle_lookout_is_alive (&self->lookout))
        wattle_health_prove (self);
}

/* Until something can be said it stays what it was. */
static WattleRunnerState
wait_for_answer (const WattleHealth *self)
{
    return self->state == WATTLE_RUNNER_OFFLINE ? WATTLE_RUNNER_OFFLINE : WATTLE_RUNNER_STARTING;
}

static gboolean
is_in_trouble (const WattleHealth *self)
{
    gint64 since;

    return wattle_health_is_failing (self) || self->last_error != NULL ||
           self->lookout.verdict == WATTLE_LOOKOUT_WANTING ||
           wattle_subject_stands_still (self->subject, &since);
}

static WattleRunnerState
judge (const WattleHealth *self)
{
    if (self->gone)
        return WATTLE_RUNNER_GONE;
    if (self->lost || wattle_subject_find_down_link (self->subject) != NULL ||
        wattle_health_is_suspended (self) || self->lookout.verdict == WATTLE_LOOKOUT_SILENT)
        return WATTLE_RUNNER_OFFLINE;
    if (self->lookout.verdict == WATTLE_LOOKOUT_WAITING)
        return wait_for_answer (self);
    /* Only an answer makes it available: that its link is up again says nothing about it. */
    if (self->unproven)
        return wattle_subject_is_polled (self->subject) ? wait_for_answer (self)
                                                        : WATTLE_RUNNER_STARTING;

    return is_in_trouble (self) ? WATTLE_RUNNER_DEGRADED : WATTLE_RUNNER_ONLINE;
}

static WattleMessage *
explain_standstill (gint64 since)
{
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (since / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

    return wattle_message_new ("its own time stands still since %s", text);
}

/* What has to be put right on this machine names its place itself. */
static WattleMessage *
explain_link (WattleLink *down)
{
    const WattleMessage *fault = wattle_link_get_fault (down);

    if (fault != NULL)
        return wattle_message_copy (fault);
    return wattle_message_new ("%s: %s", wattle_link_get_uri (down), wattle_link_get_detail (down));
}

static WattleMessage *
explain (const WattleHealth *self, WattleRunnerState state)
{
    WattleLink *down = wattle_subject_find_down_link (self->subject);
    const WattleMessage *last;
    gint64 since;

    if (state == WATTLE_RUNNER_ONLINE || state == WATTLE_RUNNER_STARTING)
        return NULL;
    if (state == WATTLE_RUNNER_GONE)
        return wattle_message_new ("its gateway no longer has it");
    if (self->lost)
        return wattle_message_new ("its gateway does not detect it");
    if (down != NULL)
        return explain_link (down);
    if (self->lookout.message != NULL)
        return wattle_message_copy (self->lookout.message);

    if (state == WATTLE_RUNNER_DEGRADED && self->last_error == NULL &&
        wattle_subject_stands_still (self->subject, &since))
        return explain_standstill (since);

    last = self->last_error != NULL ? self->last_error : self->error;
    return last != NULL ? wattle_message_copy (last) : NULL;
}

static const char *
text_of (const WattleMessage *message)
{
    return message != NULL ? wattle_message_get_text (message) : NULL;
}

gboolean
wattle_health_update (WattleHealth *self)
{
    WattleRunnerState state = judge (self);
    g_autoptr (WattleMessage) error = explain (self, state);
    gboolean moved = state != self->state;

    if (wattle_subject_is_polled (self->subject) &&
        (state == WATTLE_RUNNER_OFFLINE || state == WATTLE_RUNNER_GONE))
        self->unproven = TRUE;
    if (!moved && g_strcmp0 (text_of (error), text_of (self->error)) == 0)
        return FALSE;

    self->state = state;
    g_clear_pointer (&self->error, wattle_message_free);
    self->error = g_steal_pointer (&error);
    if (moved)
        g_message ("%s: %s%s%s", wattle_subject_get_id (self->subject), state_names[state],
                   self->error != NULL ? ": " : "",
                   self->error != NULL ? text_of (self->error) : "");
    return TRUE;
}

const char *
wattle_health_get_state_name (const WattleHealth *self)
{
    return state_names[self->state];
}

const char *
wattle_health_get_error (const WattleHealth *self)
{
    return text_of (self->error);
}

gboolean
wattle_health_is_away (const WattleHealth *self)
{
    return self->gone || self->lost;
}

gboolean
wattle_health_is_failing (const WattleHealth *self)
{
    return self->suspension.failures > 0;
}

gboolean
wattle_health_is_suspended (const WattleHealth *self)
{
    return wattle_suspension_is_suspended (&self->suspension);
}

gboolean
wattle_health_wants_proof (const WattleHealth *self)
{
    return (wattle_health_is_failing (self) || self->unproven) && !self->suspension.refused;
}

gboolean
wattle_health_take_second_look (WattleHealth *self)
{
    if (self->looked_again || !wattle_health_is_suspended (self) || self->suspension.refused ||
        wattle_subject_find_down_link (self->subject) != NULL)
        return FALSE;

    self->looked_again = TRUE;
    return TRUE;
}
