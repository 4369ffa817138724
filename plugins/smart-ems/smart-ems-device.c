/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-device.h"

#include "smart-ems-device-private.h"
#include "smart-ems-mqtt.h"

#define BOARD_GROUP "board"
#define BOARD_MS    (60 * 60 * 1000)
#define PWM_GROUP   "pwm"
#define PWM_MS      15000

G_DEFINE_FINAL_TYPE (SmartEmsDevice, smart_ems_device, WATTLE_TYPE_DEVICE)

static gboolean
smart_ems_device_configure (WattleSource *source, WattleOptions *options, GError **error)
{
    SmartEmsDevice *self = SMART_EMS_DEVICE (source);

    if (!smart_ems_mqtt_check_options (source, options, error))
        return FALSE;
    self->meanings = smart_ems_meanings_new (options, error);
    if (self->meanings == NULL)
        return FALSE;

    g_set_object (&self->options, options);
    self->entities = smart_ems_entities_new (self->meanings);
    self->before = smart_ems_board_recall (source);
    smart_ems_entities_set_generation (self->entities, smart_ems_device_get_generation (self));
    wattle_device_set_identity (WATTLE_DEVICE (source), "Keno", "SMART EMS", NULL, NULL);
    wattle_device_set_label (WATTLE_DEVICE (source), "SMART EMS");
    smart_ems_entities_set (self->entities, WATTLE_DEVICE (source));
    smart_ems_mqtt_listen (source, options);
    return TRUE;
}

SmartEmsGeneration
smart_ems_device_get_generation (SmartEmsDevice *self)
{
    const SmartEmsBoard *board = self->board != NULL ? self->board : self->before;
    gboolean said = wattle_options_has (self->options, "Board") &&
                    !wattle_source_has_link (WATTLE_SOURCE (self), WATTLE_LINK_HTTP);

    if (board != NULL && !said)
        return board->generation;
    return g_str_equal (wattle_options_get_text (self->options, "Board"), "lk4") ? SMART_EMS_LK4
                                                                                 : SMART_EMS_LK35;
}

/* Asking. Who answers is found out at first, then each hour, and whenever an answer is not as one
 * of that board would be. */

static SmartEmsQuestion
choose_first (SmartEmsDevice *self)
{
    gboolean due = wattle_source_due (WATTLE_SOURCE (self), BOARD_GROUP, BOARD_MS);

    if (due || self->doubt || self->board == NULL) {
        self->sure = FALSE;
        return SMART_EMS_ASK_OLD;
    }
    return self->board->generation == SMART_EMS_LK4 ? SMART_EMS_ASK_SETTINGS : SMART_EMS_ASK_ALL;
}

/* Passes over what is not due. */
static SmartEmsQuestion
choose_next (SmartEmsDevice *self)
{
    SmartEmsQuestion next = self->next;

    if (next == SMART_EMS_ASK_PWM && !wattle_source_due (WATTLE_SOURCE (self), PWM_GROUP, PWM_MS))
        next = SMART_EMS_ASK_EVENTS;
    if (next == SMART_EMS_ASK_EVENTS && !self->events_apart)
        next = SMART_EMS_N_QUESTIONS;
    return next;
}

static gboolean
is_optional (SmartEmsQuestion question)
{
    return question == SMART_EMS_ASK_PWM || question == SMART_EMS_ASK_EVENTS;
}

static WattleRequest *
ask (SmartEmsDevice *self, SmartEmsQuestion question)
{
    WattleRequest *request = smart_ems_request_ask (question, question, self->options);

    /* Not for what has readings: they would count as current for hours. */
    if (!self->sure && (question == SMART_EMS_ASK_BOARD || question == SMART_EMS_ASK_SETTINGS))
        wattle_source_go_on (WATTLE_SOURCE (self), BOARD_GROUP);
    /* What follows otherwise is up to the answer. */
    self->next = question == SMART_EMS_ASK_PWM ? SMART_EMS_ASK_EVENTS : SMART_EMS_N_QUESTIONS;
    if (is_optional (question))
        wattle_request_with_flags (request,
                                   WATTLE_REQUEST_OPTIONAL | WATTLE_REQUEST_REPORT_FAILURE);
    return request;
}

static WattleRequest *
smart_ems_device_next_request (WattleSource *source, guint step)
{
    SmartEmsDevice *self = SMART_EMS_DEVICE (source);
    SmartEmsQuestion question;

    if (!wattle_source_has_link (source, WATTLE_LINK_HTTP))
        return step == 0 ? wattle_request_new_local (SMART_EMS_TAG_SILENCE) : NULL;

    if (step == 0)
        smart_ems_order_end (&self->order);
    question = step == 0 ? choose_first (self) : choose_next (self);
    return question != SMART_EMS_N_QUESTIONS ? ask (self, question) : NULL;
}

static void
smart_ems_device_finalize (GObject *object)
{
    SmartEmsDevice *self = SMART_EMS_DEVICE (object);

    g_clear_object (&self->options);
    g_clear_pointer (&self->entities, smart_ems_entities_free);
    g_clear_pointer (&self->meanings, smart_ems_meanings_free);
    g_clear_pointer (&self->before, smart_ems_board_free);
    g_clear_pointer (&self->board, smart_ems_board_free);

    G_OBJECT_CLASS (smart_ems_device_parent_class)->finalize (object);
}

static void
smart_ems_device_class_init (SmartEmsDeviceClass *klass)
{
    WattleSourceClass *source_class = WATTLE_SOURCE_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = smart_ems_device_finalize;
    source_class->configure = smart_ems_device_configure;
    source_class->next_request = smart_ems_device_next_request;
    source_class->decode = smart_ems_device_decode;
    WATTLE_DEVICE_CLASS (klass)->command = smart_ems_device_command;
}

static void
smart_ems_device_init (SmartEmsDevice *self)
{
    self->next = SMART_EMS_N_QUESTIONS;
}

WattleDevice *
smart_ems_device_new (void)
{
    return g_object_new (SMART_EMS_TYPE_DEVICE, NULL);
}
