/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands: who answers is looked at once more, then it is told, then it is read back. */
#include "smart-ems-device-private.h"

static gboolean
has_http (SmartEmsDevice *self)
{
    return wattle_source_has_link (WATTLE_SOURCE (self), WATTLE_LINK_HTTP);
}

static gboolean
check_board (SmartEmsDevice *self, GError **error)
{
    if (self->sure || !has_http (self))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_BUSY,
                      "which board answers is being found out; try again later");
    return FALSE;
}

static WattleRequest *
ask_board (SmartEmsDevice *self)
{
    SmartEmsQuestion question =
        self->board->generation == SMART_EMS_LK4 ? SMART_EMS_ASK_SETTINGS : SMART_EMS_ASK_ALL;

    return smart_ems_request_ask (question, question, self->options);
}

static WattleRequest *
make_setting (SmartEmsDevice *self)
{
    const SmartEmsOrder *order = &self->order;
    gboolean flip = order->channel == SMART_EMS_OUTPUT && self->inverted;

    if (!has_http (self))
        return smart_ems_request_publish (SMART_EMS_TAG_PUBLISH,
                                          smart_ems_device_get_generation (self), order->channel,
                                          order->number, order->value);
    return smart_ems_request_set (SMART_EMS_TAG_SET, self->board->generation, order->channel,
                                  order->number, flip ? 1 - order->value : order->value,
                                  self->options);
}

static WattleRequest *
send_setting (SmartEmsDevice *self, GError **error)
{
    WattleRequest *request = make_setting (self);
    g_autofree char *name = NULL;

    self->order.sent = TRUE;
    if (request != NULL)
        return request;

    name = smart_ems_channel_make_key (self->order.channel, self->order.number);
    if (has_http (self))
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED, "an %s has no output %s",
                          self->board->name, name);
    else
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "%s cannot be set by MQTT; it takes Http as well", name);
    return NULL;
}

/* Where what was set is told. */
static WattleRequest *
ask_back (SmartEmsDevice *self)
{
    SmartEmsChannel channel = self->order.channel;
    SmartEmsQuestion question = SMART_EMS_ASK_ALL;

    if (self->board->generation == SMART_EMS_LK4)
        question = SMART_EMS_ASK_STATUS;
    else if (channel == SMART_EMS_PWM || channel == SMART_EMS_PWM_DUTY)
        question = SMART_EMS_ASK_PWM;
    else if (channel == SMART_EMS_EVENT && self->events_apart)
        question = SMART_EMS_ASK_EVENTS;
    return smart_ems_request_ask (question, question, self->options);
}

/* Whether the last that was heard of it is what it is to be. */
static gboolean
is_known (SmartEmsDevice *self)
{
    g_autofree char *key = smart_ems_channel_make_key (self->order.channel, self->order.number);
    WattleEntity *entity = wattle_device_find_entity (WATTLE_DEVICE (self), key);

    return entity != NULL && wattle_entity_has_value (entity) &&
           wattle_entity_get_quality (entity) == WATTLE_QUALITY_GOOD &&
           wattle_entity_get_boolean (entity) == (self->order.value != 0);
}

static WattleRequest *
follow_up (SmartEmsDevice *self, GError **error)
{
    guint delay = 0;
    SmartEmsOrderStep step =
        has_http (self)
            ? smart_ems_order_judge (&self->order, &delay, error)
            : smart_ems_order_judge_messages (&self->order, is_known (self), &delay, error);

    if (step != SMART_EMS_ORDER_READ) {
        smart_ems_order_end (&self->order);
        return NULL;
    }
    return wattle_request_with_delay (
        has_http (self) ? ask_back (self) : wattle_request_new_local (SMART_EMS_TAG_TURN), delay);
}

WattleRequest *
smart_ems_device_command (WattleDevice *device, WattleCommand *command, guint step, GError **error)
{
    SmartEmsDevice *self = SMART_EMS_DEVICE (device);

    if (step == 0 && !smart_ems_order_begin (&self->order, command, error))
        return NULL;
    if (!check_board (self, error))
        return NULL;
    if (step == 0 && has_http (self))
        return ask_board (self);
    return self->order.sent ? follow_up (self, error) : send_setting (self, error);
}
