/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents of an LK 3.5+. Until 1.49 outputs are one mask, m1 to m30 have to be looked up, and
 * numbers are strings; where exactly which form begins is known for m1 to m30 only. */
#include "smart-ems-private.h"

#include <math.h>

static gboolean
is_old (SmartEms *self)
{
    return !smart_ems_is_at_least (self, "1.50");
}

static guint
get_mask (const gboolean *bits, guint n)
{
    guint mask = 0;

    for (guint i = 0; i < n; i++)
        mask |= bits[i] ? 1u << i : 0;
    return mask;
}

static guint
get_output_mask (SmartEms *self)
{
    guint mask = 0;

    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        mask |= self->outputs[i].state ? 1u << i : 0;
    return mask;
}

static guint
get_pwm_mask (SmartEms *self)
{
    guint mask = 0;

    for (guint i = 0; i < SMART_EMS_N_PWM; i++)
        mask |= self->pwm[i].on ? 1u << i : 0;
    return mask;
}

static void
add_board (SmartEms *self, JsonObject *object)
{
    double temperature =
        iskra_sg_curve_get_temperature (ISKRA_SG_CIRCUIT_GRID, emulator_day_get_local (self->day));

    json_object_set_string_member (object, "hw", smart_ems_get_hardware (self));
    json_object_set_string_member (object, "sw", self->firmware);
    json_object_set_string_member (object, "sname", self->name);
    json_object_set_string_member (object, "ip4", self->mac);
    json_object_set_int_member (object, "time", smart_ems_get_time (self));
    json_object_set_int_member (object, "vin", 1212);
    json_object_set_int_member (object, "tem", (gint64)round (temperature * 100));
}

static void
add_outputs (SmartEms *self, JsonObject *object)
{
    if (is_old (self))
        json_object_set_int_member (object, "out", get_output_mask (self));
    for (guint i = 0; !is_old (self) && i < SMART_EMS_N_OUTPUTS; i++) {
        g_autofree char *name = g_strdup_printf ("out%u", i);

        json_object_set_int_member (object, name, self->outputs[i].state);
    }
    json_object_set_int_member (object, "outnn", self->inverted);
    if (is_old (self))
        json_object_set_int_member (object, "pwm", get_pwm_mask (self));
}

static void
add_temperatures (SmartEms *self, JsonObject *object)
{
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++) {
        g_autofree char *name = g_strdup_printf ("ds%u", i + 1);

        json_object_set_int_member (object, name,
                                    (gint64)round (smart_ems_get_temperature (self, i) * 10));
    }
}

static void
add_air (JsonObject *object)
{
    json_object_set_int_member (object, "dthTemp", 223);
    json_object_set_int_member (object, "dthHum", 481);
    json_object_set_int_member (object, "bm280p", 101325);
    json_object_set_int_member (object, "dewPoint", 108);
}

/* The inputs 1 and 3 are on; until 1.48 the board leaves it to the client to invert input 1. */
static void
add_inputs (SmartEms *self, JsonObject *object)
{
    gboolean raw = !smart_ems_is_at_least (self, "1.49");

    json_object_set_int_member (object, "ind", raw ? 4 : 5);
    json_object_set_int_member (object, "inpdnn", raw ? 1 : 0);
    json_object_set_int_member (object, "eventVariables",
                                get_mask (self->variables, SMART_EMS_N_EVENTVAR));
}

static void
add_powers (SmartEms *self, JsonObject *object, guint n)
{
    smart_ems_payload_add_row (object, "power", 1, n, 0);
    json_object_set_double_member (object, "power1", round (smart_ems_get_surplus (self) * 1000));
    smart_ems_payload_add_row (object, "energy", 1, n, 0);
    json_object_set_double_member (object, "energy1", round (smart_ems_get_exported (self) * 1000));
}

static JsonArray *
make_slot (SmartEms *self, guint slot)
{
    JsonArray *readings = json_array_new ();

    for (guint i = 0; i < SMART_EMS_N_READINGS; i++)
        json_array_add_double_element (readings, smart_ems_get_reading (self, slot, i));
    return readings;
}

static void
add_variables (SmartEms *self, JsonObject *object)
{
    g_autoptr (JsonArray) array = json_array_new ();
    g_autofree char *mapping = smart_ems_format_mapping (self);

    if (!is_old (self)) {
        for (guint i = 1; i <= SMART_EMS_N_VARIABLES; i++)
            json_array_add_double_element (array, smart_ems_get_variable (self, i));
        json_object_set_array_member (object, "customReadings", g_steal_pointer (&array));
        return;
    }
    for (guint i = 0; i < SMART_EMS_N_SLOTS; i++)
        json_array_add_array_element (array, make_slot (self, i));
    json_object_set_string_member (object, "modbusMapping", mapping);
    json_object_set_array_member (object, "modbusReadings", g_steal_pointer (&array));
}

/* /json/all.json */
char *
smart_ems_lk35_all (SmartEms *self)
{
    JsonObject *object = json_object_new ();
    gboolean old = is_old (self);

    add_board (self, object);
    add_outputs (self, object);
    if (!old) {
        smart_ems_payload_add_row (object, "inpp", 1, 6, 0);
        json_object_set_int_member (object, "inpp1", 1203);
    }
    add_temperatures (self, object);
    if (!old)
        add_air (object);
    add_inputs (self, object);
    if (old)
        json_object_set_int_member (object, "co2", 0);
    smart_ems_payload_add_row (object, "diff", 1, old ? 3 : 6, 0);
    if (old)
        json_object_set_string_member (object, "diffsel", "10*11*12");
    add_powers (self, object, old ? 4 : 6);
    add_variables (self, object);
    return smart_ems_payload_finish (self, object, old);
}

/* /json/pwmpid.json */
char *
smart_ems_lk35_pwm (SmartEms *self)
{
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "pwm", get_pwm_mask (self));
    for (guint i = 0; i < SMART_EMS_N_PWM; i++) {
        g_autofree char *name = g_strdup_printf ("pwmd%u", i);

        json_object_set_int_member (object, name, self->pwm[i].duty);
    }
    json_object_set_int_member (object, "pwmf0", self->frequencies[0]);
    json_object_set_int_member (object, "pwmf1", self->frequencies[1]);
    return smart_ems_payload_finish (self, object, is_old (self));
}

/* /json/dsi2c.json */
char *
smart_ems_lk35_sensors (SmartEms *self)
{
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "dsid", smart_ems_get_read_id (self));
    return smart_ems_payload_finish (self, object, FALSE);
}

/* /json/events_per.json; NULL: this firmware has none */
char *
smart_ems_lk35_events (SmartEms *self)
{
    JsonObject *object;

    if (!smart_ems_is_at_least (self, "1.22b") || !is_old (self))
        return NULL;
    object = json_object_new ();
    json_object_set_int_member (object, "eventVariables",
                                get_mask (self->variables, SMART_EMS_N_EVENTVAR));
    return smart_ems_payload_finish (self, object, TRUE);
}

static void
add_element (SmartEms *self, GString *text, const char *name, const char *value)
{
    g_autofree char *escaped = g_markup_escape_text (value, -1);

    if (!g_hash_table_contains (self->hidden, name))
        g_string_append_printf (text, "<%s>%s</%s>", name, escaped, name);
}

#define XML_BEGIN "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>"
#define XML_END   "</response>\n"

/* /xml/stat.xml */
char *
smart_ems_lk35_stat (SmartEms *self)
{
    GString *text = g_string_new (XML_BEGIN);

    add_element (self, text, "hw", smart_ems_get_hardware (self));
    add_element (self, text, "sw", self->firmware);
    g_string_append (text, XML_END);
    return g_string_free (text, FALSE);
}

/* /xml/ix.xml */
char *
smart_ems_lk35_ix (SmartEms *self)
{
    GString *text = g_string_new (XML_BEGIN);

    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++) {
        g_autofree char *name = g_strdup_printf ("out%u", i);

        add_element (self, text, name, self->outputs[i].state ? "1" : "0");
    }
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++) {
        g_autofree char *name = g_strdup_printf ("ds%u", i + 1);
        g_autofree char *value =
            g_strdup_printf ("%.0f", round (smart_ems_get_temperature (self, i) * 10));

        add_element (self, text, name, value);
    }
    g_string_append (text, XML_END);
    return g_string_free (text, FALSE);
}

/* What /outs.cgi answers: a character for each output. */
char *
smart_ems_lk35_states (SmartEms *self)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        g_string_append_c (text, self->outputs[i].state ? '1' : '0');
    return g_string_free (text, FALSE);
}
