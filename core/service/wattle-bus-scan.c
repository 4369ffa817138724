/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-scan.h"

#include "base/wattle-error.h"
#include "engine/wattle-discovery.h"
#include "wattle-bus-call.h"
#include "wattle-bus-found.h"
#include "wattle-bus-meter-scan.h"

/* The search */

static void
on_progress (double progress, guint n_found, gpointer user_data)
{
    WattleBusJob *job = user_data;

    wattle_bus_job_set_progress (job, progress);
    wattle_bus_job_take_message (job, wattle_message_new ("%u devices found", n_found));
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleBusJob) job = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) unreached = NULL;
    g_autoptr (GPtrArray) results =
        wattle_discovery_scan_finish (WATTLE_DISCOVERY (source), result, &unreached, &error);

    if (results == NULL)
        wattle_bus_job_fail (job, error);
    else
        wattle_bus_job_done (job, wattle_bus_found_describe (results, unreached));
}

static WattleDiscovery *
make_discovery (gpointer tree)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (tree);
    const WattleAdminParts *house = wattle_admin_get_parts (parts->admin);
    WattleBroker *broker = wattle_outlets_get_broker (parts->outlets);
    WattleDiscovery *discovery =
        wattle_discovery_new (parts->clock, house->plugins, house->manager);

    wattle_discovery_set_links (discovery, parts->links);
    if (broker != NULL)
        wattle_discovery_set_broker (discovery, wattle_broker_get_client (broker));
    return discovery;
}

static void
search_network (WattleBusTree *tree, WattleBusJob *job, GVariant *options)
{
    g_autofree const char **drivers = NULL;
    g_autofree const char **targets = NULL;
    g_autofree const char **brokers = NULL;
    g_autoptr (WattleDiscovery) discovery = make_discovery (tree);
    WattleDiscoveryQuery query = { 0 };

    g_variant_lookup (options, "drivers", "^a&s", &drivers);
    g_variant_lookup (options, "targets", "^a&s", &targets);
    g_variant_lookup (options, "brokers", "^a&s", &brokers);
    g_variant_lookup (options, "timeout", "u", &query.timeout_ms);
    query.drivers = drivers;
    query.targets = targets;
    query.brokers = brokers;
    wattle_discovery_scan_async (discovery, &query, wattle_bus_job_get_cancellable (job),
                                 on_progress, job, on_scanned, job);
}

static void
scan (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
    g_autoptr (GError) error = NULL;
    WattleBusJob *job =
        wattle_bus_jobs_add (wattle_bus_tree_get_jobs (owner), "scan", invocation, &error);
    const char *bus;

    if (job == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(o)", wattle_bus_job_get_path (job)));
    if (g_variant_lookup (options, "bus", "&s", &bus))
        wattle_bus_meter_scan_start (owner, job, options);
    else
        search_network (owner, job, options);
}

static const WattleBusMethodInfo methods[] = {
    { "Scan", WATTLE_AUTH_CONFIGURE, scan, NULL },
};

void
wattle_bus_scan_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
