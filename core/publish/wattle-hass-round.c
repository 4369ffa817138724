/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-round.h"

#define TICK            (20 * G_TIME_SPAN_MILLISECOND)
#define TICKS_PER_PHASE 25
#define MIN_PER_TICK    8

typedef enum {
    PHASE_DISCOVERY,
    PHASE_AVAILABILITY,
    PHASE_STATES,
    PHASE_DONE,
} Phase;

struct _WattleHassRound {
    WattleClock *clock;
    WattleHassBridge *bridge;
    GPtrArray *devices;
    Phase phase;
    guint next; /* the bridge is 0, then the devices */
    guint timer;
};

WattleHassRound *
wattle_hass_round_new (WattleClock *clock, WattleHassBridge *bridge, GPtrArray *devices)
{
    WattleHassRound *self = g_new0 (WattleHassRound, 1);

    self->clock = g_object_ref (clock);
    self->bridge = bridge;
    self->devices = g_ptr_array_ref (devices);
    self->phase = PHASE_DONE;
    return self;
}

void
wattle_hass_round_free (WattleHassRound *self)
{
    wattle_hass_round_cancel (self);
    g_ptr_array_unref (self->devices);
    g_object_unref (self->clock);
    g_free (self);
}

static void
tell_bridge (WattleHassRound *self)
{
    switch (self->phase) {
    case PHASE_DISCOVERY:
        wattle_hass_bridge_announce (self->bridge);
        break;
    case PHASE_AVAILABILITY:
        wattle_hass_bridge_send_availability (self->bridge, TRUE);
        break;
    case PHASE_STATES:
        wattle_hass_bridge_send_state (self->bridge);
        break;
    case PHASE_DONE:
        break;
    }
}

static void
tell_device (WattleHassRound *self, WattleHassDevice *device)
{
    switch (self->phase) {
    case PHASE_DISCOVERY:
        /* One that had something to say was announced before its turn. */
        if (!wattle_hass_device_is_announced (device))
            wattle_hass_device_announce (device);
        break;
    case PHASE_AVAILABILITY:
        wattle_hass_device_send_availability (device);
        break;
    case PHASE_STATES:
        wattle_hass_device_send_state (device);
        break;
    case PHASE_DONE:
        break;
    }
}

static void
forget_announced (WattleHassRound *self)
{
    for (guint i = 0; i < self->devices->len; i++)
        wattle_hass_device_forget_announced (g_ptr_array_index (self->devices, i));
}

static void
tell_some (WattleHassRound *self)
{
    guint count = MAX (MIN_PER_TICK, self->devices->len / TICKS_PER_PHASE + 1);

    for (; count > 0 && self->next <= self->devices->len; count--, self->next++) {
        if (self->next == 0)
            tell_bridge (self);
        else
            tell_device (self, g_ptr_array_index (self->devices, self->next - 1));
    }
}

static void
on_tick (gpointer user_data)
{
    WattleHassRound *self = user_data;
    gint64 delay = TICK;

    self->timer = 0;
    if (self->phase == PHASE_DISCOVERY && self->next == 0)
        forget_announced (self);
    tell_some (self);

    if (self->next > self->devices->len) {
        self->phase++;
        self->next = 0;
        delay = 0;
    }
    if (self->phase < PHASE_DONE)
        self->timer = wattle_clock_call_after (self->clock, delay, on_tick, self);
}

void
wattle_hass_round_start (WattleHassRound *self, gint64 delay)
{
    wattle_hass_round_cancel (self);
    self->phase = PHASE_DISCOVERY;
    self->next = 0;
    self->timer = wattle_clock_call_after (self->clock, delay, on_tick, self);
}

void
wattle_hass_round_cancel (WattleHassRound *self)
{
    wattle_clock_clear (self->clock, &self->timer);
    self->phase = PHASE_DONE;
}

void
wattle_hass_round_device_removed (WattleHassRound *self, guint index)
{
    if (self->next > index + 1)
        self->next--;
}
