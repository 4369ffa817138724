/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-search.h"

#include "base/wattle-error.h"
#include "wattle-cancel-watch.h"
#include "wattle-discovery-results.h"
#include "wattle-found-check.h"
#include "wattle-search-brokers.h"
#include "wattle-search-ways.h"

/* How often progress is told, beside each device. */
#define N_TICKS 10

struct _WattleSearch {
    WattleClock *clock;
    WattleSearchBrokers *brokers;
    WattleSearchWays *ways;
    GPtrArray *seekers; /* of Seeker */
    GPtrArray *results;
    GPtrArray *unreached; /* of GError */
    WattleSearchFunc func;
    gpointer user_data;

    GTask *task; /* a reference while it runs */
    gint64 start;
    gint64 span;
    guint ticks;
    guint timer;
    GSource *cancel_watch;
    gboolean listening; /* to the brokers */
    guint pending;      /* ways that have not come to their end */
    gboolean worked;    /* one of them did */
    GError *failure;    /* of the first that could not be gone */
};

/* A driver whose devices are searched for. */
typedef struct {
    WattleSearch *search;
    char *name;
    WattleDriver *driver;
    WattleCatalog *catalog;
} Seeker;

static void
seeker_free (gpointer data)
{
    Seeker *seeker = data;

    g_free (seeker->name);
    g_object_unref (seeker->driver);
    g_object_unref (seeker->catalog);
    g_free (seeker);
}

static void on_frame (WattleFrame *frame, gpointer listener);
static void on_way_ended (GError *failure, gboolean to_tell, gpointer user_data);

WattleSearch *
wattle_search_new (WattleClock *clock)
{
    WattleSearch *self = g_new0 (WattleSearch, 1);

    self->clock = g_object_ref (clock);
    self->brokers = wattle_search_brokers_new ();
    self->seekers = g_ptr_array_new_with_free_func (seeker_free);
    self->unreached = g_ptr_array_new_with_free_func ((GDestroyNotify)g_error_free);
    self->ways = wattle_search_ways_new (on_frame, on_way_ended, self);
    self->results = wattle_discovery_results_new ();
    return self;
}

void
wattle_search_free (WattleSearch *self)
{
    wattle_search_brokers_free (self->brokers);
    g_clear_pointer (&self->results, g_ptr_array_unref);
    g_ptr_array_unref (self->unreached);
    wattle_search_ways_free (self->ways);
    g_ptr_array_unref (self->seekers);
    g_clear_error (&self->failure);
    g_object_unref (self->clock);
    g_free (self);
}

void
wattle_search_set_progress (WattleSearch *self, WattleSearchFunc func, gpointer user_data)
{
    self->func = func;
    self->user_data = user_data;
}

void
wattle_search_add_driver (WattleSearch *self,
                          const char *name,
                          WattleDriver *driver,
                          WattleCatalog *catalog)
{
    Seeker *seeker = g_new (Seeker, 1);

    seeker->search = self;
    seeker->name = g_strdup (name);
    seeker->driver = g_object_ref (driver);
    seeker->catalog = g_object_ref (catalog);
    g_ptr_array_add (self->seekers, seeker);
    wattle_search_ways_add (self->ways, catalog, seeker);
}

void
wattle_search_add_broker (WattleSearch *self, WattleLink *link, gboolean own)
{
    wattle_search_brokers_add (self->brokers, link, own);
}

GPtrArray *
wattle_search_get_unreached (WattleSearch *self)
{
    return self->unreached;
}

/* What comes */

static gboolean
is_cancelled (WattleSearch *self)
{
    return g_cancellable_is_cancelled (g_task_get_cancellable (self->task));
}

static void
tell_progress (WattleSearch *self)
{
    if (self->func != NULL && !is_cancelled (self))
        self->func ((double)self->ticks / N_TICKS, self->results->len, self->user_data);
}

static gboolean
match (Seeker *seeker, WattleFrame *frame, WattleFound *found, GError **error)
{
    return wattle_driver_match (seeker->driver, frame, found, error) &&
           wattle_found_check (found, seeker->catalog, error);
}

/* A driver does not know which broker a message came from: to it there is only the host's own. */
static void
name_broker (WattleFound *found, const char *uri)
{
    const char *link = wattle_found_get_link (found, WATTLE_LINK_MQTT);

    if (link != NULL && *link == '\0')
        wattle_found_set_link (found, WATTLE_LINK_MQTT, uri);
}

/* @broker: as of WattleSearchBrokersFunc */
static void
offer (Seeker *seeker, WattleFrame *frame, const char *sender, const char *broker)
{
    g_autoptr (WattleFound) found = wattle_found_new ();
    g_autoptr (GError) error = NULL;

    if (match (seeker, frame, found, &error)) {
        name_broker (found, broker);
        if (wattle_discovery_results_add (seeker->search->results, seeker->name, found))
            tell_progress (seeker->search);
    } else if (error != NULL) {
        g_debug ("search: %s: what %s sent is passed over: %s", seeker->name, sender,
                 error->message);
    }
}

static void
on_frame (WattleFrame *frame, gpointer listener)
{
    offer (listener, frame, wattle_frame_get_address (frame), "");
}

static void
on_message (WattleFrame *frame, const char *uri, gpointer user_data)
{
    Seeker *seeker = user_data;

    if (!is_cancelled (seeker->search))
        offer (seeker, frame, wattle_frame_get_topic (frame), uri);
}

/* Ends */

static void
finish (WattleSearch *self)
{
    g_autoptr (GTask) task = self->task;

    wattle_clock_clear (self->clock, &self->timer);
    wattle_cancel_watch_clear (&self->cancel_watch);

    if (g_task_return_error_if_cancelled (task))
        return;
    if (self->failure != NULL && !self->worked && self->results->len == 0)
        g_task_return_error (task, g_steal_pointer (&self->failure));
    else
        g_task_return_pointer (task, g_steal_pointer (&self->results),
                               (GDestroyNotify)g_ptr_array_unref);
}

/* Takes over @failure; NULL: the way could be gone. */
static void
end_way (WattleSearch *self, GError *failure)
{
    if (failure == NULL)
        self->worked = TRUE;
    else if (!is_cancelled (self))
        g_info ("%s", failure->message);

    if (self->failure == NULL)
        self->failure = failure;
    else
        g_clear_error (&failure);
    if (--self->pending == 0)
        finish (self);
}

/* What stands in the way of several is told once. */
static void
note_unreached (WattleSearch *self, const GError *failure)
{
    for (guint i = 0; i < self->unreached->len; i++) {
        const GError *other = g_ptr_array_index (self->unreached, i);

        if (g_str_equal (other->message, failure->message))
            return;
    }
    g_ptr_array_add (self->unreached, g_error_copy (failure));
}

static void
on_way_ended (GError *failure, gboolean to_tell, gpointer user_data)
{
    if (failure != NULL && to_tell)
        note_unreached (user_data, failure);
    end_way (user_data, failure);
}

/* One broker that there was a connection to is enough. */
static void
stop_listening (WattleSearch *self)
{
    guint count = wattle_search_brokers_get_count (self->brokers);
    g_autoptr (GPtrArray) unreached = NULL;
    GError *failure = NULL;

    if (!self->listening)
        return;

    self->listening = FALSE;
    unreached = wattle_search_brokers_stop (self->brokers);
    if (unreached->len == count)
        failure = g_error_copy (g_ptr_array_index (unreached, 0));
    g_ptr_array_extend_and_steal (self->unreached, g_steal_pointer (&unreached));
    end_way (self, failure);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
    stop_listening (user_data);
    return G_SOURCE_REMOVE;
}

static void on_tick (gpointer user_data);

static void
set_timer (WattleSearch *self)
{
    gint64 due = self->start + self->span * (self->ticks + 1) / N_TICKS;

    self->timer = wattle_clock_call_after (
        self->clock, due - wattle_clock_get_monotonic (self->clock), on_tick, self);
}

static void
on_tick (gpointer user_data)
{
    WattleSearch *self = user_data;

    self->timer = 0;
    if (++self->ticks >= N_TICKS) {
        stop_listening (self);
        return;
    }
    set_timer (self);
    tell_progress (self);
}

/* Beginnings */

static gboolean
wants_messages (WattleSearch *self)
{
    for (guint i = 0; i < self->seekers->len; i++) {
        Seeker *seeker = self->seekers->pdata[i];

        if (wattle_catalog_get_mqtt_searches (seeker->catalog)[0] != NULL)
            return TRUE;
    }
    return FALSE;
}

static void
start_listening (WattleSearch *self)
{
    if (!self->listening) {
        end_way (self, wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                                         "cannot search over MQTT: the host has no broker"));
        return;
    }

    for (guint i = 0; i < self->seekers->len; i++) {
        Seeker *seeker = self->seekers->pdata[i];

        wattle_search_brokers_listen (
            self->brokers, wattle_catalog_get_mqtt_searches (seeker->catalog), on_message, seeker);
    }
}

void
wattle_search_run (WattleSearch *self,
                   GTask *task,
                   const char *const *targets,
                   guint answer_ms,
                   guint listen_ms)
{
    gboolean wanted = wants_messages (self);

    self->task = g_object_ref (task);
    g_task_set_task_data (task, self, (GDestroyNotify)wattle_search_free);
    self->listening = wanted && wattle_search_brokers_get_count (self->brokers) > 0;
    self->start = wattle_clock_get_monotonic (self->clock);
    self->span =
        (self->listening ? MAX (answer_ms, listen_ms) : answer_ms) * G_TIME_SPAN_MILLISECOND;

    self->pending = 1 + wanted + /* this function, and the brokers */
                    wattle_search_ways_get_count (self->ways);
    set_timer (self);
    self->cancel_watch = wattle_cancel_watch_new (self->task, on_cancelled, self);
    wattle_search_ways_run (self->ways, targets, answer_ms, self->clock,
                            g_task_get_cancellable (task));
    if (wanted)
        start_listening (self);
    if (--self->pending == 0)
        finish (self);
}
