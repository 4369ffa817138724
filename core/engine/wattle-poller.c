/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-poller.h"

#include "wattle-poll-grid.h"

#define SWEEP_PERIOD G_USEC_PER_SEC

struct _WattlePoller {
    GObject parent_instance;

    WattleClock *clock;
    GHashTable *grids; /* interval in ms → WattlePollGrid */
    guint timer;
    GPtrArray *runners; /* borrowed, as in the grids */
    guint sweep_timer;
};

G_DEFINE_FINAL_TYPE (WattlePoller, wattle_poller, G_TYPE_OBJECT)

static void
wattle_poller_finalize (GObject *object)
{
    WattlePoller *self = WATTLE_POLLER (object);

    wattle_clock_clear (self->clock, &self->timer);
    wattle_clock_clear (self->clock, &self->sweep_timer);
    g_ptr_array_unref (self->runners);
    g_hash_table_unref (self->grids);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_poller_parent_class)->finalize (object);
}

static void
wattle_poller_class_init (WattlePollerClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_poller_finalize;
}

static void
wattle_poller_init (WattlePoller *self)
{
    self->runners = g_ptr_array_new ();
    self->grids = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)wattle_poll_grid_free);
}

WattlePoller *
wattle_poller_new (WattleClock *clock)
{
    WattlePoller *self = g_object_new (WATTLE_TYPE_POLLER, NULL);

    self->clock = g_object_ref (clock);
    return self;
}

/* Looks for readings that are too old. All at once: a timer per runner would cost more. */
static void
on_sweep (gpointer user_data)
{
    WattlePoller *self = user_data;

    self->sweep_timer = wattle_clock_call_after (self->clock, SWEEP_PERIOD, on_sweep, self);
    for (guint i = 0; i < self->runners->len; i++)
        wattle_runner_expire (g_ptr_array_index (self->runners, i));
}

static void on_tick (gpointer user_data);

static void
set_timer (WattlePoller *self)
{
    gint64 due = G_MAXINT64;
    GHashTableIter iter;
    gpointer grid;

    g_hash_table_iter_init (&iter, self->grids);
    while (g_hash_table_iter_next (&iter, NULL, &grid))
        due = MIN (due, wattle_poll_grid_get_due (grid));

    wattle_clock_clear (self->clock, &self->timer);
    if (due != G_MAXINT64)
        self->timer = wattle_clock_call_after (
            self->clock, due - wattle_clock_get_monotonic (self->clock), on_tick, self);
}

static void
take_due (gpointer grid, gint64 now, GPtrArray *due)
{
    gpointer members[WATTLE_POLL_GRID_GROUP];
    guint count = wattle_poll_grid_tick (grid, now, members);

    for (guint i = 0; i < count; i++)
        g_ptr_array_add (due, g_object_ref (members[i]));
}

static void
on_tick (gpointer user_data)
{
    WattlePoller *self = user_data;
    gint64 now = wattle_clock_get_monotonic (self->clock);
    /* A poll may add or remove runners, so the due ones are collected first. */
    g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func (g_object_unref);
    GHashTableIter iter;
    gpointer grid;

    self->timer = 0;
    g_hash_table_iter_init (&iter, self->grids);
    while (g_hash_table_iter_next (&iter, NULL, &grid))
        take_due (grid, now, due);
    set_timer (self);

    for (guint i = 0; i < due->len; i++)
        wattle_runner_poll (g_ptr_array_index (due, i));
}

static void
put_on_grid (WattlePoller *self, WattleRunner *runner)
{
    guint interval = wattle_runner_get_interval (runner);
    WattlePollGrid *grid;

    if (!wattle_runner_is_polled (runner) || interval == 0)
        return;

    grid = g_hash_table_lookup (self->grids, GUINT_TO_POINTER (interval));
    if (grid == NULL) {
        grid = wattle_poll_grid_new ((gint64)interval * 1000,
                                     wattle_clock_get_monotonic (self->clock));
        g_hash_table_insert (self->grids, GUINT_TO_POINTER (interval), grid);
    }
    wattle_poll_grid_add (grid, runner);
    set_timer (self);
}

void
wattle_poller_add (WattlePoller *self, WattleRunner *runner)
{
    /* In this order: what comes of the first poll may remove the runner. */
    put_on_grid (self, runner);
    g_ptr_array_add (self->runners, runner);
    if (self->sweep_timer == 0)
        self->sweep_timer = wattle_clock_call_after (self->clock, SWEEP_PERIOD, on_sweep, self);
    wattle_runner_start (runner);
}

void
wattle_poller_remove (WattlePoller *self, WattleRunner *runner)
{
    gpointer key = GUINT_TO_POINTER (wattle_runner_get_interval (runner));
    WattlePollGrid *grid = g_hash_table_lookup (self->grids, key);

    wattle_runner_stop (runner);
    g_ptr_array_remove_fast (self->runners, runner);
    if (grid == NULL)
        return;

    wattle_poll_grid_remove (grid, runner);
    if (wattle_poll_grid_get_size (grid) == 0)
        g_hash_table_remove (self->grids, key);
    set_timer (self);
}
