/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-discovery.h"

#include "base/wattle-error.h"
#include "transport/wattle-endpoint.h"
#include "transport/wattle-mqtt-link.h"
#include "transport/wattle-udp-targets.h"
#include "wattle-search-brokers.h"

struct _WattleDiscovery {
    GObject parent_instance;

    WattleClock *clock;
    WattlePlugins *plugins;
    WattleManager *manager;   /* NULL: none */
    WattleMqttClient *broker; /* NULL: none */
    WattleLinkPool *links;    /* NULL: none */
};

G_DEFINE_FINAL_TYPE (WattleDiscovery, wattle_discovery, G_TYPE_OBJECT)

static void
wattle_discovery_finalize (GObject *object)
{
    WattleDiscovery *self = WATTLE_DISCOVERY (object);

    g_clear_object (&self->links);
    g_clear_object (&self->broker);
    g_clear_object (&self->manager);
    g_object_unref (self->plugins);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (wattle_discovery_parent_class)->finalize (object);
}

static void
wattle_discovery_class_init (WattleDiscoveryClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_discovery_finalize;
}

static void
wattle_discovery_init (WattleDiscovery *self)
{
}

WattleDiscovery *
wattle_discovery_new (WattleClock *clock, WattlePlugins *plugins, WattleManager *manager)
{
    WattleDiscovery *self = g_object_new (WATTLE_TYPE_DISCOVERY, NULL);

    self->clock = g_object_ref (clock);
    self->plugins = g_object_ref (plugins);
    g_set_object (&self->manager, manager);
    return self;
}

void
wattle_discovery_set_broker (WattleDiscovery *self, WattleMqttClient *broker)
{
    g_set_object (&self->broker, broker);
}

void
wattle_discovery_set_links (WattleDiscovery *self, WattleLinkPool *links)
{
    g_set_object (&self->links, links);
}

static gboolean
is_given (const char *const *list)
{
    return list != NULL && list[0] != NULL;
}

static gboolean
check_drivers (WattleDiscovery *self, const char *const *names, GError **error)
{
    for (; names != NULL && *names != NULL; names++) {
        g_autofree char *list = NULL;

        if (wattle_plugins_get_driver (self->plugins, *names) != NULL)
            continue;
        list = wattle_plugins_list_drivers (self->plugins);
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                          "cannot search: the driver “%s” is not known; there are: %s", *names,
                          *list != '\0' ? list : "none");
        return FALSE;
    }
    return TRUE;
}

static gboolean
check_brokers (const char *const *uris, GError **error)
{
    guint count = 0;

    for (; uris != NULL && *uris != NULL; uris++, count++) {
        g_autofree char *normal = wattle_endpoint_normalise (*uris, WATTLE_LINK_MQTT, error);

        if (normal == NULL)
            return FALSE;
    }
    if (count <= WATTLE_SEARCH_BROKERS_MAX)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "cannot listen to %u brokers: at most %d are allowed", count,
                      WATTLE_SEARCH_BROKERS_MAX);
    return FALSE;
}

static gboolean
check_query (WattleDiscovery *self, const WattleDiscoveryQuery *query, GError **error)
{
    g_autoptr (GPtrArray) targets = NULL;

    if (!check_drivers (self, query->drivers, error) || !check_brokers (query->brokers, error))
        return FALSE;
    if (query->timeout_ms > WATTLE_DISCOVERY_TIMEOUT_MAX) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "cannot search for %u ms: allowed are 1 to %d ms", query->timeout_ms,
                          WATTLE_DISCOVERY_TIMEOUT_MAX);
        return FALSE;
    }
    if (!is_given (query->targets))
        return TRUE;
    targets = wattle_udp_targets_parse (query->targets, 1, error);
    return targets != NULL;
}

/* Somebody who names a broker is to know that nobody would listen. */
static gboolean
check_listeners (WattleDiscovery *self,
                 const char *const *brokers,
                 const char *const *names,
                 GError **error)
{
    for (; is_given (brokers) && *names != NULL; names++) {
        WattleCatalog *catalog = wattle_plugins_get_catalog (self->plugins, *names);

        if (wattle_catalog_get_mqtt_searches (catalog)[0] != NULL)
            return TRUE;
    }
    if (!is_given (brokers))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "cannot search at a broker: no driver that is searched for uses MQTT");
    return FALSE;
}

static void
add_drivers (WattleDiscovery *self, WattleSearch *search, const char *const *names)
{
    g_autoptr (GHashTable) added = g_hash_table_new (g_str_hash, g_str_equal);

    for (; *names != NULL; names++)
        if (g_hash_table_add (added, (char *)*names))
            wattle_search_add_driver (search, *names,
                                      wattle_plugins_get_driver (self->plugins, *names),
                                      wattle_plugins_get_catalog (self->plugins, *names));
}

/* Those that were asked for go before those of the house, as there may be too many. */
static void
add_brokers (WattleDiscovery *self, WattleSearch *search, const char *const *uris)
{
    if (self->broker != NULL) {
        g_autoptr (WattleLink) own = WATTLE_LINK (wattle_mqtt_link_new (self->broker));

        wattle_search_add_broker (search, own, TRUE);
    }
    for (; self->links != NULL && uris != NULL && *uris != NULL; uris++) {
        g_autoptr (WattleLink) link =
            wattle_link_pool_get (self->links, WATTLE_LINK_MQTT, *uris, NULL);

        if (link != NULL)
            wattle_search_add_broker (search, link, FALSE);
    }
}

static void
add_brokers_of_house (WattleDiscovery *self, WattleSearch *search)
{
    guint count = self->manager != NULL ? wattle_manager_get_n_runners (self->manager) : 0;

    for (guint i = 0; i < count; i++) {
        WattleRunner *runner = wattle_manager_get_runner (self->manager, i);
        WattleLink *link = wattle_runner_get_link (runner, WATTLE_LINK_MQTT);

        if (link != NULL)
            wattle_search_add_broker (search, link, FALSE);
    }
}

/* How long one way of it lasts. */
static guint
choose_time (const WattleDiscoveryQuery *query, guint otherwise)
{
    return query->timeout_ms != 0 ? query->timeout_ms : otherwise;
}

void
wattle_discovery_scan_async (WattleDiscovery *self,
                             const WattleDiscoveryQuery *query,
                             GCancellable *cancellable,
                             WattleSearchFunc progress,
                             gpointer progress_data,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
    g_auto (GStrv) loaded = wattle_plugins_list_loaded (self->plugins);
    const char *const *drivers =
        is_given (query->drivers) ? query->drivers : (const char *const *)loaded;
    GError *error = NULL;
    WattleSearch *search;

    g_task_set_source_tag (task, wattle_discovery_scan_async);
    if (g_task_return_error_if_cancelled (task))
        return;
    if (!check_query (self, query, &error) ||
        !check_listeners (self, query->brokers, drivers, &error)) {
        g_task_return_error (task, error);
        return;
    }

    search = wattle_search_new (self->clock);
    add_brokers (self, search, query->brokers);
    add_brokers_of_house (self, search);
    add_drivers (self, search, drivers);
    wattle_search_set_progress (search, progress, progress_data);
    wattle_search_run (search, task, is_given (query->targets) ? query->targets : NULL,
                       choose_time (query, WATTLE_DISCOVERY_TIMEOUT),
                       choose_time (query, WATTLE_DISCOVERY_LISTEN));
}

GPtrArray *
wattle_discovery_scan_finish (WattleDiscovery *self,
                              GAsyncResult *result,
                              GPtrArray **unreached,
                              GError **error)
{
    GPtrArray *results = g_task_propagate_pointer (G_TASK (result), error);
    WattleSearch *search = g_task_get_task_data (G_TASK (result));
    GPtrArray *failures = search != NULL ? wattle_search_get_unreached (search) : NULL;

    if (results == NULL)
        return NULL;
    if (unreached != NULL)
        *unreached = failures != NULL
                         ? g_ptr_array_ref (failures)
                         : g_ptr_array_new_with_free_func ((GDestroyNotify)g_error_free);
    wattle_discovery_results_complete (results, self->manager);
    return results;
}
