/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the gateway publishes, by itself and when it is told to. */
#include "iskra-sg-private.h"

#include "base/wattle-json.h"

#define REBOOT_SPAN (2 * G_TIME_SPAN_SECOND)

static char *
make_topic (const char *what, guint slot)
{
    return slot == 0 ? g_strconcat (what, "/ir", NULL)
                     : g_strdup_printf ("%s/rs485/%u", what, slot);
}

static void
publish (IskraSg *self, const char *what, guint slot, const char *payload)
{
    g_autofree char *topic = make_topic (what, slot);

    iskra_sg_mqtt_publish (self, topic, payload);
}

/* After each connect. */
void
iskra_sg_command_greet (IskraSg *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *serial = iskra_sg_make_serial (self, ISKRA_SG_SERIAL);
    g_autofree char *text = NULL;

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "hello", "hello world");
    emulator_json_add_string (builder, "serial number", serial);
    emulator_json_add_string (builder, "model_type", ISKRA_SG_MODEL);
    emulator_json_add_string (builder, "sw_ver", "2.09");
    emulator_json_add_integer (builder, "hw_ver", 3);
    text = emulator_json_finish (builder);
    iskra_sg_mqtt_publish (self, "status", text);
    iskra_sg_mqtt_publish (self, "log", "Subscribed");
}

static void
complain (IskraSg *self, guint slot, const char *what)
{
    gboolean bicom = g_str_equal (what, "bicom");
    g_autofree char *text =
        slot == 0 ? g_strdup_printf ("Error: Left IR %s not responding", what)
                  : g_strdup_printf (bicom ? "Error: RS485 :%u %s not responding. Addr:%u"
                                           : "Error: RS485 device:%u %s not responding. Addr:%u",
                                     slot, what, self->slots[slot].address);

    iskra_sg_mqtt_publish (self, "error", text);
}

static gboolean
has_meter (IskraSg *self, guint slot)
{
    return slot < ISKRA_SG_N_SLOTS && self->slots[slot].meter != NULL;
}

static void
publish_measurement (IskraSg *self, guint slot)
{
    g_autofree char *payload = NULL;

    if (!has_meter (self, slot))
        return;
    if (self->slots[slot].unplugged) {
        complain (self, slot, "Energy meter");
        return;
    }
    payload = iskra_sg_payload_measurement (self, slot);
    publish (self, "measurements", slot, payload);
}

static void
publish_counters (IskraSg *self, guint slot)
{
    g_autofree char *payload = NULL;

    if (!has_meter (self, slot))
        return;
    if (self->slots[slot].unplugged) {
        complain (self, slot, "Energy counter");
        return;
    }
    payload = iskra_sg_payload_counter (self, slot, FALSE);
    publish (self, "counters", slot, payload);
}

static void
publish_bicom (IskraSg *self, guint slot)
{
    g_autofree char *payload = NULL;

    if (iskra_sg_bicom_find (self, slot) == NULL)
        return;
    payload = iskra_sg_bicom_payload (self, slot);
    publish (self, "bicom", slot, payload);
}

static void
push_bicom (IskraSg *self, guint slot)
{
    if (iskra_sg_bicom_find (self, slot) == NULL)
        return;
    if (iskra_sg_bicom_get_state (self, slot) < 0)
        complain (self, slot, "bicom");
    else
        publish_bicom (self, slot);
}

/* All that is pushed at its interval, now. */
void
iskra_sg_push (IskraSg *self)
{
    iskra_sg_house_advance (self->house, iskra_sg_get_local (self));
    for (guint i = 0; i < ISKRA_SG_N_SLOTS; i++) {
        publish_measurement (self, i);
        publish_counters (self, i);
        push_bicom (self, i);
    }
}

static void
reboot_now (gpointer user_data)
{
    IskraSg *self = user_data;

    self->reboot_timer = 0;
    iskra_sg_restart (self, REBOOT_SPAN);
}

/* Not from within the callback of whoever says so. */
void
iskra_sg_restart_soon (IskraSg *self)
{
    if (self->reboot_timer == 0)
        self->reboot_timer = wattle_clock_call_after (self->pace, 0, reboot_now, self);
}

static void
run_reboot (IskraSg *self, JsonObject *data)
{
    iskra_sg_restart_soon (self);
}

static void
run_settings (IskraSg *self, JsonObject *data)
{
    g_autofree char *text = iskra_sg_status_settings (self);

    iskra_sg_mqtt_publish (self, "status", text);
}

static void
run_scan (IskraSg *self, JsonObject *data)
{
    g_autofree char *text = iskra_sg_status_scan (self);

    iskra_sg_mqtt_publish (self, "status", text);
}

/* `index` wins over `addr`; 0 is an IR port in both. */
static gboolean
read_slot (IskraSg *self, JsonObject *data, guint *slot)
{
    gint64 number;

    if (wattle_json_get_integer (data, "index", 0, ISKRA_SG_N_SLOTS - 1, &number, NULL)) {
        *slot = (guint)number;
        return TRUE;
    }
    if (!wattle_json_get_integer (data, "addr", 0, 247, &number, NULL))
        return FALSE;
    for (*slot = 0; number != 0 && *slot < ISKRA_SG_N_SLOTS; (*slot)++)
        if (*slot > 0 && self->slots[*slot].address == number)
            return TRUE;
    return number == 0;
}

static void
run_measurements (IskraSg *self, JsonObject *data)
{
    guint slot;

    if (read_slot (self, data, &slot))
        publish_measurement (self, slot);
}

static void
run_counters (IskraSg *self, JsonObject *data)
{
    guint slot;

    if (read_slot (self, data, &slot))
        publish_counters (self, slot);
}

/* Only `state` is answered. */
static void
run_bicom (IskraSg *self, JsonObject *data)
{
    const char *value = wattle_json_peek_string (data, "val");
    guint slot;

    if (value == NULL || !read_slot (self, data, &slot))
        return;
    if (g_str_equal (value, "state"))
        publish_bicom (self, slot);
    else if (g_str_equal (value, "on") || g_str_equal (value, "off"))
        iskra_sg_switch_bicom (self, slot, g_str_equal (value, "on"));
}

static const struct {
    const char *name;
    void (*run) (IskraSg *self, JsonObject *data);
} commands[] = {
    { "reboot", run_reboot },
    { "get_settings", run_settings },
    { "measurements", run_measurements },
    { "counters", run_counters },
    { "bicom", run_bicom },
    { "detect_485_devices", run_scan },
};

/* What is not understood gets no answer. */
void
iskra_sg_command_run (IskraSg *self, const char *text, gsize length)
{
    g_autoptr (JsonObject) root =
        length > 0 ? wattle_json_parse_object (text, (gssize)length, NULL) : NULL;
    JsonObject *data = root != NULL ? wattle_json_peek_object (root, "data") : NULL;
    const char *name = data != NULL ? wattle_json_peek_string (data, "cmd") : NULL;

    if (name == NULL)
        return;

    self->commands++;
    iskra_sg_house_advance (self->house, iskra_sg_get_local (self));
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (g_str_equal (commands[i].name, name))
            commands[i].run (self, data);
}
