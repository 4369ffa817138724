/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-meter-sync.h"

#include "base/wattle-error.h"
#include "wattle-bus-call.h"

/* How many there are to be is the device's to say; none is never right. */
static gboolean
read_readings (GVariant *list, WattleMeterReadings *readings, GError **error)
{
    gsize count = g_variant_n_children (list);

    if (count == 0 || count > WATTLE_WATT_HOURS_PHASES) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%zu readings were given; allowed are one to three", count);
        return FALSE;
    }

    readings->count = (guint)count;
    for (gsize i = 0; i < count; i++)
        g_variant_get_child (list, i, "x", &readings->watt_hours[i]);
    return TRUE;
}

static void
on_synchronised (const GError *error, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;

    if (error != NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (invocation, NULL);
}

void
wattle_bus_meter_sync_run (WattleRunner *runner,
                           WattleCounters *counters,
                           GDBusMethodInvocation *invocation,
                           GVariant *parameters,
                           const char *author)
{
    g_autoptr (GVariant) list = g_variant_get_child_value (parameters, 0);
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
    g_autofree char *who = g_strdup_printf ("user %s", author);
    WattleMeterReadings readings = { 0 };
    g_autoptr (GError) error = NULL;
    const char *word = NULL;

    g_variant_lookup (options, "direction", "&s", &word);
    if (read_readings (list, &readings, &error) &&
        wattle_meter_sync_parse_direction (word, &readings.direction, &error))
        wattle_meter_sync_run (runner, counters, &readings, who, on_synchronised, invocation);
    else
        wattle_bus_call_fail (invocation, error);
}
