/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-unit.h"

static const SmartEmsUnit units[] = {
    { WATTLE_QUANTITY_ACTIVE_POWER, "W", 1, 1 },
    { WATTLE_QUANTITY_ACTIVE_POWER, "kW", 1e3, 1 },
    { WATTLE_QUANTITY_ACTIVE_POWER, "MW", 1e6, 1 },
    { WATTLE_QUANTITY_REACTIVE_POWER, "var", 1, 1 },
    { WATTLE_QUANTITY_REACTIVE_POWER, "kvar", 1e3, 1 },
    { WATTLE_QUANTITY_APPARENT_POWER, "VA", 1, 1 },
    { WATTLE_QUANTITY_APPARENT_POWER, "kVA", 1e3, 1 },
    { WATTLE_QUANTITY_ENERGY, "Wh", 1, 1 },
    { WATTLE_QUANTITY_ENERGY, "kWh", 1e3, 1 },
    { WATTLE_QUANTITY_ENERGY, "MWh", 1e6, 1 },
    { WATTLE_QUANTITY_REACTIVE_ENERGY, "varh", 1, 1 },
    { WATTLE_QUANTITY_REACTIVE_ENERGY, "kvarh", 1e3, 1 },
    { WATTLE_QUANTITY_APPARENT_ENERGY, "VAh", 1, 1 },
    { WATTLE_QUANTITY_APPARENT_ENERGY, "kVAh", 1e3, 1 },
    { WATTLE_QUANTITY_VOLTAGE, "V", 1, 1 },
    { WATTLE_QUANTITY_VOLTAGE, "mV", 1, 1e3 },
    { WATTLE_QUANTITY_VOLTAGE, "kV", 1e3, 1 },
    { WATTLE_QUANTITY_CURRENT, "A", 1, 1 },
    { WATTLE_QUANTITY_CURRENT, "mA", 1, 1e3 },
    { WATTLE_QUANTITY_FREQUENCY, "Hz", 1, 1 },
    { WATTLE_QUANTITY_PHASE_ANGLE, "°", 1, 1 },
    { WATTLE_QUANTITY_VOLTAGE_THD, "%", 1, 1 },
    { WATTLE_QUANTITY_CURRENT_THD, "%", 1, 1 },
    { WATTLE_QUANTITY_TEMPERATURE, "°C", 1, 1 },
    { WATTLE_QUANTITY_HUMIDITY, "%", 1, 1 },
    { WATTLE_QUANTITY_PRESSURE, "hPa", 1, 1 },
    { WATTLE_QUANTITY_PRESSURE, "Pa", 1, 100 },
    { WATTLE_QUANTITY_PRESSURE, "kPa", 10, 1 },
    { WATTLE_QUANTITY_PRESSURE, "mbar", 1, 1 },
    { WATTLE_QUANTITY_PRESSURE, "bar", 1e3, 1 },
    { WATTLE_QUANTITY_CARBON_DIOXIDE, "ppm", 1, 1 },
    { WATTLE_QUANTITY_PM1, "µg/m³", 1, 1 },
    { WATTLE_QUANTITY_PM25, "µg/m³", 1, 1 },
    { WATTLE_QUANTITY_PM10, "µg/m³", 1, 1 },
    { WATTLE_QUANTITY_VOLUME, "m³", 1, 1 },
    { WATTLE_QUANTITY_VOLUME, "l", 1, 1e3 },
    { WATTLE_QUANTITY_DURATION, "s", 1, 1 },
    { WATTLE_QUANTITY_DURATION, "min", 60, 1 },
    { WATTLE_QUANTITY_DURATION, "h", 3600, 1 },
};

const SmartEmsUnit *
smart_ems_unit_find (WattleQuantity quantity, const char *text)
{
    for (guint i = 0; i < G_N_ELEMENTS (units); i++)
        if (units[i].quantity == quantity && g_str_equal (units[i].text, text))
            return &units[i];

    return NULL;
}

gboolean
smart_ems_unit_is_one (const char *text)
{
    for (guint i = 0; i < G_N_ELEMENTS (units); i++)
        if (g_str_equal (units[i].text, text))
            return TRUE;

    return FALSE;
}

char *
smart_ems_unit_list (WattleQuantity quantity)
{
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (units); i++)
        if (units[i].quantity == quantity)
            g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", units[i].text);
    return g_string_free (g_steal_pointer (&list), FALSE);
}
