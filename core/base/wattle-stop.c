/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-stop.h"

void
wattle_stop_init (WattleStop *self, GObject *owner, WattleClock *clock)
{
    self->owner = owner;
    self->clock = clock;
}

void
wattle_stop_clear (WattleStop *self)
{
    wattle_clock_clear (self->clock, &self->timer);
}

void
wattle_stop_begin (WattleStop *self, WattleClockFunc done, gpointer user_data)
{
    self->under_way = TRUE;
    self->done = done;
    self->done_data = user_data;
}

static void
on_late (gpointer user_data)
{
    WattleStop *self = user_data;

    self->timer = 0;
    self->late (self->owner);
}

void
wattle_stop_limit (WattleStop *self, gint64 within, WattleClockFunc late)
{
    self->late = late;
    self->timer = wattle_clock_call_after (self->clock, within, on_late, self);
}

static gboolean
tell (gpointer user_data)
{
    WattleStop *self = user_data;
    WattleClockFunc done = self->done;

    self->done = NULL;
    self->under_way = FALSE;
    if (done != NULL)
        done (self->done_data);
    return G_SOURCE_REMOVE;
}

static void
release_owner (gpointer user_data)
{
    WattleStop *self = user_data;

    g_object_unref (self->owner);
}

void
wattle_stop_finish (WattleStop *self)
{
    wattle_stop_clear (self);
    g_object_ref (self->owner);
    g_idle_add_full (G_PRIORITY_DEFAULT, tell, self, release_owner);
}
