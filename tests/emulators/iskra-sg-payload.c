/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the gateway says about its children. */
#include "iskra-sg-private.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *name;     /* newer format */
    const char *old_name; /* older format */
    const char *unit;
    const char *old_unit; /* in the string; "" where it has none */
    const char *digits;   /* of the string */
    const char *kilo;     /* a string with the prefix apart, in the mixed format */
    gsize offset;
    gboolean in_total;
} Field;

#define FIELD(name, old, unit, old_unit, digits, kilo, member, total)                              \
    {                                                                                              \
        name, old, unit, old_unit, digits, kilo, G_STRUCT_OFFSET (IskraSgValues, member), total    \
    }

static const Field fields[] = {
    FIELD ("voltage", "U", "V", "V", "%.2f", NULL, voltage, FALSE),
    FIELD ("current", "I", "A", "A", "%.3f", NULL, current, FALSE),
    FIELD ("active_power", "P", "W", "W", "%.1f", "%.4f k W", active, TRUE),
    FIELD ("reactive_power", "Q", "var", "var", "%.1f", "%.4f k var", reactive, TRUE),
    FIELD ("apparent_power", "S", "VA", "VA", "%.1f", NULL, apparent, TRUE),
    FIELD ("power_factor", "PF", "", "", "%.4f", NULL, factor, TRUE),
    FIELD ("power_angle", "PA", "°", "", "%.2f", NULL, angle, TRUE),
    FIELD ("THD_voltage", "THDUp", "%", "", "%.2f", NULL, thd_voltage, FALSE),
    FIELD ("THD_current", "THDI", "%", "", "%.2f", NULL, thd_current, FALSE),
};

/* The forms a value may take; the mixed format goes through them. */
typedef enum {
    FORM_OBJECT,
    FORM_STRING,
    FORM_TEXT_OBJECT,
    FORM_KILO,
    FORM_BARE
} Form;

static void
add_pair (JsonBuilder *builder, const char *name, double value, const char *unit)
{
    emulator_json_open_object (builder, name);
    emulator_json_add_number (builder, "value", value);
    emulator_json_add_string (builder, "unit", unit);
    json_builder_end_object (builder);
}

static void
add_text_pair (JsonBuilder *builder, const Field *field, const char *digits)
{
    emulator_json_open_object (builder, field->name);
    emulator_json_add_string (builder, "value", digits);
    emulator_json_add_string (builder, "unit", field->unit);
    json_builder_end_object (builder);
}

static const char *
get_second_word (const Field *field, const IskraSgValues *values)
{
    if (g_str_equal (field->old_name, "PF"))
        return values->reactive < 0 ? "Cap" : "Ind";
    return field->old_unit;
}

static void
add_text (JsonBuilder *builder,
          const Field *field,
          const char *digits,
          const char *word,
          int blanks)
{
    g_autofree char *text =
        *word == '\0' ? g_strdup (digits) : g_strdup_printf ("%s%*s%s", digits, blanks, "", word);

    emulator_json_add_string (builder, field->old_name, text);
}

static void
add_kilo (JsonBuilder *builder, const Field *field, double value)
{
    g_autofree char *format = g_strndup (field->kilo, strlen ("%.4f"));
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_autofree char *text =
        g_strconcat (g_ascii_formatd (digits, sizeof digits, format, value / 1000),
                     field->kilo + strlen ("%.4f"), NULL);

    emulator_json_add_string (builder, field->old_name, text);
}

static void
add_field (JsonBuilder *builder, const Field *field, const IskraSgValues *values, Form form)
{
    double value = G_STRUCT_MEMBER (double, values, field->offset);
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (digits, sizeof digits, field->digits, value);
    switch (form) {
    case FORM_STRING:
        add_text (builder, field, digits, get_second_word (field, values), 1);
        break;
    case FORM_TEXT_OBJECT:
        add_text_pair (builder, field, digits);
        break;
    case FORM_KILO:
        add_kilo (builder, field, value);
        break;
    case FORM_BARE:
        emulator_json_add_number (builder, field->name, value);
        break;
    default:
        add_pair (builder, field->name, value, field->unit);
        break;
    }
}

static Form
choose_form (IskraSgFormat format, guint field, guint phase)
{
    if (format == ISKRA_SG_FORMAT_OBJECTS)
        return FORM_OBJECT;
    if (format == ISKRA_SG_FORMAT_STRINGS)
        return FORM_STRING;
    if (fields[field].kilo != NULL && phase % 2 == 1)
        return FORM_KILO;
    if (*fields[field].old_unit == '\0' && phase % 2 == 1 && *fields[field].unit != '\0')
        return FORM_BARE;
    return (Form)((field + phase) % 3);
}

static void
add_values (JsonBuilder *builder, IskraSgFormat format, const IskraSgValues *values, int phase)
{
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        if (phase >= 0 || fields[i].in_total)
            add_field (builder, &fields[i], values, choose_form (format, i, (guint)(phase + 1)));
    json_builder_end_object (builder);
}

/* Frequency and temperature: a pair in the newer format, digits alone in the older. */
static void
add_common (JsonBuilder *builder, IskraSgFormat format, const IskraSgReading *reading)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    gboolean old = format == ISKRA_SG_FORMAT_STRINGS;

    if (old)
        emulator_json_add_string (
            builder, "Frequency",
            g_ascii_formatd (digits, sizeof digits, "%.3f", reading->frequency));
    else
        add_pair (builder, "frequency", reading->frequency, "Hz");

    if (format == ISKRA_SG_FORMAT_OBJECTS)
        add_pair (builder, "temperature", reading->temperature, "°C");
    else
        emulator_json_add_string (
            builder, "Temperature",
            g_ascii_formatd (digits, sizeof digits, "%.2f", reading->temperature));

    emulator_json_add_integer (builder, old ? "Tariff" : "tariff", reading->tariff);
}

static char *
format_time (gint64 local)
{
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (local / G_USEC_PER_SEC);

    return g_date_time_format (time, "%d.%m.%Y %H:%M:%S");
}

char *
iskra_sg_payload_format_time (IskraSg *self)
{
    return format_time (iskra_sg_get_local (self));
}

/* In a house that is slowed down, so that its readings can be compared, the gateway's own clock
 * goes on all the same: one that stands still is a fault. */
static gint64
find_header_time (IskraSg *self)
{
    gint64 life = wattle_clock_get_monotonic (self->pace) + self->pace_offset;
    gint64 now = MAX (iskra_sg_get_local (self), life);

    if (!emulator_faults_take (self->faults, EMULATOR_FAULT_FROZEN, "/"))
        self->frozen = 0;
    else if (self->frozen == 0)
        self->frozen = now;
    return self->frozen != 0 ? self->frozen : now;
}

static void
add_header (IskraSg *self, JsonBuilder *builder, guint slot, const char *command)
{
    const IskraSgMeter *meter = self->slots[slot].meter;
    g_autofree char *time = format_time (find_header_time (self));
    g_autofree char *serial = iskra_sg_make_serial (self, meter->serial);

    emulator_json_open_object (builder, "header");
    emulator_json_add_string (builder, "cmd", command);
    if (slot > 0)
        emulator_json_add_integer (builder, "RS485 index", slot);
    emulator_json_add_string (builder, "port", slot > 0 ? "RS485" : "Left IR");
    emulator_json_add_integer (builder, "modbus_addr", self->slots[slot].address);
    emulator_json_add_string (builder, "model", meter->model);
    emulator_json_add_string (builder, "serial_number", serial);
    emulator_json_add_integer (builder, "phases", meter->n_phases);
    emulator_json_add_string (builder, "location", meter->location);
    emulator_json_add_string (builder, "description", meter->description);
    emulator_json_add_string (builder, "SG description", meter->label);
    emulator_json_add_string (builder, "local_time", time);
    json_builder_end_object (builder);
}

char *
iskra_sg_payload_measurement (IskraSg *self, guint slot)
{
    const IskraSgMeter *meter = self->slots[slot].meter;
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    IskraSgReading reading;

    iskra_sg_meter_read (meter, iskra_sg_get_local (self), iskra_sg_house_get_relays (self->house),
                         &reading);
    emulator_json_open_object (builder, NULL);
    add_header (self, builder, slot, "get_measurements");
    emulator_json_open_object (builder, "measurements");
    emulator_json_open_array (builder, "Phases");
    for (guint i = 0; i < meter->n_phases; i++) {
        emulator_json_open_object (builder, NULL);
        add_values (builder, self->format, &reading.phases[i], (int)i);
    }
    json_builder_end_array (builder);
    emulator_json_open_object (builder, "Total");
    add_values (builder, self->format, &reading.total, -1);
    add_common (builder, self->format, &reading);
    json_builder_end_object (builder);
    return emulator_json_finish (builder);
}

static void
add_counters (IskraSg *self,
              JsonBuilder *builder,
              const IskraSgMeter *meter,
              const IskraSgCounter *counters,
              guint n,
              const double *offsets)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf ("Counter %u", i + 1);
        double value = iskra_sg_meter_get_counter (meter, &counters[i], self->house);

        emulator_json_open_object (builder, NULL);
        emulator_json_add_string (builder, "name", name);
        emulator_json_add_integer (builder, "value",
                                   offsets != NULL ? (gint64)(value - offsets[i]) : 0);
        emulator_json_add_string (builder, "unit", counters[i].unit);
        emulator_json_add_string (builder, "direction", counters[i].direction);
        emulator_json_add_string (builder, "phase", "Total");
        emulator_json_add_string (builder, "tariff", counters[i].tariff_text);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
}

static void
add_block_row (JsonBuilder *builder, const char *name, const char *unit, const double *values)
{
    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "name", name);
    emulator_json_add_string (builder, "unit", unit);
    for (guint i = 0; i < ISKRA_SG_N_BLOCKS; i++) {
        g_autofree char *column = g_strdup_printf ("time_block_%u", i + 1);

        emulator_json_add_integer (builder, column, (gint64)values[i]);
    }
    json_builder_end_object (builder);
}

/* The maker's client takes these six rows and no other. */
static void
add_blocks (IskraSg *self, JsonBuilder *builder)
{
    static const char *const names[ISKRA_SG_N_PERIODS] = { "This Month Consumed Energy",
                                                           "Previous Month Consumed Energy",
                                                           "This Year Consumed Energy",
                                                           "Previous Year Consumed Energy" };

    emulator_json_open_object (builder, "block");
    emulator_json_add_integer (builder, "active_block",
                               iskra_sg_curve_get_block (iskra_sg_get_local (self)));
    emulator_json_open_array (builder, "blocks");
    for (IskraSgPeriod i = 0; i < ISKRA_SG_N_PERIODS; i++) {
        double values[ISKRA_SG_N_BLOCKS];

        for (guint j = 0; j < ISKRA_SG_N_BLOCKS; j++)
            values[j] = floor (iskra_sg_house_get_block (self->house, i, j + 1));
        add_block_row (builder, names[i], "Wh", values);
    }
    add_block_row (builder, "This Month Excess Power", "W", iskra_sg_house_get_excess (FALSE));
    add_block_row (builder, "Previous Month Excess Power", "W", iskra_sg_house_get_excess (TRUE));
    json_builder_end_array (builder);
    json_builder_end_object (builder);
}

char *
iskra_sg_payload_counter (IskraSg *self, guint slot, gboolean zero)
{
    const IskraSgSlot *entry = &self->slots[slot];
    const IskraSgMeter *meter = entry->meter;
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    add_header (self, builder, slot, "get_energy_counters");
    emulator_json_open_object (builder, "counters");
    emulator_json_open_array (builder, "non_resettable");
    add_counters (self, builder, meter, meter->non_resettable, meter->n_non_resettable,
                  zero ? NULL : entry->non_resettable_offsets);
    emulator_json_open_array (builder, "resettable");
    add_counters (self, builder, meter, meter->resettable, meter->n_resettable,
                  zero ? NULL : entry->resettable_offsets);
    if (meter->has_blocks)
        add_blocks (self, builder);
    json_builder_end_object (builder);
    return emulator_json_finish (builder);
}

static void
add_identity (JsonBuilder *builder,
              const char *model,
              const char *serial,
              const char *description,
              const char *location)
{
    emulator_json_add_string (builder, "model", model);
    emulator_json_add_string (builder, "serial", serial);
    emulator_json_add_string (builder, "description", description);
    emulator_json_add_string (builder, "location", location);
}

static void
add_meter_identity (IskraSg *self, JsonBuilder *builder, const IskraSgMeter *meter)
{
    g_autofree char *serial = iskra_sg_make_serial (self, meter->serial);

    add_identity (builder, meter->model, serial, meter->description, meter->location);
}

static void
add_slot_identity (IskraSg *self, JsonBuilder *builder, guint slot)
{
    const IskraSgSlot *entry = &self->slots[slot];
    const IskraSgMeter *meter = entry->meter;
    const IskraSgBicom *bicom = entry->bicom;
    g_autofree char *label = g_strdup_printf ("RS485 Device %u", slot);
    g_autofree char *serial = bicom != NULL ? iskra_sg_bicom_make_serial (self, bicom) : NULL;

    if (entry->unplugged)
        add_identity (builder, "Not Detected", "", slot > 0 ? label : "Left IR", "");
    else if (meter != NULL)
        add_meter_identity (self, builder, meter);
    else if (bicom != NULL)
        add_identity (builder, bicom->model, serial, bicom->description, bicom->location);
    else
        add_identity (builder, "Disabled", "", slot > 0 ? label : "Left IR", "");
}

static void
add_slot (IskraSg *self, JsonBuilder *builder, guint slot)
{
    const IskraSgSlot *entry = &self->slots[slot];

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "interface", slot > 0 ? "RS485" : "Left IR");
    add_slot_identity (self, builder, slot);
    emulator_json_add_integer (builder, "address", entry->address);
    if (!entry->unplugged && entry->meter != NULL)
        emulator_json_add_number (builder, "sw_ver", entry->meter->version);
    else if (!entry->unplugged && entry->bicom != NULL)
        emulator_json_add_number (builder, "sw_ver", entry->bicom->version);
    json_builder_end_object (builder);
}

static void
add_right_ir (JsonBuilder *builder)
{
    const IskraSgBicom *bicom = &iskra_sg_ir_bicom;

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "interface", "Right IR");
    add_identity (builder, bicom->model, bicom->serial, bicom->description, bicom->location);
    emulator_json_add_integer (builder, "address", bicom->address);
    json_builder_end_object (builder);
}

char *
iskra_sg_payload_devices (IskraSg *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_open_array (builder, "devices");
    add_slot (self, builder, 0);
    add_right_ir (builder);
    for (guint i = 1; i < ISKRA_SG_N_SLOTS; i++)
        add_slot (self, builder, i);
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}
