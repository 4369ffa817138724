/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-gate-protection.h"

#define HOUR       (60 * 60 * (gint64)G_USEC_PER_SEC)
#define DAY        (24 * HOUR)
#define MAX_RECENT 1024 /* above what a day may be limited to */

void
wattle_gate_protection_clear (WattleGateProtection *self)
{
    g_clear_pointer (&self->interlock, g_free);
}

void
wattle_gate_protection_copy (WattleGateProtection *self, const WattleGateProtection *from)
{
    g_autofree char *interlock = g_strdup (from->interlock);

    wattle_gate_protection_clear (self);
    *self = *from;
    self->interlock = g_steal_pointer (&interlock);
}

gboolean
wattle_gate_protection_binds (const WattleGateProtection *self,
                              WattleGateLayer layer,
                              gboolean to_on)
{
    if (layer == WATTLE_GATE_SAFETY && !to_on)
        return FALSE;
    return layer <= WATTLE_GATE_AUTOMATION || self->protect_manual;
}

void
wattle_gate_past_init (WattleGatePast *self, gint64 now)
{
    *self = (WattleGatePast){ .begun = now,
                              .last_on = WATTLE_GATE_NOT_YET,
                              .last_off = WATTLE_GATE_NOT_YET,
                              .last_switch = WATTLE_GATE_NOT_YET,
                              .last_seen = WATTLE_GATE_NOT_YET,
                              .on_since = WATTLE_GATE_NOT_YET };
    self->recent = g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
wattle_gate_past_clear (WattleGatePast *self)
{
    g_clear_pointer (&self->recent, g_array_unref);
}

static void
forget_old_starts (WattleGatePast *self, gint64 now)
{
    guint old = 0;

    while (old < self->recent->len && (g_array_index (self->recent, gint64, old) <= now - DAY ||
                                       self->recent->len - old > MAX_RECENT))
        old++;
    if (old > 0)
        g_array_remove_range (self->recent, 0, old);
}

void
wattle_gate_past_start (WattleGatePast *self, gint64 now, gboolean again)
{
    if (again && self->recent->len > 0)
        g_array_set_size (self->recent, self->recent->len - 1);
    g_array_append_val (self->recent, now);
    forget_old_starts (self, now);
    self->last_on = now;
    self->last_switch = now;
}

void
wattle_gate_past_stop (WattleGatePast *self, gint64 now)
{
    self->last_off = now;
    self->last_switch = now;
}

void
wattle_gate_past_see (WattleGatePast *self, gboolean on, gboolean changed, gint64 now)
{
    /* While it stays as it is nothing here moves, so that a reading alone is no change. */
    if (on != (self->on_since != WATTLE_GATE_NOT_YET)) {
        self->on_span = wattle_gate_past_get_on_span (self, now);
        self->on_since = on ? now : WATTLE_GATE_NOT_YET;
    }
    if (!changed)
        return;
    self->last_seen = now;
    if (on)
        self->starts++;
}

gint64
wattle_gate_past_get_on_span (const WattleGatePast *self, gint64 now)
{
    return self->on_since == WATTLE_GATE_NOT_YET ? self->on_span
                                                 : self->on_span + MAX (now - self->on_since, 0);
}

static const char *const wait_names[] = {
    [WATTLE_GATE_WAIT_NONE] = "none",
    [WATTLE_GATE_WAIT_MIN_ON] = "min-on",
    [WATTLE_GATE_WAIT_MIN_OFF] = "min-off",
    [WATTLE_GATE_WAIT_DELAY] = "delay",
    [WATTLE_GATE_WAIT_HOUR] = "starts-per-hour",
    [WATTLE_GATE_WAIT_DAY] = "starts-per-day",
    [WATTLE_GATE_WAIT_INTERLOCK] = "interlock",
    [WATTLE_GATE_WAIT_DEAD_TIME] = "dead-time",
    [WATTLE_GATE_WAIT_START_UP] = "start-up",
    [WATTLE_GATE_WAIT_AWAY] = "away",
};

const char *
wattle_gate_wait_get_name (WattleGateWaitKind kind)
{
    return wait_names[kind];
}

static void
lengthen (WattleGateWait *wait, WattleGateWaitKind kind, gint64 until, gint64 now)
{
    if (until > now && (wait->kind == WATTLE_GATE_WAIT_NONE || until > wait->until))
        *wait = (WattleGateWait){ kind, until };
}

/* Both ends of a span may be as far away as there is. */
static gint64
add_span (const WattleGatePast *past, gint64 from, gint64 span)
{
    return (from == WATTLE_GATE_NOT_YET ? past->begun : from) + span;
}

static void
check_starts (WattleGateWait *wait,
              WattleGateWaitKind kind,
              const WattleGatePast *past,
              guint limit,
              gint64 window,
              gint64 now)
{
    if (limit > 0 && past->recent->len >= limit)
        lengthen (wait, kind,
                  g_array_index (past->recent, gint64, past->recent->len - limit) + window, now);
}

WattleGateWait
wattle_gate_protection_check (const WattleGateProtection *self,
                              const WattleGatePast *past,
                              gboolean from_on,
                              gboolean to_on,
                              gint64 now)
{
    WattleGateWait wait = { WATTLE_GATE_WAIT_NONE, now };

    if (from_on && !to_on && self->min_on > 0)
        lengthen (&wait, WATTLE_GATE_WAIT_MIN_ON, add_span (past, past->last_on, self->min_on),
                  now);
    if (!from_on && to_on) {
        if (self->min_off > 0)
            lengthen (&wait, WATTLE_GATE_WAIT_MIN_OFF,
                      add_span (past, past->last_off, self->min_off), now);
        check_starts (&wait, WATTLE_GATE_WAIT_HOUR, past, self->starts_per_hour, HOUR, now);
        check_starts (&wait, WATTLE_GATE_WAIT_DAY, past, self->starts_per_day, DAY, now);
    }
    if (self->delay > 0 && past->last_switch != WATTLE_GATE_NOT_YET)
        lengthen (&wait, WATTLE_GATE_WAIT_DELAY, past->last_switch + self->delay, now);
    return wait;
}
