/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-link.h"

#include "model/wattle-frame-private.h"

/* A command that could not be sent for this long is dropped: a relay must not move minutes later.
 */
#define COMMAND_AGE (10 * G_USEC_PER_SEC)

#define DEFAULT_TIMEOUT_MS 10000

typedef enum {
    STAGE_QUEUED,
    STAGE_IN_FLIGHT,
    STAGE_DONE, /* its frame is known, the reply is still to be called */
} Stage;

typedef struct {
    WattleLinkCall call; /* first: subclasses see only this part */
    WattleLink *link;
    Stage stage;
    WattleFrame *frame;
} Entry;

typedef struct {
    char *uri;
    WattleLinkKind kind;
    WattleClock *clock;
    guint max_in_flight;

    GHashTable *entries; /* id → Entry, every call that is not over */
    GQueue commands;
    GQueue reads;
    GQueue refused; /* answered at the next turn of the main loop */
    guint n_in_flight;
    guint last_id;
    guint pump;

    WattleLinkState state;
    char *detail;
    WattleMessage *fault;
    guint failures; /* connects in a row that failed */
    WattleLinkCounters counters;
} WattleLinkPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WattleLink, wattle_link, G_TYPE_OBJECT)

enum {
    STATE_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

static WattleLinkPrivate *
get_private (WattleLink *self)
{
    return wattle_link_get_instance_private (self);
}

static GQueue *
get_queue (WattleLinkPrivate *priv, Entry *entry)
{
    return entry->call.priority == WATTLE_LINK_PRIORITY_COMMAND ? &priv->commands : &priv->reads;
}

static void
free_entry (Entry *entry)
{
    g_clear_object (&entry->call.request);
    g_clear_object (&entry->frame);
    g_free (entry);
}

/* Takes the call off wherever it stands, without a reply. */
static void
withdraw (WattleLink *self, Entry *entry)
{
    WattleLinkPrivate *priv = get_private (self);

    if (entry->stage == STAGE_QUEUED) {
        g_queue_remove (get_queue (priv, entry), entry);
    } else if (entry->stage == STAGE_IN_FLIGHT) {
        priv->n_in_flight--;
        WATTLE_LINK_GET_CLASS (self)->abort (self, &entry->call);
    } else {
        g_queue_remove (&priv->refused, entry);
    }
    wattle_clock_clear (priv->clock, &entry->call.deadline);
}

static void
wattle_link_dispose (GObject *object)
{
    WattleLink *self = WATTLE_LINK (object);
    WattleLinkPrivate *priv = get_private (self);
    GHashTableIter iter;
    gpointer entry;

    if (priv->clock != NULL)
        wattle_clock_clear (priv->clock, &priv->pump);

    g_hash_table_iter_init (&iter, priv->entries);
    while (g_hash_table_iter_next (&iter, NULL, &entry)) {
        g_hash_table_iter_steal (&iter);
        withdraw (self, entry);
        free_entry (entry);
    }

    G_OBJECT_CLASS (wattle_link_parent_class)->dispose (object);
}

static void
wattle_link_finalize (GObject *object)
{
    WattleLinkPrivate *priv = get_private (WATTLE_LINK (object));

    g_hash_table_unref (priv->entries);
    g_clear_object (&priv->clock);
    g_clear_pointer (&priv->fault, wattle_message_free);
    g_free (priv->detail);
    g_free (priv->uri);

    G_OBJECT_CLASS (wattle_link_parent_class)->finalize (object);
}

static void
wattle_link_class_init (WattleLinkClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_link_dispose;
    object_class->finalize = wattle_link_finalize;
    klass->queue_max = WATTLE_LINK_QUEUE_MAX;

    signals[STATE_CHANGED] = g_signal_new ("state-changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_link_init (WattleLink *self)
{
    WattleLinkPrivate *priv = get_private (self);

    priv->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)free_entry);
    g_queue_init (&priv->commands);
    g_queue_init (&priv->reads);
    g_queue_init (&priv->refused);
}

void
wattle_link_init_base (WattleLink *self,
                       const char *uri,
                       WattleLinkKind kind,
                       WattleClock *clock,
                       guint max_in_flight)
{
    WattleLinkPrivate *priv = get_private (self);

    g_return_if_fail (priv->clock == NULL && max_in_flight > 0);

    priv->uri = g_strdup (uri);
    priv->kind = kind;
    priv->clock = g_object_ref (clock);
    priv->max_in_flight = max_in_flight;
}

/* Calls the reply, unless a handler of "state-changed" cancelled the call meanwhile. */
static void
deliver (WattleLink *self, guint id)
{
    WattleLinkPrivate *priv = get_private (self);
    Entry *entry = g_hash_table_lookup (priv->entries, GUINT_TO_POINTER (id));

    if (entry == NULL)
        return;

    g_hash_table_steal (priv->entries, GUINT_TO_POINTER (id));
    entry->call.reply (entry->frame, entry->call.user_data);
    free_entry (entry);
}

static WattleFrame *
make_failure (Entry *entry, WattleOutcome outcome, const char *detail)
{
    gint64 now = wattle_clock_get_wall (get_private (entry->link)->clock);

    return wattle_frame_new_failure (wattle_request_get_tag (entry->call.request), outcome, detail,
                                     now);
}

static void
on_command_old (gpointer user_data)
{
    Entry *entry = user_data;
    g_autoptr (WattleLink) self = g_object_ref (entry->link);

    entry->call.deadline = 0;
    withdraw (self, entry);
    entry->stage = STAGE_DONE;
    entry->frame = make_failure (entry, WATTLE_OUTCOME_DROPPED, "not sent within 10 s");
    deliver (self, entry->call.id);
}

static guint
get_timeout_ms (WattleLink *self, WattleRequest *request)
{
    guint timeout = wattle_request_get_timeout (request);

    return (timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS) + WATTLE_LINK_GET_CLASS (self)->connect_ms;
}

static void
on_deadline (gpointer user_data)
{
    Entry *entry = user_data;
    WattleLink *self = entry->link;
    g_autofree char *detail = NULL;

    entry->call.deadline = 0;
    WATTLE_LINK_GET_CLASS (self)->abort (self, &entry->call);

    detail = g_strdup_printf ("no complete answer within %.3g s",
                              get_timeout_ms (self, entry->call.request) / 1000.0);
    wattle_link_complete (self, &entry->call, make_failure (entry, WATTLE_OUTCOME_TIMEOUT, detail));
}

static void
start_next (WattleLink *self)
{
    WattleLinkPrivate *priv = get_private (self);
    Entry *entry = g_queue_pop_head (&priv->commands);

    if (entry == NULL)
        entry = g_queue_pop_head (&priv->reads);

    wattle_clock_clear (priv->clock, &entry->call.deadline);
    entry->stage = STAGE_IN_FLIGHT;
    priv->n_in_flight++;
    priv->counters.sent++;
    entry->call.deadline = wattle_clock_call_after (
        priv->clock, get_timeout_ms (self, entry->call.request) * 1000LL, on_deadline, entry);
    WATTLE_LINK_GET_CLASS (self)->start (self, &entry->call);
}

static guint
count_waiting (WattleLinkPrivate *priv)
{
    return priv->commands.length + priv->reads.length;
}

static void
on_pump (gpointer user_data)
{
    g_autoptr (WattleLink) self = g_object_ref (user_data);
    WattleLinkPrivate *priv = get_private (self);
    /* Only those refused before this turn: a reply may send again and be refused again. */
    guint n_refused = priv->refused.length;
    Entry *entry;

    priv->pump = 0;
    while (n_refused-- > 0 && (entry = g_queue_pop_head (&priv->refused)) != NULL)
        deliver (self, entry->call.id);
    while (priv->n_in_flight < priv->max_in_flight && count_waiting (priv) > 0)
        start_next (self);
}

/* Transfers begin and refusals are told at the next turn of the main loop, never in the middle of a
 * caller's function. */
static void
schedule_pump (WattleLink *self)
{
    WattleLinkPrivate *priv = get_private (self);

    if (priv->pump == 0)
        priv->pump = wattle_clock_call_after (priv->clock, 0, on_pump, self);
}

static void
refuse (WattleLink *self, Entry *entry)
{
    WattleLinkPrivate *priv = get_private (self);
    g_autofree char *detail = g_strdup_printf ("%u requests wait for this endpoint already",
                                               WATTLE_LINK_GET_CLASS (self)->queue_max);

    entry->stage = STAGE_DONE;
    entry->frame = make_failure (entry, WATTLE_OUTCOME_BUSY, detail);
    g_queue_push_tail (&priv->refused, entry);
}

static void
enqueue (WattleLink *self, Entry *entry)
{
    WattleLinkPrivate *priv = get_private (self);

    if (count_waiting (priv) >= WATTLE_LINK_GET_CLASS (self)->queue_max) {
        refuse (self, entry);
        return;
    }

    g_queue_push_tail (get_queue (priv, entry), entry);
    if (entry->call.priority == WATTLE_LINK_PRIORITY_COMMAND)
        entry->call.deadline =
            wattle_clock_call_after (priv->clock, COMMAND_AGE, on_command_old, entry);
}

static guint
make_id (WattleLinkPrivate *priv)
{
    do
        priv->last_id++;
    while (priv->last_id == 0 ||
           g_hash_table_contains (priv->entries, GUINT_TO_POINTER (priv->last_id)));

    return priv->last_id;
}

guint
wattle_link_send (WattleLink *self,
                  WattleRequest *request,
                  WattleLinkPriority priority,
                  WattlePlaceholderFunc placeholder,
                  WattleLinkReply reply,
                  gpointer user_data)
{
    WattleLinkPrivate *priv = get_private (self);
    Entry *entry = g_new0 (Entry, 1);

    entry->link = self;
    entry->call.id = make_id (priv);
    entry->call.request = g_object_ref (request);
    entry->call.priority = priority;
    entry->call.placeholder = placeholder;
    entry->call.reply = reply;
    entry->call.user_data = user_data;
    entry->call.queued_at = wattle_clock_get_monotonic (priv->clock);

    g_hash_table_insert (priv->entries, GUINT_TO_POINTER (entry->call.id), entry);
    enqueue (self, entry);
    schedule_pump (self);
    return entry->call.id;
}

void
wattle_link_cancel (WattleLink *self, guint id)
{
    WattleLinkPrivate *priv = get_private (self);
    Entry *entry = g_hash_table_lookup (priv->entries, GUINT_TO_POINTER (id));

    if (entry == NULL)
        return;

    withdraw (self, entry);
    g_hash_table_remove (priv->entries, GUINT_TO_POINTER (id));
    schedule_pump (self);
}

void
wattle_link_listen (WattleLink *self, const char *filter, WattleLinkReply func, gpointer user_data)
{
    WattleLinkClass *klass = WATTLE_LINK_GET_CLASS (self);

    if (klass->listen != NULL)
        klass->listen (self, filter, func, user_data);
}

void
wattle_link_unlisten (WattleLink *self, gpointer user_data)
{
    WattleLinkClass *klass = WATTLE_LINK_GET_CLASS (self);

    if (klass->unlisten != NULL)
        klass->unlisten (self, user_data);
}

const char *
wattle_link_get_uri (WattleLink *self)
{
    return get_private (self)->uri;
}

WattleLinkKind
wattle_link_get_kind (WattleLink *self)
{
    return get_private (self)->kind;
}

WattleLinkState
wattle_link_get_state (WattleLink *self)
{
    return get_private (self)->state;
}

const char *
wattle_link_get_detail (WattleLink *self)
{
    return get_private (self)->detail;
}

const WattleMessage *
wattle_link_get_fault (WattleLink *self)
{
    return get_private (self)->fault;
}

const WattleLinkCounters *
wattle_link_get_counters (WattleLink *self)
{
    return &get_private (self)->counters;
}

WattleClock *
wattle_link_get_clock (WattleLink *self)
{
    return get_private (self)->clock;
}

static void
note_down (WattleLink *self, WattleFrame *frame)
{
    const WattleMessage *sentence = wattle_frame_get_sentence (frame);

    if (sentence != NULL)
        wattle_link_set_fault (self, wattle_message_copy (sentence));
    else
        wattle_link_set_state (self, WATTLE_LINK_DOWN, wattle_frame_get_detail (frame));
}

static void
note_outcome (WattleLink *self, WattleFrame *frame)
{
    WattleLinkPrivate *priv = get_private (self);

    switch (wattle_frame_get_outcome (frame)) {
    case WATTLE_OUTCOME_UNREACHABLE:
    case WATTLE_OUTCOME_TLS:
        if (++priv->failures >= WATTLE_LINK_DOWN_AFTER)
            note_down (self, frame);
        break;
    case WATTLE_OUTCOME_TIMEOUT: /* the endpoint may be there, only slow: says nothing */
    case WATTLE_OUTCOME_BUSY:
    case WATTLE_OUTCOME_DROPPED:
        break;
    default: /* the connection stood, whatever came over it */
        wattle_link_set_state (self, WATTLE_LINK_UP, NULL);
        break;
    }
}

void
wattle_link_complete (WattleLink *self, WattleLinkCall *call, WattleFrame *frame)
{
    WattleLinkPrivate *priv = get_private (self);
    Entry *entry = (Entry *)call;
    guint id = call->id;

    g_return_if_fail (entry->stage == STAGE_IN_FLIGHT);

    g_object_ref (self);
    wattle_clock_clear (priv->clock, &call->deadline);
    priv->n_in_flight--;
    entry->stage = STAGE_DONE;
    entry->frame = frame;
    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED)
        priv->counters.answered++;
    else
        priv->counters.failed++;

    if (count_waiting (priv) > 0)
        schedule_pump (self);
    note_outcome (self, frame);
    deliver (self, id);
    g_object_unref (self);
}

void
wattle_link_set_state (WattleLink *self, WattleLinkState state, const char *detail)
{
    WattleLinkPrivate *priv = get_private (self);
    gboolean changed = priv->state != state;

    if (state == WATTLE_LINK_UP) {
        priv->failures = 0;
        g_clear_pointer (&priv->fault, wattle_message_free);
    }
    if (g_strcmp0 (priv->detail, detail) != 0) {
        g_free (priv->detail);
        priv->detail = g_strdup (detail);
        changed |= state == WATTLE_LINK_DOWN;
    }
    priv->state = state;
    if (changed)
        g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
wattle_link_set_fault (WattleLink *self, WattleMessage *fault)
{
    WattleLinkPrivate *priv = get_private (self);

    g_clear_pointer (&priv->fault, wattle_message_free);
    priv->fault = fault;
    wattle_link_set_state (self, WATTLE_LINK_DOWN, wattle_message_get_text (fault));
}

void
wattle_link_note_foreign (WattleLink *self, guint n_frames)
{
    get_private (self)->counters.foreign += n_frames;
}
