/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-bicom.h"

#include <glib/gi18n-lib.h>

#include "iskra-sg-bicom-modbus.h"
#include "iskra-sg-bicom-order.h"
#include "iskra-sg-bicom-state.h"
#include "iskra-sg-http.h"
#include "iskra-sg-mqtt.h"

/* The gateway confirms no command, so the switch is asked a little later; what it says then may
 * still be about the time before. */
#define READ_BACK_MS  300
#define READ_AGAIN_MS 1000
#define MAX_READS     3

/* By MQTT the answer is a message, which is waited for in short turns. */
#define TURN_MS   500
#define MAX_TURNS 20

enum {
    TAG_TABLE = 1,  /* /api/bicoms */
    TAG_ASK,        /* `state` by MQTT, in a cycle */
    TAG_TURN,       /* nothing came yet */
    TAG_VERDICT,    /* whether something came */
    TAG_SWITCH,     /* on or off, in a command */
    TAG_ASK_BACK,   /* `state` by MQTT, in a command */
    TAG_TURN_BACK,  /* nothing came yet, in a command */
    TAG_TABLE_BACK, /* /api/bicoms, in a command */
    TAG_REGISTER,   /* by Modbus, in a cycle and in a command */
    TAG_MODE,       /* whether it may be switched by Modbus */
};

/* By Modbus both ways are sure; by MQTT nothing is confirmed, and over HTTP nothing documented. */
typedef enum {
    WAY_HTTP,
    WAY_MQTT,
    WAY_MODBUS,
} Way;

static const char silence[] = "the gateway sent an empty answer";

struct _IskraSgBicom {
    WattleDevice parent_instance;

    WattleOptions *options;
    IskraSgAddress address;
    gboolean known; /* the state was read at least once */
    gboolean on;

    /* Of the question under way. */
    gboolean answered;
    GError *fault; /* what was wrong with the answer */
    guint turns;
    gboolean judged;

    /* Of the command under way. */
    IskraSgWanted wanted;
    gboolean sent; /* what is to be sent */
    guint reads;
};

G_DEFINE_FINAL_TYPE (IskraSgBicom, iskra_sg_bicom, WATTLE_TYPE_DEVICE)

static const WattleEntitySpec output = { .key = ISKRA_SG_OUTPUT,
                                         .quantity = WATTLE_QUANTITY_SWITCH,
                                         .flags = WATTLE_ENTITY_OUTPUT,
                                         .name = N_ ("Output") };
static const WattleActionSpec refresh = { ISKRA_SG_REFRESH, N_ ("Read the state"), NULL };

/* The host calls this again when the switch was found in another slot. */
static gboolean
iskra_sg_bicom_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    IskraSgBicom *self = ISKRA_SG_BICOM (source);
    WattleDevice *device = WATTLE_DEVICE (source);
    IskraSgAddress address;

    if (!iskra_sg_mqtt_check_options (options, error) ||
        !iskra_sg_slot_read_address (wattle_options_get_text (options, "Address"), &address, error))
        return FALSE;

    if (self->options == NULL) {
        iskra_sg_mqtt_listen (source, options, "bicom/#");
        wattle_device_set_entities (device, &output, 1);
        wattle_device_add_action (device, &refresh);
    }
    g_set_object (&self->options, options);
    iskra_sg_slot_clear_address (&self->address);
    self->address = address;
    wattle_device_set_identity (device, "Iskra", address.model, address.serial, address.version);
    return TRUE;
}

static Way
get_way (IskraSgBicom *self)
{
    if (self->address.unit != 0)
        return WAY_MODBUS;
    return iskra_sg_mqtt_is_used (self->options) ? WAY_MQTT : WAY_HTTP;
}

static void
begin_question (IskraSgBicom *self)
{
    self->answered = FALSE;
    self->judged = FALSE;
    self->turns = 0;
    g_clear_error (&self->fault);
}

static gboolean
is_waiting (IskraSgBicom *self)
{
    return !self->answered && self->fault == NULL && self->turns < MAX_TURNS;
}

static WattleRequest *
wait_a_turn (IskraSgBicom *self, guint tag)
{
    self->turns++;
    return wattle_request_with_delay (wattle_request_new_local (tag), TURN_MS);
}

/* Neither that the question was sent nor that time went by is a sign of life: these are optional
 * and never succeed, and the last request alone says how the cycle went. */
static WattleRequest *
ask_by_mqtt (IskraSgBicom *self, guint step)
{
    if (step == 0) {
        begin_question (self);
        return wattle_request_with_flags (
            iskra_sg_mqtt_bicom (TAG_ASK, self->address.index, "state"),
            WATTLE_REQUEST_OPTIONAL | WATTLE_REQUEST_REPORT_FAILURE);
    }
    if (is_waiting (self))
        return wattle_request_with_flags (wait_a_turn (self, TAG_TURN), WATTLE_REQUEST_OPTIONAL);
    if (self->judged)
        return NULL;

    self->judged = TRUE;
    return wattle_request_new_local (TAG_VERDICT);
}

static WattleRequest *
iskra_sg_bicom_next_request (WattleSource *source, guint step)
{
    IskraSgBicom *self = ISKRA_SG_BICOM (source);

    if (get_way (self) == WAY_MQTT)
        return ask_by_mqtt (self, step);
    if (get_way (self) == WAY_MODBUS)
        return step == 0 ? iskra_sg_bicom_modbus_ask (TAG_REGISTER, &self->address) : NULL;
    return step == 0 ? iskra_sg_http_get (TAG_TABLE, "/api/bicoms", self->options) : NULL;
}

static gboolean
take_state (IskraSgBicom *self, gboolean on)
{
    self->known = TRUE;
    self->on = on;
    self->answered = TRUE;
    wattle_device_report_boolean (WATTLE_DEVICE (self), ISKRA_SG_OUTPUT, on);
    return TRUE;
}

static gboolean
decode_table (IskraSgBicom *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = iskra_sg_http_read (frame, silence, error);
    gboolean on;

    if (root == NULL || !iskra_sg_bicom_state_decode_table (root, &self->address, &on, error)) {
        g_prefix_error (error, "states of the switches: ");
        return FALSE;
    }
    return take_state (self, on);
}

static gboolean
decode_register (IskraSgBicom *self, WattleFrame *frame, GError **error)
{
    gboolean on;

    if (!iskra_sg_bicom_modbus_decode (frame, &self->address, &on, error)) {
        g_prefix_error (error, "state of the switch: ");
        return FALSE;
    }
    return take_state (self, on);
}

static gboolean
check_sent (IskraSgBicom *self, WattleFrame *frame, GError **error)
{
    return get_way (self) == WAY_MODBUS ? iskra_sg_bicom_modbus_check_switch (frame, error)
                                        : wattle_frame_check (frame, error);
}

static gboolean
read_push (IskraSgBicom *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = wattle_frame_get_json (frame, error);
    gboolean on;

    if (root == NULL || !iskra_sg_bicom_state_decode_message (root, &self->address, &on, error)) {
        g_prefix_error (error, "state of the switch by MQTT: ");
        return FALSE;
    }
    return take_state (self, on);
}

static gboolean
decode_push (IskraSgBicom *self, WattleFrame *frame, GError **error)
{
    g_autoptr (GError) fault = NULL;
    IskraSgTopic topic;

    if (!iskra_sg_mqtt_read_topic (frame, self->options, &topic, error))
        return FALSE;
    if (topic.kind != ISKRA_SG_TOPIC_BICOM || topic.index != self->address.index) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "a message about another switch");
        return FALSE;
    }
    if (read_push (self, frame, &fault))
        return TRUE;

    g_clear_error (&self->fault);
    self->fault = g_error_copy (fault);
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
}

static gboolean
decode_ask (IskraSgBicom *self, WattleFrame *frame, GError **error)
{
    if (self->fault == NULL && !wattle_frame_check (frame, &self->fault))
        g_prefix_error (&self->fault, "the question by MQTT was not sent: ");

    wattle_error_set (error, WATTLE_ERROR_TIMEOUT, "the switch has not answered yet");
    return FALSE;
}

/* Returns what came of the question. */
static gboolean
judge (IskraSgBicom *self, GError **error)
{
    if (self->answered)
        return TRUE;

    if (self->fault != NULL)
        g_propagate_error (error, g_error_copy (self->fault));
    else
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "the gateway did not tell the state by MQTT within %d s; its settings "
                          "must name this broker, and its topics must be RootTopic, SubTopic and "
                          "PubTopic",
                          MAX_TURNS * TURN_MS / 1000);
    return FALSE;
}

static gboolean
iskra_sg_bicom_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    IskraSgBicom *self = ISKRA_SG_BICOM (source);

    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return decode_push (self, frame, error);

    switch (wattle_frame_get_tag (frame)) {
    case TAG_TABLE:
    case TAG_TABLE_BACK:
        return decode_table (self, frame, error);
    case TAG_ASK:
    case TAG_TURN:
        return decode_ask (self, frame, error);
    case TAG_VERDICT:
        return judge (self, error);
    case TAG_REGISTER:
        return decode_register (self, frame, error);
    case TAG_MODE:
        return iskra_sg_bicom_modbus_check_mode (frame, error);
    case TAG_SWITCH:
        return check_sent (self, frame, error);
    case TAG_ASK_BACK:
    case TAG_TURN_BACK:
        return wattle_frame_check (frame, error);
    default:
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this switch");
        return FALSE;
    }
}

/* Commands */

static gboolean
read_command (IskraSgBicom *self, WattleCommand *command, GError **error)
{
    IskraSgSeen seen = !self->known ? ISKRA_SG_SEEN_NOT
                       : self->on   ? ISKRA_SG_SEEN_ON
                                    : ISKRA_SG_SEEN_OFF;

    return iskra_sg_bicom_order_read (command, seen, &self->wanted, error);
}

static gboolean
check_control (IskraSgBicom *self, GError **error)
{
    if (self->wanted == ISKRA_SG_WANTED_STATE || get_way (self) != WAY_HTTP ||
        wattle_options_get_boolean (self->options, "RestControl"))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "the switch can be read only: it is switched by MQTT, which takes Mqtt and "
                      "RootTopic in the file of the gateway, by Modbus, which takes Modbus in "
                      "place of Http, or with RestControl=true by HTTP, in a form that its maker "
                      "does not document");
    return FALSE;
}

static WattleRequest *
send_switch (IskraSgBicom *self)
{
    const char *value = self->wanted == ISKRA_SG_WANTED_ON ? "on" : "off";
    g_autofree char *body = NULL;

    self->sent = TRUE;
    if (get_way (self) == WAY_MODBUS)
        return iskra_sg_bicom_modbus_switch (TAG_SWITCH, &self->address,
                                             self->wanted == ISKRA_SG_WANTED_ON);
    if (get_way (self) == WAY_MQTT)
        return iskra_sg_mqtt_bicom (TAG_SWITCH, self->address.index, value);

    body = g_strdup_printf ("{\"index\":%u,\"val\":\"%s\"}", self->address.index, value);
    return iskra_sg_http_post (TAG_SWITCH, "/api/bicom", body, self->options);
}

static WattleRequest *
ask_back (IskraSgBicom *self)
{
    switch (get_way (self)) {
    case WAY_MODBUS:
        return iskra_sg_bicom_modbus_ask (TAG_REGISTER, &self->address);
    case WAY_MQTT:
        return iskra_sg_mqtt_bicom (TAG_ASK_BACK, self->address.index, "state");
    default:
        return iskra_sg_http_get (TAG_TABLE_BACK, "/api/bicoms", self->options);
    }
}

static WattleRequest *
read_back (IskraSgBicom *self)
{
    guint delay = self->wanted == ISKRA_SG_WANTED_STATE ? 0
                  : self->reads == 0                    ? READ_BACK_MS
                                                        : READ_AGAIN_MS;
    WattleRequest *request = ask_back (self);

    self->reads++;
    begin_question (self);
    return wattle_request_with_delay (request, delay);
}

static gboolean
is_as_wanted (IskraSgBicom *self)
{
    return self->wanted == ISKRA_SG_WANTED_STATE ||
           self->on == (self->wanted == ISKRA_SG_WANTED_ON);
}

/* After the first step: reads until the switch says what it was told to be. */
static WattleRequest *
follow_up (IskraSgBicom *self, GError **error)
{
    if (!self->sent)
        return send_switch (self);
    if (self->reads == 0)
        return read_back (self);
    if (get_way (self) == WAY_MQTT && is_waiting (self))
        return wait_a_turn (self, TAG_TURN_BACK);
    if (!judge (self, error) || is_as_wanted (self))
        return NULL;
    if (self->reads < MAX_READS)
        return read_back (self);

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the switch was told to be %s, and is %s",
                      self->on ? "off" : "on", self->on ? "on" : "off");
    return NULL;
}

static WattleRequest *
iskra_sg_bicom_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    IskraSgBicom *self = ISKRA_SG_BICOM (device);

    if (step > 0)
        return follow_up (self, error);
    if (!read_command (self, command, error) || !check_control (self, error))
        return NULL;

    self->reads = 0;
    self->sent = self->wanted == ISKRA_SG_WANTED_STATE;
    if (self->sent)
        return read_back (self);
    if (get_way (self) == WAY_MODBUS && iskra_sg_bicom_modbus_has_mode (&self->address))
        return iskra_sg_bicom_modbus_ask_mode (TAG_MODE, &self->address);
    return send_switch (self);
}

static void
iskra_sg_bicom_finalize (GObject *object)
{
    IskraSgBicom *self = ISKRA_SG_BICOM (object);

    g_clear_object (&self->options);
    g_clear_error (&self->fault);
    iskra_sg_slot_clear_address (&self->address);

    G_OBJECT_CLASS (iskra_sg_bicom_parent_class)->finalize (object);
}

static void
iskra_sg_bicom_class_init (IskraSgBicomClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = iskra_sg_bicom_finalize;
    source_class->configure = iskra_sg_bicom_configure;
    source_class->next_request = iskra_sg_bicom_next_request;
    source_class->decode = iskra_sg_bicom_decode;
    WATTLE_DEVICE_CLASS (klass)->command = iskra_sg_bicom_command;
}

static void
iskra_sg_bicom_init (IskraSgBicom *self)
{
}

WattleDevice *
iskra_sg_bicom_new (void)
{
    return g_object_new (ISKRA_SG_TYPE_BICOM, NULL);
}
