/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-device.h"

#include <glib/gi18n-lib.h>

#include "iskra-sg-decode.h"
#include "iskra-sg-entities.h"
#include "iskra-sg-http.h"
#include "iskra-sg-message.h"
#include "iskra-sg-mqtt.h"
#include "iskra-sg-parts.h"
#include "iskra-sg-registers.h"
#include "iskra-sg-scan.h"
#include "iskra-sg-status.h"

#define STATUS_MS  60000
#define DEVICES_MS 300000 /* the gateway looks for its parts no more often */

enum {
    TAG_STATUS = 1,
    TAG_DEVICES,
    TAG_BLINK,
    TAG_REBOOT,
    TAG_REGISTERS,
};

static const char silence[] = "the gateway sent an empty answer";

struct _IskraSgDevice {
    WattleDevice parent_instance;

    WattleOptions *options;
    IskraSgParts *parts;
    IskraSgScan *scan; /* by Modbus; NULL: by HTTP */
    GPtrArray *known;  /* every entity of the status seen so far, of IskraSgReading */
    GPtrArray *told;   /* those of its messages */
    gint64 started;    /* seconds since 1970 */
    gint64 heard;      /* when the last message came, or the first question was asked; µs */
};

G_DEFINE_FINAL_TYPE (IskraSgDevice, iskra_sg_device, WATTLE_TYPE_DEVICE)

static gboolean
iskra_sg_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    static const WattleActionSpec identify = { "identify", N_ ("Identify"), "identify" };
    static const WattleActionSpec restart = { "restart", N_ ("Restart"), "restart" };
    IskraSgDevice *self = ISKRA_SG_DEVICE (source);

    if (!iskra_sg_mqtt_check_options (options, error))
        return FALSE;

    g_set_object (&self->options, options);
    self->parts = iskra_sg_parts_new (WATTLE_DEVICE (source));
    if (iskra_sg_modbus_is_used (source))
        self->scan = iskra_sg_scan_new ();
    else
        wattle_device_add_action (WATTLE_DEVICE (source), &identify);
    if (iskra_sg_mqtt_is_used (options))
        wattle_device_add_action (WATTLE_DEVICE (source), &restart);
    iskra_sg_mqtt_listen_all (source, options);
    return TRUE;
}

/* A gateway that is heard by MQTT may have no HTTP at all. */
static WattleRequest *
ask (IskraSgDevice *self, guint tag, const char *path)
{
    WattleRequest *request = iskra_sg_http_get (tag, path, self->options);

    return iskra_sg_mqtt_is_used (self->options)
               ? wattle_request_with_flags (request, WATTLE_REQUEST_REPORT_FAILURE)
               : request;
}

static WattleRequest *
iskra_sg_device_next_request (WattleSource *source, guint step)
{
    IskraSgDevice *self = ISKRA_SG_DEVICE (source);

    if (self->heard == 0)
        self->heard = wattle_source_get_now (source);
    if (self->scan != NULL)
        return iskra_sg_scan_next (self->scan, source, step, TAG_REGISTERS,
                                   (guint)wattle_options_get_integer (self->options, "Unit"));
    if (wattle_source_due (source, "status", STATUS_MS))
        return ask (self, TAG_STATUS, "/api");
    if (wattle_source_due (source, "devices", DEVICES_MS))
        return ask (self, TAG_DEVICES, "/api/devices");
    return NULL;
}

static void
take_status (IskraSgDevice *self, const IskraSgStatus *status)
{
    WattleDevice *device = WATTLE_DEVICE (self);

    self->started = status->started;
    wattle_device_set_identity (device, "Iskra", status->model, status->serial, status->version);
    wattle_device_set_label (device, status->label);
    wattle_device_set_address (device, status->mac, status->url);
    if (iskra_sg_entities_grow (self->known, status->readings))
        iskra_sg_entities_set (device, self->known, self->told);
    iskra_sg_entities_report (device, self->known, status->readings);
}

static gboolean
decode_status (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = iskra_sg_http_read (frame, silence, error);
    g_autoptr (IskraSgStatus) status = NULL;

    if (root != NULL)
        status = iskra_sg_status_decode (root, wattle_source_get_now (WATTLE_SOURCE (self)),
                                         self->started, error);
    if (status == NULL) {
        g_prefix_error (error, "status of the gateway: ");
        return FALSE;
    }

    take_status (self, status);
    return TRUE;
}

static gboolean
decode_registers (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (IskraSgStatus) status = NULL;

    if (self->scan == NULL || !iskra_sg_scan_take (self->scan, frame, error))
        return FALSE;
    if (iskra_sg_scan_get_result (self->scan) == ISKRA_SG_SCAN_SLOTS)
        iskra_sg_parts_list (self->parts, iskra_sg_scan_get_slots (self->scan));
    if (iskra_sg_scan_get_result (self->scan) != ISKRA_SG_SCAN_STATUS)
        return TRUE;

    status = iskra_sg_registers_decode (iskra_sg_scan_get_image (self->scan),
                                        wattle_source_get_now (WATTLE_SOURCE (self)), self->started,
                                        error);
    if (status == NULL) {
        iskra_sg_scan_stop (self->scan);
        g_prefix_error (error, "status of the gateway: ");
        return FALSE;
    }

    take_status (self, status);
    return TRUE;
}

static gboolean
decode_devices (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = iskra_sg_http_read (frame, silence, error);
    g_autoptr (GPtrArray) slots = NULL;

    if (root != NULL)
        slots = iskra_sg_decode_devices (root, wattle_source_get_id (WATTLE_SOURCE (self)), error);
    if (slots == NULL) {
        g_prefix_error (error, "list of connected devices: ");
        return FALSE;
    }

    iskra_sg_parts_list (self->parts, slots);
    return TRUE;
}

static gboolean
check_hello (IskraSgDevice *self, const IskraSgHello *hello, GError **error)
{
    const char *serial = wattle_device_get_serial (WATTLE_DEVICE (self));

    if (serial == NULL || g_str_equal (serial, hello->serial))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "another gateway publishes below the same topic: %s, not %s", hello->serial,
                      serial);
    return FALSE;
}

/* Its entities are among those of the status, and have the same keys and names. */
static void
report_hello (IskraSgDevice *self, const IskraSgHello *hello)
{
    static const WattleEntitySpec version = { .key = "software_version",
                                              .quantity = WATTLE_QUANTITY_TEXT,
                                              .flags = WATTLE_ENTITY_DIAGNOSTIC,
                                              .name = N_ ("Software version") };
    static const WattleEntitySpec hardware = { .key = "hardware_version",
                                               .quantity = WATTLE_QUANTITY_TEXT,
                                               .flags = WATTLE_ENTITY_DIAGNOSTIC,
                                               .name = N_ ("Hardware version") };
    g_autoptr (GPtrArray) readings = iskra_sg_readings_new ();

    if (hello->version != NULL)
        iskra_sg_readings_add_text (readings, &version, hello->version);
    if (hello->hardware != NULL)
        iskra_sg_readings_add_text (readings, &hardware, hello->hardware);
    if (iskra_sg_entities_grow (self->known, readings))
        iskra_sg_entities_set (WATTLE_DEVICE (self), self->known, self->told);
    iskra_sg_entities_report (WATTLE_DEVICE (self), readings, readings);
}

static gboolean
decode_hello (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = wattle_frame_get_json (frame, error);
    g_autoptr (IskraSgHello) hello =
        root != NULL ? iskra_sg_message_decode_hello (root, error) : NULL;

    if (hello == NULL || !check_hello (self, hello, error))
        return FALSE;

    wattle_device_set_identity (WATTLE_DEVICE (self), "Iskra", hello->model, hello->serial,
                                hello->version);
    report_hello (self, hello);
    return TRUE;
}

static gboolean
decode_error (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    static const WattleEntitySpec spec = { .key = "last_error",
                                           .quantity = WATTLE_QUANTITY_TEXT,
                                           .flags = WATTLE_ENTITY_DIAGNOSTIC,
                                           .name = N_ ("Last error message") };
    g_autofree char *text = wattle_frame_get_text (frame, error);
    g_autofree char *line = text != NULL ? iskra_sg_message_clean_error (text) : NULL;
    IskraSgSilent silent;

    if (line == NULL)
        return FALSE;

    if (self->told->len == 0) {
        iskra_sg_readings_add (self->told, &spec);
        iskra_sg_entities_set (WATTLE_DEVICE (self), self->known, self->told);
    }
    wattle_device_report_text (WATTLE_DEVICE (self), spec.key, line);
    if (iskra_sg_message_decode_error (line, &silent))
        iskra_sg_parts_lose (self->parts, &silent);
    return TRUE;
}

/* What a part says is read by the part; here it only shows that there is one. */
static gboolean
decode_part (IskraSgDevice *self, const IskraSgTopic *topic, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = wattle_frame_get_json (frame, error);

    return root != NULL && iskra_sg_parts_hear (self->parts, topic, root, error);
}

static gboolean
decode_push (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    IskraSgTopic topic;

    if (!iskra_sg_mqtt_read_topic (frame, self->options, &topic, error))
        return FALSE;

    self->heard = wattle_source_get_now (WATTLE_SOURCE (self));
    switch (topic.kind) {
    case ISKRA_SG_TOPIC_STATUS:
        return decode_hello (self, frame, error);
    case ISKRA_SG_TOPIC_ERROR:
        return decode_error (self, frame, error);
    case ISKRA_SG_TOPIC_MEASUREMENTS:
    case ISKRA_SG_TOPIC_COUNTERS:
    case ISKRA_SG_TOPIC_BICOM:
        return decode_part (self, &topic, frame, error);
    default:
        return TRUE; /* a sign of life */
    }
}

static gboolean
iskra_sg_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    IskraSgDevice *self = ISKRA_SG_DEVICE (source);

    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return decode_push (self, frame, error);
    if (iskra_sg_mqtt_stands_in (source, self->options, frame, self->heard)) {
        if (self->scan != NULL)
            iskra_sg_scan_stop (self->scan);
        return TRUE;
    }

    switch (wattle_frame_get_tag (frame)) {
    case TAG_STATUS:
        return decode_status (self, frame, error);
    case TAG_DEVICES:
        return decode_devices (self, frame, error);
    case TAG_REGISTERS:
        return decode_registers (self, frame, error);
    case TAG_BLINK:
    case TAG_REBOOT:
        /* What it answers is not documented; the status and the greeting say enough. */
        return wattle_frame_check (frame, error);
    default:
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this device");
        return FALSE;
    }
}

static WattleRequest *
iskra_sg_device_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    IskraSgDevice *self = ISKRA_SG_DEVICE (device);
    WattleOptions *options = self->options;
    const char *name = wattle_command_get_name (command);
    gboolean action = wattle_command_is_action (command);

    if (action && g_str_equal (name, "identify") && self->scan == NULL)
        return step == 0 ? iskra_sg_http_get (TAG_BLINK, "/api/blink", options) : NULL;
    if (action && g_str_equal (name, "restart") && iskra_sg_mqtt_is_used (options))
        return step == 0 ? iskra_sg_mqtt_reboot (TAG_REBOOT) : NULL;

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the gateway knows no command “%s”, only, by HTTP, “identify” and, with "
                      "RootTopic, “restart”",
                      name);
    return NULL;
}

static void
iskra_sg_device_finalize (GObject *object)
{
    IskraSgDevice *self = ISKRA_SG_DEVICE (object);

    g_clear_object (&self->options);
    g_clear_pointer (&self->parts, iskra_sg_parts_free);
    g_clear_pointer (&self->scan, iskra_sg_scan_free);
    g_ptr_array_unref (self->known);
    g_ptr_array_unref (self->told);

    G_OBJECT_CLASS (iskra_sg_device_parent_class)->finalize (object);
}

static void
iskra_sg_device_class_init (IskraSgDeviceClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = iskra_sg_device_finalize;
    source_class->configure = iskra_sg_device_configure;
    source_class->next_request = iskra_sg_device_next_request;
    source_class->decode = iskra_sg_device_decode;
    WATTLE_DEVICE_CLASS (klass)->command = iskra_sg_device_command;
}

static void
iskra_sg_device_init (IskraSgDevice *self)
{
    self->known = iskra_sg_readings_new ();
    self->told = iskra_sg_readings_new ();
}

WattleDevice *
iskra_sg_device_new (void)
{
    return g_object_new (ISKRA_SG_TYPE_DEVICE, NULL);
}
