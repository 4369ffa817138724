/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What comes from a box. */
#include "smart-ems-device-private.h"

#include "smart-ems-json.h"
#include "smart-ems-lk35.h"
#include "smart-ems-lk4.h"
#include "smart-ems-mqtt.h"
#include "smart-ems-version.h"

#define LAST_TIME 253402300799.0 /* the end of the year 9999, s since 1970 */

/* Firmware that tells its events in a file of their own, and in no other. */
#define EVENTS_APART_FROM   "1.22b"
#define EVENTS_APART_BEFORE "1.50"

/* Readings */

/* Of questions that only one of them is asked. */
static gboolean
check_generation (SmartEmsDevice *self, SmartEmsGeneration generation, GError **error)
{
    if (self->board != NULL && self->board->generation == generation)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this board");
    return FALSE;
}

static gboolean
check_sure (SmartEmsDevice *self, SmartEmsGeneration generation, GError **error)
{
    if (!check_generation (self, generation, error))
        return FALSE;
    if (self->sure)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "which board answers is not known yet");
    return FALSE;
}

static void
take_time (SmartEmsDevice *self, JsonObject *root)
{
    double time;

    if (smart_ems_json_number (root, "time", &time) == SMART_EMS_MEMBER_GOOD && time > 0 &&
        time <= LAST_TIME)
        wattle_device_set_time (WATTLE_DEVICE (self), (gint64)time * G_USEC_PER_SEC);
}

static void
take_readings (SmartEmsDevice *self, GArray *readings)
{
    smart_ems_order_note (&self->order, readings);
    smart_ems_entities_report (self->entities, WATTLE_DEVICE (self), readings);
}

static gboolean
tells_events_apart (SmartEmsDevice *self, GArray *readings)
{
    const char *firmware = self->board->firmware;

    return smart_ems_readings_find (readings, SMART_EMS_EVENT, 1) == NULL &&
           smart_ems_version_is_at_least (firmware, EVENTS_APART_FROM) &&
           !smart_ems_version_is_at_least (firmware, EVENTS_APART_BEFORE);
}

static gboolean
decode_all (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = smart_ems_device_read_json (self, frame, error);
    g_autoptr (GArray) readings = NULL;
    SmartEmsBoard *board;

    if (root == NULL || !check_generation (self, SMART_EMS_LK35, error))
        return FALSE;
    board = smart_ems_board_new_from_all (root, self->board, error);
    self->doubt |= board == NULL;
    if (board == NULL || !smart_ems_device_take_board (self, board, error))
        return FALSE;

    readings = smart_ems_lk35_decode_all (root, self->board->firmware, &self->inverted);
    self->events_apart = tells_events_apart (self, readings);
    take_time (self, root);
    take_readings (self, readings);
    self->next = SMART_EMS_ASK_PWM;
    return TRUE;
}

typedef GArray *(*DecodeFunc) (JsonObject *root);

static gboolean
decode_apart (SmartEmsDevice *self, WattleFrame *frame, DecodeFunc func, GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    g_autoptr (GArray) readings = NULL;

    if (!check_sure (self, SMART_EMS_LK35, error))
        return FALSE;
    if (smart_ems_device_check_redirect (frame, error))
        root = wattle_frame_get_json (frame, error);
    if (root == NULL)
        return FALSE;
    readings = func (root);
    take_readings (self, readings);
    return TRUE;
}

static void
take_settings (SmartEmsDevice *self, JsonObject *root)
{
    const SmartEmsMember *outputs =
        &smart_ems_channel_get_info (SMART_EMS_OUTPUT)->members[SMART_EMS_LK4];

    smart_ems_lk4_read_inversion (root, &self->inverted);
    for (guint i = outputs->first; i <= outputs->last; i++) {
        g_autofree char *name = smart_ems_lk4_dup_output_name (root, i);

        if (name != NULL)
            smart_ems_entities_set_output_name (self->entities, i, name);
    }
}

static gboolean
decode_settings (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = smart_ems_device_read_json (self, frame, error);
    SmartEmsBoard *board = root != NULL ? smart_ems_board_new_from_settings (root, error) : NULL;

    self->doubt |= board == NULL;
    if (board == NULL || !smart_ems_device_take_board (self, board, error))
        return FALSE;
    take_settings (self, root);
    self->next = SMART_EMS_ASK_STATUS;
    return TRUE;
}

static gboolean
decode_status (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    g_autoptr (GArray) readings = NULL;

    if (!check_sure (self, SMART_EMS_LK4, error))
        return FALSE;
    root = smart_ems_device_read_json (self, frame, error);
    if (root == NULL)
        return FALSE;
    readings = smart_ems_lk4_decode_status (root, self->inverted);
    take_time (self, root);
    take_readings (self, readings);
    return TRUE;
}

/* Messages */

/* Whether messages show outputs the other way round as well is not known. */
static gboolean
is_doubtful (SmartEmsDevice *self, const SmartEmsMessage *message)
{
    return message->channel == SMART_EMS_OUTPUT && self->inverted;
}

static void
take_message (SmartEmsDevice *self, const SmartEmsMessage *message)
{
    g_autoptr (GArray) readings = smart_ems_readings_new ();

    if (message->missing)
        smart_ems_readings_add_missing (readings, message->channel, message->number);
    else
        smart_ems_readings_add_raw (readings, message->channel, message->number, message->value, 1);
    take_readings (self, readings);
}

/* A message does not say whose it is: where there is HTTP, it counts while that does. */
static gboolean
check_sender (SmartEmsDevice *self, GError **error)
{
    if (self->sure || !wattle_source_has_link (WATTLE_SOURCE (self), WATTLE_LINK_HTTP))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "a message of a box that may be another one by now");
    return FALSE;
}

static gboolean
decode_push (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    SmartEmsMessage message;

    if (!check_sender (self, error) ||
        !smart_ems_mqtt_read (frame, self->options, smart_ems_device_get_generation (self),
                              &message, error))
        return FALSE;

    self->heard = wattle_source_get_now (WATTLE_SOURCE (self));
    if (message.kind == SMART_EMS_MESSAGE_CONFIRMATION)
        self->order.confirmed |= !message.missing && message.value == 1;
    else if (message.kind == SMART_EMS_MESSAGE_VALUE && !is_doubtful (self, &message))
        take_message (self, &message);
    return TRUE;
}

/* Commands */

static gboolean
decode_set (SmartEmsDevice *self, WattleFrame *frame, GError **error)
{
    g_autofree char *text = NULL;
    int state;

    if (!smart_ems_device_check_answer (self, frame, error))
        return FALSE;
    if (self->order.channel != SMART_EMS_OUTPUT || self->board == NULL ||
        self->board->generation != SMART_EMS_LK35)
        return TRUE;

    text = wattle_frame_get_text (frame, NULL);
    state = text != NULL ? smart_ems_lk35_read_output (text, self->order.number) : -1;
    if (state >= 0)
        self->order.answer = self->inverted ? 1 - state : state;
    return TRUE;
}

gboolean
smart_ems_device_decode (WattleSource *source, WattleFrame *frame, GError **error)
{
    SmartEmsDevice *self = SMART_EMS_DEVICE (source);

    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return decode_push (self, frame, error);

    switch (wattle_frame_get_tag (frame)) {
    case SMART_EMS_ASK_OLD:
        return smart_ems_device_decode_old (self, frame, error);
    case SMART_EMS_ASK_BOARD:
        return smart_ems_device_decode_board (self, frame, error);
    case SMART_EMS_ASK_ALL:
        return decode_all (self, frame, error);
    case SMART_EMS_ASK_PWM:
        return decode_apart (self, frame, smart_ems_lk35_decode_pwm, error);
    case SMART_EMS_ASK_EVENTS:
        return decode_apart (self, frame, smart_ems_lk35_decode_events, error);
    case SMART_EMS_ASK_SETTINGS:
        return decode_settings (self, frame, error);
    case SMART_EMS_ASK_STATUS:
        return decode_status (self, frame, error);
    case SMART_EMS_TAG_SET:
        return decode_set (self, frame, error);
    case SMART_EMS_TAG_PUBLISH:
    case SMART_EMS_TAG_TURN:
        return wattle_frame_check (frame, error);
    case SMART_EMS_TAG_SILENCE:
        return smart_ems_mqtt_check_silence (source, self->options, self->heard, error);
    default:
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "an answer to no question of this box");
        return FALSE;
    }
}
