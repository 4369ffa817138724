/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which commands there are, where they may stand and who may give them. */
#include "smart-ems-private.h"

#include <string.h>

/* Those of several names end in “#”, which stands for a digit. */
typedef struct {
    const char *name;
    SmartEmsPage page;
    guint first;             /* digit */
    guint n;                 /* digits; 0: there is none */
    gboolean users;          /* not the administrator alone */
    SmartEmsCommandFunc run; /* NULL: it must never be sent */
} Command;

static const Command lk35_commands[] = {
    { "out", SMART_EMS_PAGE_OUTS, 0, 0, TRUE, smart_ems_do_toggle },
    { "out#", SMART_EMS_PAGE_OUTS, 0, SMART_EMS_N_OUTPUTS, TRUE, smart_ems_do_output },
    { "ortime", SMART_EMS_PAGE_OUTS, 0, 0, FALSE, smart_ems_do_return_time },
    { "pwm", SMART_EMS_PAGE_OUTS, 0, 0, TRUE, smart_ems_do_pwm_toggle },
    { "pwm#", SMART_EMS_PAGE_OUTS, 0, SMART_EMS_N_PWM, TRUE, smart_ems_do_pwm },
    { "vout#", SMART_EMS_PAGE_OUTS, 0, SMART_EMS_N_EVENTVAR, TRUE, smart_ems_do_variable },
    { "oname", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_output_name_digit },
    { "outnn", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_inversion },
    { "outblock", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_block },
    { "pwmd", SMART_EMS_PAGE_STM, 0, 0, TRUE, smart_ems_do_duty_digit },
    { "pwmf", SMART_EMS_PAGE_STM, 0, 0, TRUE, smart_ems_do_frequency_digit },
    { "pname", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_pwm_name_digit },
    { "modbusmapping", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_mapping },
    { "dswrite", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_sensor },
    { "aout", SMART_EMS_PAGE_OUTS, 0, 0, FALSE, smart_ems_do_nothing },
    { "atout", SMART_EMS_PAGE_OUTS, 0, 0, FALSE, smart_ems_do_nothing },
    { "pwmt", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_nothing },
    { "pwmp", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_nothing },
    { "modbus_sensor", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_nothing },
    { "modbusid", SMART_EMS_PAGE_STM, 0, 0, FALSE, smart_ems_do_nothing },
    { "mod_custom_set#", SMART_EMS_PAGE_STM, 0, SMART_EMS_N_SLOTS, FALSE, smart_ems_do_nothing },
    { "event", SMART_EMS_PAGE_INPA, 0, 0, FALSE, smart_ems_do_event },
    { "eeprom_reset", SMART_EMS_PAGE_STM, 0, 0, FALSE, NULL },
    { "lk3restart", SMART_EMS_PAGE_STM, 0, 0, FALSE, NULL },
    { "upgrade", SMART_EMS_PAGE_STM, 0, 0, FALSE, NULL },
    { NULL },
};

static const Command lk4_commands[] = {
    { "out", SMART_EMS_PAGE_SAVE, 1, 0, TRUE, smart_ems_do_toggle },
    { "out#", SMART_EMS_PAGE_SAVE, 1, SMART_EMS_N_OUTPUTS, TRUE, smart_ems_do_output },
    { "outName#", SMART_EMS_PAGE_SAVE, 1, SMART_EMS_N_OUTPUTS, FALSE, smart_ems_do_output_name },
    { "outNegation", SMART_EMS_PAGE_SAVE, 1, 0, FALSE, smart_ems_do_inversion },
    { "pwm", SMART_EMS_PAGE_SAVE, 1, 0, TRUE, smart_ems_do_pwm_toggle },
    { "pwm#", SMART_EMS_PAGE_SAVE, 1, 3, TRUE, smart_ems_do_pwm },
    { "pwmDuty#", SMART_EMS_PAGE_SAVE, 1, 3, TRUE, smart_ems_do_duty },
    { "pwmFrequency", SMART_EMS_PAGE_SAVE, 1, 0, TRUE, smart_ems_do_frequency },
    { "var#", SMART_EMS_PAGE_SAVE, 1, SMART_EMS_N_EVENTVAR, TRUE, smart_ems_do_variable },
    { "dsReadID", SMART_EMS_PAGE_SAVE, 1, 0, FALSE, smart_ems_do_sensor_read },
    { "dsID#", SMART_EMS_PAGE_SAVE, 1, SMART_EMS_N_SENSORS, FALSE, smart_ems_do_sensor_store },
    { "webRefresh", SMART_EMS_PAGE_SAVE, 1, 0, FALSE, smart_ems_do_refresh },
    { "restart", SMART_EMS_PAGE_SAVE, 1, 0, FALSE, NULL },
    { "eeprom_reset", SMART_EMS_PAGE_SAVE, 1, 0, FALSE, NULL },
    { NULL },
};

static gboolean
match (const Command *command, const char *name, guint *index)
{
    gsize length = strlen (command->name);
    guint digit;

    *index = 0;
    if (command->n == 0)
        return g_str_equal (command->name, name);
    if (strlen (name) != length || strncmp (name, command->name, length - 1) != 0)
        return FALSE;
    digit = (guint)(guchar)name[length - 1] - '0';
    *index = digit - command->first;
    return digit >= command->first && *index < command->n;
}

/* By MQTT every page's may stand; what must never be sent is found on every page. */
static const Command *
find (SmartEms *self, SmartEmsPage page, const char *name, guint *index)
{
    const Command *command = self->generation == SMART_EMS_LK4 ? lk4_commands : lk35_commands;

    for (; command->name != NULL; command++)
        if ((command->page == page || page == SMART_EMS_PAGE_MQTT || command->run == NULL) &&
            match (command, name, index))
            return command;
    return NULL;
}

/* Whether somebody who is not the administrator may. */
gboolean
smart_ems_command_may (SmartEms *self, SmartEmsPage page, const char *name)
{
    guint index;
    const Command *command = find (self, page, name, &index);

    return command != NULL && command->users;
}

SmartEmsResult
smart_ems_command_run (SmartEms *self, SmartEmsPage page, const char *name, const char *value)
{
    guint index;
    const Command *command = find (self, page, name, &index);

    if (command != NULL && command->run == NULL)
        return SMART_EMS_OFFENCE;
    if (command != NULL && command->run (self, index, value)) {
        self->commands++;
        return SMART_EMS_RAN;
    }
    self->unknown++;
    return command == NULL ? SMART_EMS_UNKNOWN : SMART_EMS_REFUSED;
}
