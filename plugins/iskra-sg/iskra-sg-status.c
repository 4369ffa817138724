/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-status.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* The uptime comes in whole seconds and takes a while to arrive: only a larger step is a restart.
 */
#define STARTED_TOLERANCE 60

#define DIAGNOSTIC WATTLE_ENTITY_DIAGNOSTIC

typedef struct Row Row;

typedef void (*RowFunc) (IskraSgStatus *status, JsonObject *device, const Row *row);

struct Row {
    const char *member;
    RowFunc read;
    WattleEntitySpec spec;
};

static void
read_text (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    g_autofree char *text = iskra_sg_value_dup_text (device, row->member);

    iskra_sg_readings_add_text (status->readings, &row->spec, text);
}

static void
read_number (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    const char *unit = wattle_quantity_get_unit (row->spec.quantity);
    IskraSgValue value =
        iskra_sg_value_read (json_object_get_member (device, row->member), unit, unit);

    iskra_sg_readings_add_value (status->readings, &row->spec, &value);
}

static void
read_pulses (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    IskraSgValue value =
        iskra_sg_value_read (json_object_get_member (device, row->member), "Wh", "kWh");

    iskra_sg_readings_add_value (status->readings, &row->spec, &value);
}

/* The page shows 0 dBm while there is no Wi-Fi connection. */
static void
read_signal (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    IskraSgValue value =
        iskra_sg_value_read (json_object_get_member (device, row->member), "dBm", "dBm");

    value.known = value.known && value.number < 0;
    iskra_sg_readings_add_value (status->readings, &row->spec, &value);
}

/* Older firmware gives the hardware revision as ASCII code: 68 is D. */
static void
read_revision (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    g_autofree char *text = iskra_sg_value_dup_text (device, row->member);
    gint64 code;

    if (text != NULL && g_ascii_string_to_signed (text, 10, 'A', 'Z', &code, NULL)) {
        text[0] = (char)code;
        text[1] = '\0';
    }
    iskra_sg_readings_add_text (status->readings, &row->spec, text);
}

static gboolean
is_mac (const char *text)
{
    if (text == NULL || strlen (text) != 17 || g_str_equal (text, "00:00:00:00:00:00"))
        return FALSE;
    for (guint i = 0; i < 17; i++)
        if (i % 3 == 2 ? text[i] != ':' : !g_ascii_isxdigit (text[i]))
            return FALSE;

    return TRUE;
}

static void
read_mac (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    g_autofree char *text = iskra_sg_value_dup_text (device, row->member);

    if (is_mac (text))
        status->mac = g_ascii_strdown (text, -1);
    iskra_sg_readings_add_text (status->readings, &row->spec, status->mac);
}

static void
read_ip (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    g_autofree char *text = iskra_sg_value_dup_text (device, row->member);

    if (text == NULL || !g_hostname_is_ip_address (text) || strchr (text, ':') != NULL ||
        g_str_equal (text, "0.0.0.0"))
        g_clear_pointer (&text, g_free);
    else
        status->url = g_strdup_printf ("http://%s/", text);
    iskra_sg_readings_add_text (status->readings, &row->spec, text);
}

static const char *const error_names[] = {
    "settings storage", "settings checksum", "EEPROM", "MQTT link 1", "MQTT link 2",
};

static char *
name_errors (guint64 flags)
{
    GString *names = g_string_new (NULL);

    for (guint bit = 0; bit < 32; bit++) {
        if ((flags & (G_GUINT64_CONSTANT (1) << bit)) == 0)
            continue;
        if (names->len > 0)
            g_string_append (names, ", ");
        if (bit < G_N_ELEMENTS (error_names))
            g_string_append (names, error_names[bit]);
        else
            g_string_append_printf (names, "bit %u", bit);
    }

    return g_string_free (names, FALSE);
}

static gboolean
read_flags (const char *text, guint64 *flags)
{
    if (text == NULL)
        return FALSE;
    if (g_str_has_prefix (text, "0x"))
        return g_ascii_string_to_unsigned (text + 2, 16, 0, G_MAXUINT32, flags, NULL);
    return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, flags, NULL);
}

/* @known: whether @flags say anything */
void
iskra_sg_status_add_errors (IskraSgStatus *status, gboolean known, guint64 flags)
{
    WattleEntitySpec spec = { "error", WATTLE_QUANTITY_PROBLEM, .flags = DIAGNOSTIC,
                              .name = N_ ("Error") };
    WattleEntitySpec details = { "error_details", WATTLE_QUANTITY_TEXT, .flags = DIAGNOSTIC,
                                 .name = N_ ("Error details") };
    IskraSgReading *reading = iskra_sg_readings_add (status->readings, &spec);
    g_autofree char *names = NULL;

    if (known) {
        reading->type = WATTLE_VALUE_BOOLEAN;
        reading->boolean = flags != 0;
        names = flags != 0 ? name_errors (flags) : g_strdup ("none");
    }
    iskra_sg_readings_add_text (status->readings, &details, names);
}

static void
read_errors (IskraSgStatus *status, JsonObject *device, const Row *row)
{
    g_autofree char *text = iskra_sg_value_dup_text (device, row->member);
    guint64 flags = 0;
    gboolean known = read_flags (text, &flags);

    iskra_sg_status_add_errors (status, known, flags);
}

/* Written as `12d 04:26:09`. */
static gboolean
parse_uptime (const char *text, gint64 *seconds)
{
    guint days, hours, minutes, rest;
    int length = 0;

    if (text == NULL || strspn (text, "0123456789d: ") != strlen (text) ||
        sscanf (text, "%5ud %2u:%2u:%2u%n", &days, &hours, &minutes, &rest, &length) != 4 ||
        (gsize)length != strlen (text) || hours > 23 || minutes > 59 || rest > 59)
        return FALSE;

    *seconds = ((gint64)days * 24 + hours) * 3600 + minutes * 60 + rest;
    return TRUE;
}

/* @uptime: seconds, below 0: not known
 * @before: as found last time */
void
iskra_sg_status_add_started (IskraSgStatus *status, gint64 uptime, gint64 now, gint64 before)
{
    WattleEntitySpec spec = { "started", WATTLE_QUANTITY_TIMESTAMP, .flags = DIAGNOSTIC,
                              .name = N_ ("Started") };
    g_autoptr (GDateTime) time = NULL;
    g_autofree char *text = NULL;

    if (uptime >= 0) {
        gint64 started = now / G_USEC_PER_SEC - uptime;

        status->started = ABS (started - before) <= STARTED_TOLERANCE ? before : started;
        time = g_date_time_new_from_unix_utc (status->started);
        text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;
    }
    iskra_sg_readings_add_text (status->readings, &spec, text);
}

static void
add_started (IskraSgStatus *status, JsonObject *device, gint64 now, gint64 before)
{
    g_autofree char *text = iskra_sg_value_dup_text (device, "uptime");
    gint64 seconds;

    if (json_object_has_member (device, "uptime"))
        iskra_sg_status_add_started (status, parse_uptime (text, &seconds) ? seconds : -1, now,
                                     before);
}

#define TEXT_ROW(member, key, label)                                                               \
    {                                                                                              \
        member, read_text,                                                                         \
        {                                                                                          \
            key, WATTLE_QUANTITY_TEXT, .flags = DIAGNOSTIC, .name = label                          \
        }                                                                                          \
    }

/* Only model, serial number, texts and firmware are sure; the other names follow the status page
 * and older firmware, so a gateway may lack any of them. */
static const Row rows[] = {
    { "temperature",
      read_number,
      { "temperature_input", WATTLE_QUANTITY_TEMPERATURE, .name = N_ ("Temperature input") } },
    { "pulse_counter",
      read_pulses,
      { "pulse_counter", WATTLE_QUANTITY_ENERGY, .name = N_ ("Pulse counter"),
        .direction = WATTLE_DIRECTION_IMPORT, .counter = WATTLE_COUNTER_RESETTABLE } },
    { "active_tariff", read_number, { NULL, WATTLE_QUANTITY_TARIFF } },
    { "error_flags", read_errors },
    { "wifi_rssi",
      read_signal,
      { "wifi_signal", WATTLE_QUANTITY_SIGNAL_STRENGTH, .flags = DIAGNOSTIC,
        .name = N_ ("Wi-Fi signal") } },
    { "mac_address",
      read_mac,
      { "mac_address", WATTLE_QUANTITY_TEXT, .flags = DIAGNOSTIC, .name = N_ ("MAC address") } },
    { "ip_address",
      read_ip,
      { "ip_address", WATTLE_QUANTITY_TEXT, .flags = DIAGNOSTIC, .name = N_ ("IP address") } },
    { "hw_ver",
      read_revision,
      { "hardware_version", WATTLE_QUANTITY_TEXT, .flags = DIAGNOSTIC,
        .name = N_ ("Hardware version") } },
    TEXT_ROW ("sw_ver", "software_version", N_ ("Software version")),
    TEXT_ROW ("fs_ver", "file_system_version", N_ ("File system version")),
    TEXT_ROW ("connection_mode", "connection_mode", N_ ("Connection mode")),
    TEXT_ROW ("ssid", "wifi_network", N_ ("Wi-Fi network")),
    TEXT_ROW ("app_status", "app_status", N_ ("Application status")),
    TEXT_ROW ("upgrade_status", "upgrade_status", N_ ("Upgrade status")),
    TEXT_ROW ("link1_status", "link_1_status", N_ ("Link 1 status")),
    TEXT_ROW ("link2_status", "link_2_status", N_ ("Link 2 status")),
};

/* What is published about a member of the object, in whatever way it was read. */
const WattleEntitySpec *
iskra_sg_status_get_spec (const char *member)
{
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (g_str_equal (rows[i].member, member))
            return &rows[i].spec;

    return NULL;
}

gboolean
iskra_sg_status_check_model (const char *model, GError **error)
{
    if (g_str_has_prefix (model, "SG"))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "model “%s” is not a Smart Gateway (SG-E1, SG-W1, SG-W1A)", model);
    return FALSE;
}

static gboolean
read_identity (IskraSgStatus *status, JsonObject *device, GError **error)
{
    status->model = iskra_sg_value_dup_text (device, "model_type");
    status->serial = iskra_sg_value_dup_text (device, "serial_number");
    status->version = iskra_sg_value_dup_text (device, "sw_ver");
    status->label = iskra_sg_value_dup_text (device, "description");

    if (status->model == NULL || status->serial == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“device” lacks “%s”",
                          status->model == NULL ? "model_type" : "serial_number");
        return FALSE;
    }
    return iskra_sg_status_check_model (status->model, error);
}

/* @now in microseconds, @started as found last time. */
IskraSgStatus *
iskra_sg_status_decode (JsonObject *root, gint64 now, gint64 started, GError **error)
{
    g_autoptr (IskraSgStatus) status = g_new0 (IskraSgStatus, 1);
    JsonObject *device;

    status->readings = iskra_sg_readings_new ();
    if (!wattle_json_get_object (root, "device", &device, error) ||
        !read_identity (status, device, error))
        return NULL;

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (json_object_has_member (device, rows[i].member))
            rows[i].read (status, device, &rows[i]);
    add_started (status, device, now, started);

    return g_steal_pointer (&status);
}

void
iskra_sg_status_free (IskraSgStatus *status)
{
    g_free (status->model);
    g_free (status->serial);
    g_free (status->version);
    g_free (status->label);
    g_free (status->mac);
    g_free (status->url);
    g_clear_pointer (&status->readings, g_ptr_array_unref);
    g_free (status);
}
