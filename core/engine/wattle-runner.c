/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-runner.h"

#include "base/wattle-error.h"
#include "wattle-lookout.h"
#include "wattle-suspension.h"

#define N_LINKS      WATTLE_LINK_N_KINDS
#define MAX_STEPS    256 /* requests of one cycle or command */
#define MAX_COMMANDS 16
/* Between looks at a device without an interval while none of its poll groups is due. */
#define IDLE_DELAY        (G_USEC_PER_SEC / 10)
#define MAX_GROUP_LATENCY (G_USEC_PER_SEC / 2)
/* A command that could not begin for this long is dropped: a relay must not move minutes later. */
#define COMMAND_AGE (10 * G_USEC_PER_SEC)
/* Between tries of a link that is down. */
#define MAX_LINK_PROBE (10 * G_USEC_PER_SEC)
/* A reading is stale after so many periods, but not before the least time. */
#define STALE_AFTER_PERIODS 3
#define STALE_AFTER_LEAST   (10 * G_USEC_PER_SEC)

typedef enum {
    ACTIVITY_NONE,
    ACTIVITY_CYCLE,
    ACTIVITY_COMMAND,
} Activity;

typedef struct {
    WattleCommand *command;
    WattleRunnerDone done;
    gpointer user_data;
    gint64 given; /* when */
} Order;

struct _WattleRunner {
    GObject parent_instance;

    char *id;
    char *name; /* given by a person, or NULL */
    char *driver;
    char *model;
    WattleDevice *device;
    WattleOptions *options;
    WattleRunner *parent;
    WattleClock *clock;
    WattleSecrets *secrets;
    WattleLink *links[N_LINKS];
    guint interval;
    WattleBatchFunc batch_func;
    gpointer batch_data;
    WattleCycleFunc cycle_func;
    gpointer cycle_data;
    WattleFrameFunc frame_func;
    gpointer frame_data;

    gboolean running;
    gboolean described_anew; /* entities or identity changed since the last batch */
    gboolean gone;
    gboolean lost;
    gboolean looked_again; /* since it was given up, as it was heard of */
    gboolean unproven;     /* nothing came from it since it started or was not there */
    WattleRunnerState state;
    WattleMessage *error; /* NULL while all is well */
    WattleSuspension suspension;
    WattleLookout lookout;
    guint probe_timer;

    Activity activity;
    gboolean stepping;  /* somewhere below take_steps(), which goes on by itself */
    gboolean cycle_due; /* a command was run: the cycle begins again */
    guint step;
    guint asked;    /* requests of this cycle */
    guint answered; /* of those: decoded */
    guint failed;   /* of those: failed, and not optional */
    gboolean refused;
    gboolean all_due;           /* the next cycle asks everything */
    gboolean whole;             /* this one does */
    WattleFrame *exception;     /* the first one of this cycle that was believed */
    WattleRequest *excepted;    /* what it was the answer to */
    gboolean begun_again;       /* the cycle was restarted for credentials */
    WattleMessage *cycle_error; /* the first failure of this cycle */
    WattleMessage *last_error;  /* the same of the last cycle that asked anything */

    WattleRequest *request; /* waiting for its delay, or under way */
    const char *group;      /* poll group of it, owned by the source */
    WattleLink *call_link;
    guint call;
    guint delay_timer;
    guint holds;        /* what has to be on disk first */
    gboolean held_back; /* the request waits for that */
    GQueue orders;      /* of Order; the first is under way in ACTIVITY_COMMAND */
};

enum {
    SIGNAL_STATE_CHANGED,
    SIGNAL_CHANGED,
    SIGNAL_CHILDREN_CHANGED,
    SIGNAL_KEEP_STATE,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleRunner, wattle_runner, G_TYPE_OBJECT)

static void take_steps (WattleRunner *self);

static void
order_free (Order *order)
{
    g_object_unref (order->command);
    g_free (order);
}

static void
wattle_runner_dispose (GObject *object)
{
    WattleRunner *self = WATTLE_RUNNER (object);

    wattle_runner_stop (self);
    for (guint i = 0; i < N_LINKS; i++)
        wattle_runner_set_link (self, i, NULL);
    g_clear_object (&self->parent);

    G_OBJECT_CLASS (wattle_runner_parent_class)->dispose (object);
}

static void
wattle_runner_finalize (GObject *object)
{
    WattleRunner *self = WATTLE_RUNNER (object);

    g_object_unref (self->device);
    g_object_unref (self->options);
    g_object_unref (self->clock);
    g_clear_object (&self->secrets);
    g_free (self->id);
    g_free (self->name);
    g_free (self->driver);
    g_free (self->model);
    g_clear_pointer (&self->error, wattle_message_free);
    wattle_lookout_clear (&self->lookout);
    g_clear_object (&self->exception);
    g_clear_object (&self->excepted);
    g_clear_pointer (&self->cycle_error, wattle_message_free);
    g_clear_pointer (&self->last_error, wattle_message_free);

    G_OBJECT_CLASS (wattle_runner_parent_class)->finalize (object);
}

static void
wattle_runner_class_init (WattleRunnerClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_runner_dispose;
    object_class->finalize = wattle_runner_finalize;

    signals[SIGNAL_STATE_CHANGED] =
        g_signal_new ("state-changed", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
    signals[SIGNAL_CHANGED] = g_signal_new ("changed", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_CHILDREN_CHANGED] =
        g_signal_new ("children-changed", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_KEEP_STATE] = g_signal_new ("keep-state", WATTLE_TYPE_RUNNER, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
wattle_runner_init (WattleRunner *self)
{
    g_queue_init (&self->orders);
    self->unproven = TRUE;
}

WattleRunner *
wattle_runner_new (const char *id,
                   WattleDevice *device,
                   WattleOptions *options,
                   WattleRunner *parent,
                   WattleClock *clock,
                   guint interval_ms)
{
    WattleRunner *self = g_object_new (WATTLE_TYPE_RUNNER, NULL);

    self->id = g_strdup (id);
    wattle_source_set_id (WATTLE_SOURCE (device), id);
    self->device = g_object_ref (device);
    self->options = g_object_ref (options);
    g_set_object (&self->parent, parent);
    self->clock = g_object_ref (clock);
    self->interval = interval_ms;
    return self;
}

/* State */

static const char *const state_names[] = {
    [WATTLE_RUNNER_STARTING] = "starting", [WATTLE_RUNNER_ONLINE] = "online",
    [WATTLE_RUNNER_DEGRADED] = "degraded", [WATTLE_RUNNER_OFFLINE] = "offline",
    [WATTLE_RUNNER_GONE] = "gone",
};

/* The link that keeps the device away, if one does. */
static WattleLink *
find_down_link (WattleRunner *self)
{
    gboolean shared = wattle_source_get_shares_links (WATTLE_SOURCE (self->device));
    WattleLink *down = NULL;

    for (guint i = 0; i < N_LINKS; i++) {
        if (self->links[i] == NULL)
            continue;
        if (wattle_link_get_state (self->links[i]) != WATTLE_LINK_DOWN) {
            if (shared)
                return NULL;
        } else if (down == NULL) {
            down = self->links[i];
        }
    }

    return down;
}

static gint64
get_stale_after (guint period)
{
    return MAX ((gint64)period * 1000 * STALE_AFTER_PERIODS, STALE_AFTER_LEAST);
}

static gboolean
stands_still (WattleRunner *self, gint64 *since)
{
    return wattle_device_stands_still (self->device, wattle_clock_get_monotonic (self->clock),
                                       get_stale_after (self->interval), since);
}

/* Until something can be said it stays what it was. */
static WattleRunnerState
wait_for_answer (WattleRunner *self)
{
    return self->state == WATTLE_RUNNER_OFFLINE ? WATTLE_RUNNER_OFFLINE : WATTLE_RUNNER_STARTING;
}

static gboolean
is_in_trouble (WattleRunner *self)
{
    gint64 since;

    return self->suspension.failures > 0 || self->last_error != NULL ||
           self->lookout.verdict == WATTLE_LOOKOUT_WANTING || stands_still (self, &since);
}

static WattleRunnerState
judge (WattleRunner *self)
{
    if (self->gone)
        return WATTLE_RUNNER_GONE;
    if (self->lost || find_down_link (self) != NULL ||
        wattle_suspension_is_suspended (&self->suspension) ||
        self->lookout.verdict == WATTLE_LOOKOUT_SILENT)
        return WATTLE_RUNNER_OFFLINE;
    if (self->lookout.verdict == WATTLE_LOOKOUT_WAITING)
        return wait_for_answer (self);
    /* Only an answer makes it available: that its link is up again says nothing about it. */
    if (self->unproven)
        return wattle_runner_is_polled (self) ? wait_for_answer (self) : WATTLE_RUNNER_STARTING;

    return is_in_trouble (self) ? WATTLE_RUNNER_DEGRADED : WATTLE_RUNNER_ONLINE;
}

static WattleMessage *
explain_standstill (gint64 since)
{
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (since / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

    return wattle_message_new ("its own time stands still since %s", text);
}

/* What has to be put right on this machine names its place itself. */
static WattleMessage *
explain_link (WattleLink *down)
{
    const WattleMessage *fault = wattle_link_get_fault (down);

    if (fault != NULL)
        return wattle_message_copy (fault);
    return wattle_message_new ("%s: %s", wattle_link_get_uri (down), wattle_link_get_detail (down));
}

static WattleMessage *
explain (WattleRunner *self, WattleRunnerState state)
{
    WattleLink *down = find_down_link (self);
    const WattleMessage *last;
    gint64 since;

    if (state == WATTLE_RUNNER_ONLINE || state == WATTLE_RUNNER_STARTING)
        return NULL;
    if (state == WATTLE_RUNNER_GONE)
        return wattle_message_new ("its gateway no longer has it");
    if (self->lost)
        return wattle_message_new ("its gateway does not detect it");
    if (down != NULL)
        return explain_link (down);
    if (self->lookout.message != NULL)
        return wattle_message_copy (self->lookout.message);

    if (state == WATTLE_RUNNER_DEGRADED && self->last_error == NULL && stands_still (self, &since))
        return explain_standstill (since);

    last = self->last_error != NULL ? self->last_error : self->error;
    return last != NULL ? wattle_message_copy (last) : NULL;
}

static const char *
text_of (const WattleMessage *message)
{
    return message != NULL ? wattle_message_get_text (message) : NULL;
}

static void
update_state (WattleRunner *self)
{
    WattleRunnerState state = judge (self);
    g_autoptr (WattleMessage) error = explain (self, state);
    gboolean moved = state != self->state;

    if (wattle_runner_is_polled (self) &&
        (state == WATTLE_RUNNER_OFFLINE || state == WATTLE_RUNNER_GONE))
        self->unproven = TRUE;
    if (!moved && g_strcmp0 (text_of (error), text_of (self->error)) == 0)
        return;

    self->state = state;
    g_clear_pointer (&self->error, wattle_message_free);
    self->error = g_steal_pointer (&error);
    if (moved)
        g_message ("%s: %s%s%s", self->id, state_names[state], self->error != NULL ? ": " : "",
                   self->error != NULL ? text_of (self->error) : "");

    g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

/* What the plugin noted during a virtual function takes effect here. */

static void
set_now (WattleRunner *self)
{
    wattle_source_set_now (WATTLE_SOURCE (self->device), wattle_clock_get_monotonic (self->clock),
                           wattle_clock_get_wall (self->clock));
}

/* What a broker that is not connected does not bring is not missed. */
static void
look_out (WattleRunner *self)
{
    WattleLink *mqtt = self->links[WATTLE_LINK_MQTT];

    if (!wattle_source_is_checked (WATTLE_SOURCE (self->device)))
        return;
    if (mqtt != NULL && wattle_link_get_state (mqtt) != WATTLE_LINK_UP) {
        wattle_lookout_wait (&self->lookout);
        return;
    }

    set_now (self);
    wattle_lookout_ask (&self->lookout, WATTLE_SOURCE (self->device));
    if (wattle_lookout_is_alive (&self->lookout))
        self->unproven = FALSE;
}

static void
keep_state (WattleRunner *self)
{
    WattleStateFlags flags;

    if (wattle_source_take_state_changed (WATTLE_SOURCE (self->device), &flags))
        g_signal_emit (self, signals[SIGNAL_KEEP_STATE], 0, (guint)flags);
}

static void
close_batch (WattleRunner *self)
{
    GPtrArray *entities = wattle_device_peek_batch (self->device);

    /* Once for all answers of a cycle, so that a device is described whole. */
    if (self->described_anew) {
        self->described_anew = FALSE;
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
    if (entities->len == 0)
        return;
    if (self->batch_func != NULL)
        self->batch_func (self, entities, self->batch_data);
    wattle_device_clear_batch (self->device);
}

/* How long readings count as current. A value is as old as its poll group allows it to be; one that
 * was pushed, as its entity says. */
static gint64
get_max_age (WattleRunner *self, WattleFrame *frame)
{
    guint period = self->interval;

    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return 0;

    if (self->group != NULL)
        period = MAX (period,
                      wattle_source_get_group_period (WATTLE_SOURCE (self->device), self->group));
    return get_stale_after (period);
}

static gboolean
decode (WattleRunner *self, WattleFrame *frame, GError **error)
{
    WattleDeviceChanges changes;

    set_now (self);
    wattle_device_begin_answer (self->device, wattle_frame_get_time (frame));
    wattle_device_set_max_age (self->device, wattle_clock_get_monotonic (self->clock),
                               get_max_age (self, frame));
    if (!wattle_source_decode (WATTLE_SOURCE (self->device), frame, error)) {
        wattle_device_drop_answer (self->device);
        keep_state (self);
        return FALSE;
    }

    changes = wattle_device_commit_answer (self->device);
    keep_state (self);
    if (changes & WATTLE_DEVICE_CHANGED_ENTITIES)
        self->described_anew = TRUE;
    if (changes & WATTLE_DEVICE_CHANGED_CHILDREN)
        g_signal_emit (self, signals[SIGNAL_CHILDREN_CHANGED], 0);
    return TRUE;
}

/* Cycles */

static void
make_all_due (WattleRunner *self)
{
    wattle_source_make_all_due (WATTLE_SOURCE (self->device));
    self->all_due = TRUE;
}

/* After a failed cycle everything is asked: a poll group that always fails, and so is the only one
 * due, would speak for those that answer. */
static void
begin_cycle (WattleRunner *self)
{
    set_now (self);
    wattle_clock_clear (self->clock, &self->probe_timer);
    if (self->suspension.failures > 0)
        make_all_due (self);
    self->whole = self->all_due;
    self->all_due = FALSE;
    wattle_source_begin_cycle (WATTLE_SOURCE (self->device),
                               MIN ((gint64)self->interval * 500, MAX_GROUP_LATENCY));
    self->activity = ACTIVITY_CYCLE;
    self->step = 0;
    self->asked = 0;
    self->answered = 0;
    self->failed = 0;
    self->refused = FALSE;
    g_clear_object (&self->exception);
    g_clear_object (&self->excepted);
    g_clear_pointer (&self->cycle_error, wattle_message_free);
}

/* Asks now, whatever went before. */
static gboolean
start_cycle (WattleRunner *self)
{
    if (!self->running || self->gone || self->lost || self->activity != ACTIVITY_NONE ||
        !wattle_runner_is_polled (self))
        return FALSE;

    self->begun_again = FALSE;
    begin_cycle (self);
    take_steps (self);
    return TRUE;
}

static void
on_probe (gpointer user_data)
{
    WattleRunner *self = user_data;

    self->probe_timer = 0;
    start_cycle (self);
}

static void
schedule_next (WattleRunner *self)
{
    gint64 delay = (gint64)wattle_suspension_get_delay (&self->suspension) * 1000;

    if (self->suspension.failures == 0) {
        if (self->interval > 0)
            return;
        delay = self->asked > 0 ? 0 : IDLE_DELAY;
    }

    /* To try a connection costs the other side nothing. */
    if (find_down_link (self) != NULL)
        delay = MIN (delay, MAX_LINK_PROBE);

    wattle_clock_clear (self->clock, &self->probe_timer);
    if (self->running && !self->gone && !self->lost)
        self->probe_timer = wattle_clock_call_after (self->clock, delay, on_probe, self);
}

static void
blame_exception (WattleRunner *self)
{
    g_autofree char *question = wattle_request_to_string (self->excepted);
    g_autoptr (GError) error = NULL;

    wattle_frame_check (self->exception, &error);
    self->failed++;
    self->cycle_error = wattle_message_new_from_error (error);
    wattle_message_prefix (self->cycle_error, "%s: ", question);
}

/* A device that answers everything with exceptions is in trouble. One that was asked only for what
 * it never had is not, so before that is said everything is asked. Returns whether the cycle says
 * nothing. */
static gboolean
judge_exceptions (WattleRunner *self)
{
    if (self->exception == NULL || self->answered > 0 || self->failed > 0)
        return FALSE;

    if (self->whole) {
        blame_exception (self);
        return FALSE;
    }
    make_all_due (self);
    return TRUE;
}

static void
count_cycle (WattleRunner *self)
{
    if (self->asked == 0 && !wattle_source_is_any_group_known (WATTLE_SOURCE (self->device)) &&
        wattle_runner_is_polled (self) && self->failed == 0) {
        self->failed++;
        self->cycle_error = wattle_message_new ("the plugin asks nothing");
    }

    /* A cycle in which no group was due says nothing. */
    if (self->asked == 0 && self->failed == 0)
        return;
    if (judge_exceptions (self))
        return;

    if (self->failed > 0 && (self->answered == 0 || self->refused))
        wattle_suspension_fail (&self->suspension, self->refused);
    else if (self->answered > 0)
        wattle_suspension_succeed (&self->suspension);
    if (!wattle_suspension_is_suspended (&self->suspension))
        self->looked_again = FALSE;
    if (self->answered > 0 && !self->refused)
        self->unproven = FALSE;

    g_clear_pointer (&self->last_error, wattle_message_free);
    self->last_error = g_steal_pointer (&self->cycle_error);
}

static void
end_cycle (WattleRunner *self)
{
    self->activity = ACTIVITY_NONE;
    count_cycle (self);
    close_batch (self);
    update_state (self);

    schedule_next (self);
    if (self->cycle_func != NULL)
        self->cycle_func (self->cycle_data);
}

static void
note_failure (WattleRunner *self, const GError *error, gboolean optional)
{
    g_autofree char *question = wattle_request_describe (self->request);

    g_debug ("%s: %s: %s", self->id, question, error->message);
    if (optional)
        return;

    self->failed++;
    self->refused |= g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH);
    if (self->cycle_error != NULL)
        return;
    self->cycle_error = wattle_message_new_from_error (error);
    wattle_message_prefix (self->cycle_error, "%s: ", question);
}

/* After these the rest of the cycle would fail in the same way. */
static gboolean
ends_cycle (WattleRunner *self, WattleOutcome outcome, const GError *error)
{
    return outcome == WATTLE_OUTCOME_UNREACHABLE || outcome == WATTLE_OUTCOME_TIMEOUT ||
           outcome == WATTLE_OUTCOME_TLS || outcome == WATTLE_OUTCOME_BUSY ||
           outcome == WATTLE_OUTCOME_DROPPED ||
           g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH);
}

/* A plugin may know how to do without what a device refuses, and says how often it is to be asked
 * for that. The text is made only if this was all that came: here it may be one of many. */
static void
take_exception (WattleRunner *self, WattleFrame *frame, gboolean optional)
{
    if (wattle_request_get_kind (self->request) != WATTLE_LINK_MODBUS ||
        wattle_frame_get_outcome (frame) != WATTLE_OUTCOME_ANSWERED)
        return;

    if (self->group != NULL)
        wattle_source_group_answered (WATTLE_SOURCE (self->device), self->group);
    if (optional || self->exception != NULL)
        return;
    self->exception = g_object_ref (frame);
    self->excepted = g_object_ref (self->request);
}

/* Returns whether the cycle goes on. */
static gboolean
take_cycle_answer (WattleRunner *self, WattleFrame *frame, gboolean believed, const GError *error)
{
    gboolean optional = wattle_request_get_flags (self->request) & WATTLE_REQUEST_OPTIONAL;

    /* The plugin has taken note of a failure and may ask in another way. It is no sign of life. */
    if (believed && !wattle_frame_check (frame, NULL)) {
        take_exception (self, frame, optional);
        return TRUE;
    }
    if (believed) {
        self->answered++;
        if (self->group != NULL)
            wattle_source_group_answered (WATTLE_SOURCE (self->device), self->group);
        return TRUE;
    }

    if (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH) && !self->begun_again) {
        self->begun_again = TRUE;
        begin_cycle (self);
        return TRUE;
    }

    note_failure (self, error, optional);
    return optional || !ends_cycle (self, wattle_frame_get_outcome (frame), error);
}

/* Commands */

static void
end_order (WattleRunner *self, const GError *error)
{
    Order *order = g_queue_pop_head (&self->orders);

    self->activity = ACTIVITY_NONE;
    close_batch (self);
    order->done (error, order->user_data);
    order_free (order);
}

static gboolean
is_too_old (WattleRunner *self, const Order *order)
{
    return self->step == 0 && wattle_clock_get_monotonic (self->clock) - order->given > COMMAND_AGE;
}

static WattleRequest *
next_command_request (WattleRunner *self)
{
    Order *order = g_queue_peek_head (&self->orders);
    g_autoptr (GError) error = NULL;
    WattleRequest *request = NULL;

    if (is_too_old (self, order))
        wattle_error_set (&error, WATTLE_ERROR_UNREACHABLE,
                          "the command was dropped: others took more than 10 s");
    else if (self->step < MAX_STEPS)
        request = wattle_device_command (self->device, order->command, self->step++, &error);
    else
        wattle_error_set (&error, WATTLE_ERROR_PLUGIN, "the command did not end after %d requests",
                          MAX_STEPS);
    keep_state (self);
    if (request == NULL)
        end_order (self, error);
    return request;
}

/* Steps */

/* A plugin whose device changes its secret now and then keeps the new one as secret state under the
 * lower-case key of the option. A gateway keeps it for its parts, which inherit the option. */
static const char *
find_rotated_secret (WattleRunner *self, const char *key)
{
    g_autofree char *name = g_ascii_strdown (key, -1);
    const char *configured = wattle_options_get_text (self->options, key);

    for (WattleRunner *runner = self; runner != NULL; runner = runner->parent) {
        GHashTable *kept = wattle_source_get_all_state (WATTLE_SOURCE (runner->device));
        WattleSourceState *state = g_hash_table_lookup (kept, name);

        if (!wattle_options_has (runner->options, key) ||
            !g_str_equal (wattle_options_get_text (runner->options, key), configured))
            return NULL;
        if (state != NULL && state->flags & WATTLE_STATE_SECRET)
            return state->text;
    }

    return NULL;
}

static char *
find_secret (WattleRunner *self, const char *key)
{
    const char *rotated = find_rotated_secret (self, key);
    const char *name = wattle_secrets_get_name (wattle_options_get_text (self->options, key));

    if (rotated != NULL)
        return g_strdup (rotated);
    return name != NULL && self->secrets != NULL ? wattle_secrets_lookup (self->secrets, name)
                                                 : NULL;
}

static char *
fill_placeholder (const char *kind, const char *argument, gpointer user_data)
{
    WattleRunner *self = user_data;

    if (g_str_equal (kind, "state"))
        return g_strdup (wattle_source_get_state (WATTLE_SOURCE (self->device), argument));
    if (!g_str_equal (kind, "option") || wattle_options_get_spec (self->options, argument) == NULL)
        return NULL;
    if (wattle_options_get_spec (self->options, argument)->type == WATTLE_OPTION_SECRET)
        return find_secret (self, argument);

    return g_strdup (wattle_options_get_text (self->options, argument));
}

static void
show_frame (WattleRunner *self, WattleRequest *request, WattleFrame *frame)
{
    if (self->frame_func != NULL)
        self->frame_func (self, request, frame, self->frame_data);
}

/* What a command failed with, or what a cycle makes of the answer. Returns whether it goes on. */
static gboolean
judge_answer (WattleRunner *self, WattleFrame *frame, gboolean believed, const GError *error)
{
    if (self->activity == ACTIVITY_CYCLE)
        return take_cycle_answer (self, frame, believed, error);
    if (!believed)
        end_order (self, error);
    return TRUE;
}

/* Takes the answer to the request under way. What runs below it may stop this device, give it
 * commands or have it polled; take_steps() acts on that afterwards. */
static void
take_answer (WattleRunner *self, WattleFrame *frame)
{
    gboolean report = wattle_request_get_flags (self->request) & WATTLE_REQUEST_REPORT_FAILURE;
    g_autoptr (GError) error = NULL;
    gboolean believed = FALSE;
    gboolean go_on;

    show_frame (self, self->request, frame);
    if (report || wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED)
        believed = decode (self, frame, &error);
    else
        wattle_frame_check (frame, &error);
    if (self->request == NULL) /* stopped by what came of it */
        return;

    go_on = judge_answer (self, frame, believed, error);
    g_clear_object (&self->request);
    self->group = NULL;
    if (!go_on)
        end_cycle (self);
}

static void
on_reply (WattleFrame *frame, gpointer user_data)
{
    WattleRunner *self = user_data;

    g_object_ref (self);
    self->call = 0;
    g_clear_object (&self->call_link);
    self->stepping = TRUE;
    take_answer (self, frame);
    self->stepping = FALSE;
    take_steps (self);
    g_object_unref (self);
}

static WattleFrame *
answer_without_link (WattleRunner *self, WattleLinkKind kind)
{
    guint tag = wattle_request_get_tag (self->request);
    gint64 now = wattle_clock_get_wall (self->clock);

    if (kind == WATTLE_LINK_NONE)
        return wattle_frame_new_answer (tag, 0, NULL, NULL, now);
    return wattle_frame_new_failure (tag, WATTLE_OUTCOME_UNREACHABLE,
                                     "the device has no link of this kind", now);
}

/* Returns whether the request was answered at once, so that the next step can be taken. */
static gboolean
send_request (WattleRunner *self)
{
    WattleLinkKind kind = wattle_request_get_kind (self->request);
    WattleLinkPriority priority = self->activity == ACTIVITY_COMMAND ? WATTLE_LINK_PRIORITY_COMMAND
                                                                     : WATTLE_LINK_PRIORITY_READ;
    WattleLink *link = kind < N_LINKS ? self->links[kind] : NULL;

    self->held_back = self->holds > 0;
    if (self->held_back)
        return FALSE;
    if (link == NULL) {
        g_autoptr (WattleFrame) frame = answer_without_link (self, kind);

        take_answer (self, frame);
        return TRUE;
    }

    self->call_link = g_object_ref (link);
    self->call = wattle_link_send (link, self->request, priority, fill_placeholder, on_reply, self);
    return FALSE;
}

static void
send_now (WattleRunner *self)
{
    gboolean answered;

    g_object_ref (self);
    self->stepping = TRUE;
    answered = send_request (self);
    self->stepping = FALSE;
    if (answered)
        take_steps (self);
    g_object_unref (self);
}

static void
on_delay (gpointer user_data)
{
    WattleRunner *self = user_data;

    self->delay_timer = 0;
    send_now (self);
}

void
wattle_runner_hold (WattleRunner *self)
{
    self->holds++;
}

void
wattle_runner_release (WattleRunner *self)
{
    g_return_if_fail (self->holds > 0);

    self->holds--;
    if (self->holds == 0 && self->held_back)
        send_now (self);
}

/* A next_request that failed must not pass for the end of a good cycle. */
static void
note_fault (WattleRunner *self)
{
    const GError *fault = wattle_source_get_fault (WATTLE_SOURCE (self->device));

    if (fault == NULL)
        return;

    self->failed++;
    if (self->cycle_error == NULL)
        self->cycle_error = wattle_message_new_from_error (fault);
}

static gboolean
find_next_request (WattleRunner *self)
{
    set_now (self);
    if (self->activity == ACTIVITY_COMMAND) {
        self->request = next_command_request (self);
    } else if (self->step < MAX_STEPS) {
        self->request = wattle_source_next_request (WATTLE_SOURCE (self->device), self->step++);
        self->group = wattle_source_get_asked_group (WATTLE_SOURCE (self->device));
        keep_state (self);
        if (self->request == NULL) {
            note_fault (self);
            end_cycle (self);
        } else {
            self->asked++;
        }
    } else {
        end_cycle (self);
    }

    return self->request != NULL;
}

/* A command starts after the answer in flight and is not mixed with a cycle, which begins again. */
static void
choose_activity (WattleRunner *self)
{
    if (self->activity != ACTIVITY_COMMAND && !g_queue_is_empty (&self->orders)) {
        if (self->activity == ACTIVITY_CYCLE)
            close_batch (self);
        self->activity = ACTIVITY_COMMAND;
        self->cycle_due = wattle_runner_is_polled (self);
        self->step = 0;
    } else if (self->activity == ACTIVITY_NONE && self->cycle_due) {
        self->cycle_due = FALSE;
        self->begun_again = FALSE;
        begin_cycle (self);
    }
}

/* Returns whether there is more to do now. */
static gboolean
take_step (WattleRunner *self)
{
    guint delay;

    choose_activity (self);
    if (self->activity == ACTIVITY_NONE)
        return FALSE;
    if (!find_next_request (self))
        return TRUE;

    delay = wattle_request_get_delay (self->request);
    if (delay == 0)
        return send_request (self);

    self->delay_timer = wattle_clock_call_after (self->clock, (gint64)delay * 1000, on_delay, self);
    return FALSE;
}

static void
take_steps (WattleRunner *self)
{
    if (self->stepping)
        return;

    g_object_ref (self);
    self->stepping = TRUE;
    while (self->running && take_step (self))
        ;
    self->stepping = FALSE;
    g_object_unref (self);
}

static void
abort_activity (WattleRunner *self)
{
    g_autoptr (GError) error =
        wattle_error_new (WATTLE_ERROR_UNREACHABLE, "the device was stopped before it was done");

    wattle_clock_clear (self->clock, &self->delay_timer);
    wattle_clock_clear (self->clock, &self->probe_timer);
    if (self->call != 0)
        wattle_link_cancel (self->call_link, self->call);
    self->call = 0;
    g_clear_object (&self->call_link);
    g_clear_object (&self->request);
    self->held_back = FALSE;
    self->group = NULL;
    self->activity = ACTIVITY_NONE;
    self->cycle_due = FALSE;
    while (!g_queue_is_empty (&self->orders))
        end_order (self, error);
}

/* Links */

static void
on_link_state (WattleLink *link, gpointer user_data)
{
    WattleRunner *self = user_data;

    if (!self->running || self->gone)
        return;

    /* While an endpoint was away anything may have changed there, also what was not asked for. */
    if (wattle_link_get_state (link) != WATTLE_LINK_UP)
        look_out (self);
    update_state (self);
    if (wattle_link_get_state (link) == WATTLE_LINK_UP && self->activity == ACTIVITY_NONE &&
        (self->suspension.failures > 0 || self->unproven) && !self->suspension.refused)
        wattle_runner_poll_all (self);
}

/* A device that is given up and then heard of by itself need not wait for the next try. If that
 * fails too, it is not asked at the pace of its messages. */
static void
look_again (WattleRunner *self)
{
    if (self->looked_again || self->activity != ACTIVITY_NONE ||
        !wattle_suspension_is_suspended (&self->suspension) || self->suspension.refused ||
        find_down_link (self) != NULL)
        return;

    self->looked_again = TRUE;
    wattle_runner_poll_all (self);
}

void
wattle_runner_push (WattleRunner *self, WattleFrame *frame)
{
    g_autoptr (GError) error = NULL;

    g_object_ref (self);
    show_frame (self, NULL, frame);
    if (!decode (self, frame, &error)) {
        g_debug ("%s: %s: %s", self->id, wattle_frame_get_topic (frame), error->message);
    } else if (self->running) { /* what came of it did not stop the device */
        self->unproven = FALSE;
        look_out (self);
        if (self->activity == ACTIVITY_NONE)
            close_batch (self);
        update_state (self);
        look_again (self);
    }
    g_object_unref (self);
}

static void
on_push (WattleFrame *frame, gpointer user_data)
{
    wattle_runner_push (user_data, frame);
}

static void
start_listening (WattleRunner *self)
{
    const char *const *filters = wattle_source_get_filters (WATTLE_SOURCE (self->device));

    for (guint i = 0; filters[i] != NULL && self->links[WATTLE_LINK_MQTT] != NULL; i++)
        wattle_link_listen (self->links[WATTLE_LINK_MQTT], filters[i], on_push, self);
}

void
wattle_runner_set_link (WattleRunner *self, WattleLinkKind kind, WattleLink *link)
{
    g_return_if_fail (kind < N_LINKS);

    if (self->links[kind] == link)
        return;
    if (self->links[kind] != NULL)
        g_signal_handlers_disconnect_by_data (self->links[kind], self);
    g_set_object (&self->links[kind], link);
    if (link != NULL)
        g_signal_connect_object (link, "state-changed", G_CALLBACK (on_link_state), self, 0);
}

/* Public face */

void
wattle_runner_set_secrets (WattleRunner *self, WattleSecrets *secrets)
{
    g_set_object (&self->secrets, secrets);
}

void
wattle_runner_start (WattleRunner *self)
{
    if (self->running)
        return;

    self->running = TRUE;
    start_listening (self);
    update_state (self);
    wattle_runner_poll_all (self);
}

void
wattle_runner_stop (WattleRunner *self)
{
    if (!self->running)
        return;

    self->running = FALSE;
    if (self->links[WATTLE_LINK_MQTT] != NULL)
        wattle_link_unlisten (self->links[WATTLE_LINK_MQTT], self);
    abort_activity (self);
    keep_state (self);
}

gboolean
wattle_runner_poll (WattleRunner *self)
{
    return !wattle_suspension_is_suspended (&self->suspension) && start_cycle (self);
}

void
wattle_runner_tell (WattleRunner *self)
{
    if (self->activity == ACTIVITY_NONE)
        close_batch (self);
}

void
wattle_runner_expire (WattleRunner *self)
{
    g_autoptr (WattleRunner) keep = g_object_ref (self);

    if (self->running && wattle_source_is_checked (WATTLE_SOURCE (self->device))) {
        look_out (self);
        update_state (self);
    }
    wattle_device_expire (self->device, wattle_clock_get_monotonic (self->clock),
                          !wattle_runner_is_available (self));
    wattle_runner_tell (self);
}

void
wattle_runner_poll_all (WattleRunner *self)
{
    make_all_due (self);
    start_cycle (self);
}

void
wattle_runner_restart (WattleRunner *self)
{
    if (self->activity != ACTIVITY_NONE)
        abort_activity (self);
    wattle_runner_poll_all (self);
}

void
wattle_runner_set_gone (WattleRunner *self, gboolean gone)
{
    if (self->gone == gone)
        return;

    self->gone = gone;
    if (gone)
        abort_activity (self);
    update_state (self);
    if (!gone)
        wattle_runner_poll_all (self);
}

void
wattle_runner_set_lost (WattleRunner *self, gboolean lost)
{
    if (self->lost == lost)
        return;

    self->lost = lost;
    if (lost)
        abort_activity (self);
    update_state (self);
    if (!lost)
        wattle_runner_poll_all (self);
}

void
wattle_runner_act (WattleRunner *self,
                   WattleCommand *command,
                   WattleRunnerDone done,
                   gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    Order *order;

    if (!self->running || self->gone || self->lost)
        error = wattle_error_new (WATTLE_ERROR_UNREACHABLE, "%s is not there", self->id);
    else if (g_queue_get_length (&self->orders) >= MAX_COMMANDS)
        error = wattle_error_new (WATTLE_ERROR_BUSY, "%s has %d commands waiting; try again later",
                                  self->id, MAX_COMMANDS);
    if (error != NULL) {
        done (error, user_data);
        return;
    }

    order = g_new (Order, 1);
    order->command = g_object_ref (command);
    order->done = done;
    order->user_data = user_data;
    order->given = wattle_clock_get_monotonic (self->clock);
    g_queue_push_tail (&self->orders, order);
    if (self->activity == ACTIVITY_NONE)
        take_steps (self);
}

void
wattle_runner_set_batch_func (WattleRunner *self, WattleBatchFunc func, gpointer user_data)
{
    self->batch_func = func;
    self->batch_data = user_data;
}

void
wattle_runner_set_cycle_func (WattleRunner *self, WattleCycleFunc func, gpointer user_data)
{
    self->cycle_func = func;
    self->cycle_data = user_data;
}

void
wattle_runner_set_frame_func (WattleRunner *self, WattleFrameFunc func, gpointer user_data)
{
    self->frame_func = func;
    self->frame_data = user_data;
}

const char *
wattle_runner_get_id (WattleRunner *self)
{
    return self->id;
}

const char *
wattle_runner_get_name (WattleRunner *self)
{
    const char *label = wattle_device_get_label (self->device);

    if (self->name != NULL && *self->name != '\0')
        return self->name;
    return label != NULL && *label != '\0' ? label : self->id;
}

void
wattle_runner_set_name (WattleRunner *self, const char *name)
{
    g_free (self->name);
    self->name = g_strdup (name);
}

const char *
wattle_runner_get_driver (WattleRunner *self)
{
    return self->driver;
}

void
wattle_runner_set_driver (WattleRunner *self, const char *driver)
{
    g_free (self->driver);
    self->driver = g_strdup (driver);
}

const char *
wattle_runner_get_model (WattleRunner *self)
{
    return self->model;
}

void
wattle_runner_set_model (WattleRunner *self, const char *model)
{
    g_free (self->model);
    self->model = g_strdup (model);
}

WattleDevice *
wattle_runner_get_device (WattleRunner *self)
{
    return self->device;
}

WattleOptions *
wattle_runner_get_options (WattleRunner *self)
{
    return self->options;
}

WattleRunner *
wattle_runner_get_parent (WattleRunner *self)
{
    return self->parent;
}

WattleLink *
wattle_runner_get_link (WattleRunner *self, WattleLinkKind kind)
{
    return kind < N_LINKS ? self->links[kind] : NULL;
}

guint
wattle_runner_get_interval (WattleRunner *self)
{
    return self->interval;
}

gboolean
wattle_runner_is_polled (WattleRunner *self)
{
    return WATTLE_SOURCE_GET_CLASS (self->device)->next_request != NULL;
}

WattleRunnerState
wattle_runner_get_state (WattleRunner *self)
{
    return self->state;
}

const char *
wattle_runner_get_state_name (WattleRunner *self)
{
    return state_names[self->state];
}

const char *
wattle_runner_get_error (WattleRunner *self)
{
    return text_of (self->error);
}

const WattleMessage *
wattle_runner_get_error_message (WattleRunner *self)
{
    return self->error;
}

gboolean
wattle_runner_is_available (WattleRunner *self)
{
    return self->state == WATTLE_RUNNER_ONLINE || self->state == WATTLE_RUNNER_DEGRADED;
}
