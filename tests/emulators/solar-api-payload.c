/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "solar-api-payload.h"

#include <gio/gio.h>
#include <math.h>

#include "emulator-json.h"
#include "iskra-sg-meter.h"

/* Of Head.Status. */
#define CODE_ARGUMENT  6
#define CODE_NO_DEVICE 12

#define METER_SERIAL "3924001200"

/* The head */

static const char *
get_reason (guint code)
{
    switch (code) {
    case 0:
        return "";
    case CODE_ARGUMENT:
        return "Invalid argument";
    case CODE_NO_DEVICE:
        return "Device not available";
    default:
        return "Failed";
    }
}

/* With the offset that clocks in the house have. */
static char *
format_time (const SolarApiState *state)
{
    g_autoptr (GDateTime) time =
        g_date_time_new_from_unix_utc (emulator_day_get_local (state->day) / G_USEC_PER_SEC);

    return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S+01:00");
}

static void
add_head (JsonBuilder *builder, const SolarApiState *state, guint code, const char *scope)
{
    g_autofree char *time = format_time (state);

    emulator_json_open_object (builder, "Head");
    emulator_json_open_object (builder, "RequestArguments");
    if (scope != NULL) {
        emulator_json_add_string (builder, "DeviceClass", "Meter");
        emulator_json_add_string (builder, "Scope", scope);
    }
    json_builder_end_object (builder);
    emulator_json_open_object (builder, "Status");
    emulator_json_add_integer (builder, "Code", code);
    emulator_json_add_string (builder, "Reason", get_reason (code));
    emulator_json_add_string (builder, "UserMessage", "");
    json_builder_end_object (builder);
    emulator_json_add_string (builder, "Timestamp", time);
    json_builder_end_object (builder);
}

static void
add_null (JsonBuilder *builder, const char *name)
{
    json_builder_set_member_name (builder, name);
    json_builder_add_null_value (builder);
}

char *
solar_api_payload_version (void)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "APIVersion", 1);
    emulator_json_add_string (builder, "BaseURL", "/solar_api/v1/");
    emulator_json_add_string (builder, "CompatibilityRange", "1.7-3");
    return emulator_json_finish (builder);
}

/* The meter */

static void
add_details (JsonBuilder *builder)
{
    emulator_json_open_object (builder, "Details");
    emulator_json_add_string (builder, "Manufacturer", "Fronius");
    emulator_json_add_string (builder, "Model", "Smart Meter TS 65A-3");
    emulator_json_add_string (builder, "Serial", METER_SERIAL);
    json_builder_end_object (builder);
}

static void
add_phase (JsonBuilder *builder, const char *format, guint phase, double value)
{
    g_autofree char *name = g_strdup_printf ("%s_%u", format, phase + 1);

    emulator_json_add_number (builder, name, value);
}

static void
add_phases (JsonBuilder *builder, const IskraSgReading *reading, double sign)
{
    for (guint i = 0; i < 3; i++) {
        const IskraSgValues *phase = &reading->phases[i];

        add_phase (builder, "Voltage_AC_Phase", i, phase->voltage);
        add_phase (builder, "Current_AC_Phase", i, phase->current);
        add_phase (builder, "PowerReal_P_Phase", i, sign * phase->active);
        add_phase (builder, "PowerReactive_Q_Phase", i, sign * phase->reactive);
        add_phase (builder, "PowerApparent_S_Phase", i, phase->apparent);
        add_phase (builder, "PowerFactor_Phase", i, phase->factor);
    }
}

static double
get_line_voltage (const IskraSgReading *reading, guint a, guint b)
{
    double first = reading->phases[a].voltage;
    double second = reading->phases[b].voltage;

    return round (sqrt (first * first + second * second + first * second) * 10) / 10;
}

static void
add_sums (JsonBuilder *builder, const IskraSgReading *reading, double sign)
{
    double current = 0;

    for (guint i = 0; i < 3; i++)
        current += reading->phases[i].current;
    emulator_json_add_number (builder, "Current_AC_Sum", current);
    emulator_json_add_number (builder, "PowerReal_P_Sum", sign * reading->total.active);
    emulator_json_add_number (builder, "PowerReactive_Q_Sum", sign * reading->total.reactive);
    emulator_json_add_number (builder, "PowerApparent_S_Sum", reading->total.apparent);
    emulator_json_add_number (builder, "PowerFactor_Sum", reading->total.factor);
    emulator_json_add_number (builder, "Frequency_Phase_Average", reading->frequency);
    emulator_json_add_number (builder, "Voltage_AC_PhaseToPhase_12",
                              get_line_voltage (reading, 0, 1));
    emulator_json_add_number (builder, "Voltage_AC_PhaseToPhase_23",
                              get_line_voltage (reading, 1, 2));
    emulator_json_add_number (builder, "Voltage_AC_PhaseToPhase_31",
                              get_line_voltage (reading, 2, 0));
}

/* As the counters of the Iskra gateway's meter at the same place: whole units, import and export of
 * energy, then of reactive energy. */
static double
count_grid (const SolarApiState *state, guint index)
{
    const IskraSgMeter *meter = iskra_sg_meter_get (ISKRA_SG_METER_IE38MD);

    return iskra_sg_meter_get_counter (meter, &meter->non_resettable[index],
                                       emulator_day_get_house (state->day));
}

static double
count_produced (const SolarApiState *state)
{
    const IskraSgMeter *meter = iskra_sg_meter_get (ISKRA_SG_METER_MC774);

    return iskra_sg_meter_get_counter (meter, &meter->resettable[1],
                                       emulator_day_get_house (state->day));
}

/* Plus and minus are consumed and produced, wherever the meter sits. */
static void
add_energies (JsonBuilder *builder, const SolarApiState *state)
{
    emulator_json_add_number (builder, "EnergyReal_WAC_Plus_Absolute", count_grid (state, 0));
    emulator_json_add_number (builder, "EnergyReal_WAC_Minus_Absolute", count_grid (state, 1));
    emulator_json_add_number (builder, "EnergyReal_WAC_Sum_Consumed", count_grid (state, 0));
    emulator_json_add_number (builder, "EnergyReal_WAC_Sum_Produced", count_grid (state, 1));
    emulator_json_add_number (builder, "EnergyReactive_VArAC_Sum_Consumed", count_grid (state, 2));
    emulator_json_add_number (builder, "EnergyReactive_VArAC_Sum_Produced", count_grid (state, 3));
}

static void
read_circuit (const SolarApiState *state, IskraSgMeterKind kind, IskraSgReading *reading)
{
    iskra_sg_meter_read (iskra_sg_meter_get (kind), emulator_day_get_local (state->day),
                         iskra_sg_house_get_relays (emulator_day_get_house (state->day)), reading);
}

static void
add_meter (JsonBuilder *builder, const SolarApiState *state)
{
    double sign = state->in_load_branch ? -1 : 1;
    IskraSgReading reading;

    read_circuit (state, ISKRA_SG_METER_IE38MD, &reading);
    add_details (builder);
    emulator_json_add_integer (builder, "Enable", 1);
    emulator_json_add_integer (builder, "Visible", 1);
    emulator_json_add_integer (builder, "Meter_Location_Current", state->in_load_branch);
    emulator_json_add_integer (
        builder, "TimeStamp",
        (emulator_day_get_local (state->day) - G_TIME_SPAN_HOUR) / G_USEC_PER_SEC);
    add_phases (builder, &reading, sign);
    add_sums (builder, &reading, sign);
    add_energies (builder, state);
}

/* "Scope=System", or "Scope=Device" with "DeviceId=0". */
static guint
read_query (const char *query, gboolean *one)
{
    g_autoptr (GHashTable) parts =
        g_uri_parse_params (query != NULL ? query : "", -1, "&", G_URI_PARAMS_NONE, NULL);
    const char *scope = parts != NULL ? g_hash_table_lookup (parts, "Scope") : NULL;
    const char *device = parts != NULL ? g_hash_table_lookup (parts, "DeviceId") : NULL;

    *one = g_strcmp0 (scope, "Device") == 0;
    if (g_strcmp0 (scope, "System") == 0)
        return 0;
    if (!*one || device == NULL)
        return CODE_ARGUMENT;
    return g_str_equal (device, "0") ? 0 : CODE_NO_DEVICE;
}

char *
solar_api_payload_meter (const SolarApiState *state, const char *query)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    gboolean one;
    guint code = read_query (query, &one);

    if (code == 0)
        code = state->code;
    emulator_json_open_object (builder, NULL);
    emulator_json_open_object (builder, "Body");
    emulator_json_open_object (builder, "Data");
    if (code == 0 && !one)
        emulator_json_open_object (builder, "0");
    if (code == 0)
        add_meter (builder, state);
    if (code == 0 && !one)
        json_builder_end_object (builder);
    json_builder_end_object (builder);
    json_builder_end_object (builder);
    add_head (builder, state, code, one ? "Device" : "System");
    return emulator_json_finish (builder);
}

/* The power flow */

/* At night an inverter has nothing to say of its panels. */
static void
add_site (JsonBuilder *builder, const SolarApiState *state, double inverter)
{
    IskraSgReading grid;

    read_circuit (state, ISKRA_SG_METER_IE38MD, &grid);
    emulator_json_open_object (builder, "Site");
    add_null (builder, "E_Day");
    emulator_json_add_number (builder, "E_Total", count_produced (state));
    add_null (builder, "E_Year");
    emulator_json_add_string (builder, "Meter_Location", state->in_load_branch ? "load" : "grid");
    emulator_json_add_string (builder, "Mode", "meter");
    add_null (builder, "P_Akku");
    emulator_json_add_number (builder, "P_Grid", grid.total.active);
    emulator_json_add_number (builder, "P_Load", -(grid.total.active + inverter));
    if (inverter > 0)
        emulator_json_add_number (builder, "P_PV", inverter + 6);
    else
        add_null (builder, "P_PV");
    json_builder_end_object (builder);
}

static void
add_inverters (JsonBuilder *builder, const SolarApiState *state, double inverter)
{
    emulator_json_open_object (builder, "Inverters");
    emulator_json_open_object (builder, "1");
    emulator_json_add_integer (builder, "DT", 1);
    add_null (builder, "E_Day");
    emulator_json_add_number (builder, "E_Total", count_produced (state));
    add_null (builder, "E_Year");
    emulator_json_add_number (builder, "P", inverter);
    json_builder_end_object (builder);
    json_builder_end_object (builder);
}

char *
solar_api_payload_flow (const SolarApiState *state)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    IskraSgReading solar;
    double inverter;

    read_circuit (state, ISKRA_SG_METER_MC774, &solar);
    inverter = -solar.total.active;
    emulator_json_open_object (builder, NULL);
    emulator_json_open_object (builder, "Body");
    emulator_json_open_object (builder, "Data");
    if (state->code == 0) {
        add_inverters (builder, state, inverter);
        add_site (builder, state, inverter);
        emulator_json_add_string (builder, "Version", "12");
    }
    json_builder_end_object (builder);
    json_builder_end_object (builder);
    add_head (builder, state, state->code, NULL);
    return emulator_json_finish (builder);
}
