/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-device.h"

#include <glib/gi18n-lib.h>

#include "smart-maic-contact.h"
#include "smart-maic-cycle.h"
#include "smart-maic-entities.h"
#include "smart-maic-mqtt.h"
#include "smart-maic-order.h"
#include "smart-maic-sensors.h"
#include "smart-maic-setup.h"

#define MAKER "smart-MAIC"

/* The keys that were seen, so that the host describes the device whole after a restart. */
#define SEEN "keys"

struct _SmartMaicDevice {
    WattleDevice parent_instance;

    char *model;
    WattleOptions *options;
    SmartMaicConfig config;
    SmartMaicPicture picture;
    SmartMaicEntities *entities;
    SmartMaicCycle cycle;
    SmartMaicOrder order;
    guint asked;      /* tag of the question under way */
    gboolean puzzled; /* by the last JSON that came */
};

G_DEFINE_FINAL_TYPE (SmartMaicDevice, smart_maic_device, WATTLE_TYPE_DEVICE)

static const char *
get_devid (SmartMaicDevice *self)
{
    return self->config.has_devid ? wattle_options_get_text (self->options, "DeviceId") : NULL;
}

static void
set_identity (SmartMaicDevice *self, const char *type, const char *devid)
{
    WattleDevice *device = WATTLE_DEVICE (self);
    g_autofree char *upper = g_ascii_strup (self->model, -1);
    const char *known = wattle_device_get_model (device);

    if (type == NULL || *type == '\0')
        type = known != NULL ? known : upper;
    wattle_device_set_identity (device, MAKER, type, devid, NULL);
}

static void
restore (SmartMaicDevice *self)
{
    WattleSource *source = WATTLE_SOURCE (self);
    const char *seen = wattle_source_get_state (source, SEEN);

    smart_maic_setup_forget (source);
    if (seen == NULL)
        return;
    smart_maic_picture_restore_seen (&self->picture, seen);
    self->cycle.extended = smart_maic_picture_is_extended (&self->picture);
    smart_maic_entities_build (self->entities, WATTLE_DEVICE (self), &self->config, &self->picture);
}

/* It overwrites what others may rely on, so nobody must do it by accident. */
static void
add_actions (SmartMaicDevice *self)
{
    static const WattleActionSpec setup = { SMART_MAIC_SETUP_ACTION,
                                            N_ ("Set up MQTT in the device"), NULL, TRUE };

    if (self->config.http)
        wattle_device_add_action (WATTLE_DEVICE (self), &setup);
}

static gboolean
smart_maic_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    SmartMaicDevice *self = SMART_MAIC_DEVICE (source);

    if (!smart_maic_config_read (&self->config, source, options, error))
        return FALSE;

    g_set_object (&self->options, options);
    self->picture.expiry = self->config.expiry * G_USEC_PER_SEC;
    self->cycle.config = &self->config;
    self->order.config = &self->config;
    self->order.options = options;
    wattle_source_share_links (source);
    if (self->config.mqtt)
        smart_maic_mqtt_listen (source, options, self->model);
    set_identity (self, NULL, get_devid (self));
    restore (self);
    add_actions (self);
    return TRUE;
}

static WattleRequest *
note_asked (SmartMaicDevice *self, WattleRequest *request)
{
    self->asked = request != NULL ? wattle_request_get_tag (request) : (guint)SMART_MAIC_TAG_NONE;
    return request;
}

static WattleRequest *
smart_maic_device_next_request (WattleSource *source, guint step)
{
    SmartMaicDevice *self = SMART_MAIC_DEVICE (source);

    /* A command that was broken off has left it there. */
    if (step == 0)
        smart_maic_setup_forget (source);
    return note_asked (self, smart_maic_cycle_next (&self->cycle, source, step));
}

/* Values */

static void
take_values (SmartMaicDevice *self, const SmartMaicMessage *message, SmartMaicOrigin origin)
{
    WattleSource *source = WATTLE_SOURCE (self);
    WattleDevice *device = WATTLE_DEVICE (self);
    gint64 now = wattle_source_get_now (source);

    if (smart_maic_picture_take (&self->picture, message, origin, now)) {
        g_autofree char *seen = smart_maic_picture_dup_seen (&self->picture);

        wattle_source_set_state (source, SEEN, seen, 0);
        self->cycle.extended = smart_maic_picture_is_extended (&self->picture);
        smart_maic_entities_build (self->entities, device, &self->config, &self->picture);
    }
    smart_maic_entities_report (self->entities, device, &self->picture, now);
}

/* Said when it begins, not with each message. */
static void
note_puzzle (SmartMaicDevice *self, gboolean puzzled)
{
    if (puzzled && !self->puzzled)
        g_message ("%s: its messages under JSON are no objects, or have no key that is known; "
                   "they are passed over",
                   wattle_source_get_id (WATTLE_SOURCE (self)));
    self->puzzled = puzzled;
}

/* What says nothing is no sign of life. */
static gboolean
read_message (SmartMaicDevice *self,
              WattleFrame *frame,
              const SmartMaicTopic *topic,
              SmartMaicMessage *message,
              GError **error)
{
    gboolean fine = smart_maic_decode_message (frame, topic, message, error);

    if (fine && message->count == 0) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "a message without any key that is known");
        fine = FALSE;
    }
    if (smart_maic_topic_is_json (topic))
        note_puzzle (self, !fine);
    return fine;
}

static gboolean
decode_push (SmartMaicDevice *self, WattleFrame *frame, GError **error)
{
    WattleSource *source = WATTLE_SOURCE (self);
    SmartMaicMessage message;
    SmartMaicTopic topic;

    if (!smart_maic_mqtt_read_topic (frame, self->options, &topic, error) ||
        !read_message (self, frame, &topic, &message, error))
        return FALSE;

    smart_maic_cycle_hear (&self->cycle, wattle_source_get_now (source));
    smart_maic_mqtt_remember_form (source, &topic);
    take_values (self, &message,
                 smart_maic_topic_is_json (&topic) ? SMART_MAIC_BY_JSON : SMART_MAIC_BY_SCALAR);
    return TRUE;
}

static void
take_news (SmartMaicDevice *self, const SmartMaicNews *news)
{
    if (news->devid != NULL || news->type != NULL)
        set_identity (self, news->type, news->devid != NULL ? news->devid : get_devid (self));
    if (news->has_values) {
        take_values (self, &news->values,
                     news->is_read_back ? SMART_MAIC_BY_COMMAND : SMART_MAIC_BY_HTTP);
        smart_maic_rate_succeed (&self->cycle.rate, self->cycle.extended);
    }
}

static gboolean
decode_answer (SmartMaicDevice *self, WattleFrame *frame, GError **error)
{
    WattleSource *source = WATTLE_SOURCE (self);
    g_auto (SmartMaicNews) news = { 0 };
    guint tag = wattle_frame_get_tag (frame);
    gboolean fine;

    if (tag == SMART_MAIC_TAG_NONE || tag != self->asked) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this device");
        return FALSE;
    }

    self->asked = SMART_MAIC_TAG_NONE;
    fine = tag < SMART_MAIC_TAG_ORDER_LOGIN
               ? smart_maic_cycle_take (&self->cycle, source, frame, get_devid (self), &news, error)
               : smart_maic_order_take (&self->order, &self->cycle, source, frame, get_devid (self),
                                        &news, error);
    if (fine)
        take_news (self, &news);
    return fine;
}

static gboolean
smart_maic_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    SmartMaicDevice *self = SMART_MAIC_DEVICE (source);

    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return decode_push (self, frame, error);
    return decode_answer (self, frame, error);
}

/* Commands */

static gboolean
begin_counter (SmartMaicDevice *self, WattleCommand *command, GError **error)
{
    const char *name = wattle_command_get_name (command);
    int key = smart_maic_entities_find_counter (self->entities, name);

    if (key >= 0)
        return smart_maic_order_set_counter (&self->order, (guint)key,
                                             wattle_command_get_number (command), error);

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "“%s” is no counter that is set in the device", name);
    return FALSE;
}

static gboolean
begin_action (SmartMaicDevice *self, const char *name, GError **error)
{
    if (g_str_equal (name, SMART_MAIC_SETUP_ACTION))
        return smart_maic_order_set_up (&self->order, error);

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the device knows no action “%s”, only, over HTTP, “%s”", name,
                      SMART_MAIC_SETUP_ACTION);
    return FALSE;
}

static gboolean
begin_switch (SmartMaicDevice *self, WattleCommand *command, GError **error)
{
    const char *name = wattle_command_get_name (command);
    const char *word = wattle_command_get_text (command);

    if (!g_str_equal (name, SMART_MAIC_OUTPUT) || word != NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the device knows no output “%s” of this kind, only “%s”, on or off",
                          name, SMART_MAIC_OUTPUT);
        return FALSE;
    }

    return smart_maic_contact_switch (&self->order, &self->cycle, WATTLE_SOURCE (self),
                                      wattle_command_get_boolean (command), error);
}

/* A phrase reaches the device by its number, whoever has its address. */
static gboolean
goes_to_the_address (SmartMaicDevice *self, WattleCommand *command)
{
    return self->config.switch_http || wattle_command_is_counter (command) ||
           wattle_command_is_action (command);
}

static gboolean
begin_command (SmartMaicDevice *self, WattleCommand *command, GError **error)
{
    if (self->cycle.stranger && goes_to_the_address (self, command))
        return smart_maic_cycle_check_devid (&self->cycle, "", get_devid (self), error);
    if (wattle_command_is_counter (command))
        return begin_counter (self, command, error);
    if (wattle_command_is_action (command))
        return begin_action (self, wattle_command_get_name (command), error);
    return begin_switch (self, command, error);
}

static WattleRequest *
smart_maic_device_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    SmartMaicDevice *self = SMART_MAIC_DEVICE (device);

    if (step == 0 && !begin_command (self, command, error))
        return NULL;
    return note_asked (self,
                       smart_maic_order_next (&self->order, &self->cycle, WATTLE_SOURCE (device)));
}

static void
smart_maic_device_finalize (GObject *object)
{
    SmartMaicDevice *self = SMART_MAIC_DEVICE (object);

    g_free (self->model);
    g_clear_object (&self->options);
    smart_maic_entities_free (self->entities);

    G_OBJECT_CLASS (smart_maic_device_parent_class)->finalize (object);
}

static void
smart_maic_device_class_init (SmartMaicDeviceClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = smart_maic_device_finalize;
    source_class->configure = smart_maic_device_configure;
    source_class->next_request = smart_maic_device_next_request;
    source_class->decode = smart_maic_device_decode;
    WATTLE_DEVICE_CLASS (klass)->command = smart_maic_device_command;
}

static void
smart_maic_device_init (SmartMaicDevice *self)
{
    self->entities = smart_maic_entities_new ();
}

WattleDevice *
smart_maic_device_new (const char *model)
{
    SmartMaicDevice *self = g_object_new (SMART_MAIC_TYPE_DEVICE, NULL);

    self->model = g_strdup (model);
    return WATTLE_DEVICE (self);
}
