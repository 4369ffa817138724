/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-meter-scan.h"

#include "engine/wattle-meter-scan.h"
#include "wattle-bus-found.h"

#define DRIVER    "modbus-meter"
#define ALL_UNITS "1-247"

static void
on_progress (guint n_done, guint n_units, guint n_found, gpointer user_data)
{
    WattleBusJob *job = user_data;

    wattle_bus_job_set_progress (job, (double)n_done / n_units);
    wattle_bus_job_take_message (
        job, wattle_message_new ("%u of %u units asked, %u answered", n_done, n_units, n_found));
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleBusJob) job = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) results =
        wattle_meter_scan_run_finish (WATTLE_METER_SCAN (source), result, &error);

    if (results == NULL)
        wattle_bus_job_fail (job, error);
    else
        wattle_bus_job_done (job, wattle_bus_found_describe (results, NULL));
}

static WattleMeterScan *
make_scan (WattleBusTree *tree)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (tree);
    const WattleAdminParts *house = wattle_admin_get_parts (parts->admin);
    WattleMeterScanParts scan_parts = {
        .clock = parts->clock,
        .links = parts->links,
        .plugins = house->plugins,
        .manager = house->manager,
    };

    return wattle_meter_scan_new (
        &scan_parts, DRIVER, wattle_meter_library_ref (wattle_plugins_get_meters (house->plugins)));
}

void
wattle_bus_meter_scan_start (WattleBusTree *tree, WattleBusJob *job, GVariant *options)
{
    g_autoptr (WattleMeterScan) scan = NULL;
    g_autoptr (GError) error = NULL;
    const char *bus = "";
    const char *list = ALL_UNITS;
    guint timeout_ms = 0;
    WattleUnitSet units;

    g_variant_lookup (options, "bus", "&s", &bus);
    g_variant_lookup (options, "units", "&s", &list);
    g_variant_lookup (options, "timeout", "u", &timeout_ms);
    if (!wattle_unit_set_parse (&units, list, &error)) {
        wattle_bus_job_fail (job, error);
        g_object_unref (job);
        return;
    }

    scan = make_scan (tree);
    wattle_meter_scan_run_async (scan, bus, &units, timeout_ms,
                                 wattle_bus_job_get_cancellable (job), on_progress, job, on_scanned,
                                 job);
}
