/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-scan.h"

#include "base/wattle-error.h"
#include "transport/wattle-modbus-endpoint.h"
#include "wattle-cancel-watch.h"
#include "wattle-meter-scan-result.h"

/* A unit on the network answers, or its gateway says that there is none, within this. On a serial
 * line that is what a meter thinks about; the frames come on top. */
#define NETWORK_MS 300
#define SERIAL_MS  150

/* Longest question and answer of a search, in characters of 11 bits at most. */
#define CHARACTERS 45
#define BITS       11

/* Whoever has answered may take longer for something else. */
#define KNOWN_MS 1000

/* What Eastron's meters want between an answer and the next question; others want less. */
#define GAP_MS 60

/* A connection that was lost is made anew so often, with a pause. */
#define MAX_LOST     3
#define LOST_WAIT_US (2 * G_TIME_SPAN_SECOND)

struct _WattleMeterScan {
    GObject parent_instance;

    WattleMeterScanParts parts;
    char *driver;
    WattleMeterLibrary *library;
    WattleMeterSearch *search;

    GTask *task; /* a reference while it runs */
    WattleLink *link;
    GSource *cancel_watch;
    WattleMeterScanFunc progress;
    gpointer progress_data;
    guint timeout_ms;

    WattleUnitSet units;
    guint unit; /* that is being asked */
    guint n_done;
    GPtrArray *results;
    WattleMeterPlace place;
    guint call;  /* id of the request under way, 0: none */
    guint timer; /* until it is asked again */
    guint n_lost;
    gboolean reached; /* somebody took a request */
};

G_DEFINE_FINAL_TYPE (WattleMeterScan, wattle_meter_scan, G_TYPE_OBJECT)

static void ask (WattleMeterScan *self);

static void
wattle_meter_scan_finalize (GObject *object)
{
    WattleMeterScan *self = WATTLE_METER_SCAN (object);

    g_clear_object (&self->link);
    g_clear_object (&self->parts.manager);
    g_object_unref (self->parts.plugins);
    g_object_unref (self->parts.links);
    g_object_unref (self->parts.clock);
    wattle_meter_search_free (self->search);
    wattle_meter_library_unref (self->library);
    g_ptr_array_unref (self->results);
    g_free (self->driver);

    G_OBJECT_CLASS (wattle_meter_scan_parent_class)->finalize (object);
}

static void
wattle_meter_scan_class_init (WattleMeterScanClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_meter_scan_finalize;
}

static void
wattle_meter_scan_init (WattleMeterScan *self)
{
    self->results = wattle_discovery_results_new ();
}

WattleMeterScan *
wattle_meter_scan_new (const WattleMeterScanParts *parts,
                       const char *driver,
                       WattleMeterLibrary *library)
{
    WattleMeterScan *self = g_object_new (WATTLE_TYPE_METER_SCAN, NULL);

    self->parts.clock = g_object_ref (parts->clock);
    self->parts.links = g_object_ref (parts->links);
    self->parts.plugins = g_object_ref (parts->plugins);
    g_set_object (&self->parts.manager, parts->manager);
    self->driver = g_strdup (driver);
    self->library = library;
    self->search = wattle_meter_search_new (library);
    return self;
}

/* The end */

/* The task's callback may be the last to want this object. */
static GTask *
stop (WattleMeterScan *self)
{
    if (self->call != 0)
        wattle_link_cancel (self->link, self->call);
    self->call = 0;
    wattle_clock_clear (self->parts.clock, &self->timer);
    wattle_cancel_watch_clear (&self->cancel_watch);
    return g_steal_pointer (&self->task);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
    g_autoptr (GTask) task = stop (user_data);

    g_task_return_error_if_cancelled (task);
    return G_SOURCE_REMOVE;
}

static void
fail (WattleMeterScan *self, WattleFrame *frame)
{
    g_autoptr (GTask) task = stop (self);
    g_autofree char *uri = g_strdup (wattle_link_get_uri (self->link));

    g_task_return_error (task, wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                                                 "cannot search %s: no connection: %s", uri,
                                                 wattle_frame_get_detail (frame)));
}

/* Unit after unit */

static void
add_result (WattleMeterScan *self)
{
    const WattleMeterScanUnit unit = {
        .link = self->link,
        .number = self->unit,
        .driver = self->driver,
        .catalog = wattle_plugins_get_catalog (self->parts.plugins, self->driver),
        .manager = self->parts.manager,
    };

    wattle_meter_scan_result_add (self->results, &unit, self->search);
}

static void
tell_progress (WattleMeterScan *self)
{
    GCancellable *cancellable = g_task_get_cancellable (self->task);

    if (self->progress != NULL && !g_cancellable_is_cancelled (cancellable))
        self->progress (self->n_done, self->units.count, self->results->len, self->progress_data);
}

static void
finish (WattleMeterScan *self)
{
    g_autoptr (GTask) task = stop (self);

    g_task_return_pointer (task, g_ptr_array_ref (self->results),
                           (GDestroyNotify)g_ptr_array_unref);
}

/* FALSE: that was the last one. */
static gboolean
begin_next_unit (WattleMeterScan *self)
{
    do
        self->unit++;
    while (self->unit <= WATTLE_UNIT_MAX && !self->units.has[self->unit]);

    wattle_meter_search_begin (self->search);
    return self->unit <= WATTLE_UNIT_MAX;
}

static void
go_on (WattleMeterScan *self)
{
    while (!wattle_meter_search_next (self->search, &self->place)) {
        if (wattle_meter_search_has_answered (self->search))
            add_result (self);
        self->n_done++;
        tell_progress (self);
        if (!begin_next_unit (self)) {
            finish (self);
            return;
        }
    }
    ask (self);
}

/* Requests */

static void
on_waited (gpointer user_data)
{
    WattleMeterScan *self = user_data;

    self->timer = 0;
    ask (self);
}

/* A gateway that nobody has reached is not there; one that went away may come back. */
static void
take_loss (WattleMeterScan *self, WattleFrame *frame)
{
    if (!self->reached || ++self->n_lost > MAX_LOST)
        fail (self, frame);
    else
        self->timer = wattle_clock_call_after (self->parts.clock, LOST_WAIT_US, on_waited, self);
}

static void
on_frame (WattleFrame *frame, gpointer user_data)
{
    WattleMeterScan *self = user_data;
    WattleOutcome outcome = wattle_frame_get_outcome (frame);

    self->call = 0;
    if (outcome == WATTLE_OUTCOME_UNREACHABLE || outcome == WATTLE_OUTCOME_BUSY) {
        take_loss (self, frame);
        return;
    }

    self->reached = TRUE;
    self->n_lost = 0;
    wattle_meter_search_take_frame (self->search, frame);
    go_on (self);
}

static void
ask (WattleMeterScan *self)
{
    gboolean known = wattle_meter_search_has_answered (self->search);
    g_autoptr (WattleRequest) request = wattle_request_new_registers (
        0, (guint8)self->unit, self->place.function, self->place.address, self->place.count);

    wattle_request_with_timeout (request,
                                 known ? MAX (self->timeout_ms, KNOWN_MS) : self->timeout_ms);
    wattle_request_with_gap (request, GAP_MS);
    self->call =
        wattle_link_send (self->link, request, WATTLE_LINK_PRIORITY_READ, NULL, on_frame, self);
}

/* The beginning */

/* What a unit may take on this bus. */
static guint
get_timeout (WattleLink *link)
{
    g_autoptr (WattleModbusEndpoint) endpoint =
        wattle_modbus_endpoint_new (wattle_link_get_uri (link), NULL);

    if (endpoint == NULL || !endpoint->serial)
        return NETWORK_MS;
    return SERIAL_MS + CHARACTERS * BITS * 1000 / endpoint->baud;
}

static gboolean
prepare (WattleMeterScan *self, const char *uri, guint timeout_ms, GError **error)
{
    if (wattle_plugins_get_driver (self->parts.plugins, self->driver) == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                          "cannot search for meters: the driver “%s” is not loaded", self->driver);
        return FALSE;
    }
    if (timeout_ms > WATTLE_METER_SCAN_TIMEOUT_MAX) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "cannot wait %u ms for a unit: allowed are 1 to %d ms", timeout_ms,
                          WATTLE_METER_SCAN_TIMEOUT_MAX);
        return FALSE;
    }

    self->link = wattle_link_pool_get (self->parts.links, WATTLE_LINK_MODBUS, uri, error);
    if (self->link == NULL)
        return FALSE;
    self->timeout_ms = timeout_ms > 0 ? timeout_ms : get_timeout (self->link);
    return TRUE;
}

void
wattle_meter_scan_run_async (WattleMeterScan *self,
                             const char *uri,
                             const WattleUnitSet *units,
                             guint timeout_ms,
                             GCancellable *cancellable,
                             WattleMeterScanFunc progress,
                             gpointer progress_data,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
    GError *error = NULL;

    g_return_if_fail (self->link == NULL);

    g_task_set_source_tag (task, wattle_meter_scan_run_async);
    if (g_task_return_error_if_cancelled (task))
        return;
    if (!prepare (self, uri, timeout_ms, &error)) {
        g_task_return_error (task, error);
        return;
    }

    self->task = g_steal_pointer (&task);
    self->units = *units;
    self->progress = progress;
    self->progress_data = progress_data;
    self->cancel_watch = wattle_cancel_watch_new (self->task, on_cancelled, self);
    if (begin_next_unit (self))
        go_on (self);
    else
        finish (self);
}

GPtrArray *
wattle_meter_scan_run_finish (WattleMeterScan *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
