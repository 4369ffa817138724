/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-lk35.h"

#include <string.h>

#include "smart-ems-json.h"
#include "smart-ems-version.h"

/* From these on the board inverts digital inputs itself, and tells its variables by name. */
#define INVERTS_INPUTS   "1.49"
#define CUSTOM_READINGS  "1.50"
#define MODBUS_READINGS  "1.33"
#define N_VARIABLES      30
#define N_SLOTS          3
#define READINGS_OF_SLOT 30

/* Of one number each, where nothing special is to be known. */
static const SmartEmsChannel plain[] = {
    SMART_EMS_DS,
    SMART_EMS_ANALOG,
    SMART_EMS_POWER,
    SMART_EMS_ENERGY,
    SMART_EMS_DIFFERENCE,
    SMART_EMS_AIR_TEMPERATURE,
    SMART_EMS_AIR_HUMIDITY,
    SMART_EMS_AIR_PRESSURE,
    SMART_EMS_DEW_POINT,
    SMART_EMS_PM1,
    SMART_EMS_PM25,
    SMART_EMS_PM4,
    SMART_EMS_PM10,
    SMART_EMS_CARBON_DIOXIDE,
    SMART_EMS_DISTANCE,
    SMART_EMS_BOARD_TEMPERATURE,
    SMART_EMS_SUPPLY_VOLTAGE,
};

static void
read_channel (JsonObject *root, SmartEmsChannel channel, GArray *readings)
{
    const SmartEmsMember *info = &smart_ems_channel_get_info (channel)->members[SMART_EMS_LK35];
    guint number = info->first;

    do {
        g_autofree char *member = smart_ems_channel_make_member (info, number);
        double value;
        SmartEmsMemberState state = smart_ems_json_number (root, member, &value);

        if (state == SMART_EMS_MEMBER_GOOD)
            smart_ems_readings_add_raw (readings, channel, number, value, info->divisor);
        else if (state == SMART_EMS_MEMBER_BAD)
            smart_ems_readings_add_missing (readings, channel, number);
    } while (number++ != info->last);
}

/* Bit 0 is the first of the channel; bits of @flip are shown the other way round. */
static void
read_mask (JsonObject *root,
           const char *member,
           SmartEmsChannel channel,
           guint flip,
           GArray *readings)
{
    const SmartEmsMember *info = &smart_ems_channel_get_info (channel)->members[SMART_EMS_LK35];
    guint mask;
    SmartEmsMemberState state = smart_ems_json_mask (root, member, &mask);

    for (guint i = 0; state != SMART_EMS_MEMBER_ABSENT && info->first + i <= info->last; i++)
        if (state == SMART_EMS_MEMBER_GOOD)
            smart_ems_readings_add (readings, channel, info->first + i, (mask ^ flip) >> i & 1);
        else
            smart_ems_readings_add_missing (readings, channel, info->first + i);
}

static void
read_inversion (JsonObject *root, gboolean *inverted)
{
    double value;

    if (smart_ems_json_number (root, "outnn", &value) == SMART_EMS_MEMBER_GOOD &&
        (value == 0 || value == 1))
        *inverted = value == 1;
}

/* Each by itself, or as one mask. */
static void
read_outputs (JsonObject *root, gboolean inverted, GArray *readings)
{
    g_autoptr (GArray) single = smart_ems_readings_new ();

    read_channel (root, SMART_EMS_OUTPUT, single);
    if (single->len == 0) {
        read_mask (root, "out", SMART_EMS_OUTPUT, inverted ? ~0u : 0, readings);
        return;
    }

    for (guint i = 0; i < single->len; i++) {
        SmartEmsReading *reading = &g_array_index (single, SmartEmsReading, i);

        if (inverted && !reading->missing)
            reading->value = 1 - reading->value;
        g_array_append_val (readings, *reading);
    }
}

/* Before 1.49 the board leaves it to its clients to invert the inputs. Which, it has to say. */
static void
read_inputs (JsonObject *root, const char *firmware, GArray *readings)
{
    guint flip = 0;

    if (!smart_ems_version_is_at_least (firmware, INVERTS_INPUTS) &&
        smart_ems_json_mask (root, "inpdnn", &flip) == SMART_EMS_MEMBER_BAD)
        return;
    read_mask (root, "ind", SMART_EMS_INPUT, flip, readings);
}

static void
add_variable (guint number, JsonNode *node, GArray *readings)
{
    double value;

    if (smart_ems_json_node_number (node, &value) == SMART_EMS_MEMBER_GOOD)
        smart_ems_readings_add_raw (readings, SMART_EMS_VARIABLE, number, value, 1);
    else
        smart_ems_readings_add_missing (readings, SMART_EMS_VARIABLE, number);
}

static void
read_custom_readings (JsonObject *root, GArray *readings)
{
    JsonArray *array = wattle_json_peek_array (root, "customReadings");
    guint length = array != NULL ? MIN (json_array_get_length (array), N_VARIABLES) : 0;

    for (guint i = 0; i < length; i++)
        add_variable (i + 1, json_array_get_element (array, i), readings);
}

/* `13` is reading 3 of slot 1; slot 0 is none. */
static JsonNode *
find_mapped (JsonArray *slots, const char *item)
{
    guint slot = g_ascii_isdigit (*item) ? (guint)(*item - '0') : 0;
    gint64 reading;
    JsonNode *node;
    JsonArray *array;

    if (slot < 1 || slot > N_SLOTS || slot > json_array_get_length (slots) ||
        !wattle_number_parse_integer (item + 1, 0, READINGS_OF_SLOT - 1, &reading, NULL))
        return NULL;

    node = json_array_get_element (slots, slot - 1);
    array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    return array != NULL && reading < json_array_get_length (array)
               ? json_array_get_element (array, (guint)reading)
               : NULL;
}

/* What is not assigned is nothing, though the maker's library takes it for 0. */
static void
read_mapped_readings (JsonObject *root, GArray *readings)
{
    const char *mapping = wattle_json_peek_string (root, "modbusMapping");
    JsonArray *slots = wattle_json_peek_array (root, "modbusReadings");
    g_auto (GStrv) items = mapping != NULL ? g_strsplit (mapping, "*", N_VARIABLES + 1) : NULL;

    for (guint i = 0; slots != NULL && items != NULL && items[i] != NULL && i < N_VARIABLES; i++)
        if (*items[i] != '\0' && *items[i] != '0')
            add_variable (i + 1, find_mapped (slots, items[i]), readings);
}

GArray *
smart_ems_lk35_decode_all (JsonObject *root, const char *firmware, gboolean *inverted)
{
    GArray *readings = smart_ems_readings_new ();

    read_inversion (root, inverted);
    read_outputs (root, *inverted, readings);
    read_mask (root, "eventVariables", SMART_EMS_EVENT, 0, readings);
    read_inputs (root, firmware, readings);
    for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
        read_channel (root, plain[i], readings);
    if (smart_ems_version_is_at_least (firmware, CUSTOM_READINGS))
        read_custom_readings (root, readings);
    else if (smart_ems_version_is_at_least (firmware, MODBUS_READINGS))
        read_mapped_readings (root, readings);
    return readings;
}

GArray *
smart_ems_lk35_decode_pwm (JsonObject *root)
{
    GArray *readings = smart_ems_readings_new ();

    read_mask (root, "pwm", SMART_EMS_PWM, 0, readings);
    read_channel (root, SMART_EMS_PWM_DUTY, readings);
    read_channel (root, SMART_EMS_PWM_FREQUENCY, readings);
    return readings;
}

GArray *
smart_ems_lk35_decode_events (JsonObject *root)
{
    GArray *readings = smart_ems_readings_new ();

    read_mask (root, "eventVariables", SMART_EMS_EVENT, 0, readings);
    return readings;
}

int
smart_ems_lk35_read_output (const char *text, guint output)
{
    g_autofree char *line = g_strstrip (g_strdup (text));

    if (strlen (line) <= output || strspn (line, "01") != strlen (line))
        return -1;
    return line[output] - '0';
}
