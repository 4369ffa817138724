/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-search-ways.h"

#include "transport/wattle-mdns-search.h"
#include "transport/wattle-udp-search.h"

struct _WattleSearchWays {
    GPtrArray *ways; /* of Way */
    WattleSearchWaysFunc func;
    WattleSearchWaysEndFunc ended;
    gpointer user_data;
    GHashTable *addresses; /* of the targets; NULL: all */
};

/* One of both; of the catalogue of the first listener. */
typedef struct {
    WattleSearchWays *owner;
    const WattleUdpQuestion *question;
    const char *service_type;
    GPtrArray *listeners; /* borrowed */
} Way;

static void
way_free (gpointer data)
{
    Way *way = data;

    g_ptr_array_unref (way->listeners);
    g_free (way);
}

WattleSearchWays *
wattle_search_ways_new (WattleSearchWaysFunc func,
                        WattleSearchWaysEndFunc ended,
                        gpointer user_data)
{
    WattleSearchWays *self = g_new0 (WattleSearchWays, 1);

    self->ways = g_ptr_array_new_with_free_func (way_free);
    self->func = func;
    self->ended = ended;
    self->user_data = user_data;
    return self;
}

void
wattle_search_ways_free (WattleSearchWays *self)
{
    g_clear_pointer (&self->addresses, g_hash_table_unref);
    g_ptr_array_unref (self->ways);
    g_free (self);
}

guint
wattle_search_ways_get_count (const WattleSearchWays *self)
{
    return self->ways->len;
}

static gboolean
is_same_question (const WattleUdpQuestion *one, const WattleUdpQuestion *other)
{
    if (one == NULL || other == NULL)
        return one == other;
    return one->port == other->port && one->local_port == other->local_port &&
           g_bytes_equal (one->data, other->data);
}

/* Exactly one of @question and @service_type is given. */
static Way *
find (WattleSearchWays *self, const WattleUdpQuestion *question, const char *service_type)
{
    for (guint i = 0; i < self->ways->len; i++) {
        Way *way = self->ways->pdata[i];

        if (is_same_question (way->question, question) &&
            g_strcmp0 (way->service_type, service_type) == 0)
            return way;
    }
    return NULL;
}

static void
add (WattleSearchWays *self,
     const WattleUdpQuestion *question,
     const char *service_type,
     gpointer listener)
{
    Way *way = find (self, question, service_type);

    if (way == NULL) {
        way = g_new (Way, 1);
        way->owner = self;
        way->question = question;
        way->service_type = service_type;
        way->listeners = g_ptr_array_new ();
        g_ptr_array_add (self->ways, way);
    }
    if (!g_ptr_array_find (way->listeners, listener, NULL))
        g_ptr_array_add (way->listeners, listener);
}

void
wattle_search_ways_add (WattleSearchWays *self, WattleCatalog *catalog, gpointer listener)
{
    const char *const *services = wattle_catalog_get_mdns_searches (catalog);

    for (guint i = 0; i < wattle_catalog_get_n_udp_searches (catalog); i++)
        add (self, wattle_catalog_get_udp_search (catalog, i), NULL, listener);
    for (; *services != NULL; services++)
        add (self, NULL, *services, listener);
}

/* What comes */

static void
on_datagram (WattleFrame *frame, gpointer user_data)
{
    Way *way = user_data;

    for (guint i = 0; i < way->listeners->len; i++)
        way->owner->func (frame, way->listeners->pdata[i]);
}

static void
on_service (WattleFrame *frame, gpointer user_data)
{
    WattleSearchWays *self = ((Way *)user_data)->owner;

    if (self->addresses == NULL ||
        g_hash_table_contains (self->addresses, wattle_frame_get_address (frame)))
        on_datagram (frame, user_data);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
    WattleSearchWays *self = user_data;
    GError *error = NULL;

    wattle_udp_search_finish (result, &error);
    self->ended (error, FALSE, self->user_data);
}

static void
on_services_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
    WattleSearchWays *self = user_data;
    GError *error = NULL;

    wattle_mdns_search_finish (result, &error);
    self->ended (error, TRUE, self->user_data);
}

/* Beginnings */

/* The port belongs to UDP; services have their own. */
static GHashTable *
list_addresses (const char *const *targets)
{
    GHashTable *addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (; *targets != NULL; targets++)
        g_hash_table_add (addresses, g_strndup (*targets, strcspn (*targets, ":")));
    return addresses;
}

static void
run (Way *way,
     const char *const *targets,
     guint timeout_ms,
     WattleClock *clock,
     GCancellable *cancellable)
{
    if (way->question != NULL)
        wattle_udp_search_async (way->question, targets, timeout_ms, clock, cancellable,
                                 on_datagram, way, on_asked, way->owner);
    else
        wattle_mdns_search_async (way->service_type, timeout_ms, clock, cancellable, on_service,
                                  way, on_services_told, way->owner);
}

void
wattle_search_ways_run (WattleSearchWays *self,
                        const char *const *targets,
                        guint timeout_ms,
                        WattleClock *clock,
                        GCancellable *cancellable)
{
    if (targets != NULL)
        self->addresses = list_addresses (targets);
    for (guint i = 0; i < self->ways->len; i++)
        run (self->ways->pdata[i], targets, timeout_ms, clock, cancellable);
}
