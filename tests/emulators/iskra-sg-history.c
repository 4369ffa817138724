/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Recorders and load profile. */
#include "iskra-sg-private.h"

#define N_RECORDERS       4
#define N_DAYS            19
#define PROFILE_INTERVAL  (15 * G_TIME_SPAN_MINUTE)
#define N_PROFILE_SAMPLES 96

char *
iskra_sg_history_recorders (IskraSg *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_open_array (builder, "recorders");
    for (guint i = 1; i <= N_RECORDERS; i++) {
        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (builder, "recorder", i);
        json_builder_set_member_name (builder, "enabled");
        json_builder_add_boolean_value (builder, i == 1);
        if (i == 1) {
            emulator_json_add_string (builder, "port", "Left IR");
            emulator_json_add_integer (builder, "modbus_addr", self->slots[0].address);
            emulator_json_add_string (builder, "counter", "Non Resettable Counter 1");
            emulator_json_add_string (builder, "unit", "kWh");
        }
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}

static char *
format_energy (double energy)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.1f", energy / 1000));
}

/* The recorder holds the first counter of the grid's meter, wherever that is plugged now. */
static char *
format_reading (IskraSg *self, gint64 local)
{
    const IskraSgMeter *meter = iskra_sg_meter_get (ISKRA_SG_METER_IE38MD);

    return format_energy (iskra_sg_house_get_past_import (self->house, meter->circuit, local) +
                          (double)meter->non_resettable[0].start);
}

static void
add_sample (IskraSg *self, JsonBuilder *builder, GDateTime *time)
{
    g_autofree char *reading = format_reading (self, g_date_time_to_unix (time) * G_USEC_PER_SEC);

    json_builder_add_string_value (builder, reading);
}

static void
add_rings (IskraSg *self, JsonBuilder *builder, GDateTime *midnight)
{
    g_autoptr (GDateTime) month = g_date_time_new_utc (
        g_date_time_get_year (midnight), g_date_time_get_month (midnight), 1, 0, 0, 0);
    g_autoptr (GDateTime) year =
        g_date_time_new_utc (g_date_time_get_year (midnight), 1, 1, 0, 0, 0);

    emulator_json_open_array (builder, "days");
    for (int i = N_DAYS - 1; i >= 0; i--) {
        g_autoptr (GDateTime) day = g_date_time_add_days (midnight, -i);

        add_sample (self, builder, day);
    }
    json_builder_end_array (builder);
    emulator_json_open_array (builder, "months");
    for (int i = 2; i >= 0; i--) {
        g_autoptr (GDateTime) first = g_date_time_add_months (month, -i);

        add_sample (self, builder, first);
    }
    json_builder_end_array (builder);
    emulator_json_open_array (builder, "years");
    add_sample (self, builder, year);
    json_builder_end_array (builder);
}

static void
add_empty_rings (JsonBuilder *builder)
{
    static const char *const names[] = { "days", "months", "years" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        emulator_json_open_array (builder, names[i]);
        json_builder_end_array (builder);
    }
}

static void
add_counts (JsonBuilder *builder, gboolean used)
{
    emulator_json_add_integer (builder, "day_position", used ? N_DAYS - 1 : -1);
    emulator_json_add_integer (builder, "month_position", used ? 2 : -1);
    emulator_json_add_integer (builder, "year_position", used ? 0 : -1);
    emulator_json_add_integer (builder, "counter_number", used ? 1 : 0);
    emulator_json_add_integer (builder, "day_samples", used ? N_DAYS : 0);
    emulator_json_add_integer (builder, "month_samples", used ? 3 : 0);
    emulator_json_add_integer (builder, "year_samples", used ? 1 : 0);
}

static void
add_last (IskraSg *self, JsonBuilder *builder, GDateTime *midnight)
{
    g_autofree char *time = g_date_time_format (midnight, "%d.%m.%Y %H:%M");
    const IskraSgMeter *meter = iskra_sg_meter_get (ISKRA_SG_METER_IE38MD);
    g_autofree char *value =
        format_energy (iskra_sg_meter_get_counter (meter, meter->non_resettable, self->house));

    emulator_json_add_string (builder, "last_record_time", time);
    emulator_json_add_integer (
        builder, "last_record_timestamp",
        g_date_time_to_unix (midnight) - ISKRA_SG_TIME_ZONE / G_USEC_PER_SEC);
    emulator_json_add_string (builder, "current_value", value);
}

/* Returns: NULL if there is no such recorder; they count from 1. */
char *
iskra_sg_history_recorder (IskraSg *self, guint recorder)
{
    gint64 local = iskra_sg_get_local (self);
    g_autoptr (GDateTime) midnight =
        g_date_time_new_from_unix_utc ((local - local % G_TIME_SPAN_DAY) / G_USEC_PER_SEC);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *time = iskra_sg_payload_format_time (self);

    if (recorder < 1 || recorder > N_RECORDERS)
        return NULL;

    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "recorder", recorder);
    emulator_json_add_integer (builder, "no_recorders", N_RECORDERS);
    emulator_json_add_string (builder, "local_time", time);
    emulator_json_add_string (builder, "unit", "kWh");
    add_counts (builder, recorder == 1);
    if (recorder == 1) {
        add_last (self, builder, midnight);
        add_rings (self, builder, midnight);
    } else {
        add_empty_rings (builder);
    }
    return emulator_json_finish (builder);
}

/* Mean power of the last 24 hours' quarters, as if the relays had always been as they are. */
char *
iskra_sg_history_load_profile (IskraSg *self, guint slot)
{
    gint64 local = iskra_sg_get_local (self);
    gint64 start = local - local % PROFILE_INTERVAL - N_PROFILE_SAMPLES * PROFILE_INTERVAL;
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "interval", PROFILE_INTERVAL / G_USEC_PER_SEC);
    emulator_json_add_string (builder, "unit", "W");
    emulator_json_open_array (builder, "samples");
    for (guint i = 0; i < N_PROFILE_SAMPLES; i++) {
        gint64 from = start + i * PROFILE_INTERVAL;
        g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (from / G_USEC_PER_SEC);
        g_autofree char *text = g_date_time_format (time, "%d.%m.%Y %H:%M:%S");

        emulator_json_open_object (builder, NULL);
        emulator_json_add_string (builder, "time", text);
        emulator_json_add_integer (
            builder, "value",
            (gint64)iskra_sg_house_get_mean (self->house, self->slots[slot].meter->circuit, from,
                                             PROFILE_INTERVAL));
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}
