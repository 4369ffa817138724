/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-order.h"

#include <math.h>

#include "smart-maic-contact.h"
#include "smart-maic-mqtt.h"
#include "smart-maic-setup.h"

#define MAX_WH 1e12
#define BEHIND 1.0    /* Wh that a counter may lag what it was set to: digits */
#define AHEAD  1000.0 /* Wh that it may have counted meanwhile */

void
smart_maic_order_begin (SmartMaicOrder *self)
{
    smart_maic_plan_clear (&self->plan);
    self->again = FALSE;
    self->told = FALSE;
}

void
smart_maic_order_plan_call (SmartMaicOrder *self, SmartMaicTag tag)
{
    smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_ORDER_LOGIN);
    smart_maic_plan_append (&self->plan, tag);
}

/* Who has the address now, the calls that set something do not tell. */
static void
plan_identity (SmartMaicOrder *self)
{
    if (self->config->has_devid)
        smart_maic_order_plan_call (self, SMART_MAIC_TAG_ORDER_INFO);
}

static gboolean
check_identity (SmartMaicCycle *cycle, JsonObject *webinit, const char *devid, GError **error)
{
    const char *given = smart_maic_decode_get_about (webinit, "devid");

    if (given != NULL || devid == NULL)
        return smart_maic_cycle_check_devid (cycle, given, devid, error);

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "who answers at this address does not tell its number, so nothing is set in "
                      "it");
    return FALSE;
}

/* Counters */

gboolean
smart_maic_order_set_counter (SmartMaicOrder *self, guint counter, double wh, GError **error)
{
    smart_maic_order_begin (self);
    if (!self->config->http) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the counters of the device are set over HTTP alone, which takes Http "
                          "and Pin");
        return FALSE;
    }
    if (!isfinite (wh) || wh < 0 || wh > MAX_WH) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "a counter is set to 0 to 1e12 Wh");
        return FALSE;
    }

    self->counter = counter;
    self->wh = round (wh);
    plan_identity (self);
    smart_maic_order_plan_call (self, SMART_MAIC_TAG_COUNTER);
    smart_maic_order_plan_call (self, SMART_MAIC_TAG_COUNTER_BACK);
    return TRUE;
}

/* A figure that is not shown is waited for by the host. */
static gboolean
check_counter (SmartMaicOrder *self, const SmartMaicMessage *message, GError **error)
{
    const SmartMaicReading *reading = &message->readings[self->counter];
    g_autofree char *name = smart_maic_key_dup_name (self->counter);

    if (!reading->known ||
        (reading->number >= self->wh - BEHIND && reading->number <= self->wh + AHEAD))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the counter %s was set, and shows another figure", name);
    return FALSE;
}

/* Settings */

gboolean
smart_maic_order_set_up (SmartMaicOrder *self, GError **error)
{
    smart_maic_order_begin (self);
    if (!self->config->http) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the device is set up over HTTP, which takes Http and Pin");
        return FALSE;
    }

    smart_maic_order_plan_call (self, SMART_MAIC_TAG_SETUP_READ);
    smart_maic_order_plan_call (self, SMART_MAIC_TAG_SETUP);
    smart_maic_order_plan_call (self, SMART_MAIC_TAG_SETUP_BACK);
    return TRUE;
}

/* Asking */

WattleRequest *
smart_maic_order_next (SmartMaicOrder *self, SmartMaicCycle *cycle, WattleSource *source)
{
    SmartMaicTag tag = smart_maic_plan_take (&self->plan);

    self->asked = tag;
    switch (tag) {
    case SMART_MAIC_TAG_ORDER_LOGIN:
        return smart_maic_http_login (tag);
    case SMART_MAIC_TAG_SWITCH:
        return smart_maic_http_switch (tag, self->on);
    case SMART_MAIC_TAG_PHRASE:
        return smart_maic_contact_tell (self, source);
    case SMART_MAIC_TAG_CONFIRM:
        return smart_maic_contact_ask (cycle, source);
    case SMART_MAIC_TAG_COUNTER:
        return smart_maic_http_counter (tag, self->counter, self->wh);
    case SMART_MAIC_TAG_COUNTER_BACK:
        return smart_maic_http_data (tag, TRUE);
    case SMART_MAIC_TAG_ORDER_INFO:
    case SMART_MAIC_TAG_SETUP_READ:
    case SMART_MAIC_TAG_SETUP_BACK:
        return smart_maic_http_info (tag);
    case SMART_MAIC_TAG_SETUP:
        return smart_maic_setup_send (tag, self->options);
    default:
        return NULL;
    }
}

/* Answers */

static gboolean
log_in_again (SmartMaicOrder *self, WattleFrame *frame, GError **error)
{
    if (self->again) {
        smart_maic_http_set_auth_error (WATTLE_ERROR_AUTH, error);
        return FALSE;
    }

    self->again = TRUE;
    smart_maic_plan_put_first (&self->plan, SMART_MAIC_TAG_ORDER_LOGIN,
                               (SmartMaicTag)wattle_frame_get_tag (frame));
    return TRUE;
}

/* What changes something, or logs in: only its status counts. Where logging in is answered with
 * the page to log in, what comes next shows what that means. */
static gboolean
take_done (SmartMaicOrder *self, WattleSource *source, WattleFrame *frame, GError **error)
{
    guint tag = wattle_frame_get_tag (frame);
    gboolean is_login = tag == SMART_MAIC_TAG_ORDER_LOGIN;

    switch (smart_maic_http_check (frame, error)) {
    case SMART_MAIC_ANSWER_GOOD:
        self->told = tag == SMART_MAIC_TAG_COUNTER;
        if (tag == SMART_MAIC_TAG_SWITCH && self->config->mqtt)
            smart_maic_mqtt_owe_phrase (source, self->on);
        return TRUE;
    case SMART_MAIC_ANSWER_LOGIN:
        if (is_login && wattle_frame_check (frame, NULL))
            return TRUE;
        if (!is_login)
            return log_in_again (self, frame, error);
        smart_maic_http_set_auth_error (WATTLE_ERROR_AUTH, error);
        return FALSE;
    default:
        return FALSE;
    }
}

static gboolean
take_object (SmartMaicOrder *self,
             SmartMaicCycle *cycle,
             WattleSource *source,
             WattleFrame *frame,
             JsonObject *root,
             const char *devid,
             GError **error)
{
    if (!check_identity (cycle, root, devid, error))
        return FALSE;

    switch (wattle_frame_get_tag (frame)) {
    case SMART_MAIC_TAG_ORDER_INFO:
        return TRUE;
    case SMART_MAIC_TAG_SETUP_READ:
        return smart_maic_setup_read (source, self->options, root, error);
    default:
        return smart_maic_setup_verify (source, self->options, root, error);
    }
}

static gboolean
take_read (SmartMaicOrder *self,
           SmartMaicCycle *cycle,
           WattleSource *source,
           WattleFrame *frame,
           const char *devid,
           GError **error)
{
    g_autoptr (JsonObject) root = NULL;

    switch (smart_maic_http_read (frame, &root, error)) {
    case SMART_MAIC_ANSWER_GOOD:
        return take_object (self, cycle, source, frame, root, devid, error);
    case SMART_MAIC_ANSWER_LOGIN:
        return log_in_again (self, frame, error);
    default:
        return FALSE;
    }
}

static gboolean
take (SmartMaicOrder *self,
      SmartMaicCycle *cycle,
      WattleSource *source,
      WattleFrame *frame,
      const char *devid,
      SmartMaicNews *news,
      GError **error)
{
    switch (wattle_frame_get_tag (frame)) {
    case SMART_MAIC_TAG_PHRASE:
        return smart_maic_contact_take_phrase (self, cycle, source, frame, error);
    case SMART_MAIC_TAG_CONFIRM:
        return smart_maic_contact_take_confirmation (self, cycle, source, frame, devid, news,
                                                     error);
    case SMART_MAIC_TAG_ORDER_INFO:
    case SMART_MAIC_TAG_SETUP_READ:
    case SMART_MAIC_TAG_SETUP_BACK:
        return take_read (self, cycle, source, frame, devid, error);
    default:
        return take_done (self, source, frame, error);
    }
}

/* What cannot be read back may be set all the same, and an error could say that it is not: the host
 * sees it by the values that come next. */
static gboolean
take_back (SmartMaicOrder *self, WattleFrame *frame, SmartMaicNews *news, GError **error)
{
    g_autoptr (JsonObject) root = NULL;

    if (wattle_frame_get_tag (frame) != SMART_MAIC_TAG_COUNTER_BACK)
        return TRUE; /* logged in to */
    if (smart_maic_http_read (frame, &root, NULL) != SMART_MAIC_ANSWER_GOOD ||
        !smart_maic_decode_answer (root, &news->values, NULL))
        return TRUE;

    news->has_values = TRUE;
    news->is_read_back = TRUE;
    return check_counter (self, &news->values, error);
}

gboolean
smart_maic_order_take (SmartMaicOrder *self,
                       SmartMaicCycle *cycle,
                       WattleSource *source,
                       WattleFrame *frame,
                       const char *devid,
                       SmartMaicNews *news,
                       GError **error)
{
    gboolean fine = self->told ? take_back (self, frame, news, error)
                               : take (self, cycle, source, frame, devid, news, error);

    /* What was kept for the settings is of no more use. */
    if (!fine || self->plan.count == 0)
        smart_maic_setup_forget (source);
    return fine;
}
