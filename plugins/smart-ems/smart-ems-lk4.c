/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-lk4.h"

#include "smart-ems-json.h"

static void
add_number (GArray *readings,
            SmartEmsChannel channel,
            guint number,
            const SmartEmsMember *info,
            double value,
            gboolean inverted)
{
    if (channel == SMART_EMS_OUTPUT && inverted && (value == 0 || value == 1))
        value = 1 - value;
    smart_ems_readings_add_raw (readings, channel, number, value, info->divisor);
}

static void
read_channel (JsonObject *root, SmartEmsChannel channel, gboolean inverted, GArray *readings)
{
    const SmartEmsMember *info = &smart_ems_channel_get_info (channel)->members[SMART_EMS_LK4];
    guint number = info->first;

    if (info->member == NULL)
        return;
    do {
        g_autofree char *member = smart_ems_channel_make_member (info, number);
        double value;
        SmartEmsMemberState state = smart_ems_json_number (root, member, &value);

        if (state == SMART_EMS_MEMBER_GOOD)
            add_number (readings, channel, number, info, value, inverted);
        else if (state == SMART_EMS_MEMBER_BAD)
            smart_ems_readings_add_missing (readings, channel, number);
    } while (number++ != info->last);
}

/* There is one for all of them, PWM1 to PWM3, as the LK 3.5+ has one for its PWM1 to PWM3. */
static void
read_frequency (JsonObject *root, GArray *readings)
{
    double value;

    if (smart_ems_json_number (root, "pwmFrequency", &value) == SMART_EMS_MEMBER_GOOD)
        smart_ems_readings_add_raw (readings, SMART_EMS_PWM_FREQUENCY, 1, value, 1);
}

GArray *
smart_ems_lk4_decode_status (JsonObject *root, gboolean inverted)
{
    GArray *readings = smart_ems_readings_new ();

    for (guint i = 0; i < SMART_EMS_N_CHANNELS; i++)
        read_channel (root, i, inverted, readings);
    read_frequency (root, readings);
    return readings;
}

gboolean
smart_ems_lk4_read_inversion (JsonObject *root, gboolean *inverted)
{
    double value;

    if (smart_ems_json_number (root, "outNegation", &value) != SMART_EMS_MEMBER_GOOD ||
        (value != 0 && value != 1))
        return FALSE;

    *inverted = value == 1;
    return TRUE;
}

char *
smart_ems_lk4_dup_output_name (JsonObject *root, guint output)
{
    g_autofree char *member = g_strdup_printf ("outName%u", output + 1);
    g_autofree char *plain = g_strdup_printf ("OUT%u", output + 1);
    g_autofree char *name = smart_ems_json_dup_text (root, member, 0);

    if (name == NULL || g_ascii_strcasecmp (g_strstrip (name), plain) == 0 || *name == '\0')
        return NULL;
    return g_steal_pointer (&name);
}
