/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-readings.h"

#include <math.h>

#define N_PHASES 3

void
smappee_readings_report_number (WattleDevice *device, const char *key, double value)
{
    if (!isnan (value))
        wattle_device_report (device, key, value);
}

double
smappee_readings_get_load (GPtrArray *groups, const SmappeeValues *values)
{
    const SmappeeGroup *grid = smappee_groups_find (groups, SMAPPEE_ROLE_GRID);
    const SmappeeGroup *solar = smappee_groups_find (groups, SMAPPEE_ROLE_SOLAR);
    double load = grid != NULL ? smappee_group_sum (grid, values, SMAPPEE_VALUE_POWER) : NAN;

    return solar != NULL ? load + smappee_group_sum (solar, values, SMAPPEE_VALUE_POWER) : load;
}

void
smappee_readings_report_channel (WattleDevice *device,
                                 const SmappeeChannel *channel,
                                 const SmappeeValues *values)
{
    for (guint kind = 0; kind < SMAPPEE_N_VALUES; kind++)
        smappee_readings_report_number (device, channel->keys[kind], values->values[kind]);
    /* So small a load has none. */
    if (isnan (values->values[SMAPPEE_VALUE_FACTOR]) &&
        !isnan (values->values[SMAPPEE_VALUE_APPARENT]))
        wattle_device_report_missing (device, channel->keys[SMAPPEE_VALUE_FACTOR]);
}

static void
report_group (WattleDevice *device, const SmappeeGroup *group, const SmappeeValues *values)
{
    smappee_readings_report_number (device, group->power_key,
                                    smappee_group_sum (group, values, SMAPPEE_VALUE_POWER));
    smappee_readings_report_number (device, group->import_key,
                                    smappee_group_sum (group, values, SMAPPEE_VALUE_IMPORT));
    smappee_readings_report_number (device, group->export_key,
                                    smappee_group_sum (group, values, SMAPPEE_VALUE_EXPORT));
}

/* Currents of two transformers on one phase do not add up. */
static void
report_grid_phase (WattleDevice *device,
                   const SmappeeGroup *grid,
                   GPtrArray *channels,
                   const SmappeeValues *values,
                   guint phase)
{
    static const char *const power_keys[] = { "active_power_l1", "active_power_l2",
                                              "active_power_l3" };
    static const char *const current_keys[] = { "current_l1", "current_l2", "current_l3" };
    double power = 0;
    double current = NAN;
    guint n = 0;

    for (guint i = 0; i < grid->members->len; i++) {
        guint position = g_array_index (grid->members, guint, i);

        if (((SmappeeChannel *)g_ptr_array_index (channels, position))->phase != phase)
            continue;
        power += values[position].values[SMAPPEE_VALUE_POWER];
        current = n == 0 ? values[position].values[SMAPPEE_VALUE_CURRENT] : NAN;
        n++;
    }
    if (n == 0)
        return;
    smappee_readings_report_number (device, power_keys[phase - 1], power);
    smappee_readings_report_number (device, current_keys[phase - 1], current);
}

void
smappee_readings_report (WattleDevice *device,
                         GPtrArray *channels,
                         GPtrArray *groups,
                         const SmappeeValues *values)
{
    const SmappeeGroup *grid = smappee_groups_find (groups, SMAPPEE_ROLE_GRID);

    for (guint i = 0; i < groups->len; i++)
        report_group (device, g_ptr_array_index (groups, i), values);
    for (guint i = 0; i < channels->len; i++)
        smappee_readings_report_channel (device, g_ptr_array_index (channels, i), &values[i]);
    for (guint phase = 1; grid != NULL && phase <= N_PHASES; phase++)
        report_grid_phase (device, grid, channels, values, phase);
    if (grid != NULL)
        smappee_readings_report_number (device, "load_power",
                                        smappee_readings_get_load (groups, values));
}
