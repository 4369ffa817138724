/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-device.h"

#include <glib/gi18n-lib.h>

#include "iskra-sg-decode.h"
#include "iskra-sg-entities.h"
#include "iskra-sg-http.h"
#include "iskra-sg-status.h"

#define STATUS_MS  60000
#define DEVICES_MS 300000 /* the gateway looks for its parts no more often */

enum {
    TAG_STATUS = 1,
    TAG_DEVICES,
    TAG_BLINK,
};

static const char silence[] = "the gateway sent an empty answer";

struct _IskraSgDevice {
    WattleDevice parent_instance;

    WattleOptions *options;
    GPtrArray *known; /* every entity seen so far, of IskraSgReading */
    gint64 started;   /* seconds since 1970 */
};

G_DEFINE_FINAL_TYPE (IskraSgDevice, iskra_sg_device, WATTLE_TYPE_DEVICE)

static gboolean
iskra_sg_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    static const WattleActionSpec identify = { "identify", N_ ("Identify"), "identify" };

    g_set_object (&ISKRA_SG_DEVICE (source)->options, options);
    wattle_device_add_action (WATTLE_DEVICE (source), &identify);
    return TRUE;
}

static WattleRequest *
iskra_sg_device_next_request (WattleSource *source, guint step)
{
    WattleOptions *options = ISKRA_SG_DEVICE (source)->options;

    if (wattle_source_due (source, "status", STATUS_MS))
        return iskra_sg_http_get (TAG_STATUS, "/api", options);
    if (wattle_source_due (source, "devices", DEVICES_MS))
        return iskra_sg_http_get (TAG_DEVICES, "/api/devices", options);
    return NULL;
}

static gboolean
decode_status (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    WattleDevice *device = WATTLE_DEVICE (self);
    g_autoptr (JsonObject) root = iskra_sg_http_read (frame, silence, error);
    g_autoptr (IskraSgStatus) status = NULL;

    if (root != NULL)
        status = iskra_sg_status_decode (root, wattle_source_get_now (WATTLE_SOURCE (self)),
                                         self->started, error);
    if (status == NULL) {
        g_prefix_error (error, "status of the gateway: ");
        return FALSE;
    }

    self->started = status->started;
    wattle_device_set_identity (device, "Iskra", status->model, status->serial, status->version);
    wattle_device_set_label (device, status->label);
    wattle_device_set_address (device, status->mac, status->url);
    if (iskra_sg_entities_grow (self->known, status->readings))
        iskra_sg_entities_set (device, self->known, NULL);
    iskra_sg_entities_report (device, self->known, status->readings);
    return TRUE;
}

/* A slot that names no meter: the one that was in it last is lost, unless it turned up elsewhere.
 */
static void
lose_meter (IskraSgDevice *self, const char *key, GHashTable *present)
{
    const char *id = wattle_source_get_state (WATTLE_SOURCE (self), key);

    if (id != NULL && g_hash_table_add (present, g_strdup (id)))
        wattle_device_lose_child (WATTLE_DEVICE (self), id);
}

static void
take_slot (IskraSgDevice *self, const IskraSgSlot *slot, GHashTable *present)
{
    g_autofree char *key = g_strdup_printf ("slot_%u", slot->index);

    switch (slot->kind) {
    case ISKRA_SG_SLOT_METER:
        wattle_source_set_state (WATTLE_SOURCE (self), key, slot->id, 0);
        break;
    case ISKRA_SG_SLOT_NOT_DETECTED:
        lose_meter (self, key, present);
        break;
    case ISKRA_SG_SLOT_DISABLED:
    case ISKRA_SG_SLOT_BICOM:
        wattle_source_set_state (WATTLE_SOURCE (self), key, NULL, 0);
        break;
    }
}

static void
list_children (IskraSgDevice *self, GPtrArray *slots)
{
    g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < slots->len; i++) {
        const IskraSgSlot *slot = g_ptr_array_index (slots, i);

        if (slot->kind == ISKRA_SG_SLOT_METER && g_hash_table_add (present, g_strdup (slot->id)))
            wattle_device_set_child (WATTLE_DEVICE (self), slot->id, "meter", slot->address,
                                     slot->label);
    }
    for (guint i = 0; i < slots->len; i++)
        take_slot (self, g_ptr_array_index (slots, i), present);
    wattle_device_end_children (WATTLE_DEVICE (self));
}

static gboolean
decode_devices (IskraSgDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = iskra_sg_http_read (frame, silence, error);
    g_autoptr (GPtrArray) slots = NULL;

    if (root != NULL)
        slots = iskra_sg_decode_devices (root, wattle_source_get_id (WATTLE_SOURCE (self)), error);
    if (slots == NULL) {
        g_prefix_error (error, "list of connected meters: ");
        return FALSE;
    }

    list_children (self, slots);
    return TRUE;
}

static gboolean
iskra_sg_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    IskraSgDevice *self = ISKRA_SG_DEVICE (source);

    switch (wattle_frame_get_tag (frame)) {
    case TAG_STATUS:
        return decode_status (self, frame, error);
    case TAG_DEVICES:
        return decode_devices (self, frame, error);
    case TAG_BLINK:
        /* What it answers is not documented; the status says enough. */
        return wattle_frame_check (frame, error);
    default:
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this device");
        return FALSE;
    }
}

static WattleRequest *
iskra_sg_device_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    if (!wattle_command_is_action (command) ||
        !g_str_equal (wattle_command_get_name (command), "identify")) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the gateway knows no command “%s”, only “identify”",
                          wattle_command_get_name (command));
        return NULL;
    }

    return step == 0
               ? iskra_sg_http_get (TAG_BLINK, "/api/blink", ISKRA_SG_DEVICE (device)->options)
               : NULL;
}

static void
iskra_sg_device_finalize (GObject *object)
{
    IskraSgDevice *self = ISKRA_SG_DEVICE (object);

    g_clear_object (&self->options);
    g_ptr_array_unref (self->known);

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
}

WattleDevice *
iskra_sg_device_new (void)
{
    return g_object_new (ISKRA_SG_TYPE_DEVICE, NULL);
}
