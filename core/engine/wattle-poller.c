/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-poller.h"

#include "wattle-poll-grid.h"

/* How often each runner is swept, and how many at a time: with hundreds of them answers would wait.
 */
#define SWEEP_PERIOD G_USEC_PER_SEC
#define SWEEP_SLICE  32

/* Of those that are due together, so many are asked at a time: if all were, the first answer would
 * wait until the last question is sent, and those who answer would get in each other's way. */
#define AT_A_TIME 3
#define PATIENCE  (2 * G_TIME_SPAN_MILLISECOND)

struct _WattlePoller {
    GObject parent_instance;

    WattleClock *clock;
    GHashTable *grids; /* interval in ms → WattlePollGrid */
    guint timer;
    GQueue due;    /* of WattleRunner: to be polled as soon as others have answered */
    guint n_asked; /* how many were, and have not answered within the patience */
    gboolean asking;
    guint patience;     /* timer */
    GPtrArray *runners; /* borrowed, as in the grids */
    guint sweep_timer;
    guint next_swept;
};

G_DEFINE_FINAL_TYPE (WattlePoller, wattle_poller, G_TYPE_OBJECT)

static void
wattle_poller_finalize (GObject *object)
{
    WattlePoller *self = WATTLE_POLLER (object);

    wattle_clock_clear (self->clock, &self->timer);
    wattle_clock_clear (self->clock, &self->sweep_timer);
    wattle_clock_clear (self->clock, &self->patience);
    g_queue_clear_full (&self->due, g_object_unref);
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
    g_queue_init (&self->due);
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

static void on_sweep (gpointer user_data);

static void
set_sweep (WattlePoller *self)
{
    guint n_slices = MAX (1, (self->runners->len + SWEEP_SLICE - 1) / SWEEP_SLICE);

    self->sweep_timer =
        wattle_clock_call_after (self->clock, SWEEP_PERIOD / n_slices, on_sweep, self);
}

/* Looks for readings that are too old. A slice at once: a timer per runner would cost more. One
 * that is removed meanwhile may let another one wait for the next round. */
static void
on_sweep (gpointer user_data)
{
    WattlePoller *self = user_data;

    set_sweep (self);
    for (guint i = 0; i < SWEEP_SLICE && self->next_swept < self->runners->len; i++)
        wattle_runner_expire (g_ptr_array_index (self->runners, self->next_swept++));
    if (self->next_swept >= self->runners->len)
        self->next_swept = 0;
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

static void ask_next (WattlePoller *self);

/* Whoever has not answered by now is not waited for. */
static void
on_patience_over (gpointer user_data)
{
    WattlePoller *self = user_data;

    self->patience = 0;
    self->n_asked = 0;
    ask_next (self);
}

/* @limit: until so many have been asked that have not answered. */
static void
ask_up_to (WattlePoller *self, guint limit)
{
    if (self->asking) /* it answered at once; the loop below goes on */
        return;

    self->asking = TRUE;
    while (self->n_asked < limit && !g_queue_is_empty (&self->due)) {
        g_autoptr (WattleRunner) runner = g_queue_pop_head (&self->due);

        self->n_asked++;
        if (!wattle_runner_poll (runner)) /* may remove runners */
            self->n_asked--;
    }
    self->asking = FALSE;
    wattle_clock_clear (self->clock, &self->patience);
    if (!g_queue_is_empty (&self->due))
        self->patience = wattle_clock_call_after (self->clock, PATIENCE, on_patience_over, self);
}

static void
ask_next (WattlePoller *self)
{
    ask_up_to (self, AT_A_TIME);
}

static void
on_cycle_ended (gpointer user_data)
{
    WattlePoller *self = user_data;

    if (self->n_asked > 0)
        self->n_asked--;
    ask_next (self);
}

static void
take_due (WattlePoller *self, gpointer grid, gint64 now)
{
    gpointer members[WATTLE_POLL_GRID_GROUP];
    guint count = wattle_poll_grid_tick (grid, now, members);

    for (guint i = 0; i < count; i++)
        g_queue_push_tail (&self->due, g_object_ref (members[i]));
}

static void
on_tick (gpointer user_data)
{
    WattlePoller *self = user_data;
    gint64 now = wattle_clock_get_monotonic (self->clock);
    GHashTableIter iter;
    gpointer grid;

    self->timer = 0;
    ask_up_to (self, G_MAXUINT); /* many are slow, and others must not wait for them */
    g_hash_table_iter_init (&iter, self->grids);
    while (g_hash_table_iter_next (&iter, NULL, &grid))
        take_due (self, grid, now);
    set_timer (self);
    ask_next (self);
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
    wattle_runner_set_cycle_func (runner, on_cycle_ended, self);
    if (self->sweep_timer == 0)
        set_sweep (self);
    wattle_runner_start (runner);
}

void
wattle_poller_remove (WattlePoller *self, WattleRunner *runner)
{
    gpointer key = GUINT_TO_POINTER (wattle_runner_get_interval (runner));
    WattlePollGrid *grid = g_hash_table_lookup (self->grids, key);

    wattle_runner_set_cycle_func (runner, NULL, NULL);
    wattle_runner_stop (runner);
    g_ptr_array_remove_fast (self->runners, runner);
    if (grid == NULL)
        return;

    wattle_poll_grid_remove (grid, runner);
    if (wattle_poll_grid_get_size (grid) == 0)
        g_hash_table_remove (self->grids, key);
    set_timer (self);
}
