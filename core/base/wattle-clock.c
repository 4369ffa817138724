/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-clock.h"

#include "wattle-wall-watch.h"

typedef struct {
    gint64 due;
    guint id;
    WattleClockFunc func;
    gpointer user_data;
} Timer;

/**
 * WattleClock:
 *
 * The only reader of the system's clocks and the only maker of timers. All spans and instants are
 * in microseconds; wall time is counted from 1970 in UTC. A clock may run faster than life, so that
 * an emulated house passes a day in minutes, or stand still until a test moves it. It belongs to
 * the thread-default main context it was made in.
 */
struct _WattleClock {
    GObject parent_instance;

    GSource *source; /* NULL: manual */
    GSource *watch;  /* NULL: nobody sets the wall time but this clock */
    GSequence *timers;
    GHashTable *timers_by_id;
    guint last_id;

    double speed;
    gint64 real_start;      /* system monotonic time at which this clock began */
    gint64 monotonic_start; /* what this clock showed then */
    gint64 wall_offset;     /* wall time minus monotonic time of this clock */
};

enum {
    SIGNAL_WALL_SET,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleClock, wattle_clock, G_TYPE_OBJECT)

typedef struct {
    GSource parent;
    WattleClock *clock;
} ClockSource;

static int
compare_timers (gconstpointer a, gconstpointer b, gpointer user_data)
{
    const Timer *one = a;
    const Timer *other = b;

    if (one->due != other->due)
        return one->due < other->due ? -1 : 1;
    return one->id < other->id ? -1 : one->id > other->id;
}

static Timer *
first_timer (WattleClock *self)
{
    GSequenceIter *iter = g_sequence_get_begin_iter (self->timers);

    return g_sequence_iter_is_end (iter) ? NULL : g_sequence_get (iter);
}

/* System time at which the first timer is due; G_MAXINT64: there is none. */
static gint64
find_next (WattleClock *self)
{
    Timer *next = first_timer (self);

    if (next == NULL)
        return G_MAXINT64;
    /* One microsecond later: rounding must never wake us before the time. */
    return self->real_start + 1 +
           (gint64)((double)(next->due - self->monotonic_start) / self->speed);
}

static void
fire_until (WattleClock *self, gint64 now)
{
    Timer *timer;

    g_object_ref (self);
    while ((timer = first_timer (self)) != NULL && timer->due <= now) {
        WattleClockFunc func = timer->func;
        gpointer user_data = timer->user_data;

        wattle_clock_cancel (self, timer->id);
        func (user_data);
    }
    g_object_unref (self);
}

static gboolean
dispatch_source (GSource *source, GSourceFunc callback, gpointer user_data)
{
    WattleClock *self = ((ClockSource *)source)->clock;

    g_object_ref (self);
    fire_until (self, wattle_clock_get_monotonic (self));
    g_object_unref (self);
    return G_SOURCE_CONTINUE;
}

/* Asked before each wait. A ready time that is set instead costs a system call each time and one
 * more turn of the loop. */
static gboolean
prepare_source (GSource *source, int *timeout)
{
    gint64 next = find_next (((ClockSource *)source)->clock);
    gint64 wait = next - g_source_get_time (source);

    if (next == G_MAXINT64)
        *timeout = -1;
    else
        *timeout = (int)CLAMP ((wait + 999) / 1000, 0, G_MAXINT);
    return next != G_MAXINT64 && wait <= 0;
}

static gboolean
check_source (GSource *source)
{
    gint64 next = find_next (((ClockSource *)source)->clock);

    return next != G_MAXINT64 && next <= g_source_get_time (source);
}

static GSourceFuncs source_funcs = {
    .prepare = prepare_source,
    .check = check_source,
    .dispatch = dispatch_source,
};

static void
wattle_clock_finalize (GObject *object)
{
    WattleClock *self = WATTLE_CLOCK (object);

    if (self->source != NULL) {
        g_source_destroy (self->source);
        g_source_unref (self->source);
    }
    if (self->watch != NULL) {
        g_source_destroy (self->watch);
        g_source_unref (self->watch);
    }
    g_hash_table_unref (self->timers_by_id);
    g_sequence_free (self->timers);

    G_OBJECT_CLASS (wattle_clock_parent_class)->finalize (object);
}

static void
wattle_clock_class_init (WattleClockClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_clock_finalize;

    /**
     * WattleClock::wall-set:
     * @self: a clock
     *
     * Somebody set the wall time, or the computer was asleep. Timers count monotonic time: who
     * waits for a wall time has to look at it again.
     */
    signals[SIGNAL_WALL_SET] = g_signal_new ("wall-set", WATTLE_TYPE_CLOCK, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_clock_init (WattleClock *self)
{
    self->timers = g_sequence_new (g_free);
    self->timers_by_id = g_hash_table_new (NULL, NULL);
}

static void
on_wall_set (gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_WALL_SET], 0);
}

/**
 * wattle_clock_new:
 * @speed: seconds of this clock per second of life, above 0; normally 1
 *
 * Returns: (transfer full): a clock that starts at the system's wall time and runs by itself
 */
WattleClock *
wattle_clock_new (double speed)
{
    WattleClock *self = g_object_new (WATTLE_TYPE_CLOCK, NULL);

    g_return_val_if_fail (speed > 0, self);

    self->speed = speed;
    self->real_start = g_get_monotonic_time ();
    self->monotonic_start = self->real_start;
    self->wall_offset = g_get_real_time () - self->real_start;

    self->source = g_source_new (&source_funcs, sizeof (ClockSource));
    ((ClockSource *)self->source)->clock = self;
    g_source_set_static_name (self->source, "wattle clock");
    g_source_attach (self->source, g_main_context_get_thread_default ());
    if (speed == 1)
        self->watch = wattle_wall_watch_new (on_wall_set, self);

    return self;
}

/**
 * wattle_clock_new_manual:
 * @wall_time: what it shows at first
 *
 * Returns: (transfer full): a clock that stands still until wattle_clock_advance() moves it
 */
WattleClock *
wattle_clock_new_manual (gint64 wall_time)
{
    WattleClock *self = g_object_new (WATTLE_TYPE_CLOCK, NULL);

    self->wall_offset = wall_time;
    return self;
}

/**
 * wattle_clock_get_wall:
 * @self: a clock
 *
 * Returns: the wall time. With a clock at the speed of life it follows the system's clock when that
 *   is set; a faster one goes on from where it began.
 */
gint64
wattle_clock_get_wall (WattleClock *self)
{
    if (self->source != NULL && self->speed == 1)
        return g_get_real_time ();

    return wattle_clock_get_monotonic (self) + self->wall_offset;
}

/**
 * wattle_clock_get_monotonic:
 * @self: a clock
 *
 * Returns: a time that never goes back and does not jump when the wall clock is set
 */
gint64
wattle_clock_get_monotonic (WattleClock *self)
{
    gint64 elapsed;

    if (self->source == NULL)
        return self->monotonic_start;

    elapsed = g_get_monotonic_time () - self->real_start;
    return self->monotonic_start + (gint64)((double)elapsed * self->speed);
}

/**
 * wattle_clock_call_after: (skip)
 * @self: a clock
 * @delay: microseconds of this clock from now; less than 0 counts as 0
 * @func: what to call
 * @user_data: its argument
 *
 * Calls @func once. The caller keeps the id and cancels the timer before @user_data goes.
 *
 * Returns: the id of the timer, never 0
 */
guint
wattle_clock_call_after (WattleClock *self, gint64 delay, WattleClockFunc func, gpointer user_data)
{
    Timer *timer = g_new (Timer, 1);
    GSequenceIter *iter;

    do
        self->last_id++;
    while (self->last_id == 0 ||
           g_hash_table_contains (self->timers_by_id, GUINT_TO_POINTER (self->last_id)));

    timer->due = wattle_clock_get_monotonic (self) + MAX (delay, 0);
    timer->id = self->last_id;
    timer->func = func;
    timer->user_data = user_data;

    iter = g_sequence_insert_sorted (self->timers, timer, compare_timers, NULL);
    g_hash_table_insert (self->timers_by_id, GUINT_TO_POINTER (timer->id), iter);
    return timer->id;
}

/**
 * wattle_clock_cancel:
 * @self: a clock
 * @id: a timer's id; one that is gone is ignored
 *
 * Makes sure that the timer does not fire any more.
 */
void
wattle_clock_cancel (WattleClock *self, guint id)
{
    GSequenceIter *iter = g_hash_table_lookup (self->timers_by_id, GUINT_TO_POINTER (id));

    if (iter == NULL)
        return;

    g_hash_table_remove (self->timers_by_id, GUINT_TO_POINTER (id));
    g_sequence_remove (iter);
}

/**
 * wattle_clock_clear: (skip)
 * @self: a clock
 * @id: (inout): a timer's id, or 0
 *
 * Cancels the timer, if there is one, and sets @id to 0.
 */
void
wattle_clock_clear (WattleClock *self, guint *id)
{
    if (*id != 0)
        wattle_clock_cancel (self, *id);
    *id = 0;
}

/**
 * wattle_clock_advance:
 * @self: a manual clock
 * @span: microseconds
 *
 * Moves both times on. Every timer fires at its own time, in order, those included that are set on
 * the way.
 */
void
wattle_clock_advance (WattleClock *self, gint64 span)
{
    gint64 target = self->monotonic_start + span;
    Timer *timer;

    g_return_if_fail (self->source == NULL && span >= 0);

    while ((timer = first_timer (self)) != NULL && timer->due <= target) {
        self->monotonic_start = MAX (self->monotonic_start, timer->due);
        fire_until (self, self->monotonic_start);
    }
    self->monotonic_start = target;
}

/**
 * wattle_clock_set_wall:
 * @self: a manual clock
 * @wall_time: the new wall time
 *
 * Sets the wall time as an administrator or NTP would; no timer moves.
 */
void
wattle_clock_set_wall (WattleClock *self, gint64 wall_time)
{
    g_return_if_fail (self->source == NULL);

    self->wall_offset = wall_time - self->monotonic_start;
    g_signal_emit (self, signals[SIGNAL_WALL_SET], 0);
}
