/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mdns-search.h"

#include "base/wattle-error.h"
#include "wattle-avahi.h"
#include "wattle-mdns-reply.h"

/* Addresses that nobody has hold up only others of their family and protocol. */
#define N_QUEUES (WATTLE_AVAHI_N_FAMILIES * WATTLE_AVAHI_N_FAMILIES)

/* More is no name of the DNS, in bytes. */
#define MAX_TEXT 255

typedef struct {
    char *type;
    WattleClock *clock;
    WattleMdnsSearchFunc func;
    gpointer func_data;

    WattleAvahi *avahi; /* NULL once it has ended */
    GSource *cancel_watch;
    guint timer;

    GHashTable *seen;         /* interface, protocol, domain and name, as one text */
    GPtrArray *lookups;       /* of Lookup: all that there were */
    GQueue waiting[N_QUEUES]; /* borrowed */
    guint running[N_QUEUES];

    GHashTable *told;    /* name, port and address */
    GHashTable *by_ipv4; /* names that have an address of IPv4 */
    GPtrArray *by_ipv6;  /* of WattleFrame, for the end */
} Search;

/* One address to be asked for. */
typedef struct {
    GTask *task; /* borrowed: it outlives Avahi */
    guint queue;
    WattleAvahiFamily family;
    int interface;
    int protocol;
    char *name;
    char *type;
    char *domain;
} Lookup;

static void
lookup_free (gpointer data)
{
    Lookup *lookup = data;

    g_free (lookup->name);
    g_free (lookup->type);
    g_free (lookup->domain);
    g_free (lookup);
}

static void
search_free (gpointer data)
{
    Search *self = data;

    for (guint i = 0; i < N_QUEUES; i++)
        g_queue_clear (&self->waiting[i]);
    g_ptr_array_unref (self->lookups);
    g_hash_table_unref (self->seen);
    g_hash_table_unref (self->told);
    g_hash_table_unref (self->by_ipv4);
    g_ptr_array_unref (self->by_ipv6);
    g_object_unref (self->clock);
    g_free (self->type);
    g_free (self);
}

/* What is found */

static void
tell (Search *self, WattleFrame *frame)
{
    WattleMdnsService *service = wattle_frame_get_service (frame);
    char *key = g_strdup_printf ("%u %s %s", wattle_mdns_service_get_port (service),
                                 wattle_mdns_service_get_address (service),
                                 wattle_mdns_service_get_name (service));

    if (g_hash_table_add (self->told, key))
        self->func (frame, self->func_data);
}

static void
take (Search *self, WattleMdnsService *service)
{
    g_autoptr (WattleFrame) frame =
        wattle_frame_new_service (service, wattle_clock_get_wall (self->clock));

    if (strchr (wattle_mdns_service_get_address (service), ':') != NULL) {
        g_ptr_array_add (self->by_ipv6, g_steal_pointer (&frame));
        return;
    }
    g_hash_table_add (self->by_ipv4, g_strdup (wattle_mdns_service_get_name (service)));
    tell (self, frame);
}

static void
tell_rest (GTask *task)
{
    Search *self = g_task_get_task_data (task);
    GCancellable *cancellable = g_task_get_cancellable (task);

    for (guint i = 0; i < self->by_ipv6->len && !g_cancellable_is_cancelled (cancellable); i++) {
        WattleFrame *frame = self->by_ipv6->pdata[i];
        const char *name = wattle_mdns_service_get_name (wattle_frame_get_service (frame));

        if (!g_hash_table_contains (self->by_ipv4, name))
            tell (self, frame);
    }
}

/* Ends */

/* Takes over @error. */
static void
end (GTask *task, GError *error)
{
    Search *self = g_task_get_task_data (task);

    g_clear_pointer (&self->avahi, wattle_avahi_free);
    wattle_clock_clear (self->clock, &self->timer);
    if (self->cancel_watch != NULL)
        g_source_destroy (self->cancel_watch);
    g_clear_pointer (&self->cancel_watch, g_source_unref);

    tell_rest (task);
    if (error != NULL)
        g_task_return_error (task, error);
    else if (!g_task_return_error_if_cancelled (task))
        g_task_return_boolean (task, TRUE);
    g_object_unref (task);
}

static void
on_timeout (gpointer user_data)
{
    Search *self = g_task_get_task_data (user_data);

    self->timer = 0;
    if (wattle_avahi_is_looking (self->avahi))
        end (user_data, NULL);
    else
        end (user_data, wattle_error_new (WATTLE_ERROR_TIMEOUT,
                                          "cannot search by mDNS: Avahi does not answer in time"));
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
    end (user_data, NULL);
    return G_SOURCE_REMOVE;
}

static void
on_failed (GError *error, gpointer user_data)
{
    end (user_data, error);
}

/* Addresses */

static void run_lookups (Search *self, guint queue);

static void
on_resolved (GVariant *reply, gpointer user_data)
{
    Lookup *lookup = user_data;
    Search *self = g_task_get_task_data (lookup->task);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleMdnsService) service =
        reply != NULL ? wattle_mdns_reply_read (reply, self->type, &error) : NULL;

    self->running[lookup->queue]--;
    run_lookups (self, lookup->queue);
    if (error != NULL)
        g_debug ("search: a service is passed over: %s", error->message);
    if (service != NULL)
        take (self, service);
}

static void
run_lookups (Search *self, guint queue)
{
    while (self->running[queue] < WATTLE_MDNS_SEARCH_LOOKUPS_MAX) {
        Lookup *lookup = g_queue_pop_head (&self->waiting[queue]);
        WattleAvahiItem item;

        if (lookup == NULL)
            return;
        self->running[queue]++;
        item = (WattleAvahiItem){ lookup->interface, lookup->protocol, lookup->name, lookup->type,
                                  lookup->domain };
        wattle_avahi_resolve (self->avahi, &item, lookup->family, on_resolved, lookup);
    }
}

static void
add_lookup (GTask *task, const WattleAvahiItem *item, WattleAvahiFamily family)
{
    Search *self = g_task_get_task_data (task);
    Lookup *lookup = g_new0 (Lookup, 1);

    lookup->task = task;
    lookup->family = family;
    lookup->queue = family * WATTLE_AVAHI_N_FAMILIES + (item->protocol == WATTLE_AVAHI_IPV6);
    lookup->interface = item->interface;
    lookup->protocol = item->protocol;
    lookup->name = g_strdup (item->name);
    lookup->type = g_strdup (item->type);
    lookup->domain = g_strdup (item->domain);
    g_ptr_array_add (self->lookups, lookup);
    g_queue_push_tail (&self->waiting[lookup->queue], lookup);
    run_lookups (self, lookup->queue);
}

/* Where it is seen by IPv6 its address may be one of IPv4 nevertheless, and the other way round. */
static void
on_seen (const WattleAvahiItem *item, gpointer user_data)
{
    Search *self = g_task_get_task_data (user_data);

    if (strlen (item->name) > MAX_TEXT || strlen (item->type) > MAX_TEXT ||
        strlen (item->domain) > MAX_TEXT ||
        g_hash_table_size (self->seen) >= WATTLE_MDNS_SEARCH_SEEN_MAX)
        return;
    if (!g_hash_table_add (self->seen, g_strdup_printf ("%d %d %s %s", item->interface,
                                                        item->protocol, item->domain, item->name)))
        return;

    for (guint family = 0; family < WATTLE_AVAHI_N_FAMILIES; family++)
        add_lookup (user_data, item, family);
}

/* Beginnings */

static void
watch_cancellable (GTask *task)
{
    Search *self = g_task_get_task_data (task);
    GCancellable *cancellable = g_task_get_cancellable (task);

    if (cancellable == NULL)
        return;
    self->cancel_watch = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->cancel_watch, G_SOURCE_FUNC (on_cancelled), task, NULL);
    g_source_attach (self->cancel_watch, g_task_get_context (task));
}

static GHashTable *
make_set (void)
{
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
wattle_mdns_search_async (const char *service_type,
                          guint timeout_ms,
                          WattleClock *clock,
                          GCancellable *cancellable,
                          WattleMdnsSearchFunc func,
                          gpointer func_data,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    static const WattleAvahiFuncs funcs = { on_seen, on_failed };
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
    Search *self = g_new0 (Search, 1);

    self->type = g_strdup (service_type);
    self->clock = g_object_ref (clock);
    self->func = func;
    self->func_data = func_data;
    self->lookups = g_ptr_array_new_with_free_func (lookup_free);
    self->seen = make_set ();
    self->told = make_set ();
    self->by_ipv4 = make_set ();
    self->by_ipv6 = g_ptr_array_new_with_free_func (g_object_unref);
    g_task_set_source_tag (task, wattle_mdns_search_async);
    g_task_set_task_data (task, self, search_free);
    if (g_task_return_error_if_cancelled (task))
        return;

    watch_cancellable (task);
    self->avahi = wattle_avahi_new (service_type, &funcs, task);
    self->timer = wattle_clock_call_after (clock, timeout_ms * G_TIME_SPAN_MILLISECOND, on_timeout,
                                           g_steal_pointer (&task));
}

gboolean
wattle_mdns_search_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
