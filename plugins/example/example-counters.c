/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "example-counters.h"

#define N_PHASES  (EXAMPLE_N_COUNTERS - 1)
#define MAX_COUNT 1e12 /* Wh */

const WattleEntitySpec example_counters[EXAMPLE_N_COUNTERS] = {
    { .key = "energy_import_l1",
      .quantity = WATTLE_QUANTITY_ENERGY,
      .phase = 1,
      .direction = WATTLE_DIRECTION_IMPORT,
      .flags = WATTLE_ENTITY_ADJUSTABLE,
      .resolution = 1 },
    { .key = "energy_import_l2",
      .quantity = WATTLE_QUANTITY_ENERGY,
      .phase = 2,
      .direction = WATTLE_DIRECTION_IMPORT,
      .flags = WATTLE_ENTITY_ADJUSTABLE,
      .resolution = 1 },
    { .key = "energy_import_l3",
      .quantity = WATTLE_QUANTITY_ENERGY,
      .phase = 3,
      .direction = WATTLE_DIRECTION_IMPORT,
      .flags = WATTLE_ENTITY_ADJUSTABLE,
      .resolution = 1 },
    { .key = "energy_import",
      .quantity = WATTLE_QUANTITY_ENERGY,
      .direction = WATTLE_DIRECTION_IMPORT,
      .resolution = 1 },
};

/* The total cannot be set. Returns -1 for what is no counter of a phase. */
static int
find_phase (const char *key)
{
    for (int i = 0; i < N_PHASES; i++)
        if (g_strcmp0 (example_counters[i].key, key) == 0)
            return i;
    return -1;
}

gboolean
example_counters_check (WattleCommand *command, GError **error)
{
    double value = wattle_command_get_number (command);
    const char *key = wattle_command_get_name (command);

    if (find_phase (key) >= 0 && value >= 0 && value <= MAX_COUNT)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "%s cannot be set to %g Wh", key, value);
    return FALSE;
}

/* How far a counter was moved by those who set it. */
static double
get_moved (WattleSource *source, int phase)
{
    const char *text = wattle_source_get_state (source, example_counters[phase].key);
    double value;

    return text != NULL && wattle_number_parse (text, &value, NULL) ? value : 0;
}

void
example_counters_set (WattleSource *source,
                      const char *key,
                      double value,
                      const double energies[N_PHASES])
{
    int phase = find_phase (key);
    g_autofree char *text = NULL;

    g_return_if_fail (phase >= 0);

    text = wattle_number_format_exact (value - energies[phase]);
    wattle_source_set_state (source, key, text, 0);
}

void
example_counters_report (WattleSource *source, const double energies[N_PHASES])
{
    WattleDevice *device = WATTLE_DEVICE (source);
    double sum = 0;

    for (int phase = 0; phase < N_PHASES; phase++) {
        double counted = energies[phase] + get_moved (source, phase);

        wattle_device_report (device, example_counters[phase].key, counted);
        sum += counted;
    }
    wattle_device_report (device, example_counters[N_PHASES].key, sum);
}
