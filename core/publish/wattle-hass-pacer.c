/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-pacer.h"

struct _WattleHassPacer {
    WattleClock *clock;
    gint64 shortest;
    gint64 longest;
    WattleHassPacerFunc func;
    gpointer user_data;

    gint64 last; /* monotonic time of the last message */
    gboolean has_last;
    guint trailing; /* timers */
    guint forced;
    guint heartbeat;
};

WattleHassPacer *
wattle_hass_pacer_new (WattleClock *clock,
                       gint64 shortest,
                       gint64 longest,
                       WattleHassPacerFunc func,
                       gpointer user_data)
{
    WattleHassPacer *self = g_new0 (WattleHassPacer, 1);

    self->clock = g_object_ref (clock);
    self->shortest = shortest;
    self->longest = longest;
    self->func = func;
    self->user_data = user_data;
    return self;
}

void
wattle_hass_pacer_free (WattleHassPacer *self)
{
    wattle_clock_clear (self->clock, &self->trailing);
    wattle_clock_clear (self->clock, &self->forced);
    wattle_clock_clear (self->clock, &self->heartbeat);
    g_object_unref (self->clock);
    g_free (self);
}

static void on_heartbeat (gpointer user_data);

/* The timer is not moved at every message, it looks how long ago the last one was when it fires:
 * moving it is what would cost on the hot path. */
static void
set_heartbeat (WattleHassPacer *self, gint64 delay)
{
    if (self->longest > 0 && self->heartbeat == 0)
        self->heartbeat = wattle_clock_call_after (self->clock, delay, on_heartbeat, self);
}

static void
run (WattleHassPacer *self, gboolean due)
{
    if (!self->func (due, self->user_data))
        return;

    self->last = wattle_clock_get_monotonic (self->clock);
    self->has_last = TRUE;
    set_heartbeat (self, self->longest);
}

static void
on_heartbeat (gpointer user_data)
{
    WattleHassPacer *self = user_data;
    gint64 age = wattle_clock_get_monotonic (self->clock) - self->last;

    self->heartbeat = 0;
    if (age >= self->longest) {
        run (self, TRUE);
        age = 0;
    }
    set_heartbeat (self, self->longest - age);
}

static void
on_trailing (gpointer user_data)
{
    WattleHassPacer *self = user_data;

    /* Something else may have sent meanwhile; then the interval counts from there. */
    self->trailing = 0;
    wattle_hass_pacer_ask (self);
}

void
wattle_hass_pacer_ask (WattleHassPacer *self)
{
    gint64 wait;

    if (self->trailing != 0)
        return;

    wait = self->last + self->shortest - wattle_clock_get_monotonic (self->clock);
    if (!self->has_last || wait <= 0)
        run (self, FALSE);
    else
        self->trailing = wattle_clock_call_after (self->clock, wait, on_trailing, self);
}

void
wattle_hass_pacer_ask_later (WattleHassPacer *self)
{
    if (self->trailing == 0)
        self->trailing = wattle_clock_call_after (self->clock, self->shortest, on_trailing, self);
}

void
wattle_hass_pacer_force (WattleHassPacer *self)
{
    run (self, TRUE);
}

static void
on_forced (gpointer user_data)
{
    WattleHassPacer *self = user_data;

    self->forced = 0;
    run (self, TRUE);
}

void
wattle_hass_pacer_force_after (WattleHassPacer *self, gint64 delay)
{
    if (self->forced == 0)
        self->forced = wattle_clock_call_after (self->clock, delay, on_forced, self);
}
