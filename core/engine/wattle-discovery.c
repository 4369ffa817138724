/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-discovery.h"

#include "base/wattle-error.h"
#include "transport/wattle-udp-targets.h"

struct _WattleDiscovery {
    GObject parent_instance;

    WattleClock *clock;
    WattlePlugins *plugins;
    WattleManager *manager;   /* NULL: none */
    WattleMqttClient *broker; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (WattleDiscovery, wattle_discovery, G_TYPE_OBJECT)

static void
wattle_discovery_finalize (GObject *object)
{
    WattleDiscovery *self = WATTLE_DISCOVERY (object);

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
check_query (WattleDiscovery *self, const WattleDiscoveryQuery *query, GError **error)
{
    g_autoptr (GPtrArray) targets = NULL;

    if (!check_drivers (self, query->drivers, error))
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
    GError *error = NULL;
    WattleSearch *search;

    g_task_set_source_tag (task, wattle_discovery_scan_async);
    if (g_task_return_error_if_cancelled (task))
        return;
    if (!check_query (self, query, &error)) {
        g_task_return_error (task, error);
        return;
    }

    search = wattle_search_new (self->clock, self->broker);
    add_drivers (self, search,
                 is_given (query->drivers) ? query->drivers : (const char *const *)loaded);
    wattle_search_set_progress (search, progress, progress_data);
    wattle_search_run (search, task, is_given (query->targets) ? query->targets : NULL,
                       query->timeout_ms != 0 ? query->timeout_ms : WATTLE_DISCOVERY_TIMEOUT);
}

GPtrArray *
wattle_discovery_scan_finish (WattleDiscovery *self, GAsyncResult *result, GError **error)
{
    GPtrArray *results = g_task_propagate_pointer (G_TASK (result), error);

    if (results != NULL)
        wattle_discovery_results_complete (results, self->manager);
    return results;
}
