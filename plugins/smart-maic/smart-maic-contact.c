/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-contact.h"

#include "smart-maic-mqtt.h"

/* The contact has moved by then. */
#define CONFIRM_AFTER G_USEC_PER_SEC
/* A question that could be asked only later is left to the next cycle. */
#define CONFIRM_PATIENCE (7 * G_USEC_PER_SEC)

/* While its messages come they tell it soon enough: HTTP is asked only if it may be at once. */
static gboolean
can_confirm (SmartMaicOrder *self, SmartMaicCycle *cycle, gint64 now)
{
    gint64 patience = smart_maic_cycle_is_heard (cycle, now) ? CONFIRM_AFTER : CONFIRM_PATIENCE;

    return self->config->http && self->config->has_devid && !cycle->stranger &&
           smart_maic_rate_get_rest (&cycle->rate, now) <= patience;
}

static void
plan_confirmation (SmartMaicOrder *self, SmartMaicCycle *cycle, WattleSource *source)
{
    if (can_confirm (self, cycle, wattle_source_get_now (source)))
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_CONFIRM);
}

static gboolean
may_fall_back (const SmartMaicOrder *self, const SmartMaicCycle *cycle)
{
    return self->config->falls_back && !cycle->stranger;
}

/* A phrase that the broker keeps under a topic that was only guessed would stay there for ever. */
gboolean
smart_maic_contact_switch (SmartMaicOrder *self,
                           SmartMaicCycle *cycle,
                           WattleSource *source,
                           gboolean on,
                           GError **error)
{
    gboolean has_topic = self->config->mqtt && smart_maic_mqtt_knows_form (source);

    smart_maic_order_begin (self);
    self->on = on;
    self->by_http = self->config->switch_http || (!has_topic && may_fall_back (self, cycle));
    if (!self->by_http && !has_topic) {
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE,
                          "no message of the device was heard by MQTT yet, so the topic of its "
                          "contact is not known");
        return FALSE;
    }

    if (self->by_http)
        smart_maic_order_plan_call (self, SMART_MAIC_TAG_SWITCH);
    if (has_topic)
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_PHRASE);
    plan_confirmation (self, cycle, source);
    return TRUE;
}

WattleRequest *
smart_maic_contact_ask (SmartMaicCycle *cycle, WattleSource *source)
{
    gint64 now = wattle_source_get_now (source);
    gint64 delay = MAX (CONFIRM_AFTER, smart_maic_rate_get_rest (&cycle->rate, now));

    smart_maic_rate_ask (&cycle->rate, now + delay, cycle->extended);
    return wattle_request_with_delay (smart_maic_http_data (SMART_MAIC_TAG_CONFIRM, FALSE),
                                      (guint)(delay / 1000) + 1);
}

/* A phrase that came after the call of the web page only keeps the two together: what did not reach
 * the broker is told later. */
WattleRequest *
smart_maic_contact_tell (SmartMaicOrder *self, WattleSource *source)
{
    WattleRequest *request = smart_maic_mqtt_tell (source, SMART_MAIC_TAG_PHRASE, self->on);

    return self->by_http || self->config->falls_back
               ? wattle_request_with_flags (request, WATTLE_REQUEST_REPORT_FAILURE)
               : request;
}

/* Where the broker is away, the device may still be there. */
gboolean
smart_maic_contact_take_phrase (SmartMaicOrder *self,
                                SmartMaicCycle *cycle,
                                WattleSource *source,
                                WattleFrame *frame,
                                GError **error)
{
    if (wattle_frame_check (frame, NULL)) {
        smart_maic_mqtt_pay_phrase (source);
        return TRUE;
    }
    if (self->by_http)
        return TRUE;
    if (!may_fall_back (self, cycle))
        return wattle_frame_check (frame, error);

    self->by_http = TRUE;
    smart_maic_plan_clear (&self->plan);
    smart_maic_order_plan_call (self, SMART_MAIC_TAG_SWITCH);
    plan_confirmation (self, cycle, source);
    return TRUE;
}

static gboolean
check_contact (SmartMaicOrder *self, const SmartMaicMessage *message, GError **error)
{
    const SmartMaicReading *contact = &message->readings[SMART_MAIC_KEY (SMART_MAIC_OUT, 0)];

    /* By MQTT it may not have heard of it yet. */
    if (!self->by_http || !contact->known || (contact->number != 0) == self->on)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the contact was told to be %s, and is %s",
                      self->on ? "on" : "off", self->on ? "off" : "on");
    return FALSE;
}

/* An answer that cannot be used leaves it to the next message or cycle. */
gboolean
smart_maic_contact_take_confirmation (SmartMaicOrder *self,
                                      SmartMaicCycle *cycle,
                                      WattleSource *source,
                                      WattleFrame *frame,
                                      const char *devid,
                                      SmartMaicNews *news,
                                      GError **error)
{
    g_autoptr (JsonObject) root = NULL;

    if (smart_maic_http_read (frame, &root, NULL) != SMART_MAIC_ANSWER_GOOD ||
        !smart_maic_decode_answer (root, &news->values, NULL)) {
        smart_maic_rate_fail (&cycle->rate, wattle_source_get_now (source));
        return TRUE;
    }
    if (!smart_maic_cycle_check_devid (cycle, smart_maic_decode_get_devid (root), devid, error) ||
        !check_contact (self, &news->values, error))
        return FALSE;

    news->has_values = TRUE;
    return TRUE;
}
