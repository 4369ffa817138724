/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-cycle.h"

#include "smart-maic-mqtt.h"

#define VALUES "values" /* poll group */

#define PERIOD_STANDARD_MS 60000
#define PERIOD_EXTENDED_MS 6000

/* A question that may be asked so soon waits within its cycle. */
#define SHORT_WAIT G_USEC_PER_SEC

#define INFO_EVERY G_TIME_SPAN_HOUR
#define INFO_AGAIN (10 * G_TIME_SPAN_MINUTE)

void
smart_maic_news_clear (SmartMaicNews *self)
{
    g_clear_pointer (&self->devid, g_free);
    g_clear_pointer (&self->type, g_free);
}

/* Messages */

void
smart_maic_cycle_hear (SmartMaicCycle *self, gint64 now)
{
    self->heard = now;
    self->unconfigured = FALSE;
}

static gint64
get_expiry (const SmartMaicCycle *self)
{
    return self->config->expiry * G_USEC_PER_SEC;
}

gboolean
smart_maic_cycle_is_heard (const SmartMaicCycle *self, gint64 now)
{
    return self->config->mqtt && self->heard != 0 && ABS (now - self->heard) <= get_expiry (self);
}

/* It is waited for the first message for as long as for any other. */
static gboolean
is_silent (SmartMaicCycle *self, gint64 now)
{
    if (self->began > now)
        self->began = now;
    return self->config->mqtt && !smart_maic_cycle_is_heard (self, now) &&
           now - self->began > get_expiry (self);
}

/* Asking */

static gint64
get_info_rest (const SmartMaicCycle *self, gint64 now)
{
    return CLAMP (self->info_due - now, 0, INFO_EVERY);
}

static gboolean
may_ask (const SmartMaicCycle *self, gint64 now)
{
    return self->config->http && smart_maic_rate_get_rest (&self->rate, now) <= SHORT_WAIT;
}

static void
plan_values (SmartMaicCycle *self, gint64 now)
{
    if (get_info_rest (self, now) == 0 || self->stranger) {
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_LOGIN);
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_INFO);
    }
    if (self->config->by_page)
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_LOGIN);
    smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_DATA);
}

static gboolean
may_tell_again (const SmartMaicCycle *self, WattleSource *source)
{
    gboolean on;

    return self->config->mqtt && smart_maic_mqtt_owes_phrase (source, &on) &&
           smart_maic_mqtt_knows_form (source);
}

/* A cycle in which nothing is asked says nothing, neither good nor bad. So that messages come is
 * said beside what is asked over HTTP, or a failure of that would be forgotten in between; but at
 * once when they come again. */
static void
begin (SmartMaicCycle *self, WattleSource *source)
{
    gint64 now = wattle_source_get_now (source);
    gboolean heard = smart_maic_cycle_is_heard (self, now);
    gboolean back = heard && self->unheard;

    self->unheard = !heard;
    smart_maic_plan_clear (&self->plan);
    if (self->began == 0)
        self->began = now;
    if (may_tell_again (self, source))
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_PHRASE_AGAIN);
    if (heard && (back || !self->config->http || may_ask (self, now)))
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_ALIVE);
    if (may_ask (self, now))
        plan_values (self, now);
    else if (!self->config->http && is_silent (self, now))
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_SILENT);
}

static WattleRequest *
ask_values (SmartMaicCycle *self, WattleSource *source)
{
    WattleRequest *request = smart_maic_http_data (SMART_MAIC_TAG_DATA, self->config->by_page);
    gint64 now = wattle_source_get_now (source);
    gint64 rest = smart_maic_rate_get_rest (&self->rate, now);

    smart_maic_rate_ask (&self->rate, now + rest, self->extended);
    wattle_source_go_on (source, VALUES);
    return rest > 0 ? wattle_request_with_delay (request, (guint)(rest / 1000) + 1) : request;
}

/* That it was sent is no sign of life: it is optional, and never succeeds. */
static WattleRequest *
tell_again (WattleSource *source)
{
    gboolean on;

    smart_maic_mqtt_owes_phrase (source, &on);
    return wattle_request_with_flags (
        smart_maic_mqtt_tell (source, SMART_MAIC_TAG_PHRASE_AGAIN, on),
        WATTLE_REQUEST_OPTIONAL | WATTLE_REQUEST_REPORT_FAILURE);
}

WattleRequest *
smart_maic_cycle_next (SmartMaicCycle *self, WattleSource *source, guint step)
{
    SmartMaicTag tag;

    if (step == 0) {
        wattle_source_due (source, VALUES,
                           self->extended ? PERIOD_EXTENDED_MS : PERIOD_STANDARD_MS);
        begin (self, source);
    }

    tag = smart_maic_plan_take (&self->plan);
    switch (tag) {
    case SMART_MAIC_TAG_NONE:
        return NULL;
    case SMART_MAIC_TAG_PHRASE_AGAIN:
        return tell_again (source);
    case SMART_MAIC_TAG_LOGIN:
        return smart_maic_http_login (tag);
    case SMART_MAIC_TAG_INFO:
        return smart_maic_http_info (tag);
    case SMART_MAIC_TAG_DATA:
        return ask_values (self, source);
    default:
        return wattle_request_new_local (tag);
    }
}

/* Answers */

static gboolean
give_up (SmartMaicCycle *self, WattleSource *source)
{
    smart_maic_plan_clear (&self->plan);
    smart_maic_rate_fail (&self->rate, wattle_source_get_now (source));
    return FALSE;
}

/* While messages come, a PIN that is wrong is no reason to give the device up. */
static gboolean
refuse (SmartMaicCycle *self, WattleSource *source, GError **error)
{
    gboolean heard = smart_maic_cycle_is_heard (self, wattle_source_get_now (source));

    give_up (self, source);
    self->rejected = TRUE;
    if (!heard)
        smart_maic_rate_forget (&self->rate);
    smart_maic_http_set_auth_error (heard ? WATTLE_ERROR_FAILED : WATTLE_ERROR_AUTH, error);
    return FALSE;
}

gboolean
smart_maic_cycle_check_devid (SmartMaicCycle *self,
                              const char *given,
                              const char *devid,
                              GError **error)
{
    if (given != NULL || devid == NULL)
        self->stranger = devid != NULL && !g_str_equal (given, devid);
    if (!self->stranger)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "another device answers at this address: its number is not the DeviceId");
    return FALSE;
}

/* After it was away another one may have its address. */
static gboolean
give_up_unreached (SmartMaicCycle *self, WattleSource *source, WattleFrame *frame)
{
    if (wattle_frame_get_outcome (frame) != WATTLE_OUTCOME_ANSWERED)
        self->info_due = wattle_source_get_now (source);
    return give_up (self, source);
}

/* Who cannot be logged in to in order to say who it is, may tell its values all the same. */
static gboolean
do_without_info (SmartMaicCycle *self, WattleSource *source, WattleFrame *frame)
{
    if (wattle_frame_get_outcome (frame) != WATTLE_OUTCOME_ANSWERED ||
        !smart_maic_plan_skip (&self->plan, SMART_MAIC_TAG_INFO))
        return FALSE;

    self->info_due = wattle_source_get_now (source) + INFO_AGAIN;
    return TRUE;
}

/* What it answers is not told; the next answer shows whether it helped. */
static gboolean
take_login (SmartMaicCycle *self, WattleSource *source, WattleFrame *frame, GError **error)
{
    g_autoptr (GError) problem = NULL;

    switch (smart_maic_http_check (frame, &problem)) {
    case SMART_MAIC_ANSWER_LOGIN:
        if (wattle_frame_check (frame, NULL))
            return TRUE;
        return refuse (self, source, error);
    case SMART_MAIC_ANSWER_BAD:
        if (do_without_info (self, source, frame))
            return TRUE;
        g_propagate_error (error, g_steal_pointer (&problem));
        return give_up_unreached (self, source, frame);
    default:
        return TRUE;
    }
}

static void
read_info (SmartMaicCycle *self, JsonObject *root, SmartMaicNews *news)
{
    const char *server = wattle_json_peek_string (root, "serv");

    self->unconfigured = server != NULL && *server == '\0';
    news->devid = g_strdup (smart_maic_decode_get_about (root, "devid"));
    news->type = g_strdup (smart_maic_decode_get_about (root, "devtype"));
}

/* Nothing depends on it but the name of the model. */
static gboolean
take_info (SmartMaicCycle *self,
           WattleSource *source,
           WattleFrame *frame,
           const char *devid,
           SmartMaicNews *news,
           GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    gint64 now = wattle_source_get_now (source);
    g_autoptr (GError) problem = NULL;

    self->info_due = now + INFO_AGAIN;
    if (smart_maic_http_read (frame, &root, &problem) != SMART_MAIC_ANSWER_GOOD) {
        if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED)
            return TRUE;
        g_propagate_error (error, g_steal_pointer (&problem));
        return give_up (self, source);
    }

    self->info_due = now + INFO_EVERY;
    read_info (self, root, news);
    return smart_maic_cycle_check_devid (self, news->devid, devid, error) || give_up (self, source);
}

/* It says nothing of the PIN: one that was wrong still is. */
static gboolean
take_refusal (SmartMaicCycle *self, WattleSource *source, GError *problem, GError **error)
{
    g_autoptr (GError) owned = problem;

    smart_maic_plan_clear (&self->plan);
    if (!smart_maic_rate_refuse (&self->rate, wattle_source_get_now (source)) && !self->rejected)
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&owned));
    return FALSE;
}

static gboolean
log_in_again (SmartMaicCycle *self, WattleSource *source, GError **error)
{
    if (self->doubted)
        return refuse (self, source, error);

    /* The page to log in with was no answer, so it is not counted as one. */
    self->doubted = TRUE;
    smart_maic_rate_forget (&self->rate);
    smart_maic_plan_put_first (&self->plan, SMART_MAIC_TAG_LOGIN, SMART_MAIC_TAG_DATA);
    return TRUE;
}

static gboolean
take_values (SmartMaicCycle *self,
             WattleSource *source,
             JsonObject *root,
             const char *devid,
             SmartMaicNews *news,
             GError **error)
{
    const char *given = smart_maic_decode_get_devid (root);

    if (!smart_maic_cycle_check_devid (self, given, devid, error) ||
        !smart_maic_decode_answer (root, &news->values, error))
        return give_up (self, source);

    self->doubted = FALSE;
    self->rejected = FALSE;
    news->has_values = TRUE;
    if (is_silent (self, wattle_source_get_now (source)))
        smart_maic_plan_append (&self->plan, SMART_MAIC_TAG_SILENT);
    return TRUE;
}

static gboolean
take_data (SmartMaicCycle *self,
           WattleSource *source,
           WattleFrame *frame,
           const char *devid,
           SmartMaicNews *news,
           GError **error)
{
    g_autoptr (JsonObject) root = NULL;
    GError *problem = NULL;

    switch (smart_maic_http_read (frame, &root, &problem)) {
    case SMART_MAIC_ANSWER_GOOD:
        return take_values (self, source, root, devid, news, error);
    case SMART_MAIC_ANSWER_LOGIN:
        return log_in_again (self, source, error);
    case SMART_MAIC_ANSWER_TOO_OFTEN:
        return take_refusal (self, source, problem, error);
    default:
        g_propagate_error (error, problem);
        return give_up_unreached (self, source, frame);
    }
}

static gboolean
tell_silence (SmartMaicCycle *self, GError **error)
{
    if (self->unconfigured)
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "MQTT is not configured in the device: its page “MQTT Server” names no "
                          "broker; set it there or by the action setup_mqtt");
    else
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "no message by MQTT for %d s: the page “MQTT Server” of the device must "
                          "name this broker, and its "
                          "prefix must be Prefix",
                          (int)self->config->expiry);
    return FALSE;
}

static gboolean
take_phrase (WattleSource *source, WattleFrame *frame, GError **error)
{
    if (!wattle_frame_check (frame, error))
        return FALSE;

    smart_maic_mqtt_pay_phrase (source);
    wattle_error_set (error, WATTLE_ERROR_FAILED, "that it was sent says nothing of the device");
    return FALSE;
}

gboolean
smart_maic_cycle_take (SmartMaicCycle *self,
                       WattleSource *source,
                       WattleFrame *frame,
                       const char *devid,
                       SmartMaicNews *news,
                       GError **error)
{
    switch (wattle_frame_get_tag (frame)) {
    case SMART_MAIC_TAG_ALIVE:
        return wattle_frame_check (frame, error);
    case SMART_MAIC_TAG_SILENT:
        return tell_silence (self, error);
    case SMART_MAIC_TAG_PHRASE_AGAIN:
        return take_phrase (source, frame, error);
    case SMART_MAIC_TAG_LOGIN:
        return take_login (self, source, frame, error);
    case SMART_MAIC_TAG_INFO:
        return take_info (self, source, frame, devid, news, error);
    default:
        return take_data (self, source, frame, devid, news, error);
    }
}
