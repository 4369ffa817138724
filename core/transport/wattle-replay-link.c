/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-replay-link.h"

#include "wattle-mqtt-filters.h"

/* As the links that answer in truth. */
#define DEFAULT_TIMEOUT_MS 10000

typedef struct {
    GPtrArray *exchanges; /* of the recording, of one request */
    guint next;
} Answers;

typedef struct {
    WattleReplayLink *link;
    WattleLinkCall *call;
    WattleExchange *exchange; /* NULL: not recorded */
    guint timer;
} Transfer;

typedef struct {
    WattleReplayLink *link;
    WattleLinkReply func;
    gpointer user_data;
} Listener;

struct _WattleReplayLink {
    WattleLink parent_instance;

    WattleClock *clock;
    gint64 start;        /* monotonic time of the clock at the recording's start */
    GHashTable *answers; /* request → Answers */
    GPtrArray *pushes;   /* of WattleExchange */
    guint next_push;
    WattleMqttFilters *filters;
    GHashTable *listeners; /* user_data → Listener */
};

G_DEFINE_FINAL_TYPE (WattleReplayLink, wattle_replay_link, WATTLE_TYPE_LINK)

static void
answers_free (gpointer data)
{
    Answers *answers = data;

    g_ptr_array_unref (answers->exchanges);
    g_free (answers);
}

/* The last answer is given again and again, whatever it is. */
static WattleExchange *
take_exchange (WattleReplayLink *self, WattleRequest *request)
{
    g_autofree char *text = wattle_request_to_string (request);
    Answers *answers = g_hash_table_lookup (self->answers, text);

    if (answers == NULL)
        return NULL;
    if (answers->next < answers->exchanges->len)
        answers->next++;
    return g_ptr_array_index (answers->exchanges, answers->next - 1);
}

static WattleFrame *
make_frame (WattleReplayLink *self, Transfer *transfer)
{
    guint tag = wattle_request_get_tag (transfer->call->request);
    gint64 now = wattle_clock_get_wall (self->clock);
    WattleFrame *frame = transfer->exchange != NULL ? transfer->exchange->frame : NULL;

    if (frame == NULL)
        return wattle_frame_new_failure (tag, WATTLE_OUTCOME_UNREACHABLE, "not in the recording",
                                         now);
    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED)
        return wattle_frame_new_answer (tag, wattle_frame_get_status (frame),
                                        wattle_frame_get_content_type (frame),
                                        wattle_frame_get_bytes (frame), now);

    return wattle_frame_new_failure (tag, wattle_frame_get_outcome (frame),
                                     wattle_frame_get_detail (frame), now);
}

static void
on_due (gpointer user_data)
{
    Transfer *transfer = user_data;
    WattleLinkCall *call = transfer->call;
    WattleReplayLink *self = transfer->link;
    WattleFrame *frame = make_frame (self, transfer);

    g_free (transfer);
    wattle_link_complete (WATTLE_LINK (self), call, frame);
}

/* When the exchange is due, in µs from now. A recorded time-out is due at its own time however far
 * off; any other answer that the deadline would cut off is due at once. */
static gint64
get_delay (WattleReplayLink *self, WattleLinkCall *call, const WattleExchange *exchange)
{
    guint timeout = wattle_request_get_timeout (call->request);
    gint64 delay;

    if (exchange == NULL)
        return 0;

    delay = self->start + exchange->time - wattle_clock_get_monotonic (self->clock);
    if (wattle_frame_get_outcome (exchange->frame) != WATTLE_OUTCOME_TIMEOUT &&
        delay >= (timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS) * 1000LL)
        return 0;
    return MAX (delay, 0);
}

static void
wattle_replay_link_start (WattleLink *link, WattleLinkCall *call)
{
    WattleReplayLink *self = WATTLE_REPLAY_LINK (link);
    Transfer *transfer = g_new (Transfer, 1);

    transfer->link = self;
    transfer->call = call;
    transfer->exchange = take_exchange (self, call->request);
    transfer->timer = wattle_clock_call_after (
        self->clock, get_delay (self, call, transfer->exchange), on_due, transfer);
    call->transfer = transfer;
}

static void
wattle_replay_link_abort (WattleLink *link, WattleLinkCall *call)
{
    Transfer *transfer = call->transfer;

    wattle_clock_cancel (WATTLE_REPLAY_LINK (link)->clock, transfer->timer);
    g_free (transfer);
}

/* Pushed messages */

static void
on_message (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    Listener *listener = user_data;
    g_autoptr (WattleFrame) frame = wattle_frame_new_push (
        topic, payload, retained, wattle_clock_get_wall (listener->link->clock));

    listener->func (frame, listener->user_data);
}

static void
wattle_replay_link_listen (WattleLink *link,
                           const char *filter,
                           WattleLinkReply func,
                           gpointer user_data)
{
    WattleReplayLink *self = WATTLE_REPLAY_LINK (link);
    Listener *listener = g_hash_table_lookup (self->listeners, user_data);

    if (listener == NULL) {
        listener = g_new (Listener, 1);
        listener->link = self;
        listener->user_data = user_data;
        g_hash_table_insert (self->listeners, user_data, listener);
    }
    listener->func = func;
    wattle_mqtt_filters_add (self->filters, filter, on_message, listener);
}

static void
wattle_replay_link_unlisten (WattleLink *link, gpointer user_data)
{
    WattleReplayLink *self = WATTLE_REPLAY_LINK (link);
    Listener *listener = g_hash_table_lookup (self->listeners, user_data);

    if (listener == NULL)
        return;
    wattle_mqtt_filters_remove (self->filters, listener);
    g_hash_table_remove (self->listeners, user_data);
}

gboolean
wattle_replay_link_push_next (WattleReplayLink *self)
{
    const WattleExchange *exchange;

    if (self->next_push >= self->pushes->len)
        return FALSE;

    exchange = g_ptr_array_index (self->pushes, self->next_push++);
    wattle_link_set_state (WATTLE_LINK (self), WATTLE_LINK_UP, NULL);
    wattle_mqtt_filters_dispatch (self->filters, wattle_frame_get_topic (exchange->frame),
                                  wattle_frame_get_bytes (exchange->frame),
                                  wattle_frame_get_retained (exchange->frame));
    return TRUE;
}

guint
wattle_replay_link_get_n_left (WattleReplayLink *self)
{
    guint left = self->pushes->len - self->next_push;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->answers);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        Answers *answers = value;

        left += answers->exchanges->len - answers->next;
    }

    return left;
}

/* The object */

static void
wattle_replay_link_finalize (GObject *object)
{
    WattleReplayLink *self = WATTLE_REPLAY_LINK (object);

    wattle_mqtt_filters_free (self->filters);
    g_hash_table_unref (self->listeners);
    g_hash_table_unref (self->answers);
    g_ptr_array_unref (self->pushes);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_replay_link_parent_class)->finalize (object);
}

static void
wattle_replay_link_class_init (WattleReplayLinkClass *klass)
{
    WattleLinkClass *link_class = WATTLE_LINK_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = wattle_replay_link_finalize;
    link_class->start = wattle_replay_link_start;
    link_class->abort = wattle_replay_link_abort;
    link_class->listen = wattle_replay_link_listen;
    link_class->unlisten = wattle_replay_link_unlisten;
}

static void
wattle_replay_link_init (WattleReplayLink *self)
{
    self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, answers_free);
    self->pushes = g_ptr_array_new ();
    self->filters = wattle_mqtt_filters_new ();
    self->listeners = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

static void
index_exchange (WattleReplayLink *self, WattleExchange *exchange)
{
    Answers *answers;

    if (exchange->request == NULL) {
        g_ptr_array_add (self->pushes, exchange);
        return;
    }

    answers = g_hash_table_lookup (self->answers, exchange->request);
    if (answers == NULL) {
        answers = g_new0 (Answers, 1);
        answers->exchanges = g_ptr_array_new ();
        g_hash_table_insert (self->answers, exchange->request, answers);
    }
    g_ptr_array_add (answers->exchanges, exchange);
}

WattleReplayLink *
wattle_replay_link_new (const WattleRecording *recording, WattleLinkKind kind, WattleClock *clock)
{
    WattleReplayLink *self = g_object_new (WATTLE_TYPE_REPLAY_LINK, NULL);
    /* Questions that name no link may be under way for each device at once. */
    guint max_in_flight = kind == WATTLE_LINK_NONE ? G_MAXUINT : 1;

    self->clock = g_object_ref (clock);
    self->start = wattle_clock_get_monotonic (clock);
    for (guint i = 0; i < recording->exchanges->len; i++) {
        WattleExchange *exchange = g_ptr_array_index (recording->exchanges, i);

        if (wattle_exchange_get_kind (exchange) == kind)
            index_exchange (self, exchange);
    }
    wattle_link_init_base (WATTLE_LINK (self), "recording", kind, clock, max_in_flight);
    return self;
}
