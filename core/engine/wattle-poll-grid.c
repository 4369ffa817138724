/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-poll-grid.h"

struct _WattlePollGrid {
    gint64 interval;
    gint64 due;
    guint group; /* the one that is due next */
    GPtrArray *members;
};

WattlePollGrid *
wattle_poll_grid_new (gint64 interval, gint64 now)
{
    WattlePollGrid *self = g_new0 (WattlePollGrid, 1);

    self->interval = interval;
    self->due = now + interval;
    self->members = g_ptr_array_new ();
    return self;
}

void
wattle_poll_grid_free (WattlePollGrid *self)
{
    g_ptr_array_unref (self->members);
    g_free (self);
}

static guint
count_groups (WattlePollGrid *self)
{
    return MAX (1, (self->members->len + WATTLE_POLL_GRID_GROUP - 1) / WATTLE_POLL_GRID_GROUP);
}

void
wattle_poll_grid_add (WattlePollGrid *self, gpointer member)
{
    g_ptr_array_add (self->members, member);
}

void
wattle_poll_grid_remove (WattlePollGrid *self, gpointer member)
{
    /* Only the last member changes its group. */
    g_ptr_array_remove_fast (self->members, member);
    self->group %= count_groups (self);
}

guint
wattle_poll_grid_get_size (WattlePollGrid *self)
{
    return self->members->len;
}

gint64
wattle_poll_grid_get_due (WattlePollGrid *self)
{
    return self->due;
}

guint
wattle_poll_grid_tick (WattlePollGrid *self, gint64 now, gpointer *members)
{
    guint first = self->group * WATTLE_POLL_GRID_GROUP;
    guint count = 0;
    gint64 spacing;

    if (now < self->due)
        return 0;

    while (count < WATTLE_POLL_GRID_GROUP && first + count < self->members->len) {
        members[count] = g_ptr_array_index (self->members, first + count);
        count++;
    }

    spacing = MAX (1, self->interval / count_groups (self));
    self->group = (self->group + 1) % count_groups (self);
    self->due += spacing;
    if (self->due <= now)
        self->due += (now - self->due) / spacing * spacing + spacing;
    return count;
}
