/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents of an LK4: groups of members, as many as are asked for in one flat object. Groups
 * of which no member is known are there and empty. */
#include "smart-ems-private.h"

#include <string.h>

#define N_PWM 3

typedef void (*Writer) (SmartEms *self, JsonObject *object);

static void
add_texts (JsonObject *object, const char *name, guint number, const char *text)
{
    g_autofree char *member = g_strdup_printf ("%s%u", name, number);

    json_object_set_string_member (object, member, text != NULL ? text : "");
}

static void
add_number (JsonObject *object, const char *name, guint number, double value)
{
    smart_ems_payload_add_row (object, name, number, 1, value);
}

static void
write_public (SmartEms *self, JsonObject *object)
{
    json_object_set_string_member (object, "hostname", self->name);
}

static void
write_general (SmartEms *self, JsonObject *object)
{
    json_object_set_string_member (object, "hardwareVersion", smart_ems_get_hardware (self));
    json_object_set_string_member (object, "softwareVersion", self->firmware);
    json_object_set_string_member (object, "hostname", self->name);
}

static void
write_network (SmartEms *self, JsonObject *object)
{
    json_object_set_string_member (object, "netMac", self->mac);
}

static void
write_web (SmartEms *self, JsonObject *object)
{
    json_object_set_int_member (object, "webRefresh", self->web_refresh);
}

static void
write_output_names (SmartEms *self, JsonObject *object)
{
    json_object_set_int_member (object, "outNegation", self->inverted);
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        add_texts (object, "outName", i + 1, self->outputs[i].name);
}

static void
write_sensor_ids (SmartEms *self, JsonObject *object)
{
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++)
        add_texts (object, "dsID", i + 1, self->positions[i]);
}

static void
write_nothing (SmartEms *self, JsonObject *object)
{
}

static void
write_board (SmartEms *self, JsonObject *object)
{
    double temperature =
        iskra_sg_curve_get_temperature (ISKRA_SG_CIRCUIT_GRID, emulator_day_get_local (self->day));

    json_object_set_double_member (object, "boardTemp", smart_ems_payload_round (temperature, 1));
    json_object_set_double_member (object, "boardVoltage", 12.08);
}

static void
write_time (SmartEms *self, JsonObject *object)
{
    json_object_set_int_member (object, "time", smart_ems_get_time (self));
}

static void
write_outputs (SmartEms *self, JsonObject *object)
{
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        add_number (object, "out", i + 1, self->outputs[i].state);
}

static void
write_pwm (SmartEms *self, JsonObject *object)
{
    for (guint i = 0; i < N_PWM; i++)
        add_number (object, "pwm", i + 1, self->pwm[i].on);
    for (guint i = 0; i < N_PWM; i++)
        add_number (object, "pwmDuty", i + 1, self->pwm[i].duty);
    json_object_set_int_member (object, "pwmFrequency", self->frequencies[1]);
}

static void
write_analog (SmartEms *self, JsonObject *object)
{
    json_object_set_double_member (object, "iAValue1", 12.03);
}

/* A position that no id is stored at has no member. */
static void
write_temperatures (SmartEms *self, JsonObject *object)
{
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++)
        if (self->positions[i] != NULL)
            add_number (object, "ds", i + 1,
                        smart_ems_payload_round (smart_ems_get_temperature (self, i), 1));
    json_object_set_string_member (object, "dsReadID", smart_ems_get_read_id (self));
}

static void
write_air (SmartEms *self, JsonObject *object)
{
    json_object_set_double_member (object, "i2cTemp", 22.3);
    json_object_set_double_member (object, "i2cHum", 48.1);
    json_object_set_double_member (object, "i2cPressure", 1013.25);
    json_object_set_double_member (object, "dewPoint", 10.8);
}

static void
write_particles (SmartEms *self, JsonObject *object)
{
    json_object_set_double_member (object, "pm1", 3.1);
    json_object_set_double_member (object, "pm2", 5.2);
    json_object_set_double_member (object, "pm4", 6);
    json_object_set_double_member (object, "pm10", 7.4);
}

static void
write_differences (SmartEms *self, JsonObject *object)
{
    json_object_set_double_member (object, "diff1", 36.9);
}

static void
write_digital (SmartEms *self, JsonObject *object)
{
    json_object_set_int_member (object, "iDValue1", 1);
    json_object_set_int_member (object, "iDValue2", 0);
}

static void
write_powers (SmartEms *self, JsonObject *object)
{
    json_object_set_double_member (object, "power1", smart_ems_get_surplus (self));
    json_object_set_double_member (object, "energy1", smart_ems_get_exported (self));
}

static void
write_readings (SmartEms *self, JsonObject *object)
{
    for (guint i = 1; i <= SMART_EMS_N_VARIABLES; i++)
        add_number (object, "mValue", i, smart_ems_get_variable (self, i));
}

static void
write_variables (SmartEms *self, JsonObject *object)
{
    for (guint i = 0; i < SMART_EMS_N_EVENTVAR; i++)
        add_number (object, "var", i + 1, self->variables[i]);
}

static const struct {
    const char *name;
    gboolean dynamic;
    SmartEmsRole role; /* the least */
    Writer write;
} groups[] = {
    { "publicConfig", FALSE, SMART_EMS_ROLE_NOBODY, write_public },
    { "generalConfig", FALSE, SMART_EMS_ROLE_ADMIN, write_general },
    { "networkConfig", FALSE, SMART_EMS_ROLE_ADMIN, write_network },
    { "webConfig", FALSE, SMART_EMS_ROLE_USER, write_web },
    { "outConfig", FALSE, SMART_EMS_ROLE_USER, write_output_names },
    { "pwmConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "iAConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "dsConfig", FALSE, SMART_EMS_ROLE_USER, write_sensor_ids },
    { "i2cConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "otherSensorsConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "diffConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "iDConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "powerConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "modbusConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "modbusCConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "modbusCmdConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "mrConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "varConfig", FALSE, SMART_EMS_ROLE_USER, write_nothing },
    { "boardValues", TRUE, SMART_EMS_ROLE_USER, write_board },
    { "statusValues", TRUE, SMART_EMS_ROLE_USER, write_nothing },
    { "timeValues", TRUE, SMART_EMS_ROLE_USER, write_time },
    { "outValues", TRUE, SMART_EMS_ROLE_USER, write_outputs },
    { "pwmValues", TRUE, SMART_EMS_ROLE_USER, write_pwm },
    { "iAValues", TRUE, SMART_EMS_ROLE_USER, write_analog },
    { "dsValues", TRUE, SMART_EMS_ROLE_USER, write_temperatures },
    { "i2cValues", TRUE, SMART_EMS_ROLE_USER, write_air },
    { "otherSensorsValues", TRUE, SMART_EMS_ROLE_USER, write_particles },
    { "diffValues", TRUE, SMART_EMS_ROLE_USER, write_differences },
    { "iDValues", TRUE, SMART_EMS_ROLE_USER, write_digital },
    { "powerValues", TRUE, SMART_EMS_ROLE_USER, write_powers },
    { "mrValues", TRUE, SMART_EMS_ROLE_USER, write_readings },
    { "varValues", TRUE, SMART_EMS_ROLE_USER, write_variables },
};

/* FALSE: the role may not. A group that there is not is passed over. */
static gboolean
write_group (SmartEms *self,
             gboolean dynamic,
             const char *name,
             SmartEmsRole role,
             JsonObject *object)
{
    for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
        if (groups[i].dynamic != dynamic || !g_str_equal (groups[i].name, name))
            continue;
        if (role < groups[i].role)
            return FALSE;
        groups[i].write (self, object);
    }
    return TRUE;
}

char *
smart_ems_lk4_read (SmartEms *self, gboolean dynamic, const char *names, SmartEmsRole role)
{
    g_autoptr (JsonObject) object = json_object_new ();
    g_auto (GStrv) list = g_strsplit (names, "&", G_N_ELEMENTS (groups) + 1);

    for (guint i = 0; list[i] != NULL; i++)
        if (!write_group (self, dynamic, list[i], role, object))
            return NULL;
    return smart_ems_payload_finish (self, g_steal_pointer (&object), FALSE);
}
