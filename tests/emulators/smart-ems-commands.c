/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the commands of both boards do. FALSE: the value is none that the board takes. */
#include "smart-ems-private.h"

#include <string.h>

static gboolean
read_number (const char *text, guint min, guint max, guint *number)
{
    guint64 value;

    if (!g_ascii_string_to_unsigned (text, 10, min, max, &value, NULL))
        return FALSE;
    *number = (guint)value;
    return TRUE;
}

static gboolean
read_switch (const char *text, gboolean *on)
{
    guint number;

    if (!read_number (text, 0, 1, &number))
        return FALSE;
    *on = number == 1;
    return TRUE;
}

/* “AB”: the first character is the index, from 0. */
static gboolean
split_digit (const char *value, guint n, guint *index, const char **rest)
{
    if (value[0] < '0' || value[0] >= '0' + (char)n)
        return FALSE;
    *index = (guint)(value[0] - '0');
    *rest = value + 1;
    return TRUE;
}

/* “out3”: the index, from 0, of the board's own number. */
static gboolean
read_target (SmartEms *self, const char *value, const char *word, guint n, guint *index)
{
    guint first = self->generation == SMART_EMS_LK4 ? 1 : 0;

    if (!g_str_has_prefix (value, word) ||
        !read_number (value + strlen (word), first, first + n - 1, index))
        return FALSE;
    *index -= first;
    return TRUE;
}

static gboolean
set_text (char **text, const char *value)
{
    if (!g_utf8_validate (value, -1, NULL) || g_utf8_strlen (value, -1) > SMART_EMS_MAX_TEXT)
        return FALSE;
    g_free (*text);
    *text = g_strdup (value);
    return TRUE;
}

gboolean
smart_ems_do_output (SmartEms *self, guint index, const char *value)
{
    gboolean on;

    if (!read_switch (value, &on))
        return FALSE;
    smart_ems_command_output (self, index, on);
    return TRUE;
}

gboolean
smart_ems_do_toggle (SmartEms *self, guint index, const char *value)
{
    if (!read_target (self, value, "out", SMART_EMS_N_OUTPUTS, &index))
        return FALSE;
    smart_ems_command_output (self, index, !self->outputs[index].state);
    return TRUE;
}

gboolean
smart_ems_do_output_name (SmartEms *self, guint index, const char *value)
{
    return set_text (&self->outputs[index].name, value);
}

gboolean
smart_ems_do_output_name_digit (SmartEms *self, guint index, const char *value)
{
    return split_digit (value, SMART_EMS_N_OUTPUTS, &index, &value) &&
           smart_ems_do_output_name (self, index, value);
}

gboolean
smart_ems_do_inversion (SmartEms *self, guint index, const char *value)
{
    gboolean inverted;

    if (!read_switch (value, &inverted))
        return FALSE;
    smart_ems_invert_outputs (self, inverted);
    return TRUE;
}

gboolean
smart_ems_do_block (SmartEms *self, guint index, const char *value)
{
    return read_switch (value, &self->blocked);
}

gboolean
smart_ems_do_return_time (SmartEms *self, guint index, const char *value)
{
    return split_digit (value, SMART_EMS_N_OUTPUTS, &index, &value) &&
           read_number (value, 0, 86400, &self->outputs[index].return_span);
}

gboolean
smart_ems_do_pwm (SmartEms *self, guint index, const char *value)
{
    return read_switch (value, &self->pwm[index].on);
}

gboolean
smart_ems_do_pwm_toggle (SmartEms *self, guint index, const char *value)
{
    guint n = self->generation == SMART_EMS_LK4 ? 3 : SMART_EMS_N_PWM;

    if (!read_target (self, value, "pwm", n, &index))
        return FALSE;
    self->pwm[index].on = !self->pwm[index].on;
    return TRUE;
}

gboolean
smart_ems_do_duty (SmartEms *self, guint index, const char *value)
{
    return read_number (value, 0, 100, &self->pwm[index].duty);
}

gboolean
smart_ems_do_duty_digit (SmartEms *self, guint index, const char *value)
{
    return split_digit (value, SMART_EMS_N_PWM, &index, &value) &&
           smart_ems_do_duty (self, index, value);
}

/* Of an LK4, which has one. */
gboolean
smart_ems_do_frequency (SmartEms *self, guint index, const char *value)
{
    return read_number (value, 1, 1000000, &self->frequencies[1]);
}

gboolean
smart_ems_do_frequency_digit (SmartEms *self, guint index, const char *value)
{
    gboolean old = !smart_ems_is_at_least (self, "1.50");

    return split_digit (value, 2, &index, &value) &&
           read_number (value, old ? 50 : 1, old ? 100000 : 1000000, &self->frequencies[index]);
}

gboolean
smart_ems_do_pwm_name_digit (SmartEms *self, guint index, const char *value)
{
    return split_digit (value, SMART_EMS_N_PWM, &index, &value) &&
           set_text (&self->pwm[index].name, value);
}

gboolean
smart_ems_do_variable (SmartEms *self, guint index, const char *value)
{
    return read_switch (value, &self->variables[index]);
}

gboolean
smart_ems_do_mapping (SmartEms *self, guint index, const char *value)
{
    return smart_ems_is_at_least (self, "1.36") && smart_ems_read_mapping (self, value);
}

gboolean
smart_ems_do_sensor_read (SmartEms *self, guint index, const char *value)
{
    if (!g_str_equal (value, "0"))
        return FALSE;
    smart_ems_read_next_sensor (self);
    return TRUE;
}

gboolean
smart_ems_do_sensor_store (SmartEms *self, guint index, const char *value)
{
    return smart_ems_store_sensor (self, index, value);
}

/* “0”, or “A:ID” with the position A from 1. */
gboolean
smart_ems_do_sensor (SmartEms *self, guint index, const char *value)
{
    if (value[0] >= '1' && value[0] <= '8' && value[1] == ':')
        return smart_ems_store_sensor (self, (guint)(value[0] - '1'), value + 2);
    return smart_ems_do_sensor_read (self, index, value);
}

gboolean
smart_ems_do_refresh (SmartEms *self, guint index, const char *value)
{
    return read_number (value, 1, 3600, &self->web_refresh);
}

/* Taken and forgotten: what it changes is not emulated. */
gboolean
smart_ems_do_nothing (SmartEms *self, guint index, const char *value)
{
    return value[0] != '\0';
}
