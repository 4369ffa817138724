/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-log-feed.h"

#include "wattle-log.h"

struct _WattleLogFeed {
    WattleBridge *bridge;
    guint64 number; /* of the last line */
    guint watch;
};

static void
hand_over (const WattleLogLine *line, gpointer user_data)
{
    wattle_bridge_log (user_data, line->level, line->message);
}

static gboolean
on_lines (gpointer user_data)
{
    WattleLogFeed *self = user_data;

    self->number = wattle_log_read (self->number, hand_over, self->bridge);
    return G_SOURCE_CONTINUE;
}

WattleLogFeed *
wattle_log_feed_new (WattleBridge *bridge)
{
    WattleLogFeed *self = g_new0 (WattleLogFeed, 1);

    self->bridge = g_object_ref (bridge);
    self->number = wattle_log_get_last ();
    self->watch = wattle_log_watch (on_lines, self);
    return self;
}

void
wattle_log_feed_free (WattleLogFeed *self)
{
    wattle_log_unwatch (self->watch);
    g_object_unref (self->bridge);
    g_free (self);
}
