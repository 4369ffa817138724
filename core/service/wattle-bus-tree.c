/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-tree.h"

#include "base/wattle-ident.h"
#include "wattle-bus-device.h"
#include "wattle-bus-link.h"
#include "wattle-bus-manager.h"
#include "wattle-bus-plugin.h"
#include "wattle-bus-quota.h"
#include "wattle-bus-subscribers.h"
#include "wattle-bus-tariff.h"

#define DEVICES WATTLE_BUS_PATH "/Devices/"

#define N_SHARED 16

struct _WattleBusTree {
    GObject parent_instance;

    WattleBusParts parts; /* of the bus, which outlives it */
    WattleAuth *auth;
    GDBusConnection *connection; /* NULL: not exported */
    WattleBusQuota *quota;
    GDBusObjectManagerServer *server;
    WattleBusManager *manager;
    WattleBusJobs *jobs;
    WattleBusSubscribers *subscribers;

    GHashTable *devices;        /* id → WattleBusDevice */
    GHashTable *links;          /* WattleLink, borrowed → WattleBusLink */
    GPtrArray *plugins;         /* of WattleBusPlugin */
    GHashTable *tariffs;        /* id → WattleBusTariff */
    GVariant *shared[N_SHARED]; /* values that were shown lately, or NULL */
    guint next_shared;
    guint64 last_link;
};

G_DEFINE_FINAL_TYPE (WattleBusTree, wattle_bus_tree, G_TYPE_OBJECT)

static void
wattle_bus_tree_dispose (GObject *object)
{
    wattle_bus_tree_unexport (WATTLE_BUS_TREE (object));
    G_OBJECT_CLASS (wattle_bus_tree_parent_class)->dispose (object);
}

static void
wattle_bus_tree_finalize (GObject *object)
{
    WattleBusTree *self = WATTLE_BUS_TREE (object);

    g_hash_table_unref (self->devices);
    g_hash_table_unref (self->links);
    g_ptr_array_unref (self->plugins);
    g_hash_table_unref (self->tariffs);
    for (guint i = 0; i < N_SHARED; i++)
        g_clear_pointer (&self->shared[i], g_variant_unref);
    g_object_unref (self->auth);

    G_OBJECT_CLASS (wattle_bus_tree_parent_class)->finalize (object);
}

static void
wattle_bus_tree_class_init (WattleBusTreeClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_bus_tree_dispose;
    object_class->finalize = wattle_bus_tree_finalize;
}

static void
wattle_bus_tree_init (WattleBusTree *self)
{
    self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
    self->links = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
    self->plugins = g_ptr_array_new_with_free_func (g_object_unref);
    self->tariffs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

WattleBusTree *
wattle_bus_tree_new (const WattleBusParts *parts, gboolean session)
{
    WattleBusTree *self = g_object_new (WATTLE_TYPE_BUS_TREE, NULL);

    self->parts = *parts;
    self->auth = wattle_auth_new (session);
    return self;
}

const WattleBusParts *
wattle_bus_tree_get_parts (WattleBusTree *self)
{
    return &self->parts;
}

WattleAuth *
wattle_bus_tree_get_auth (WattleBusTree *self)
{
    return self->auth;
}

WattleBusJobs *
wattle_bus_tree_get_jobs (WattleBusTree *self)
{
    return self->jobs;
}

GDBusConnection *
wattle_bus_tree_get_connection (WattleBusTree *self)
{
    return self->connection;
}

WattleBusSubscribers *
wattle_bus_tree_get_subscribers (WattleBusTree *self)
{
    return self->subscribers;
}

char *
wattle_bus_tree_dup_device_path (const char *id)
{
    return g_strconcat (DEVICES, id, NULL);
}

const char *
wattle_bus_tree_get_device_id (const char *path)
{
    return g_str_has_prefix (path, DEVICES) &&
                   wattle_ident_is_valid_device (path + strlen (DEVICES))
               ? path + strlen (DEVICES)
               : NULL;
}

static const WattleAdminParts *
get_house (WattleBusTree *self)
{
    return wattle_admin_get_parts (self->parts.admin);
}

/* Devices */

static void
export_object (WattleBusTree *self, GDBusObjectSkeleton *object)
{
    g_dbus_object_manager_server_export (self->server, object);
}

static void
unexport_object (WattleBusTree *self, GDBusObjectSkeleton *object)
{
    g_dbus_object_manager_server_unexport (self->server,
                                           g_dbus_object_get_object_path (G_DBUS_OBJECT (object)));
}

static void
add_device (WattleBusTree *self, const char *id)
{
    g_autofree char *path = wattle_bus_tree_dup_device_path (id);
    WattleBusDevice *device = wattle_bus_device_new (self, id);

    g_hash_table_insert (self->devices, g_strdup (id), device);
    export_object (self, wattle_bus_device_get_object (device));
    wattle_bus_subscribers_tell (self->subscribers, path);
    wattle_bus_manager_tell (self->manager, "device-added", id,
                             wattle_bus_device_get_state (device), NULL);
}

static gboolean
is_there (WattleBusTree *self, const char *id)
{
    const char *const *ids = wattle_store_get_ids (get_house (self)->store);

    return wattle_manager_find (get_house (self)->manager, id) != NULL ||
           (ids != NULL && g_strv_contains (ids, id)) ||
           wattle_store_find_device (get_house (self)->store, id) != NULL;
}

static void
drop_devices (WattleBusTree *self)
{
    GHashTableIter iter;
    gpointer id;
    gpointer device;

    g_hash_table_iter_init (&iter, self->devices);
    while (g_hash_table_iter_next (&iter, &id, &device)) {
        if (is_there (self, id))
            continue;
        unexport_object (self, wattle_bus_device_get_object (device));
        wattle_bus_manager_tell (self->manager, "device-removed", id, NULL, NULL);
        g_hash_table_iter_remove (&iter);
    }
}

static void
update_device (WattleBusTree *self, const char *id, gboolean entities)
{
    WattleBusDevice *device = g_hash_table_lookup (self->devices, id);

    if (device == NULL) {
        if (is_there (self, id))
            add_device (self, id);
        return;
    }

    wattle_bus_device_update (device);
    if (entities)
        wattle_bus_device_update_entities (device);
}

static void update_links (WattleBusTree *self);

static void
update_all (WattleBusTree *self)
{
    const char *const *ids = wattle_store_get_ids (get_house (self)->store);
    WattleManager *manager = get_house (self)->manager;

    drop_devices (self);
    for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
        update_device (self, ids[i], TRUE);
    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        update_device (self, wattle_runner_get_id (wattle_manager_get_runner (manager, i)), TRUE);
    update_links (self);
    wattle_bus_manager_update (self->manager);
}

static void
on_runner_added (WattleManager *manager, WattleRunner *runner, WattleBusTree *self)
{
    update_device (self, wattle_runner_get_id (runner), TRUE);
    update_links (self);
}

/* It may be on its way back, so what is configured stays. */
static void
on_runner_removed (WattleManager *manager,
                   WattleRunner *runner,
                   gboolean for_good,
                   WattleBusTree *self)
{
    drop_devices (self);
    update_device (self, wattle_runner_get_id (runner), TRUE);
    update_links (self);
}

static void
on_runner_changed (WattleManager *manager, WattleRunner *runner, WattleBusTree *self)
{
    update_device (self, wattle_runner_get_id (runner), TRUE);
}

static void
on_runner_state (WattleManager *manager, WattleRunner *runner, WattleBusTree *self)
{
    update_device (self, wattle_runner_get_id (runner), FALSE);
    wattle_bus_manager_update (self->manager);
    wattle_bus_manager_tell (self->manager, "device-state", wattle_runner_get_id (runner),
                             wattle_runner_get_state_name (runner),
                             wattle_runner_get_error_message (runner));
}

static void
on_batch (WattleRunner *runner, GPtrArray *entities, gpointer user_data)
{
    WattleBusTree *self = user_data;
    WattleBusDevice *device = g_hash_table_lookup (self->devices, wattle_runner_get_id (runner));

    if (device != NULL)
        wattle_bus_device_note (device, entities);
}

/* Whose readings somebody wants */

static void
on_subscribed (const char *name, const char *path, gboolean subscribed, gpointer user_data)
{
    WattleBusTree *self = user_data;
    const char *wanted = path != NULL ? wattle_bus_tree_get_device_id (path) : NULL;
    GHashTableIter iter;
    gpointer id;
    gpointer device;

    g_hash_table_iter_init (&iter, self->devices);
    while (g_hash_table_iter_next (&iter, &id, &device)) {
        if (path != NULL && g_strcmp0 (wanted, id) != 0)
            continue;
        if (subscribed)
            wattle_bus_device_subscribe (device, name);
        else
            wattle_bus_device_unsubscribe (device, name);
    }
}

/* Links: those that devices use */

static void
add_link (WattleBusTree *self, WattleLink *link)
{
    g_autofree char *path =
        g_strdup_printf (WATTLE_BUS_PATH "/Links/%" G_GUINT64_FORMAT, ++self->last_link);
    WattleBusLink *shown = wattle_bus_link_new (self, link, path);

    g_hash_table_insert (self->links, link, shown);
    export_object (self, wattle_bus_link_get_object (shown));
}

static void
add_links (WattleBusTree *self, WattleRunner *runner)
{
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        WattleLink *link = wattle_runner_get_link (runner, kind);

        if (link != NULL && !g_hash_table_contains (self->links, link))
            add_link (self, link);
    }
}

static void
update_links (WattleBusTree *self)
{
    WattleManager *manager = get_house (self)->manager;
    GHashTableIter iter;
    gpointer link;

    g_hash_table_iter_init (&iter, self->links);
    while (g_hash_table_iter_next (&iter, NULL, &link)) {
        if (wattle_bus_link_update (link))
            continue;
        unexport_object (self, wattle_bus_link_get_object (link));
        g_hash_table_iter_remove (&iter);
    }
    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++)
        add_links (self, wattle_manager_get_runner (manager, i));
}

/* Plugins */

static void
update_plugins (WattleBusTree *self)
{
    WattlePlugins *plugins = get_house (self)->plugins;

    for (guint i = 0; i < self->plugins->len; i++)
        wattle_bus_plugin_update (g_ptr_array_index (self->plugins, i));
    for (guint i = self->plugins->len; i < wattle_plugins_get_count (plugins); i++) {
        WattleBusPlugin *plugin = wattle_bus_plugin_new (self, i);

        g_ptr_array_add (self->plugins, plugin);
        g_dbus_object_manager_server_export_uniquely (self->server,
                                                      wattle_bus_plugin_get_object (plugin));
    }
}

/* Tariff plans */

static void
on_plan_added (WattleTariffs *tariffs, WattleTariffRun *run, WattleBusTree *self)
{
    WattleBusTariff *tariff = wattle_bus_tariff_new (self, run);

    g_hash_table_insert (self->tariffs, g_strdup (wattle_tariff_run_get_id (run)), tariff);
    export_object (self, wattle_bus_tariff_get_object (tariff));
}

static void
on_plan_removed (WattleTariffs *tariffs, WattleTariffRun *run, WattleBusTree *self)
{
    WattleBusTariff *tariff = g_hash_table_lookup (self->tariffs, wattle_tariff_run_get_id (run));

    if (tariff == NULL)
        return;
    unexport_object (self, wattle_bus_tariff_get_object (tariff));
    g_hash_table_remove (self->tariffs, wattle_tariff_run_get_id (run));
}

static void
on_plan_changed (WattleTariffs *tariffs, WattleTariffRun *run, WattleBusTree *self)
{
    WattleBusTariff *tariff = g_hash_table_lookup (self->tariffs, wattle_tariff_run_get_id (run));

    if (tariff != NULL)
        wattle_bus_tariff_reload (tariff);
}

static void
on_plan_moved (WattleTariffs *tariffs, WattleTariffRun *run, WattleBusTree *self)
{
    WattleBusTariff *tariff = g_hash_table_lookup (self->tariffs, wattle_tariff_run_get_id (run));

    if (tariff != NULL)
        wattle_bus_tariff_update (tariff);
}

static void
add_tariffs (WattleBusTree *self)
{
    WattleTariffs *tariffs = get_house (self)->tariffs;

    if (tariffs == NULL)
        return;
    for (guint i = 0; i < wattle_tariffs_get_count (tariffs); i++)
        on_plan_added (tariffs, wattle_tariffs_get (tariffs, i), self);
    g_signal_connect (tariffs, "plan-added", G_CALLBACK (on_plan_added), self);
    g_signal_connect (tariffs, "plan-removed", G_CALLBACK (on_plan_removed), self);
    g_signal_connect (tariffs, "plan-changed", G_CALLBACK (on_plan_changed), self);
    g_signal_connect (tariffs, "plan-moved", G_CALLBACK (on_plan_moved), self);
}

/* Being there */

static void
connect_signals (WattleBusTree *self)
{
    const WattleAdminParts *house = get_house (self);

    g_signal_connect (house->manager, "runner-added", G_CALLBACK (on_runner_added), self);
    g_signal_connect (house->manager, "runner-removed", G_CALLBACK (on_runner_removed), self);
    g_signal_connect (house->manager, "runner-changed", G_CALLBACK (on_runner_changed), self);
    g_signal_connect (house->manager, "runner-state", G_CALLBACK (on_runner_state), self);
    g_signal_connect_swapped (house->plugins, "changed", G_CALLBACK (update_plugins), self);
    g_signal_connect_swapped (self->parts.admin, "devices-changed", G_CALLBACK (update_all), self);
    wattle_manager_subscribe (house->manager, on_batch, self);
}

gboolean
wattle_bus_tree_export (WattleBusTree *self, GDBusConnection *connection, GError **error)
{
    self->connection = g_object_ref (connection);
    self->quota = wattle_bus_quota_new (connection);
    self->server = g_dbus_object_manager_server_new (WATTLE_BUS_PATH);
    self->jobs = wattle_bus_jobs_new (self->server, self->parts.clock);
    self->subscribers = wattle_bus_subscribers_new (connection, on_subscribed, self);
    self->manager = wattle_bus_manager_new (self);
    if (!wattle_bus_manager_export (self->manager, connection, error))
        return FALSE;

    update_plugins (self);
    update_all (self);
    add_tariffs (self);
    g_dbus_object_manager_server_set_connection (self->server, connection);
    connect_signals (self);
    return TRUE;
}

void
wattle_bus_tree_unexport (WattleBusTree *self)
{
    const WattleAdminParts *house = get_house (self);

    if (self->connection == NULL)
        return;

    g_signal_handlers_disconnect_by_data (house->manager, self);
    g_signal_handlers_disconnect_by_data (house->plugins, self);
    g_signal_handlers_disconnect_by_data (self->parts.admin, self);
    if (house->tariffs != NULL)
        g_signal_handlers_disconnect_by_data (house->tariffs, self);
    wattle_manager_unsubscribe (house->manager, self);
    g_clear_pointer (&self->jobs, wattle_bus_jobs_free);
    g_clear_pointer (&self->subscribers, wattle_bus_subscribers_free);
    g_hash_table_remove_all (self->links);
    g_hash_table_remove_all (self->devices);
    g_hash_table_remove_all (self->tariffs);
    g_ptr_array_set_size (self->plugins, 0);
    g_clear_object (&self->manager);
    g_clear_object (&self->server);
    g_clear_pointer (&self->quota, wattle_bus_quota_free);
    g_clear_object (&self->connection);
}

GVariant *
wattle_bus_tree_share_value (WattleBusTree *self, GVariant *value)
{
    for (guint i = 0; i < N_SHARED; i++)
        if (self->shared[i] != NULL && g_variant_equal (self->shared[i], value))
            return self->shared[i];

    g_clear_pointer (&self->shared[self->next_shared], g_variant_unref);
    self->shared[self->next_shared] = g_variant_ref (value);
    self->next_shared = (self->next_shared + 1) % N_SHARED;
    return value;
}
