/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-scan.h"

#include "base/wattle-error.h"
#include "engine/wattle-device-config.h"
#include "engine/wattle-discovery.h"
#include "wattle-bus-call.h"
#include "wattle-bus-value.h"

/* What was found */

static GVariant *
list_links (WattleFound *found)
{
    GVariantBuilder links;

    g_variant_builder_init (&links, G_VARIANT_TYPE ("a{ss}"));
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        g_autofree char *name = g_ascii_strdown (wattle_device_config_get_link_key (kind), -1);

        if (wattle_found_get_link (found, kind) != NULL)
            g_variant_builder_add (&links, "{ss}", name, wattle_found_get_link (found, kind));
    }
    return g_variant_builder_end (&links);
}

static GVariant *
list_options (WattleFound *found)
{
    g_auto (GStrv) keys = wattle_found_list_options (found);
    GVariantBuilder options;

    g_variant_builder_init (&options, G_VARIANT_TYPE ("a{ss}"));
    for (guint i = 0; keys[i] != NULL; i++)
        g_variant_builder_add (&options, "{ss}", keys[i], wattle_found_get_option (found, keys[i]));
    return g_variant_builder_end (&options);
}

static GVariant *
describe (const WattleDiscoveryResult *result)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    wattle_bus_value_insert_text (&dict, "driver", result->driver);
    wattle_bus_value_insert_text (&dict, "model", wattle_found_get_model (result->found));
    wattle_bus_value_insert_text (&dict, "id", result->id);
    wattle_bus_value_insert_text (&dict, "name", wattle_found_get_name (result->found));
    wattle_bus_value_insert_text (&dict, "serial", wattle_found_get_serial (result->found));
    wattle_bus_value_insert_text (&dict, "known", result->known);
    g_variant_dict_insert_value (&dict, "links", list_links (result->found));
    g_variant_dict_insert_value (&dict, "options", list_options (result->found));
    return g_variant_dict_end (&dict);
}

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
    g_autoptr (GPtrArray) results =
        wattle_discovery_scan_finish (WATTLE_DISCOVERY (source), result, &error);
    GVariantBuilder found;
    GVariantDict dict;

    if (results == NULL) {
        wattle_bus_job_fail (job, error);
        return;
    }

    g_variant_builder_init (&found, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < results->len; i++)
        g_variant_builder_add_value (&found, describe (g_ptr_array_index (results, i)));
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert_value (&dict, "found", g_variant_builder_end (&found));
    wattle_bus_job_done (job, g_variant_dict_end (&dict));
}

static WattleDiscovery *
make_discovery (gpointer tree)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (tree);
    const WattleAdminParts *house = wattle_admin_get_parts (parts->admin);
    WattleBroker *broker = wattle_outlets_get_broker (parts->outlets);
    WattleDiscovery *discovery =
        wattle_discovery_new (parts->clock, house->plugins, house->manager);

    if (broker != NULL)
        wattle_discovery_set_broker (discovery, wattle_broker_get_client (broker));
    return discovery;
}

static void
scan (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);
    g_autofree const char **drivers = NULL;
    g_autofree const char **targets = NULL;
    g_autoptr (WattleDiscovery) discovery = make_discovery (owner);
    g_autoptr (GError) error = NULL;
    WattleDiscoveryQuery query = { NULL, NULL, 0 };
    WattleBusJob *job;

    g_variant_lookup (options, "drivers", "^a&s", &drivers);
    g_variant_lookup (options, "targets", "^a&s", &targets);
    g_variant_lookup (options, "timeout", "u", &query.timeout_ms);
    query.drivers = drivers;
    query.targets = targets;
    job = wattle_bus_jobs_add (wattle_bus_tree_get_jobs (owner), "scan", invocation, &error);
    if (job == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(o)", wattle_bus_job_get_path (job)));
    wattle_discovery_scan_async (discovery, &query, wattle_bus_job_get_cancellable (job),
                                 on_progress, job, on_scanned, job);
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
