/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counter-sync.h"

#include "base/wattle-watt-hours.h"

typedef struct {
    WattleCounter *counter;
    gboolean shown;
    guint doubts; /* readings after the last command that showed something else */
} Part;

struct _WattleCounterSync {
    char *who;
    WattleClock *clock;
    Part parts[WATTLE_WATT_HOURS_PHASES];
    guint n_parts;
    guint n_shown;
    WattleCounter *total; /* NULL: none */
    WattleCounterSyncFunc func;
    gpointer user_data;
    gboolean failed;
    gboolean awaited;
    gint64 commanded; /* when the last command was through */
    gboolean over;
    guint timer;
};

static void
tell (WattleCounterSync *self, WattleCounterSyncResult result)
{
    WattleCounterSyncFunc func = g_steal_pointer (&self->func);

    if (func != NULL)
        func (result, self->user_data);
}

/* Afterwards the guard judges the counters by itself again. */
static void
end (WattleCounterSync *self)
{
    self->over = TRUE;
    wattle_clock_clear (self->clock, &self->timer);
    for (guint i = 0; i < self->n_parts; i++)
        wattle_counter_forget_goal (self->parts[i].counter);
    if (self->total != NULL)
        wattle_counter_forget_goal (self->total);
}

static void
on_late (gpointer user_data)
{
    WattleCounterSync *self = user_data;

    self->timer = 0;
    end (self);
    tell (self, WATTLE_COUNTER_SYNC_UNSEEN);
}

static void
set_timer (WattleCounterSync *self)
{
    wattle_clock_clear (self->clock, &self->timer);
    self->timer =
        wattle_clock_call_after (self->clock, WATTLE_COUNTER_SYNC_PATIENCE, on_late, self);
}

WattleCounterSync *
wattle_counter_sync_new (const char *who, WattleClock *clock)
{
    WattleCounterSync *self = g_new0 (WattleCounterSync, 1);

    self->who = g_strdup (who);
    self->clock = g_object_ref (clock);
    set_timer (self);
    return self;
}

void
wattle_counter_sync_free (WattleCounterSync *self)
{
    end (self);
    tell (self, WATTLE_COUNTER_SYNC_UNSEEN);
    g_object_unref (self->clock);
    g_free (self->who);
    g_free (self);
}

const char *
wattle_counter_sync_get_who (const WattleCounterSync *self)
{
    return self->who;
}

void
wattle_counter_sync_add (WattleCounterSync *self, WattleCounter *counter, double raw)
{
    g_return_if_fail (self->n_parts < G_N_ELEMENTS (self->parts));

    self->parts[self->n_parts++] = (Part){ counter, FALSE, 0 };
    wattle_counter_set_goal (counter, raw, wattle_clock_get_monotonic (self->clock), FALSE);
}

void
wattle_counter_sync_set_total (WattleCounterSync *self, WattleCounter *total, double raw)
{
    self->total = total;
    wattle_counter_set_goal (total, raw, wattle_clock_get_monotonic (self->clock), TRUE);
}

void
wattle_counter_sync_fail (WattleCounterSync *self, guint index)
{
    self->failed = TRUE;
    for (guint i = index + 1; i < self->n_parts; i++)
        wattle_counter_forget_goal (self->parts[i].counter);
    self->n_parts = MIN (self->n_parts, index + 1);
    if (self->total != NULL)
        wattle_counter_forget_goal (self->total);
    self->total = NULL;
}

void
wattle_counter_sync_await (WattleCounterSync *self, WattleCounterSyncFunc func, gpointer user_data)
{
    self->func = func;
    self->user_data = user_data;
    self->awaited = TRUE;
    self->commanded = wattle_clock_get_monotonic (self->clock);
    if (self->over) {
        tell (self, WATTLE_COUNTER_SYNC_UNSEEN);
        return;
    }

    set_timer (self);
    if (self->n_shown == self->n_parts)
        tell (self, WATTLE_COUNTER_SYNC_SHOWN);
}

static Part *
find_part (WattleCounterSync *self, const WattleCounter *counter)
{
    for (guint i = 0; i < self->n_parts; i++)
        if (self->parts[i].counter == counter)
            return &self->parts[i];
    return NULL;
}

static void
note_shown (WattleCounterSync *self, Part *part)
{
    part->shown = TRUE;
    if (++self->n_shown < self->n_parts)
        return;

    if (self->total != NULL)
        wattle_counter_allow_goal (self->total);
    tell (self, WATTLE_COUNTER_SYNC_SHOWN);
}

/* What was under way when the command came may still show the old figure. */
static void
note_doubt (WattleCounterSync *self, Part *part)
{
    gint64 elapsed = wattle_clock_get_monotonic (self->clock) - self->commanded;

    part->doubts++;
    if (part->doubts < WATTLE_COUNTER_REPEATS || elapsed < WATTLE_COUNTER_HOLD)
        return;

    end (self);
    tell (self, WATTLE_COUNTER_SYNC_REFUSED);
}

void
wattle_counter_sync_note (WattleCounterSync *self,
                          const WattleCounter *counter,
                          const WattleCounterStep *step)
{
    Part *part = find_part (self, counter);

    if (self->over || part == NULL || part->shown)
        return;

    if (step->event == WATTLE_COUNTER_SYNCHRONISED)
        note_shown (self, part);
    else if (self->awaited)
        note_doubt (self, part);
}

static gboolean
is_shown (const WattleCounterSync *self)
{
    return self->n_shown >= self->n_parts;
}

gboolean
wattle_counter_sync_is_over (const WattleCounterSync *self)
{
    gboolean done = (self->awaited || self->failed) && is_shown (self);

    return self->over || (done && (self->total == NULL || !self->total->goal.stands));
}

gboolean
wattle_counter_sync_is_busy (const WattleCounterSync *self)
{
    return !self->over && !self->failed && !(self->awaited && is_shown (self));
}
