/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-scan-result.h"

#include "wattle-found-check.h"

static gboolean
is_at (const WattleMeterScanUnit *unit, WattleRunner *runner)
{
    WattleOptions *options = wattle_runner_get_options (runner);

    return wattle_runner_get_link (runner, WATTLE_LINK_MODBUS) == unit->link && options != NULL &&
           wattle_options_get_spec (options, "Unit") != NULL &&
           wattle_options_get_integer (options, "Unit") == unit->number;
}

/* The device that reads this unit already, whatever driver it has. */
static const char *
find_known (const WattleMeterScanUnit *unit)
{
    WattleManager *manager = unit->manager;

    for (guint i = 0; manager != NULL && i < wattle_manager_get_n_runners (manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (manager, i);

        if (is_at (unit, runner))
            return wattle_runner_get_id (runner);
    }
    return NULL;
}

static char **
list_alternatives (WattleMeterSearch *search)
{
    GStrvBuilder *builder = g_strv_builder_new ();
    char **list;

    for (guint i = 1; i < wattle_meter_search_get_n_candidates (search); i++)
        g_strv_builder_add (builder, wattle_meter_search_get_candidate (search, i)->meter->id);
    list = g_strv_builder_end (builder);
    g_strv_builder_unref (builder);
    return list;
}

/* @candidate: NULL: it is nothing that is known. */
static WattleFound *
describe (const WattleMeterScanUnit *unit,
          const WattleMeterCandidate *candidate,
          const char *serial)
{
    WattleFound *found = wattle_found_new ();
    g_autofree char *number = g_strdup_printf ("%u", unit->number);
    g_autofree char *name = candidate != NULL
                                ? g_strdup_printf ("%s %s, unit %u", candidate->meter->manufacturer,
                                                   candidate->meter->model, unit->number)
                                : g_strdup_printf ("unit %u", unit->number);

    wattle_found_set_name (found, name);
    wattle_found_set_link (found, WATTLE_LINK_MODBUS, wattle_link_get_uri (unit->link));
    wattle_found_set_option (found, "Unit", number);
    if (candidate != NULL)
        wattle_found_set_model (found, candidate->meter->id);
    if (candidate != NULL && serial != NULL)
        wattle_found_set_serial (found, serial);
    return found;
}

void
wattle_meter_scan_result_add (GPtrArray *results,
                              const WattleMeterScanUnit *unit,
                              WattleMeterSearch *search)
{
    gboolean any = wattle_meter_search_get_n_candidates (search) > 0;
    const WattleMeterCandidate *candidate =
        any ? wattle_meter_search_get_candidate (search, 0) : NULL;
    g_autoptr (WattleFound) found =
        describe (unit, candidate, wattle_meter_search_get_serial (search));
    g_autoptr (GError) error = NULL;
    WattleDiscoveryResult *result;

    if (any && (unit->catalog == NULL || !wattle_found_check (found, unit->catalog, &error))) {
        g_debug ("search: unit %u is passed over: %s", unit->number,
                 error != NULL ? error->message : "its driver is gone");
        return;
    }

    result = wattle_discovery_results_append (results, any ? unit->driver : "", found);
    result->known = g_strdup (find_known (unit));
    result->certainty = any ? wattle_meter_grade_get_name (candidate->grade) : NULL;
    result->alternatives = list_alternatives (search);
}
