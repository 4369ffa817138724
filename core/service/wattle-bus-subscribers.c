/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-subscribers.h"

#include "base/wattle-error.h"

struct _WattleBusSubscribers {
    GDBusConnection *connection;
    WattleBusSubscribersFunc func;
    gpointer user_data;
    GHashTable *list; /* unique name → Subscriber */
};

typedef struct {
    WattleBusSubscribers *owner;
    char *name;
    gboolean all;
    GHashTable *paths; /* set */
    guint watch;
} Subscriber;

static void
subscriber_free (gpointer data)
{
    Subscriber *subscriber = data;

    g_bus_unwatch_name (subscriber->watch);
    g_hash_table_unref (subscriber->paths);
    g_free (subscriber->name);
    g_free (subscriber);
}

WattleBusSubscribers *
wattle_bus_subscribers_new (GDBusConnection *connection,
                            WattleBusSubscribersFunc func,
                            gpointer user_data)
{
    WattleBusSubscribers *self = g_new0 (WattleBusSubscribers, 1);

    self->connection = g_object_ref (connection);
    self->func = func;
    self->user_data = user_data;
    self->list = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, subscriber_free);
    return self;
}

void
wattle_bus_subscribers_free (WattleBusSubscribers *self)
{
    g_hash_table_unref (self->list);
    g_object_unref (self->connection);
    g_free (self);
}

static void
tell_end (WattleBusSubscribers *self, Subscriber *subscriber)
{
    GHashTableIter iter;
    gpointer path;

    if (subscriber->all)
        self->func (subscriber->name, NULL, FALSE, self->user_data);
    g_hash_table_iter_init (&iter, subscriber->paths);
    while (g_hash_table_iter_next (&iter, &path, NULL))
        self->func (subscriber->name, path, FALSE, self->user_data);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
    Subscriber *subscriber = user_data;
    WattleBusSubscribers *self = subscriber->owner;

    tell_end (self, subscriber);
    g_hash_table_remove (self->list, name);
}

static Subscriber *
ensure (WattleBusSubscribers *self, const char *name, GError **error)
{
    Subscriber *subscriber = g_hash_table_lookup (self->list, name);

    if (subscriber != NULL)
        return subscriber;
    if (g_hash_table_size (self->list) >= WATTLE_BUS_SUBSCRIBERS_MAX) {
        wattle_error_set (error, WATTLE_ERROR_BUSY, "at most %d clients can subscribe",
                          WATTLE_BUS_SUBSCRIBERS_MAX);
        return NULL;
    }

    subscriber = g_new0 (Subscriber, 1);
    subscriber->owner = self;
    subscriber->name = g_strdup (name);
    subscriber->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    subscriber->watch = g_bus_watch_name_on_connection (
        self->connection, name, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_vanished, subscriber, NULL);
    g_hash_table_insert (self->list, subscriber->name, subscriber);
    return subscriber;
}

gboolean
wattle_bus_subscribers_add (WattleBusSubscribers *self,
                            const char *name,
                            const char *const *paths,
                            GError **error)
{
    Subscriber *subscriber = ensure (self, name, error);

    if (subscriber == NULL)
        return FALSE;
    if (g_hash_table_size (subscriber->paths) + g_strv_length ((char **)paths) >
        WATTLE_BUS_SUBSCRIPTIONS_MAX) {
        wattle_error_set (error, WATTLE_ERROR_BUSY, "at most %d devices can be subscribed to",
                          WATTLE_BUS_SUBSCRIPTIONS_MAX);
        return FALSE;
    }

    subscriber->all = subscriber->all || paths[0] == NULL;
    if (paths[0] == NULL)
        self->func (name, NULL, TRUE, self->user_data);
    for (guint i = 0; paths[i] != NULL; i++) {
        g_hash_table_add (subscriber->paths, g_strdup (paths[i]));
        self->func (name, paths[i], TRUE, self->user_data);
    }
    return TRUE;
}

void
wattle_bus_subscribers_remove (WattleBusSubscribers *self,
                               const char *name,
                               const char *const *paths)
{
    Subscriber *subscriber = g_hash_table_lookup (self->list, name);

    if (subscriber == NULL)
        return;
    if (paths[0] == NULL) {
        tell_end (self, subscriber);
        g_hash_table_remove (self->list, name);
        return;
    }

    for (guint i = 0; paths[i] != NULL; i++)
        if (g_hash_table_remove (subscriber->paths, paths[i]) && !subscriber->all)
            self->func (name, paths[i], FALSE, self->user_data);
}

void
wattle_bus_subscribers_tell (WattleBusSubscribers *self, const char *path)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, self->list);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        const Subscriber *subscriber = value;

        if (subscriber->all || g_hash_table_contains (subscriber->paths, path))
            self->func (subscriber->name, path, TRUE, self->user_data);
    }
}
