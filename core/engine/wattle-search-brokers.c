/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-search-brokers.h"

#include "base/wattle-error.h"

typedef struct {
    WattleLink *link;
    gboolean own;
    gboolean heard; /* something came from it */
} Broker;

/* Its address stands for it at the link. */
typedef struct {
    Broker *broker;
    WattleSearchBrokersFunc func;
    gpointer user_data;
    guint n_messages;
} Ear;

struct _WattleSearchBrokers {
    GPtrArray *brokers; /* of Broker */
    GPtrArray *ears;    /* of Ear */
};

static void
broker_free (gpointer data)
{
    Broker *broker = data;

    g_object_unref (broker->link);
    g_free (broker);
}

static void
ear_free (gpointer data)
{
    Ear *ear = data;

    wattle_link_unlisten (ear->broker->link, ear);
    g_free (ear);
}

WattleSearchBrokers *
wattle_search_brokers_new (void)
{
    WattleSearchBrokers *self = g_new0 (WattleSearchBrokers, 1);

    self->brokers = g_ptr_array_new_with_free_func (broker_free);
    self->ears = g_ptr_array_new_with_free_func (ear_free);
    return self;
}

void
wattle_search_brokers_free (WattleSearchBrokers *self)
{
    g_ptr_array_unref (self->ears);
    g_ptr_array_unref (self->brokers);
    g_free (self);
}

static gboolean
has (const WattleSearchBrokers *self, const char *uri)
{
    for (guint i = 0; i < self->brokers->len; i++) {
        const Broker *broker = g_ptr_array_index (self->brokers, i);

        if (g_str_equal (wattle_link_get_uri (broker->link), uri))
            return TRUE;
    }
    return FALSE;
}

void
wattle_search_brokers_add (WattleSearchBrokers *self, WattleLink *link, gboolean own)
{
    Broker *broker;

    if (self->brokers->len >= WATTLE_SEARCH_BROKERS_MAX || has (self, wattle_link_get_uri (link)))
        return;

    broker = g_new0 (Broker, 1);
    broker->link = g_object_ref (link);
    broker->own = own;
    g_ptr_array_add (self->brokers, broker);
}

guint
wattle_search_brokers_get_count (const WattleSearchBrokers *self)
{
    return self->brokers->len;
}

static void
on_message (WattleFrame *frame, gpointer user_data)
{
    Ear *ear = user_data;
    Broker *broker = ear->broker;

    broker->heard = TRUE;
    if (ear->n_messages >= WATTLE_SEARCH_BROKERS_MESSAGES)
        return;
    ear->n_messages++;
    ear->func (frame, broker->own ? "" : wattle_link_get_uri (broker->link), ear->user_data);
}

void
wattle_search_brokers_listen (WattleSearchBrokers *self,
                              const char *const *filters,
                              WattleSearchBrokersFunc func,
                              gpointer user_data)
{
    for (guint i = 0; filters[0] != NULL && i < self->brokers->len; i++) {
        Ear *ear = g_new0 (Ear, 1);

        ear->broker = g_ptr_array_index (self->brokers, i);
        ear->func = func;
        ear->user_data = user_data;
        g_ptr_array_add (self->ears, ear);
        for (const char *const *filter = filters; *filter != NULL; filter++)
            wattle_link_listen (ear->broker->link, *filter, on_message, ear);
    }
}

static GError *
explain (const Broker *broker)
{
    const char *uri = wattle_link_get_uri (broker->link);
    const char *detail = wattle_link_get_detail (broker->link);

    if (detail != NULL)
        return wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                                 "cannot search over MQTT: there is no connection to the broker "
                                 "%s: %s",
                                 uri, detail);
    return wattle_error_new (WATTLE_ERROR_UNREACHABLE,
                             "cannot search over MQTT: there is no connection to the broker %s",
                             uri);
}

GPtrArray *
wattle_search_brokers_stop (WattleSearchBrokers *self)
{
    GPtrArray *failures = g_ptr_array_new_with_free_func ((GDestroyNotify)g_error_free);

    for (guint i = 0; i < self->brokers->len; i++) {
        const Broker *broker = g_ptr_array_index (self->brokers, i);

        if (!broker->heard && wattle_link_get_state (broker->link) != WATTLE_LINK_UP)
            g_ptr_array_add (failures, explain (broker));
    }
    g_ptr_array_set_size (self->ears, 0);
    return failures;
}
