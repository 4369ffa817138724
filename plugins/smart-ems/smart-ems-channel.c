/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-channel.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NONE                                                                                       \
    {                                                                                              \
        NULL, SMART_EMS_ALONE, SMART_EMS_ALONE                                                     \
    }
#define ALONE(member, divisor)                                                                     \
    {                                                                                              \
        member, SMART_EMS_ALONE, SMART_EMS_ALONE, (divisor)                                        \
    }
#define SOME(member, first, last, divisor)                                                         \
    {                                                                                              \
        member, first, last, (divisor)                                                             \
    }

#define SHIFTED(member, first, last, shift)                                                        \
    {                                                                                              \
        member, first, last, 1, shift                                                              \
    }
#define BOTH(lk35, lk4)                                                                            \
    {                                                                                              \
        lk35, lk4                                                                                  \
    }

#define OUTPUT  WATTLE_ENTITY_OUTPUT
#define ABOUT   WATTLE_ENTITY_DIAGNOSTIC
#define ON_WISH WATTLE_ENTITY_DISABLED

/* Members and divisors of the LK 3.5+ are those of tinytoolslib. Of the LK4 `out`, `iDValue` and
 * `pm` are known; the others are the names the same library gives to all boards alike, so they are
 * inferred. A member that is a bit mask is read by itself, and has its numbers here. */
static const SmartEmsChannelInfo infos[SMART_EMS_N_CHANNELS] = {
    [SMART_EMS_OUTPUT] = { "output_", N_ ("Output OUT%u"), WATTLE_QUANTITY_SWITCH, OUTPUT, NULL,
                           "out", BOTH (SOME ("out", 0, 5, 1), SHIFTED ("out", 0, 5, 1)) },
    [SMART_EMS_EVENT] = { "event_", N_ ("Virtual output EVENT%u"), WATTLE_QUANTITY_SWITCH, OUTPUT,
                          NULL, "event", BOTH (SOME (NULL, 1, 8, 1), SOME ("var", 1, 8, 1)) },
    [SMART_EMS_PWM] = { "pwm_", N_ ("Output PWM%u"), WATTLE_QUANTITY_SWITCH, OUTPUT | ON_WISH, NULL,
                        "pwm", BOTH (SOME (NULL, 0, 3, 1), SOME ("pwm", 1, 3, 1)) },
    [SMART_EMS_PWM_DUTY] = { "pwm_duty_", N_ ("Duty of PWM%u in percent"), WATTLE_QUANTITY_NUMBER,
                             OUTPUT | ON_WISH, NULL, NULL,
                             BOTH (SOME ("pwmd", 0, 3, 1), SOME ("pwmDuty", 1, 3, 1)) },
    [SMART_EMS_PWM_FREQUENCY] = { "pwm_frequency_", N_ ("Frequency of PWM%u"),
                                  WATTLE_QUANTITY_FREQUENCY, ABOUT | ON_WISH, NULL, NULL,
                                  BOTH (SOME ("pwmf", 0, 1, 1), NONE) },
    [SMART_EMS_INPUT] = { "input_", N_ ("Digital input INPD%u"), WATTLE_QUANTITY_STATE, 0, NULL,
                          NULL, BOTH (SOME (NULL, 1, 4, 1), SOME ("iDValue", 1, 8, 1)) },
    [SMART_EMS_DS] = { "temperature_ds", N_ ("Temperature sensor DS%u"),
                       WATTLE_QUANTITY_TEMPERATURE, 0, NULL, "ds",
                       BOTH (SOME ("ds", 1, 8, 10), SOME ("ds", 1, 8, 1)) },
    [SMART_EMS_VARIABLE] = { "m", N_ ("Variable m%u"), WATTLE_QUANTITY_NUMBER, ON_WISH, "M", "m",
                             BOTH (SOME (NULL, 1, 30, 1), SOME ("mValue", 1, 30, 1)) },
    [SMART_EMS_ANALOG] = { "analog_", N_ ("Analog input INPA%u"), WATTLE_QUANTITY_NUMBER, ON_WISH,
                           "InpA", NULL,
                           BOTH (SOME ("inpp", 1, 6, 100), SOME ("iAValue", 1, 6, 1)) },
    [SMART_EMS_POWER] = { "power_", N_ ("Computed power POWER%u"), WATTLE_QUANTITY_NUMBER, ON_WISH,
                          "Power", "power",
                          BOTH (SOME ("power", 1, 6, 1000), SOME ("power", 1, 6, 1)) },
    [SMART_EMS_ENERGY] = { "energy_", N_ ("Computed energy ENERGY%u"), WATTLE_QUANTITY_NUMBER,
                           ON_WISH, "Energy", "energy",
                           BOTH (SOME ("energy", 1, 6, 1000), SOME ("energy", 1, 6, 1)) },
    [SMART_EMS_DIFFERENCE] = { "difference_", N_ ("Difference DIFF%u"), WATTLE_QUANTITY_NUMBER,
                               ON_WISH, "Diff", NULL,
                               BOTH (SOME ("diff", 1, 6, 1000), SOME ("diff", 1, 6, 1)) },
    [SMART_EMS_AIR_TEMPERATURE] = { "temperature_i2c", N_ ("I2C sensor, temperature"),
                                    WATTLE_QUANTITY_TEMPERATURE, 0, NULL, NULL,
                                    BOTH (ALONE ("dthTemp", 10), ALONE ("i2cTemp", 1)) },
    [SMART_EMS_AIR_HUMIDITY] = { "humidity_i2c", N_ ("I2C sensor, humidity"),
                                 WATTLE_QUANTITY_HUMIDITY, 0, NULL, NULL,
                                 BOTH (ALONE ("dthHum", 10), ALONE ("i2cHum", 1)) },
    [SMART_EMS_AIR_PRESSURE] = { "pressure_i2c", N_ ("I2C sensor, air pressure"),
                                 WATTLE_QUANTITY_PRESSURE, 0, NULL, NULL,
                                 BOTH (ALONE ("bm280p", 100), ALONE ("i2cPressure", 1)) },
    [SMART_EMS_DEW_POINT] = { "temperature_dew_point", N_ ("I2C sensor, dew point"),
                              WATTLE_QUANTITY_TEMPERATURE, 0, NULL, NULL,
                              BOTH (ALONE ("dewPoint", 10), ALONE ("dewPoint", 1)) },
    [SMART_EMS_PM1] = { "pm1", N_ ("Particles up to 1 µm"), WATTLE_QUANTITY_PM1, 0, NULL, NULL,
                        BOTH (ALONE ("pm1", 10), ALONE ("pm1", 1)) },
    [SMART_EMS_PM25] = { "pm25", N_ ("Particles up to 2.5 µm"), WATTLE_QUANTITY_PM25, 0, NULL, NULL,
                         BOTH (ALONE ("pm2", 10), ALONE ("pm2", 1)) },
    [SMART_EMS_PM4] = { "pm4", N_ ("Particles up to 4 µm, µg/m³"), WATTLE_QUANTITY_NUMBER, ON_WISH,
                        NULL, NULL, BOTH (ALONE ("pm4", 10), ALONE ("pm4", 1)) },
    [SMART_EMS_PM10] = { "pm10", N_ ("Particles up to 10 µm"), WATTLE_QUANTITY_PM10, 0, NULL, NULL,
                         BOTH (ALONE ("pm10", 10), ALONE ("pm10", 1)) },
    [SMART_EMS_CARBON_DIOXIDE] = { "carbon_dioxide", N_ ("Carbon dioxide"),
                                   WATTLE_QUANTITY_CARBON_DIOXIDE, 0, NULL, NULL,
                                   BOTH (ALONE ("co2", 1), NONE) },
    [SMART_EMS_DISTANCE] = { "distance", N_ ("Distance sensor"), WATTLE_QUANTITY_NUMBER, ON_WISH,
                             NULL, NULL, BOTH (ALONE ("distanceSensor", 1), NONE) },
    [SMART_EMS_BOARD_TEMPERATURE] = { "temperature_board", N_ ("Board temperature"),
                                      WATTLE_QUANTITY_TEMPERATURE, ABOUT, NULL, NULL,
                                      BOTH (ALONE ("tem", 100), ALONE ("boardTemp", 1)) },
    [SMART_EMS_SUPPLY_VOLTAGE] = { "voltage_supply", N_ ("Supply voltage of the board"),
                                   WATTLE_QUANTITY_VOLTAGE, ABOUT, NULL, NULL,
                                   BOTH (ALONE ("vin", 100), ALONE ("boardVoltage", 1)) },
};

const SmartEmsChannelInfo *
smart_ems_channel_get_info (SmartEmsChannel channel)
{
    return &infos[channel];
}

char *
smart_ems_channel_make_key (SmartEmsChannel channel, guint number)
{
    return number == SMART_EMS_ALONE ? g_strdup (infos[channel].key)
                                     : g_strdup_printf ("%s%u", infos[channel].key, number);
}

char *
smart_ems_channel_make_name (SmartEmsChannel channel, guint number)
{
    const char *name = _ (infos[channel].name);
    g_autofree char *text = g_strdup_printf ("%u", number);
    g_auto (GStrv) parts = NULL;

    if (number == SMART_EMS_ALONE)
        return g_strdup (name);

    parts = g_strsplit (name, "%u", 2);
    return g_strjoinv (text, parts);
}

char *
smart_ems_channel_make_member (const SmartEmsMember *member, guint number)
{
    return number == SMART_EMS_ALONE
               ? g_strdup (member->member)
               : g_strdup_printf ("%s%u", member->member, number + member->shift);
}

gboolean
smart_ems_channel_is_boolean (SmartEmsChannel channel)
{
    return wattle_quantity_get_info (infos[channel].quantity)->type == WATTLE_VALUE_BOOLEAN;
}

gboolean
smart_ems_channel_has (SmartEmsChannel channel, guint number)
{
    for (guint i = 0; i < SMART_EMS_N_GENERATIONS; i++)
        if (number >= infos[channel].members[i].first && number <= infos[channel].members[i].last)
            return TRUE;

    return FALSE;
}

/* A stem and a number, or the stem alone. @shift: as of a member. */
static gboolean
split (const char *text, const char *stem, guint shift, SmartEmsChannel channel, guint *number)
{
    const char *rest = text + strlen (stem);
    gint64 value;

    if (!g_str_has_prefix (text, stem))
        return FALSE;

    *number = SMART_EMS_ALONE;
    if (*rest == '\0')
        return smart_ems_channel_has (channel, SMART_EMS_ALONE);
    if (!g_ascii_isdigit (*rest) || (rest[0] == '0' && rest[1] != '\0') ||
        !wattle_number_parse_integer (rest, shift, SMART_EMS_MAX_NUMBER + shift, &value, NULL))
        return FALSE;
    *number = (guint)value - shift;
    return smart_ems_channel_has (channel, *number);
}

gboolean
smart_ems_channel_find_topic (const char *topic,
                              SmartEmsGeneration generation,
                              SmartEmsChannel *channel,
                              guint *number)
{
    for (guint i = 0; i < SMART_EMS_N_CHANNELS; i++)
        if (infos[i].topic != NULL &&
            split (topic, infos[i].topic, infos[i].members[generation].shift, i, number)) {
            *channel = i;
            return TRUE;
        }

    return FALSE;
}

gboolean
smart_ems_channel_find_key (const char *key, SmartEmsChannel *channel, guint *number)
{
    for (guint i = 0; i < SMART_EMS_N_CHANNELS; i++)
        if (split (key, infos[i].key, 0, i, number)) {
            *channel = i;
            return TRUE;
        }

    return FALSE;
}
