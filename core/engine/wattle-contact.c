/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-contact.h"

/* Between looks at a device without an interval while none of its poll groups is due. */
#define IDLE_DELAY (G_USEC_PER_SEC / 10)
/* Between tries of a link that is down. */
#define MAX_LINK_PROBE (10 * G_USEC_PER_SEC)

static void
update_state (WattleContact *self)
{
    if (wattle_health_update (&self->health))
        self->events->state_changed (self->owner);
}

/* Cycles */

/* Asks now, whatever went before. */
static gboolean
begin_cycle (WattleContact *self)
{
    return !wattle_health_is_away (&self->health) && wattle_dialogue_begin_cycle (&self->dialogue);
}

static void
on_probe (gpointer user_data)
{
    WattleContact *self = user_data;

    self->probe_timer = 0;
    begin_cycle (self);
}

static void
schedule_next (WattleContact *self, const WattleCycle *cycle)
{
    WattleClock *clock = self->subject.clock;
    gint64 delay = (gint64)wattle_suspension_get_delay (&self->health.suspension) * 1000;

    if (!wattle_health_is_failing (&self->health)) {
        if (self->subject.interval > 0)
            return;
        delay = cycle->asked > 0 ? 0 : IDLE_DELAY;
    }

    /* To try a connection costs the other side nothing. */
    if (wattle_subject_find_down_link (&self->subject) != NULL)
        delay = MIN (delay, MAX_LINK_PROBE);

    wattle_clock_clear (clock, &self->probe_timer);
    if (wattle_contact_is_there (self))
        self->probe_timer = wattle_clock_call_after (clock, delay, on_probe, self);
}

/* After a failed cycle everything is asked: a poll group that always fails, and so is the only one
 * due, would speak for those that answer. */
static gboolean
on_cycle_begins (gpointer user_data)
{
    WattleContact *self = user_data;

    wattle_clock_clear (self->subject.clock, &self->probe_timer);
    return wattle_health_is_failing (&self->health);
}

static void
count_cycle (WattleContact *self, WattleCycle *cycle)
{
    WattleSource *source = WATTLE_SOURCE (self->subject.device);

    switch (wattle_cycle_judge (cycle, wattle_source_is_any_group_known (source))) {
    case WATTLE_CYCLE_SILENT:
        break;
    case WATTLE_CYCLE_UNCLEAR:
        wattle_dialogue_make_all_due (&self->dialogue);
        break;
    case WATTLE_CYCLE_TELLING:
        wattle_health_take_cycle (&self->health, cycle);
        break;
    }
}

static void
on_cycle_ended (WattleCycle *cycle, gpointer user_data)
{
    WattleContact *self = user_data;

    count_cycle (self, cycle);
    wattle_intake_close_batch (&self->intake);
    update_state (self);
    schedule_next (self, cycle);
    self->events->cycle_ended (self->owner);
}

static void
on_came (WattleRequest *request, WattleFrame *frame, gpointer user_data)
{
    WattleContact *self = user_data;

    self->events->came (request, frame, self->owner);
}

static char *
fill_placeholder (const char *kind, const char *argument, gpointer user_data)
{
    WattleContact *self = user_data;

    return self->events->fill (kind, argument, self->owner);
}

static const WattleDialogueEvents dialogue_events = {
    .cycle_begins = on_cycle_begins,
    .cycle_ended = on_cycle_ended,
    .came = on_came,
    .fill = fill_placeholder,
};

static void
abort_dialogue (WattleContact *self)
{
    wattle_clock_clear (self->subject.clock, &self->probe_timer);
    wattle_dialogue_abort (&self->dialogue);
}

void
wattle_contact_init (WattleContact *self,
                     WattleDevice *device,
                     WattleClock *clock,
                     guint interval_ms,
                     const WattleIntakeEvents *intake,
                     const WattleContactEvents *events,
                     GObject *owner)
{
    *self = (WattleContact){ .events = events, .owner = owner };
    wattle_subject_init (&self->subject, device, clock, interval_ms);
    wattle_intake_init (&self->intake, &self->subject, intake, owner);
    wattle_dialogue_init (&self->dialogue, &self->subject, &self->intake, &dialogue_events, self,
                          owner);
    wattle_health_init (&self->health, &self->subject);
}

void
wattle_contact_clear (WattleContact *self)
{
    wattle_health_clear (&self->health);
    wattle_dialogue_clear (&self->dialogue);
    wattle_subject_clear (&self->subject);
}

/* Links */

static void
on_link_state (WattleLink *link, gpointer user_data)
{
    WattleContact *self = user_data;
    g_autoptr (GObject) keep = g_object_ref (self->owner);

    if (!self->running || self->health.gone)
        return;

    /* While an endpoint was away anything may have changed there, also what was not asked for. */
    if (wattle_link_get_state (link) != WATTLE_LINK_UP)
        wattle_health_look_out (&self->health);
    update_state (self);
    if (wattle_link_get_state (link) == WATTLE_LINK_UP &&
        wattle_dialogue_is_idle (&self->dialogue) && wattle_health_wants_proof (&self->health))
        wattle_contact_poll_all (self);
}

void
wattle_contact_set_link (WattleContact *self, WattleLinkKind kind, WattleLink *link)
{
    WattleLink **place = &self->subject.links[kind];

    if (*place == link)
        return;
    if (*place != NULL)
        g_signal_handlers_disconnect_by_data (*place, self);
    g_set_object (place, link);
    if (link != NULL)
        g_signal_connect (link, "state-changed", G_CALLBACK (on_link_state), self);
}

static void
on_push (WattleFrame *frame, gpointer user_data)
{
    wattle_contact_push (user_data, frame);
}

static void
start_listening (WattleContact *self)
{
    WattleSource *source = WATTLE_SOURCE (self->subject.device);
    const char *const *filters = wattle_source_get_filters (source);
    WattleLink *mqtt = self->subject.links[WATTLE_LINK_MQTT];

    for (guint i = 0; filters[i] != NULL && mqtt != NULL; i++)
        wattle_link_listen (mqtt, filters[i], on_push, self);
}

void
wattle_contact_start (WattleContact *self)
{
    if (self->running)
        return;

    self->running = TRUE;
    wattle_dialogue_open (&self->dialogue);
    start_listening (self);
    update_state (self);
    wattle_contact_poll_all (self);
}

void
wattle_contact_stop (WattleContact *self)
{
    if (!self->running)
        return;

    self->running = FALSE;
    wattle_dialogue_close (&self->dialogue);
    if (self->subject.links[WATTLE_LINK_MQTT] != NULL)
        wattle_link_unlisten (self->subject.links[WATTLE_LINK_MQTT], self);
    abort_dialogue (self);
    wattle_intake_keep_state (&self->intake);
}

/* What is heard and asked */

void
wattle_contact_push (WattleContact *self, WattleFrame *frame)
{
    g_autoptr (GObject) keep = g_object_ref (self->owner);
    g_autoptr (GError) error = NULL;

    self->events->came (NULL, frame, self->owner);
    if (!wattle_intake_decode (&self->intake, frame, NULL, &error)) {
        g_debug ("%s: %s: %s", wattle_subject_get_id (&self->subject),
                 wattle_frame_get_topic (frame), error->message);
        return;
    }
    if (!self->running) /* what came of it stopped the device */
        return;

    wattle_health_prove (&self->health);
    wattle_health_look_out (&self->health);
    wattle_contact_tell (self);
    update_state (self);
    if (wattle_dialogue_is_idle (&self->dialogue) && wattle_health_take_second_look (&self->health))
        wattle_contact_poll_all (self);
}

gboolean
wattle_contact_poll (WattleContact *self)
{
    return !wattle_health_is_suspended (&self->health) && begin_cycle (self);
}

void
wattle_contact_poll_all (WattleContact *self)
{
    wattle_dialogue_make_all_due (&self->dialogue);
    begin_cycle (self);
}

void
wattle_contact_restart (WattleContact *self)
{
    if (!wattle_dialogue_is_idle (&self->dialogue))
        abort_dialogue (self);
    wattle_contact_poll_all (self);
}

void
wattle_contact_tell (WattleContact *self)
{
    if (wattle_dialogue_is_idle (&self->dialogue))
        wattle_intake_close_batch (&self->intake);
}

void
wattle_contact_expire (WattleContact *self)
{
    g_autoptr (GObject) keep = g_object_ref (self->owner);

    if (self->running && wattle_source_is_checked (WATTLE_SOURCE (self->subject.device))) {
        wattle_health_look_out (&self->health);
        update_state (self);
    }
    wattle_device_expire (self->subject.device, wattle_clock_get_monotonic (self->subject.clock),
                          !wattle_contact_is_available (self));
    wattle_contact_tell (self);
}

/* Whether it is there */

static void
set_away (WattleContact *self, gboolean *reason, gboolean away)
{
    if (*reason == away)
        return;

    *reason = away;
    if (away)
        abort_dialogue (self);
    update_state (self);
    if (!away)
        wattle_contact_poll_all (self);
}

void
wattle_contact_set_gone (WattleContact *self, gboolean gone)
{
    set_away (self, &self->health.gone, gone);
}

void
wattle_contact_set_lost (WattleContact *self, gboolean lost)
{
    set_away (self, &self->health.lost, lost);
}

gboolean
wattle_contact_is_there (const WattleContact *self)
{
    return self->running && !wattle_health_is_away (&self->health);
}

gboolean
wattle_contact_is_available (const WattleContact *self)
{
    return self->health.state == WATTLE_RUNNER_ONLINE ||
           self->health.state == WATTLE_RUNNER_DEGRADED;
}
