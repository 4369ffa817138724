/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the gateway says about itself, its switches, its settings and its surroundings. */
#include "iskra-sg-private.h"

const IskraSgBicom iskra_sg_ir_bicom = { "IR Bicom", "", "Night storage heater", "", 0, 0 };
const IskraSgBicom iskra_sg_rs485_bicom = { "BI432",       "BI010254", "Boiler contactor",
                                            "Boiler room", 31,         1.04 };

static void
add_formatted (JsonBuilder *builder, const char *name, const char *format, double value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    emulator_json_add_string (builder, name,
                              g_ascii_formatd (digits, sizeof digits, format, value));
}

static void
add_identity (IskraSg *self, JsonBuilder *builder)
{
    g_autofree char *serial = iskra_sg_make_serial (self, ISKRA_SG_SERIAL);

    emulator_json_add_string (builder, "model_type", ISKRA_SG_MODEL);
    emulator_json_add_string (builder, "serial_number", serial);
    emulator_json_add_string (builder, "description", self->description);
    emulator_json_add_string (builder, "location", self->location);
    emulator_json_add_string (builder, "sw_ver", "2.09");
    emulator_json_add_string (builder, "hw_ver", "D");
    emulator_json_add_string (builder, "fs_ver", "2.09");
    emulator_json_add_string (builder, "connection_mode", "Ethernet");
    emulator_json_add_string (builder, "ip_address", self->address);
    emulator_json_add_string (builder, "mac_address", "A8:03:2A:5D:10:7C");
}

static void
add_health (IskraSg *self, JsonBuilder *builder)
{
    gint64 memory =
        110804 + (gint64)(2000 * iskra_sg_curve_get_wave (iskra_sg_get_local (self), 300));

    emulator_json_add_string (builder, "app_status", "Normal");
    emulator_json_add_string (builder, "upgrade_status", "OK");
    emulator_json_add_string (builder, "link1_status", "Disabled");
    emulator_json_add_string (builder, "link2_status", "Disabled");
    emulator_json_add_string (builder, "settings_crc", "0x1397");
    emulator_json_add_string (builder, "nvs_settings_crc", "0x1397");
    emulator_json_add_integer (builder, "free_memory", memory);
    emulator_json_add_integer (builder, "free_memory_min", 57700);
    emulator_json_add_string (builder, "error_flags", "0x00000000");
    emulator_json_add_integer (builder, "flash_size", 8);
    emulator_json_add_integer (builder, "eeprom_size", 64);
}

static char *
format_uptime (gint64 span)
{
    gint64 seconds = span / G_USEC_PER_SEC;

    return g_strdup_printf ("%dd %02d:%02d:%02d", (int)(seconds / 86400),
                            (int)(seconds / 3600 % 24), (int)(seconds / 60 % 60),
                            (int)(seconds % 60));
}

double
iskra_sg_status_get_temperature (IskraSg *self)
{
    return 21.4 + iskra_sg_curve_get_wave (iskra_sg_get_local (self), 86400);
}

/* One for each Wh. */
gint64
iskra_sg_status_get_pulses (IskraSg *self)
{
    return 256 + (gint64)iskra_sg_house_get_energy (self->house, ISKRA_SG_CIRCUIT_OFFICE,
                                                    ISKRA_SG_ENERGY_ACTIVE, FALSE, 3);
}

static void
add_inputs (IskraSg *self, JsonBuilder *builder)
{
    gint64 local = iskra_sg_get_local (self);
    g_autofree char *uptime = format_uptime (iskra_sg_get_uptime (self));
    g_autofree char *time = iskra_sg_payload_format_time (self);

    add_formatted (builder, "temperature", "%.1f", iskra_sg_status_get_temperature (self));
    add_formatted (builder, "pulse_counter", "%.3f",
                   (double)iskra_sg_status_get_pulses (self) / 1000);
    emulator_json_add_integer (builder, "active_tariff", iskra_sg_curve_get_tariff (local));
    emulator_json_add_string (builder, "uptime", uptime);
    emulator_json_add_string (builder, "local_time", time);
}

char *
iskra_sg_status_gateway (IskraSg *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_open_object (builder, "device");
    add_identity (self, builder);
    add_health (self, builder);
    add_inputs (self, builder);
    json_builder_end_object (builder);
    return emulator_json_finish (builder);
}

static void
add_bicom (IskraSg *self, JsonBuilder *builder, guint index)
{
    const IskraSgBicom *bicom = iskra_sg_bicom_find (self, index);
    g_autofree char *serial = iskra_sg_bicom_make_serial (self, bicom);

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "interface", index > 0 ? "RS485" : "Right IR");
    emulator_json_add_integer (builder, "index", index);
    emulator_json_add_integer (builder, "address", index > 0 ? self->slots[index].address : 0);
    emulator_json_add_string (builder, "model", bicom->model);
    emulator_json_add_string (builder, "serial", serial);
    emulator_json_add_string (builder, "description", bicom->description);
    emulator_json_add_integer (builder, "state", iskra_sg_bicom_get_state (self, index));
    json_builder_end_object (builder);
}

char *
iskra_sg_status_bicoms (IskraSg *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *time = iskra_sg_payload_format_time (self);

    emulator_json_open_object (builder, NULL);
    emulator_json_open_array (builder, "bicoms");
    for (guint i = 0; i < ISKRA_SG_N_SLOTS; i++)
        if (iskra_sg_bicom_find (self, i) != NULL)
            add_bicom (self, builder, i);
    json_builder_end_array (builder);
    emulator_json_add_string (builder, "local_time", time);
    return emulator_json_finish (builder);
}

static void
add_link_settings (JsonBuilder *builder, const char *serial, guint link)
{
    const char *const texts[][2] = { { "server", "" },       { "roottopic", serial },
                                     { "sub_topic", "cmd" }, { "pub_topic", "publish" },
                                     { "username", "" },     { "password", "" } };
    g_autofree char *protocol = g_strdup_printf ("push%u_protocol", link);
    g_autofree char *response = g_strdup_printf ("push%u_resp_time", link);
    g_autofree char *port = g_strdup_printf ("mqtt%u_port", link);
    g_autofree char *qos = g_strdup_printf ("mqtt%u_qos", link);
    g_autofree char *tls = g_strdup_printf ("mqtt%u_tls", link);

    emulator_json_add_integer (builder, protocol, 0);
    emulator_json_add_integer (builder, response, 10);
    emulator_json_add_integer (builder, port, 1883);
    emulator_json_add_integer (builder, qos, 0);
    emulator_json_add_integer (builder, tls, 0);
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_autofree char *name = g_strdup_printf ("mqtt%u_%s", link, texts[i][0]);

        emulator_json_add_string (builder, name, texts[i][1]);
    }
}

static void
add_slot_settings (JsonBuilder *builder, const IskraSgSlot *slot, guint index)
{
    guint type = slot->meter != NULL ? slot->meter->slot_type : slot->bicom != NULL ? 3 : 0;
    g_autofree char *type_name = g_strdup_printf ("rs485_type_%u", index);
    g_autofree char *address_name = g_strdup_printf ("rs485_addr_%u", index);
    g_autofree char *label_name = g_strdup_printf ("rs485_desc_%u", index);
    g_autofree char *link_name = g_strdup_printf ("rs485_pushlnk%u", index);
    g_autofree char *interval_name = g_strdup_printf ("rs485_pushint%u", index);
    g_autofree char *label = g_strdup_printf ("RS485 Device %u", index);

    emulator_json_add_integer (builder, type_name, type);
    emulator_json_add_integer (builder, address_name, slot->address);
    emulator_json_add_integer (builder, link_name, 0);
    emulator_json_add_integer (builder, interval_name, 600);
    emulator_json_add_string (builder, label_name,
                              slot->meter != NULL   ? slot->meter->label
                              : slot->bicom != NULL ? slot->bicom->description
                                                    : label);
}

/* What is the same in every house. */
static void
add_fixed_settings (JsonBuilder *builder)
{
    static const struct {
        const char *name;
        int value;
    } settings[] = {
        { "connection_mode", 1 }, { "sg_modbus_addr", 34 }, { "tcp_port", 10001 },
        { "time_sync_src", 1 },   { "leftir_pushlink", 0 }, { "leftir_pushintv", 600 },
        { "ir_ext_rel_mode", 1 }, { "rightir_pushlnk", 0 }, { "rightir_pushint", 600 },
        { "rs485_baud_rate", 7 }, { "rs485_stop_bits", 0 }, { "rs485_parity", 0 },
        { "rs485_data_bits", 0 }, { "pulse_cnt_en", 1 },    { "tcp_modbus_en", 0 },
        { "adc_enabled", 1 },     { "mdns_enabled", 0 },    { "energy_log_1", 1 },
        { "energy_log_2", 0 },    { "energy_log_3", 0 },    { "energy_log_4", 0 },
        { "static_ip_en", 0 },    { "eeprom_size", 64 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
        emulator_json_add_integer (builder, settings[i].name, settings[i].value);
    emulator_json_add_string (builder, "ntp_server1", "pool.ntp.org");
    emulator_json_add_string (builder, "ntp_server2", "");
    emulator_json_add_string (builder, "ntp_server3", "");
}

static void
add_port_settings (IskraSg *self, JsonBuilder *builder)
{
    emulator_json_add_integer (builder, "http_port", self->port);
    emulator_json_add_integer (builder, "udp_enabled", self->udp != NULL);
    emulator_json_add_integer (builder, "timezone", ISKRA_SG_TIME_ZONE / G_TIME_SPAN_MINUTE);
    emulator_json_add_integer (builder, "left_ir_enabled", self->slots[0].meter != NULL);
    emulator_json_add_integer (builder, "ir_counter_addr", self->slots[0].address);
    emulator_json_add_string (builder, "left_ir_desc",
                              self->slots[0].meter != NULL ? self->slots[0].meter->label : "");
    emulator_json_add_string (builder, "ir_relay_desc", iskra_sg_ir_bicom.description);
}

/* Every password is empty, whatever was set. */
char *
iskra_sg_status_settings (IskraSg *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *serial = iskra_sg_make_serial (self, ISKRA_SG_SERIAL);
    g_autofree char *time = iskra_sg_payload_format_time (self);

    emulator_json_open_object (builder, NULL);
    emulator_json_open_object (builder, "header");
    emulator_json_add_string (builder, "cmd", "get_settings");
    emulator_json_add_string (builder, "timestamp", time);
    json_builder_end_object (builder);
    emulator_json_open_object (builder, "settings");
    emulator_json_add_integer (builder, "locked", self->cookie != NULL);
    emulator_json_add_string (builder, "description", self->description);
    emulator_json_add_string (builder, "location", self->location);
    emulator_json_add_string (builder, "wifi_ssid", "");
    emulator_json_add_string (builder, "wifi_password", "");
    add_link_settings (builder, serial, 1);
    add_link_settings (builder, serial, 2);
    add_port_settings (self, builder);
    for (guint i = 1; i < ISKRA_SG_N_SLOTS; i++)
        add_slot_settings (builder, &self->slots[i], i);
    add_fixed_settings (builder);
    emulator_json_add_string (builder, "serial_number", serial);
    emulator_json_add_string (builder, "model_type", ISKRA_SG_MODEL);
    json_builder_end_object (builder);
    return emulator_json_finish (builder);
}

char *
iskra_sg_status_scan (IskraSg *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_open_array (builder, "devices");
    for (guint i = 1; i < ISKRA_SG_N_SLOTS; i++) {
        const IskraSgSlot *slot = &self->slots[i];
        g_autofree char *serial = NULL;

        if (slot->unplugged || (slot->meter == NULL && slot->bicom == NULL))
            continue;
        serial = slot->meter != NULL ? iskra_sg_make_serial (self, slot->meter->serial)
                                     : iskra_sg_bicom_make_serial (self, slot->bicom);
        emulator_json_open_object (builder, NULL);
        emulator_json_add_string (builder, "model",
                                  slot->meter != NULL ? slot->meter->model : slot->bicom->model);
        emulator_json_add_string (builder, "serial number", serial);
        emulator_json_add_integer (builder, "modbus address", slot->address);
        emulator_json_add_integer (builder, "baud_rate", 115200);
        emulator_json_add_integer (builder, "stop_bits", 1);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}

static void
add_network (JsonBuilder *builder, const char *name, double level)
{
    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "ssid", name);
    emulator_json_add_integer (builder, "rssi", (gint64)level);
    emulator_json_add_string (builder, "auth", "WPA2");
    json_builder_end_object (builder);
}

char *
iskra_sg_status_networks (IskraSg *self)
{
    gint64 local = iskra_sg_get_local (self);
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_open_array (builder, "networks");
    add_network (builder, "HomeNet", -61 + 4 * iskra_sg_curve_get_wave (local, 50));
    add_network (builder, "Workshop", -79 + 4 * iskra_sg_curve_get_wave (local, 70));
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}
