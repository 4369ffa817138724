/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-discovery-results.h"

static void
result_free (gpointer data)
{
    WattleDiscoveryResult *self = data;

    g_free (self->driver);
    g_object_unref (self->found);
    g_free (self->id);
    g_free (self->known);
    g_strfreev (self->alternatives);
    g_free (self);
}

GPtrArray *
wattle_discovery_results_new (void)
{
    return g_ptr_array_new_with_free_func (result_free);
}

static int
compare_links (WattleFound *one, WattleFound *other)
{
    int order = 0;

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; order == 0 && kind < WATTLE_LINK_N_KINDS; kind++)
        order = g_strcmp0 (wattle_found_get_link (one, kind), wattle_found_get_link (other, kind));
    return order;
}

/* 0: the same device. */
static int
compare (const WattleDiscoveryResult *one, const WattleDiscoveryResult *other)
{
    int order = g_strcmp0 (one->driver, other->driver);

    if (order == 0)
        order = g_strcmp0 (wattle_found_get_serial (one->found),
                           wattle_found_get_serial (other->found));
    if (order == 0 && wattle_found_get_serial (one->found) == NULL)
        order = compare_links (one->found, other->found);
    return order;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
    return compare (*(const WattleDiscoveryResult *const *)a,
                    *(const WattleDiscoveryResult *const *)b);
}

WattleDiscoveryResult *
wattle_discovery_results_append (GPtrArray *results, const char *driver, WattleFound *found)
{
    WattleDiscoveryResult *result = g_new0 (WattleDiscoveryResult, 1);

    result->driver = g_strdup (driver);
    result->found = g_object_ref (found);
    result->id = wattle_found_make_id (found, driver);
    g_ptr_array_add (results, result);
    return result;
}

/* How much it tells beside its model. */
static guint
count_facts (WattleFound *found)
{
    g_auto (GStrv) options = wattle_found_list_options (found);
    guint count = g_strv_length (options);

    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        count += wattle_found_get_link (found, kind) != NULL;
    return count + (wattle_found_get_name (found) != NULL) + (wattle_found_get_id (found) != NULL);
}

static void
improve (WattleDiscoveryResult *result, WattleFound *found)
{
    if (count_facts (found) <= count_facts (result->found))
        return;

    g_set_object (&result->found, found);
    g_free (result->id);
    result->id = wattle_found_make_id (found, result->driver);
}

gboolean
wattle_discovery_results_add (GPtrArray *results, const char *driver, WattleFound *found)
{
    WattleDiscoveryResult wanted = { .driver = (char *)driver, .found = found };

    for (guint i = 0; i < results->len; i++)
        if (compare (results->pdata[i], &wanted) == 0) {
            improve (results->pdata[i], found);
            return FALSE;
        }
    if (results->len >= WATTLE_DISCOVERY_RESULTS_MAX)
        return FALSE;

    wattle_discovery_results_append (results, driver, found);
    return TRUE;
}

/* The id of a device that has not answered yet tells its serial number too. */
static gboolean
is_runner (const WattleDiscoveryResult *result, WattleRunner *runner)
{
    const char *serial = wattle_device_get_serial (wattle_runner_get_device (runner));

    if (g_strcmp0 (wattle_runner_get_driver (runner), result->driver) != 0)
        return FALSE;
    if (serial == NULL)
        return g_strcmp0 (wattle_runner_get_id (runner), result->id) == 0;
    return g_strcmp0 (serial, wattle_found_get_serial (result->found)) == 0;
}

static void
find_known (WattleDiscoveryResult *result, WattleManager *manager)
{
    for (guint i = 0; i < wattle_manager_get_n_runners (manager); i++) {
        WattleRunner *runner = wattle_manager_get_runner (manager, i);

        if (result->known == NULL && is_runner (result, runner))
            result->known = g_strdup (wattle_runner_get_id (runner));
    }
}

void
wattle_discovery_results_complete (GPtrArray *results, WattleManager *manager)
{
    for (guint i = 0; manager != NULL && i < results->len; i++)
        find_known (results->pdata[i], manager);
    g_ptr_array_sort (results, compare_places);
}
