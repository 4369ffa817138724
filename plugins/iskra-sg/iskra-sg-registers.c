/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-registers.h"

#include <string.h>

#include "iskra-sg-modbus.h"

/* Input registers; older firmware, modbus_slave.c. */
enum {
    VERSION = 13,
    REVISION = 14,
    FILE_SYSTEM = 16,
    MAC = 17,
    CONNECTION = 101,
    IP_ADDRESS = 102,
    WIFI_LEVEL = 111,
    UPTIME = 115,
    INPUT_ENABLED = 203,
    INPUT_VALUE = 204,
    PULSES = 207,
    ERRORS_LOW = 1001,
    ERRORS_HIGH = 1002,
    LINK_1 = 1007,
    LINK_2 = 1008,
};

#define IP_ADDRESS_WORDS 9
#define MAC_LENGTH       6

/* Right after the start the temperature is −1, which is also −0.1 °C. */
#define NO_TEMPERATURE -1
#define STARTING       120 /* s */

/* Only these: among the holding registers are passwords too. */
static const IskraSgRead reads_of_status[] = {
    { ISKRA_SG_INPUT, 1, 19 },  { ISKRA_SG_INPUT, 101, 16 }, { ISKRA_SG_INPUT, 203, 2 },
    { ISKRA_SG_INPUT, 207, 2 }, { ISKRA_SG_INPUT, 1001, 8 }, { ISKRA_SG_HOLDING, 101, 20 },
};

void
iskra_sg_registers_plan (GArray *reads)
{
    g_array_append_vals (reads, reads_of_status, G_N_ELEMENTS (reads_of_status));
}

static guint
get_word (IskraSgImage *image, guint address)
{
    return iskra_sg_image_get_word (image, ISKRA_SG_INPUT, address);
}

static void
add_text (IskraSgStatus *status, const char *member, const char *text)
{
    iskra_sg_readings_add_text (status->readings, iskra_sg_status_get_spec (member), text);
}

static void
add_number (IskraSgStatus *status, const char *member, gboolean known, double number)
{
    const IskraSgValue value = { known, number, NULL };

    iskra_sg_readings_add_value (status->readings, iskra_sg_status_get_spec (member), &value);
}

static char *
format_version (guint hundredths)
{
    return hundredths != 0 ? g_strdup_printf ("%u.%02u", hundredths / 100, hundredths % 100) : NULL;
}

static const char *const connections[] = { "None", "Connecting", "Provisioning", "WiFi",
                                           "Ethernet" };

/* 0 is an error, and also what a link says that is switched off. */
static const char *const links[] = {
    NULL,           "Connected", "Disconnected",  "Subscribed",
    "Unsubscribed", "Published", "Data Received", "Server cert missing",
};

static const char *
name_code (const char *const *names, gsize n_names, guint code)
{
    return code < n_names ? names[code] : NULL;
}

static void
add_mac (IskraSgStatus *status, IskraSgImage *image)
{
    const guint8 *bytes = iskra_sg_image_find (image, ISKRA_SG_INPUT, MAC, MAC_LENGTH / 2);
    guint sum = 0;

    for (guint i = 0; bytes != NULL && i < MAC_LENGTH; i++)
        sum |= bytes[i];
    if (sum != 0)
        status->mac = g_strdup_printf ("%02x:%02x:%02x:%02x:%02x:%02x", bytes[0], bytes[1],
                                       bytes[2], bytes[3], bytes[4], bytes[5]);
    add_text (status, "mac_address", status->mac);
}

static void
add_ip_address (IskraSgStatus *status, IskraSgImage *image)
{
    g_autofree char *text =
        iskra_sg_image_dup_text (image, ISKRA_SG_INPUT, IP_ADDRESS, IP_ADDRESS_WORDS);
    gboolean valid = text != NULL && g_hostname_is_ip_address (text) &&
                     strchr (text, ':') == NULL && !g_str_equal (text, "0.0.0.0");

    if (valid)
        status->url = g_strdup_printf ("http://%s/", text);
    add_text (status, "ip_address", valid ? text : NULL);
}

static void
add_versions (IskraSgStatus *status, IskraSgImage *image)
{
    const char letter[] = { (char)(get_word (image, REVISION) & 0xff), '\0' };
    g_autofree char *file_system = format_version (get_word (image, FILE_SYSTEM));

    add_text (status, "hw_ver", g_ascii_isupper (*letter) ? letter : NULL);
    add_text (status, "sw_ver", status->version);
    add_text (status, "fs_ver", file_system);
}

static void
add_inputs (IskraSgStatus *status, IskraSgImage *image)
{
    IskraSgValue uptime = iskra_sg_image_read (image, ISKRA_SG_INPUT, UPTIME, ISKRA_SG_UINT32);
    IskraSgValue pulses = iskra_sg_image_read (image, ISKRA_SG_INPUT, PULSES, ISKRA_SG_UINT32);
    IskraSgValue value = iskra_sg_image_read (image, ISKRA_SG_INPUT, INPUT_VALUE, ISKRA_SG_INT16);

    value.known &= get_word (image, INPUT_ENABLED) == 1 &&
                   (value.number != NO_TEMPERATURE || uptime.number >= STARTING);
    add_number (status, "temperature", value.known, value.number / 10);
    add_number (status, "pulse_counter", pulses.known, pulses.number);
}

static void
add_connection (IskraSgStatus *status, IskraSgImage *image)
{
    IskraSgValue level = iskra_sg_image_read (image, ISKRA_SG_INPUT, WIFI_LEVEL, ISKRA_SG_INT16);

    add_number (status, "wifi_rssi", level.known && level.number < 0, level.number);
    add_mac (status, image);
    add_ip_address (status, image);
    add_text (status, "connection_mode",
              name_code (connections, G_N_ELEMENTS (connections), get_word (image, CONNECTION)));
    add_text (status, "link1_status",
              name_code (links, G_N_ELEMENTS (links), get_word (image, LINK_1)));
    add_text (status, "link2_status",
              name_code (links, G_N_ELEMENTS (links), get_word (image, LINK_2)));
}

/* With the first answer alone: of who is no gateway nothing more is read. */
gboolean
iskra_sg_registers_check (IskraSgImage *image, GError **error)
{
    g_auto (IskraSgIdentity) identity = { NULL, NULL, NULL };

    iskra_sg_modbus_read_identity (image, &identity);
    if (identity.model != NULL && identity.serial != NULL)
        return iskra_sg_status_check_model (identity.model, error);

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "its registers name no %s",
                      identity.model == NULL ? "model" : "serial number");
    return FALSE;
}

static void
read_identity (IskraSgStatus *status, IskraSgImage *image)
{
    g_auto (IskraSgIdentity) identity = { NULL, NULL, NULL };

    iskra_sg_modbus_read_identity (image, &identity);
    status->model = g_steal_pointer (&identity.model);
    status->serial = g_steal_pointer (&identity.serial);
    status->version = format_version (get_word (image, VERSION));
    status->label =
        iskra_sg_image_dup_text (image, ISKRA_SG_HOLDING, iskra_sg_modbus_description.address,
                                 iskra_sg_modbus_description.count);
}

IskraSgStatus *
iskra_sg_registers_decode (IskraSgImage *image, gint64 now, gint64 started, GError **error)
{
    g_autoptr (IskraSgStatus) status = g_new0 (IskraSgStatus, 1);
    IskraSgValue uptime = iskra_sg_image_read (image, ISKRA_SG_INPUT, UPTIME, ISKRA_SG_UINT32);

    if (!iskra_sg_registers_check (image, error))
        return NULL;

    status->readings = iskra_sg_readings_new ();
    read_identity (status, image);
    add_inputs (status, image);
    iskra_sg_status_add_errors (
        status, TRUE, (guint64)get_word (image, ERRORS_HIGH) << 16 | get_word (image, ERRORS_LOW));
    add_connection (status, image);
    add_versions (status, image);
    iskra_sg_status_add_started (status, uptime.known ? (gint64)uptime.number : -1, now, started);
    return g_steal_pointer (&status);
}
