/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-search.h"

#include "base/wattle-error.h"
#include "transport/wattle-udp-search.h"
#include "wattle-cancel-watch.h"
#include "wattle-discovery-results.h"
#include "wattle-found-check.h"
#include "wattle-search-brokers.h"

/* How often progress is told, beside each device. */
#define N_TICKS 10

struct _WattleSearch {
    WattleClock *clock;
    WattleSearchBrokers *brokers;
    GPtrArray *seekers; /* of Seeker */
    GPtrArray *ways;    /* of Way */
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

/* A question that is sent once, whoever wants to know. */
typedef struct {
    const WattleUdpQuestion *question; /* of the catalogue of the first seeker */
    GPtrArray *seekers;                /* borrowed */
} Way;

static void
seeker_free (gpointer data)
{
    Seeker *seeker = data;

    g_free (seeker->name);
    g_object_unref (seeker->driver);
    g_object_unref (seeker->catalog);
    g_free (seeker);
}

static void
way_free (gpointer data)
{
    Way *way = data;

    g_ptr_array_unref (way->seekers);
    g_free (way);
}

WattleSearch *
wattle_search_new (WattleClock *clock)
{
    WattleSearch *self = g_new0 (WattleSearch, 1);

    self->clock = g_object_ref (clock);
    self->brokers = wattle_search_brokers_new ();
    self->seekers = g_ptr_array_new_with_free_func (seeker_free);
    self->ways = g_ptr_array_new_with_free_func (way_free);
    self->results = wattle_discovery_results_new ();
    return self;
}

void
wattle_search_free (WattleSearch *self)
{
    wattle_search_brokers_free (self->brokers);
    g_clear_pointer (&self->results, g_ptr_array_unref);
    g_clear_pointer (&self->unreached, g_ptr_array_unref);
    g_ptr_array_unref (self->ways);
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

static Way *
find_way (WattleSearch *self, const WattleUdpQuestion *question)
{
    for (guint i = 0; i < self->ways->len; i++) {
        Way *way = self->ways->pdata[i];

        if (way->question->port == question->port &&
            way->question->local_port == question->local_port &&
            g_bytes_equal (way->question->data, question->data))
            return way;
    }
    return NULL;
}

static void
add_way (WattleSearch *self, Seeker *seeker, const WattleUdpQuestion *question)
{
    Way *way = find_way (self, question);

    if (way == NULL) {
        way = g_new (Way, 1);
        way->question = question;
        way->seekers = g_ptr_array_new ();
        g_ptr_array_add (self->ways, way);
    }
    if (!g_ptr_array_find (way->seekers, seeker, NULL))
        g_ptr_array_add (way->seekers, seeker);
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
    for (guint i = 0; i < wattle_catalog_get_n_udp_searches (catalog); i++)
        add_way (self, seeker, wattle_catalog_get_udp_search (catalog, i));
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
on_datagram (WattleFrame *frame, gpointer user_data)
{
    Way *way = user_data;

    for (guint i = 0; i < way->seekers->len; i++)
        offer (way->seekers->pdata[i], frame, wattle_frame_get_address (frame), "");
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
    if (self->failure != NULL && !self->worked)
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

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;

    wattle_udp_search_finish (result, &error);
    end_way (user_data, error);
}

/* One broker that there was a connection to is enough. */
static void
stop_listening (WattleSearch *self)
{
    guint count = wattle_search_brokers_get_count (self->brokers);

    if (!self->listening)
        return;

    self->listening = FALSE;
    self->unreached = wattle_search_brokers_stop (self->brokers);
    end_way (self, self->unreached->len < count
                       ? NULL
                       : g_error_copy (g_ptr_array_index (self->unreached, 0)));
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

static void
ask (WattleSearch *self, const char *const *targets, guint answer_ms)
{
    for (guint i = 0; i < self->ways->len; i++) {
        Way *way = self->ways->pdata[i];

        self->pending++;
        wattle_udp_search_async (way->question, targets, answer_ms, self->clock,
                                 g_task_get_cancellable (self->task), on_datagram, way, on_asked,
                                 self);
    }
}

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

    self->pending = 1 + wanted; /* this function, and the brokers */
    set_timer (self);
    self->cancel_watch = wattle_cancel_watch_new (self->task, on_cancelled, self);
    ask (self, targets, answer_ms);
    if (wanted)
        start_listening (self);
    if (--self->pending == 0)
        finish (self);
}
