/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The meter at the grid, an SDM72D-M in the first slot and a further module in the second, and what
 * of them m1 to m30 are. Which reading has which number is shown by real ones only; these numbers
 * are made up. */
#include "smart-ems-private.h"

#include <math.h>
#include <string.h>

#define FACTORY_MAPPING                                                                            \
    "13*11*12*21*22*23*24*25*26*27*00*00*00*00*00*00*00*00*00*00*00*00*00*00*00*00*00*00*00*10"

void
smart_ems_meter_map (SmartEms *self)
{
    smart_ems_read_mapping (self, FACTORY_MAPPING);
}

IskraSgHouse *
smart_ems_get_house (SmartEms *self)
{
    return emulator_day_get_house (self->day);
}

static void
get_power (SmartEms *self, IskraSgPower *power)
{
    IskraSgHouse *house = smart_ems_get_house (self);

    iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_GRID, emulator_day_get_local (self->day),
                              iskra_sg_house_get_relays (house), power);
}

static double
get_energy (SmartEms *self, gboolean exported)
{
    return iskra_sg_house_get_energy (smart_ems_get_house (self), ISKRA_SG_CIRCUIT_GRID,
                                      ISKRA_SG_ENERGY_ACTIVE, exported,
                                      (1 << ISKRA_SG_N_TARIFFS) - 1) /
           1000;
}

/* Exported power in kW; 0 while power is imported. */
double
smart_ems_get_surplus (SmartEms *self)
{
    IskraSgPower power;

    get_power (self, &power);
    return smart_ems_payload_round (MAX (-iskra_sg_curve_get_active (&power), 0) / 1000, 3);
}

/* kWh */
double
smart_ems_get_exported (SmartEms *self)
{
    return smart_ems_payload_round (get_energy (self, TRUE), 3);
}

/* W and kWh */
static double
get_meter_reading (SmartEms *self, guint reading)
{
    IskraSgPower power;

    get_power (self, &power);
    switch (reading) {
    case 0:
        return smart_ems_payload_round (fabs (iskra_sg_curve_get_active (&power)), 1);
    case 1:
        return smart_ems_payload_round (get_energy (self, FALSE), 2);
    case 2:
        return smart_ems_payload_round (get_energy (self, TRUE), 2);
    case 3:
        return smart_ems_payload_round (iskra_sg_curve_get_active (&power), 1);
    default:
        return 0;
    }
}

/* V, A and Hz */
static double
get_module_reading (SmartEms *self, guint reading)
{
    gint64 local = emulator_day_get_local (self->day);
    IskraSgPower power;
    double voltage;
    guint phase;

    if (reading == 7)
        return smart_ems_payload_round (iskra_sg_curve_get_frequency (local), 2);
    if (reading < 1 || reading > 6)
        return 0;
    phase = (reading - 1) % 3;
    voltage = iskra_sg_curve_get_voltage (phase, local);
    if (reading <= 3)
        return smart_ems_payload_round (voltage, 1);
    get_power (self, &power);
    return smart_ems_payload_round (hypot (power.active[phase], power.reactive[phase]) / voltage,
                                    1);
}

/* @slot, @reading: from 0 */
double
smart_ems_get_reading (SmartEms *self, guint slot, guint reading)
{
    if (slot > 1)
        return 0;
    return slot == 0 ? get_meter_reading (self, reading) : get_module_reading (self, reading);
}

/* What m@number is now, in its unit. */
double
smart_ems_get_variable (SmartEms *self, guint number)
{
    const SmartEmsMapping *mapping;

    g_return_val_if_fail (number >= 1 && number <= SMART_EMS_N_VARIABLES, 0);

    mapping = &self->mapping[number - 1];
    return mapping->slot == 0 ? 0
                              : smart_ems_get_reading (self, mapping->slot - 1u, mapping->reading);
}

char *
smart_ems_format_mapping (SmartEms *self)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < SMART_EMS_N_VARIABLES; i++)
        g_string_append_printf (text, "%s%u%u", i > 0 ? "*" : "", self->mapping[i].slot,
                                self->mapping[i].reading);
    return g_string_free (text, FALSE);
}

static gboolean
read_item (const char *text, SmartEmsMapping *mapping)
{
    guint64 reading;

    if (text[0] < '0' || text[0] > '6' ||
        !g_ascii_string_to_unsigned (text + 1, 10, 0, SMART_EMS_N_READINGS - 1, &reading, NULL))
        return FALSE;
    mapping->slot = (guint8)(text[0] - '0');
    mapping->reading = (guint8)reading;
    return TRUE;
}

/* FALSE: it is not 30 items; nothing has changed. */
gboolean
smart_ems_read_mapping (SmartEms *self, const char *text)
{
    SmartEmsMapping mapping[SMART_EMS_N_VARIABLES];
    g_auto (GStrv) items = g_strsplit (text, "*", SMART_EMS_N_VARIABLES + 1);

    if (g_strv_length (items) != SMART_EMS_N_VARIABLES)
        return FALSE;
    for (guint i = 0; i < SMART_EMS_N_VARIABLES; i++)
        if (!read_item (items[i], &mapping[i]))
            return FALSE;
    memcpy (self->mapping, mapping, sizeof mapping);
    return TRUE;
}
