/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-output.h"

WattleGateOutput *
wattle_gate_output_new (const char *name, gint64 now)
{
    WattleGateOutput *self = g_new0 (WattleGateOutput, 1);

    self->name = g_strdup (name);
    self->claims = wattle_gate_claims_new ();
    self->confirm_within = WATTLE_GATE_CONFIRM_WITHIN;
    self->hold_until = now + WATTLE_GATE_HOLD;
    wattle_gate_past_init (&self->past, now);
    return self;
}

void
wattle_gate_output_free (WattleGateOutput *self)
{
    g_free (self->name);
    g_free (self->partner);
    g_free (self->pushed_by);
    g_clear_pointer (&self->actual, g_variant_unref);
    g_clear_pointer (&self->commanded, g_variant_unref);
    g_clear_pointer (&self->wish, g_variant_unref);
    g_ptr_array_unref (self->claims);
    wattle_gate_past_clear (&self->past);
    wattle_gate_protection_clear (&self->protection);
    g_free (self);
}

static gboolean
equal (const WattleGateOutput *self, GVariant *a, GVariant *b)
{
    return wattle_gate_value_equal (a, b, self->tolerance);
}

/* Readings */

static gboolean
is_pending (const WattleGateOutput *self)
{
    return self->command == WATTLE_GATE_UNDER_WAY || self->command == WATTLE_GATE_AWAITED ||
           self->command == WATTLE_GATE_POSTPONED;
}

static gboolean
is_starting (const WattleGateOutput *self)
{
    return is_pending (self) && wattle_gate_value_is_on (self->commanded);
}

/* Clocks of protections run from when a change was seen, which is not before it was made. */
static void
note_switch (WattleGateOutput *self, gboolean on, gint64 now)
{
    if (on) {
        wattle_gate_past_start (&self->past, now, self->start_counted);
        self->start_counted = FALSE;
    } else {
        wattle_gate_past_stop (&self->past, now);
    }
}

/* A start that nobody saw may have been, and ended, just now. */
static void
note_unseen_start (WattleGateOutput *self, gboolean on, gint64 now)
{
    note_switch (self, TRUE, now);
    if (!on)
        note_switch (self, FALSE, now);
}

/* If it was done, then by now at the latest. */
static void
note_carried_out (WattleGateOutput *self, gint64 now)
{
    if (self->start_counted && wattle_gate_value_is_on (self->commanded))
        wattle_gate_past_start (&self->past, now, TRUE);
    else if (!wattle_gate_value_is_on (self->commanded))
        wattle_gate_past_stop (&self->past, now);
    else
        self->past.last_switch = now;
}

/* @switched: it was seen to switch. What was not known, or no longer, when the command went out may
 * have switched unseen. */
static void
note_confirmation (WattleGateOutput *self, gboolean switched, gint64 now)
{
    if (self->commanded == NULL || !equal (self, self->actual, self->commanded))
        return;

    if (self->command == WATTLE_GATE_UNDER_WAY) {
        if (!switched && !self->confirmed_early)
            note_carried_out (self, now);
        self->confirmed_early = TRUE;
    } else if (self->command != WATTLE_GATE_IDLE) {
        self->command = WATTLE_GATE_CONFIRMED;
    }
}

/* Nobody can tell whether a command of an earlier run was carried out, and undone, unless it is
 * seen as it should be. */
static void
end_inherited (WattleGateOutput *self)
{
    if (self->inherited && is_pending (self))
        self->command = WATTLE_GATE_IDLE;
    self->inherited = FALSE;
}

static gboolean
was_made_at_device (const WattleGateOutput *self, GVariant *before, gboolean was_known)
{
    if (!was_known || equal (self, before, self->actual) || is_pending (self))
        return FALSE;
    /* A relay that obeys late. */
    return (self->command != WATTLE_GATE_CONTRADICTED && self->command != WATTLE_GATE_DROPPED) ||
           !equal (self, self->actual, self->commanded);
}

GVariant *
wattle_gate_output_take_reading (WattleGateOutput *self, GVariant *value, gint64 now)
{
    g_autoptr (GVariant) before = self->actual;
    gboolean was_known = self->known;
    gboolean was_on = wattle_gate_value_is_on (before);
    gboolean on = wattle_gate_value_is_on (value);
    gboolean switched = before != NULL && was_on != on;
    gboolean own;

    self->known = value != NULL;
    if (value == NULL) {
        wattle_gate_past_see (&self->past, FALSE, FALSE, now);
        self->actual = g_steal_pointer (&before);
        return NULL;
    }

    self->actual = g_variant_ref (value);
    if (switched)
        note_switch (self, on, now);
    wattle_gate_past_see (&self->past, on, before != NULL && on != was_on, now);
    own = was_made_at_device (self, before, was_known);
    note_confirmation (self, switched, now);
    end_inherited (self);
    if (self->start_counted && !was_known && !switched && !is_starting (self))
        note_unseen_start (self, on, now);
    if (!on && !is_pending (self))
        self->start_counted = FALSE;
    return own ? self->actual : NULL;
}

void
wattle_gate_output_set_available (WattleGateOutput *self, gboolean available)
{
    /* Whatever did not go before may go now. */
    if (available && !self->available &&
        (self->command == WATTLE_GATE_DROPPED || self->command == WATTLE_GATE_CONTRADICTED))
        self->command = WATTLE_GATE_IDLE;
    self->available = available;
}

void
wattle_gate_output_set_confirm_within (WattleGateOutput *self, gint64 span)
{
    self->confirm_within = span;
}

gboolean
wattle_gate_output_may_be_on (const WattleGateOutput *self)
{
    return self->actual == NULL || wattle_gate_value_is_on (self->actual) || self->start_counted;
}

/* The same of being off. */
static gboolean
may_be_off (const WattleGateOutput *self)
{
    return !self->known || !wattle_gate_value_is_on (self->actual) ||
           (is_pending (self) && !wattle_gate_value_is_on (self->commanded));
}

gboolean
wattle_gate_output_is_settled (const WattleGateOutput *self)
{
    return self->known && self->wish != NULL && equal (self, self->wish, self->actual) &&
           !is_pending (self);
}

/* Results */

/* A person stands before it and sees that nothing happens; hours later it would be a surprise. */
static void
end_command (WattleGateOutput *self, WattleGateCommand command, gint64 now)
{
    self->command = command;
    self->deadline = now + WATTLE_GATE_TRY_ANEW;
    if (self->layer == WATTLE_GATE_MANUAL)
        wattle_gate_claims_remove_serial (self->claims, self->serial);
}

/* What may have been done before must not be called dropped: the device has to say. */
static void
take_failed_sending (WattleGateOutput *self, gint64 now)
{
    if (self->reached) {
        self->command = WATTLE_GATE_AWAITED;
        self->deadline = now + WATTLE_GATE_SEND_AGAIN;
        return;
    }
    if (now - self->first_sent >= WATTLE_GATE_SEND_WITHIN) {
        end_command (self, WATTLE_GATE_DROPPED, now);
        return;
    }
    self->command = WATTLE_GATE_POSTPONED;
    self->deadline = MIN (now + WATTLE_GATE_SEND_AGAIN, self->first_sent + WATTLE_GATE_SEND_WITHIN);
}

void
wattle_gate_output_take_result (WattleGateOutput *self, WattleGateResult result, gint64 now)
{
    if (self->command != WATTLE_GATE_UNDER_WAY)
        return;

    if (self->confirmed_early && equal (self, self->actual, self->commanded)) {
        self->command = WATTLE_GATE_CONFIRMED;
    } else if (result == WATTLE_GATE_NOT_SENT) {
        take_failed_sending (self, now);
    } else if (result == WATTLE_GATE_REFUSED) {
        end_command (self, WATTLE_GATE_CONTRADICTED, now);
    } else {
        self->command = WATTLE_GATE_AWAITED;
        self->reached = TRUE;
        note_carried_out (self, now);
        self->deadline =
            now + (result == WATTLE_GATE_DONE ? self->confirm_within : WATTLE_GATE_SEND_AGAIN);
    }
}

/* Decisions */

gboolean
wattle_gate_output_weigh (WattleGateOutput *self)
{
    WattleGateClaim *top = wattle_gate_claims_get_top (self->claims);
    gboolean met;

    g_clear_pointer (&self->wish, g_variant_unref);
    g_clear_pointer (&self->partner, g_free);
    g_clear_pointer (&self->pushed_by, g_free);
    self->wait = (WattleGateWait){ WATTLE_GATE_WAIT_NONE, WATTLE_GATE_NEVER };
    if (top == NULL)
        return FALSE;

    self->wish = g_variant_ref (top->value);
    self->wisher = top->layer;
    self->wish_serial = top->serial;
    self->wish_continuous = top->continuous;
    met = !top->met && wattle_gate_output_is_settled (self);
    top->met |= met;
    self->wish_met = top->met;
    return met;
}

static gboolean
is_bound (const WattleGateOutput *self, WattleGateLayer layer)
{
    return wattle_gate_protection_binds (&self->protection, layer,
                                         wattle_gate_value_is_on (self->wish));
}

/* Whether the last command was for what is wanted now. What was let through for somebody whom
 * protections do not bind is none for somebody whom they do; and one that failed was for its claim
 * alone: whoever claims anew has it tried anew. */
static gboolean
is_for_wish (const WattleGateOutput *self)
{
    if (!equal (self, self->wish, self->commanded))
        return FALSE;
    return is_pending (self) ? is_bound (self, self->layer) || !is_bound (self, self->wisher)
                             : self->serial == self->wish_serial;
}

/* Whether sending now is another try of the same command, which its protections let pass before. */
static gboolean
is_retry (const WattleGateOutput *self)
{
    return is_pending (self) && is_for_wish (self);
}

WattleGateWait
wattle_gate_output_check (const WattleGateOutput *self, gint64 now)
{
    WattleGateWait none = { WATTLE_GATE_WAIT_NONE, now };
    gboolean to_on = wattle_gate_value_is_on (self->wish);
    gboolean from_on = to_on ? !may_be_off (self) : wattle_gate_output_may_be_on (self);

    /* Nobody can tell what a device that is away does; people and safety try. What was met once
     * stands, and waits until the device says that it is otherwise. */
    if (self->wish_met ? !self->known || !self->available
                       : !self->available && self->wisher != WATTLE_GATE_MANUAL &&
                             self->wisher != WATTLE_GATE_SAFETY)
        return (WattleGateWait){ WATTLE_GATE_WAIT_AWAY, WATTLE_GATE_NEVER };
    if (is_retry (self))
        return none;
    if (self->wisher <= WATTLE_GATE_AUTOMATION && self->hold_until > now)
        return (WattleGateWait){ WATTLE_GATE_WAIT_START_UP, self->hold_until };
    if (!is_bound (self, self->wisher))
        return none;
    if (!self->known) /* nothing can be protected that is not seen */
        return (WattleGateWait){ WATTLE_GATE_WAIT_AWAY, WATTLE_GATE_NEVER };

    return wattle_gate_protection_check (&self->protection, &self->past, from_on, to_on, now);
}

/* What was commanded and is no longer wanted need not be confirmed. */
static void
give_up (WattleGateOutput *self)
{
    if (self->command != WATTLE_GATE_UNDER_WAY && self->command != WATTLE_GATE_CONFIRMED)
        self->command = WATTLE_GATE_IDLE;
}

/* What is under way may be for another claim by now, which wants the same. */
static void
adopt (WattleGateOutput *self)
{
    if (is_retry (self)) {
        self->layer = self->wisher;
        self->serial = self->wish_serial;
    }
}

static gboolean
goes_on (WattleGateOutput *self, gint64 now)
{
    switch (self->command) {
    case WATTLE_GATE_UNDER_WAY:
        return FALSE;
    case WATTLE_GATE_CONTRADICTED:
        return self->wish_continuous && self->deadline <= now;
    case WATTLE_GATE_POSTPONED:
    case WATTLE_GATE_DROPPED:
        return self->deadline <= now;
    case WATTLE_GATE_AWAITED:
        if (self->deadline > now)
            return FALSE;
        if (self->tries < WATTLE_GATE_TRIES)
            return TRUE;
        self->command = WATTLE_GATE_CONTRADICTED;
        self->deadline = now + WATTLE_GATE_TRY_ANEW;
        return FALSE;
    case WATTLE_GATE_IDLE:
    case WATTLE_GATE_CONFIRMED:
        break;
    }
    return TRUE;
}

/* What was carried out and is not wanted any more may still come to be: it is not over before it
 * should have been seen. */
static gboolean
is_overtaken (WattleGateOutput *self, gint64 now)
{
    return self->command == WATTLE_GATE_AWAITED && self->deadline > now &&
           (self->wish == NULL || !is_for_wish (self));
}

gboolean
wattle_gate_output_wants_command (WattleGateOutput *self, gint64 now)
{
    if (self->command == WATTLE_GATE_UNDER_WAY)
        return FALSE;
    if (is_overtaken (self, now))
        return self->wish != NULL;
    if (self->wish == NULL) {
        /* Who asks why nothing happened is told for a while, though the claim is gone with the
         * command. */
        if ((self->command != WATTLE_GATE_DROPPED && self->command != WATTLE_GATE_CONTRADICTED) ||
            self->deadline <= now)
            give_up (self);
        return FALSE;
    }
    if (!is_for_wish (self))
        give_up (self);
    adopt (self);
    if (self->known && equal (self, self->wish, self->actual)) {
        give_up (self);
        return FALSE;
    }
    return goes_on (self, now);
}

void
wattle_gate_output_send (WattleGateOutput *self, gint64 now)
{
    gboolean on = wattle_gate_value_is_on (self->wish);
    gboolean again = is_retry (self);
    gboolean same_start = self->start_counted && (again || self->command == WATTLE_GATE_DROPPED);

    if (!again) {
        self->tries = 0;
        self->reached = FALSE;
        self->first_sent = now;
    }
    if (self->command != WATTLE_GATE_POSTPONED || !again)
        self->tries++;
    if (on && may_be_off (self)) {
        wattle_gate_past_start (&self->past, now, same_start);
        self->start_counted = TRUE;
    } else if (!on) {
        wattle_gate_past_stop (&self->past, now);
    } else {
        self->past.last_switch = now;
    }

    g_clear_pointer (&self->commanded, g_variant_unref);
    self->commanded = g_variant_ref (self->wish);
    self->layer = self->wisher;
    self->serial = self->wish_serial;
    self->confirmed_early = FALSE;
    self->inherited = FALSE;
    self->command = WATTLE_GATE_UNDER_WAY;
}

static gint64
get_command_due (const WattleGateOutput *self)
{
    switch (self->command) {
    case WATTLE_GATE_POSTPONED:
    case WATTLE_GATE_AWAITED:
    case WATTLE_GATE_DROPPED:
    case WATTLE_GATE_CONTRADICTED:
        return self->deadline;
    default:
        return WATTLE_GATE_NEVER;
    }
}

gint64
wattle_gate_output_get_due (const WattleGateOutput *self, gint64 now)
{
    gint64 due = wattle_gate_claims_get_due (self->claims);
    gint64 command = get_command_due (self);

    /* One that is over already waits for something else. */
    if (command > now)
        due = MIN (due, command);
    if (self->wait.kind != WATTLE_GATE_WAIT_NONE && self->wait.until > now)
        due = MIN (due, self->wait.until);
    return due;
}
