/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-filters.h"

#include <glib-object.h>
#include <mosquitto.h>
#include <string.h>

/* Topics remembered per listener; beyond that it may be handed a retained message again. */
#define SEEN_MAX 4096

typedef struct {
    char *filter;
    WattleMqttMessageFunc func;
} Subscription;

typedef struct {
    grefcount refs;
    gpointer user_data;
    GArray *subscriptions; /* of Subscription */
    GHashTable *seen;      /* topics handed over on this connection */
    gboolean gone;
} Listener;

struct _WattleMqttFilters {
    GPtrArray *listeners;
    GHashTable *listeners_by_user; /* user_data → Listener */
    GHashTable *counts;            /* filter → how many subscriptions */
    GHashTable *to_subscribe;      /* sets of filters */
    GHashTable *to_unsubscribe;
};

static void
clear_subscription (gpointer data)
{
    g_free (((Subscription *)data)->filter);
}

static Listener *
listener_new (gpointer user_data)
{
    Listener *self = g_new0 (Listener, 1);

    g_ref_count_init (&self->refs);
    self->user_data = user_data;
    self->subscriptions = g_array_new (FALSE, FALSE, sizeof (Subscription));
    g_array_set_clear_func (self->subscriptions, clear_subscription);
    self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

static gpointer
listener_ref (gconstpointer data, gpointer unused)
{
    Listener *self = (Listener *)data;

    g_ref_count_inc (&self->refs);
    return self;
}

static void
listener_unref (gpointer data)
{
    Listener *self = data;

    if (!g_ref_count_dec (&self->refs))
        return;

    g_array_unref (self->subscriptions);
    g_hash_table_unref (self->seen);
    g_free (self);
}

WattleMqttFilters *
wattle_mqtt_filters_new (void)
{
    WattleMqttFilters *self = g_new0 (WattleMqttFilters, 1);

    self->listeners = g_ptr_array_new_with_free_func (listener_unref);
    self->listeners_by_user = g_hash_table_new (NULL, NULL);
    self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->to_subscribe = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->to_unsubscribe = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

void
wattle_mqtt_filters_free (WattleMqttFilters *self)
{
    g_hash_table_unref (self->to_unsubscribe);
    g_hash_table_unref (self->to_subscribe);
    g_hash_table_unref (self->counts);
    g_hash_table_unref (self->listeners_by_user);
    g_ptr_array_unref (self->listeners);
    g_free (self);
}

static guint
get_count (WattleMqttFilters *self, const char *filter)
{
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, filter));
}

static void
set_count (WattleMqttFilters *self, const char *filter, guint count)
{
    if (count > 0)
        g_hash_table_insert (self->counts, g_strdup (filter), GUINT_TO_POINTER (count));
    else
        g_hash_table_remove (self->counts, filter);
}

static Listener *
ensure_listener (WattleMqttFilters *self, gpointer user_data)
{
    Listener *listener = g_hash_table_lookup (self->listeners_by_user, user_data);

    if (listener == NULL) {
        listener = listener_new (user_data);
        g_hash_table_insert (self->listeners_by_user, user_data, listener);
        g_ptr_array_add (self->listeners, listener);
    }
    return listener;
}

/* The library lets pass what ends the connection when it is sent: no text at all, and bytes that
 * are not UTF-8. */
static gboolean
is_filter (const char *text)
{
    gsize length = strlen (text);

    return length > 0 && length <= G_MAXUINT16 &&
           mosquitto_validate_utf8 (text, (int)length) == MOSQ_ERR_SUCCESS &&
           mosquitto_sub_topic_check (text) == MOSQ_ERR_SUCCESS;
}

gboolean
wattle_mqtt_filters_add (WattleMqttFilters *self,
                         const char *filter,
                         WattleMqttMessageFunc func,
                         gpointer user_data)
{
    Listener *listener;
    Subscription subscription;

    if (!is_filter (filter))
        return FALSE;

    listener = ensure_listener (self, user_data);
    subscription.filter = g_strdup (filter);
    subscription.func = func;
    g_array_append_val (listener->subscriptions, subscription);
    g_hash_table_remove_all (listener->seen);

    set_count (self, filter, get_count (self, filter) + 1);
    g_hash_table_remove (self->to_unsubscribe, filter);
    g_hash_table_add (self->to_subscribe, g_strdup (filter));
    return TRUE;
}

static void
release_filter (WattleMqttFilters *self, const char *filter)
{
    guint count = get_count (self, filter) - 1;

    set_count (self, filter, count);
    if (count > 0)
        return;

    g_hash_table_remove (self->to_subscribe, filter);
    g_hash_table_add (self->to_unsubscribe, g_strdup (filter));
}

void
wattle_mqtt_filters_remove (WattleMqttFilters *self, gpointer user_data)
{
    Listener *listener = g_hash_table_lookup (self->listeners_by_user, user_data);

    if (listener == NULL)
        return;

    for (guint i = 0; i < listener->subscriptions->len; i++)
        release_filter (self, g_array_index (listener->subscriptions, Subscription, i).filter);
    listener->gone = TRUE;
    g_hash_table_remove (self->listeners_by_user, user_data);
    g_ptr_array_remove (self->listeners, listener);
}

void
wattle_mqtt_filters_reset (WattleMqttFilters *self)
{
    GHashTableIter iter;
    gpointer filter;

    g_hash_table_remove_all (self->to_unsubscribe);
    g_hash_table_iter_init (&iter, self->counts);
    while (g_hash_table_iter_next (&iter, &filter, NULL))
        g_hash_table_add (self->to_subscribe, g_strdup (filter));

    for (guint i = 0; i < self->listeners->len; i++)
        g_hash_table_remove_all (((Listener *)self->listeners->pdata[i])->seen);
}

static char *
take_one (GHashTable *set)
{
    GHashTableIter iter;
    gpointer filter;

    g_hash_table_iter_init (&iter, set);
    if (!g_hash_table_iter_next (&iter, &filter, NULL))
        return NULL;

    g_hash_table_steal (set, filter);
    return filter;
}

char *
wattle_mqtt_filters_next (WattleMqttFilters *self, gboolean *subscribe)
{
    char *filter = take_one (self->to_unsubscribe);

    *subscribe = filter == NULL;
    return filter != NULL ? filter : take_one (self->to_subscribe);
}

static gboolean
matches (const char *filter, const char *topic)
{
    bool result = false;

    return mosquitto_topic_matches_sub (filter, topic, &result) == MOSQ_ERR_SUCCESS && result;
}

static WattleMqttMessageFunc
find_func (Listener *listener, const char *topic)
{
    for (guint i = 0; i < listener->subscriptions->len; i++) {
        Subscription *subscription = &g_array_index (listener->subscriptions, Subscription, i);

        if (matches (subscription->filter, topic))
            return subscription->func;
    }
    return NULL;
}

/* Whether this is the first message of the topic for the listener. */
static gboolean
note_seen (Listener *listener, const char *topic)
{
    if (g_hash_table_contains (listener->seen, topic))
        return FALSE;

    if (g_hash_table_size (listener->seen) < SEEN_MAX)
        g_hash_table_add (listener->seen, g_strdup (topic));
    return TRUE;
}

static void
offer (Listener *listener, const char *topic, GBytes *payload, gboolean retained)
{
    WattleMqttMessageFunc func = listener->gone ? NULL : find_func (listener, topic);

    if (func == NULL || (!note_seen (listener, topic) && retained))
        return;

    func (topic, payload, retained, listener->user_data);
}

void
wattle_mqtt_filters_dispatch (WattleMqttFilters *self,
                              const char *topic,
                              GBytes *payload,
                              gboolean retained)
{
    /* A listener may leave, and others come, while it is called. */
    g_autoptr (GPtrArray) listeners =
        g_ptr_array_copy (self->listeners, (GCopyFunc)(GCallback)listener_ref, NULL);

    for (guint i = 0; i < listeners->len; i++)
        offer (listeners->pdata[i], topic, payload, retained);
}
