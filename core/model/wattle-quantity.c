/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/wattle-number.h"

#define NUMBER     WATTLE_VALUE_NUMBER
#define BOOLEAN    WATTLE_VALUE_BOOLEAN
#define TEXT       WATTLE_VALUE_TEXT
#define NO_COUNTER WATTLE_COUNTER_NONE
#define LIFETIME   WATTLE_COUNTER_LIFETIME

/* Device classes and units: Home Assistant's sensor classes as of 2024.11 to 2026.10. Reactive and
 * apparent energy have no device class there that all those versions know. */
static const WattleQuantityInfo table[] = {
    [WATTLE_QUANTITY_ACTIVE_POWER] = { "active_power", N_ ("Active power"), NUMBER, "W", 1, 1,
                                       NO_COUNTER, "power", "W", 1, 1 },
    [WATTLE_QUANTITY_REACTIVE_POWER] = { "reactive_power", N_ ("Reactive power"), NUMBER, "var", 1,
                                         1, NO_COUNTER, "reactive_power", "var", 1, 1 },
    [WATTLE_QUANTITY_APPARENT_POWER] = { "apparent_power", N_ ("Apparent power"), NUMBER, "VA", 1,
                                         1, NO_COUNTER, "apparent_power", "VA", 1, 1 },
    [WATTLE_QUANTITY_POWER_FACTOR] = { "power_factor", N_ ("Power factor"), NUMBER, "", 3, 0.005,
                                       NO_COUNTER, "power_factor", "", 1, 3 },
    [WATTLE_QUANTITY_LOAD_CHARACTER] = { "load_character", N_ ("Load character"), TEXT, "", 0, 0,
                                         NO_COUNTER, "enum", "", 1, 0 },
    [WATTLE_QUANTITY_PHASE_ANGLE] = { "phase_angle", N_ ("Phase angle"), NUMBER, "°", 1, 0.5,
                                      NO_COUNTER, NULL, "°", 1, 1 },
    [WATTLE_QUANTITY_VOLTAGE] = { "voltage", N_ ("Voltage"), NUMBER, "V", 1, 0.2, NO_COUNTER,
                                  "voltage", "V", 1, 1 },
    [WATTLE_QUANTITY_CURRENT] = { "current", N_ ("Current"), NUMBER, "A", 3, 0.01, NO_COUNTER,
                                  "current", "A", 1, 3 },
    [WATTLE_QUANTITY_FREQUENCY] = { "frequency", N_ ("Frequency"), NUMBER, "Hz", 3, 0.01,
                                    NO_COUNTER, "frequency", "Hz", 1, 3 },
    [WATTLE_QUANTITY_VOLTAGE_THD] = { "voltage_thd", N_ ("Voltage THD"), NUMBER, "%", 2, 0.1,
                                      NO_COUNTER, NULL, "%", 1, 2 },
    [WATTLE_QUANTITY_CURRENT_THD] = { "current_thd", N_ ("Current THD"), NUMBER, "%", 2, 0.5,
                                      NO_COUNTER, NULL, "%", 1, 2 },
    [WATTLE_QUANTITY_ENERGY] = { "energy", N_ ("Energy"), NUMBER, "Wh", 0, 1, LIFETIME, "energy",
                                 "kWh", 0.001, 3 },
    [WATTLE_QUANTITY_REACTIVE_ENERGY] = { "reactive_energy", N_ ("Reactive energy"), NUMBER, "varh",
                                          0, 1, LIFETIME, NULL, "kvarh", 0.001, 3 },
    [WATTLE_QUANTITY_APPARENT_ENERGY] = { "apparent_energy", N_ ("Apparent energy"), NUMBER, "VAh",
                                          0, 1, LIFETIME, NULL, "kVAh", 0.001, 3 },
    [WATTLE_QUANTITY_TEMPERATURE] = { "temperature", N_ ("Temperature"), NUMBER, "°C", 1, 0.1,
                                      NO_COUNTER, "temperature", "°C", 1, 1 },
    [WATTLE_QUANTITY_HUMIDITY] = { "humidity", N_ ("Humidity"), NUMBER, "%", 1, 0.5, NO_COUNTER,
                                   "humidity", "%", 1, 1 },
    [WATTLE_QUANTITY_PRESSURE] = { "pressure", N_ ("Air pressure"), NUMBER, "hPa", 1, 0.2,
                                   NO_COUNTER, "atmospheric_pressure", "hPa", 1, 1 },
    [WATTLE_QUANTITY_CARBON_DIOXIDE] = { "carbon_dioxide", N_ ("Carbon dioxide"), NUMBER, "ppm", 0,
                                         5, NO_COUNTER, "carbon_dioxide", "ppm", 1, 0 },
    [WATTLE_QUANTITY_PM1] = { "pm1", N_ ("Particles up to 1 µm"), NUMBER, "µg/m³", 1, 1, NO_COUNTER,
                              "pm1", "µg/m³", 1, 1 },
    [WATTLE_QUANTITY_PM25] = { "pm25", N_ ("Particles up to 2.5 µm"), NUMBER, "µg/m³", 1, 1,
                               NO_COUNTER, "pm25", "µg/m³", 1, 1 },
    [WATTLE_QUANTITY_PM10] = { "pm10", N_ ("Particles up to 10 µm"), NUMBER, "µg/m³", 1, 1,
                               NO_COUNTER, "pm10", "µg/m³", 1, 1 },
    [WATTLE_QUANTITY_VOLUME] = { "volume", N_ ("Volume"), NUMBER, "m³", 3, 0.001, LIFETIME,
                                 "volume", "m³", 1, 3 },
    [WATTLE_QUANTITY_COUNT] = { "count", N_ ("Count"), NUMBER, "", 0, 1, LIFETIME, NULL, "", 1, 0 },
    [WATTLE_QUANTITY_DURATION] = { "duration", N_ ("Duration"), NUMBER, "s", 0, 1, NO_COUNTER,
                                   "duration", "s", 1, 0 },
    [WATTLE_QUANTITY_SIGNAL_STRENGTH] = { "signal_strength", N_ ("Signal strength"), NUMBER, "dBm",
                                          0, 2, NO_COUNTER, "signal_strength", "dBm", 1, 0 },
    [WATTLE_QUANTITY_TIMESTAMP] = { "timestamp", N_ ("Time"), TEXT, "", 0, 0, NO_COUNTER,
                                    "timestamp", "", 1, 0 },
    [WATTLE_QUANTITY_TARIFF] = { "active_tariff", N_ ("Active tariff"), NUMBER, "", 0, 0,
                                 NO_COUNTER, NULL, "", 1, 0 },
    /* Its unit is a currency per something, which only an entity knows. No device class takes that
     * and a state class that a price may have. */
    [WATTLE_QUANTITY_PRICE] = { "price", N_ ("Price"), NUMBER, "", 5, 0, NO_COUNTER, NULL, "", 1, 5,
                                TRUE },
    [WATTLE_QUANTITY_NUMBER] = { "number", N_ ("Number"), NUMBER, "", 3, 0, NO_COUNTER, NULL, "", 1,
                                 3 },
    [WATTLE_QUANTITY_TEXT] = { "text", N_ ("Text"), TEXT, "", 0, 0, NO_COUNTER, NULL, "", 1, 0 },
    [WATTLE_QUANTITY_ENUM] = { "enum", N_ ("Choice"), TEXT, "", 0, 0, NO_COUNTER, "enum", "", 1,
                               0 },
    [WATTLE_QUANTITY_SWITCH] = { "output", N_ ("Output"), BOOLEAN, "", 0, 0, NO_COUNTER, NULL, "",
                                 1, 0 },
    [WATTLE_QUANTITY_CONNECTIVITY] = { "connected", N_ ("Connected"), BOOLEAN, "", 0, 0, NO_COUNTER,
                                       "connectivity", "", 1, 0 },
    [WATTLE_QUANTITY_PROBLEM] = { "problem", N_ ("Problem"), BOOLEAN, "", 0, 0, NO_COUNTER,
                                  "problem", "", 1, 0 },
    [WATTLE_QUANTITY_STATE] = { "state", N_ ("State"), BOOLEAN, "", 0, 0, NO_COUNTER, NULL, "", 1,
                                0 },
};

/**
 * wattle_quantity_get_info: (skip)
 * @quantity: a quantity
 *
 * Returns: (transfer none): its row of the table
 */
const WattleQuantityInfo *
wattle_quantity_get_info (WattleQuantity quantity)
{
    g_return_val_if_fail ((guint)quantity < G_N_ELEMENTS (table), &table[WATTLE_QUANTITY_NUMBER]);

    return &table[quantity];
}

/**
 * wattle_quantity_get_unit:
 * @quantity: a quantity
 *
 * Returns: (transfer none): the unit inside Wattle, empty for none
 */
const char *
wattle_quantity_get_unit (WattleQuantity quantity)
{
    return wattle_quantity_get_info (quantity)->unit;
}

/**
 * wattle_quantity_append_hass: (skip)
 * @info: a row of the table
 * @number: a number in @unit of it
 * @buffer: text to append to
 *
 * Appends the number in the unit and with the digits that Home Assistant gets; `null` for what is
 * not finite.
 */
void
wattle_quantity_append_hass (const WattleQuantityInfo *info, double number, GString *buffer)
{
    double scaled = number * info->hass_scale;

    if (!isfinite (scaled)) {
        g_string_append_len (buffer, "null", 4);
    } else if (info->exact) {
        g_autofree char *text = wattle_number_format_exact (scaled);

        g_string_append (buffer, text);
    } else {
        wattle_number_append (buffer, scaled, info->hass_decimals);
    }
}
