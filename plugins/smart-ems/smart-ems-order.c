/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-order.h"

#include <math.h>

/* What an event of the box with “Per” holds goes back by itself, so what is on or off is read
 * twice. How soon it does is not documented. */
#define FIRST_READ_MS  300
#define SECOND_READ_MS 900
#define READ_AGAIN_MS  1000
#define MAX_READS      4
#define AGREEMENTS     2

#define TURN_MS      250
#define MAX_TURNS    40
#define SETTLE_TURNS 4 /* in which it may go back */

static gboolean
read_switch (WattleCommand *command, guint *value, GError **error)
{
    const char *word = wattle_command_get_text (command);

    if (word == NULL)
        *value = wattle_command_get_boolean (command) ? 1 : 0;
    else if (g_str_equal (word, "on") || g_str_equal (word, "off"))
        *value = g_str_equal (word, "on") ? 1 : 0;
    else {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "“%s” knows no “%s”, only “on” and “off”",
                          wattle_command_get_name (command), word);
        return FALSE;
    }
    return TRUE;
}

static gboolean
read_duty (WattleCommand *command, guint *value, GError **error)
{
    double number = wattle_command_get_number (command);

    if (wattle_command_get_text (command) == NULL && number >= 0 && number <= 100 &&
        number == floor (number)) {
        *value = (guint)number;
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” must be a whole number from 0 to 100",
                      wattle_command_get_name (command));
    return FALSE;
}

static gboolean
is_settable (SmartEmsChannel channel)
{
    return (smart_ems_channel_get_info (channel)->flags & WATTLE_ENTITY_OUTPUT) != 0;
}

gboolean
smart_ems_order_begin (SmartEmsOrder *self, WattleCommand *command, GError **error)
{
    const char *name = wattle_command_get_name (command);

    *self = (SmartEmsOrder){ .answer = -1 };
    if (wattle_command_is_action (command) || wattle_command_is_counter (command) ||
        !smart_ems_channel_find_key (name, &self->channel, &self->number) ||
        !is_settable (self->channel)) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "the box has no output “%s”, only output_…, event_…, pwm_… and "
                          "pwm_duty_…",
                          name);
        return FALSE;
    }

    self->active = smart_ems_channel_is_boolean (self->channel)
                       ? read_switch (command, &self->value, error)
                       : read_duty (command, &self->value, error);
    return self->active;
}

void
smart_ems_order_end (SmartEmsOrder *self)
{
    self->active = FALSE;
}

void
smart_ems_order_note (SmartEmsOrder *self, GArray *readings)
{
    const SmartEmsReading *reading =
        self->active ? smart_ems_readings_find (readings, self->channel, self->number) : NULL;

    if (reading == NULL || !self->sent)
        return;
    self->read = !reading->missing;
    self->agrees = self->read && reading->value == self->value;
}

static char *
name_output (const SmartEmsOrder *self)
{
    return smart_ems_channel_make_key (self->channel, self->number);
}

/* Whether the box ever did what it was told. Without arguments, as these become part of others. */
static void
refuse (gboolean taken, GError **error)
{
    if (taken)
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "it did as it was told and went back: an event of the box with “Per” "
                          "holds it, or its scheduler or watchdog");
    else
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "it stays as it was: an event of the box with “Per” holds it, or the box "
                          "lets only its own rules switch (outblock)");
}

static SmartEmsOrderStep
fail_unread (const SmartEmsOrder *self, GError **error)
{
    g_autofree char *name = name_output (self);

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the box does not tell how %s is", name);
    return SMART_EMS_ORDER_FAILED;
}

static SmartEmsOrderStep
read_again (SmartEmsOrder *self, guint after, guint *delay)
{
    *delay = after;
    self->reads++;
    self->read = FALSE;
    self->agrees = FALSE;
    return SMART_EMS_ORDER_READ;
}

SmartEmsOrderStep
smart_ems_order_judge (SmartEmsOrder *self, guint *delay, GError **error)
{
    guint needed = smart_ems_channel_is_boolean (self->channel) ? AGREEMENTS : 1;

    if (self->reads == 0)
        return read_again (self, FIRST_READ_MS, delay);
    if (!self->read)
        return fail_unread (self, error);

    if (self->agrees) {
        self->agreements++;
        return self->agreements < needed ? read_again (self, SECOND_READ_MS, delay)
                                         : SMART_EMS_ORDER_DONE;
    }
    if (self->agreements == 0 && self->reads < MAX_READS)
        return read_again (self, READ_AGAIN_MS, delay);
    refuse (self->agreements > 0 || self->answer == (int)self->value, error);
    return SMART_EMS_ORDER_FAILED;
}

static SmartEmsOrderStep
fail_unconfirmed (const SmartEmsOrder *self, GError **error)
{
    g_autofree char *name = name_output (self);

    if (self->confirmed)
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "the box took the command, but did not tell by MQTT within %d s how %s "
                          "is; which values it sends is set in its MQTT client",
                          MAX_TURNS * TURN_MS / 1000, name);
    else
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "the box did not confirm the command by MQTT within %d s, so nobody "
                          "knows how %s is",
                          MAX_TURNS * TURN_MS / 1000, name);
    return SMART_EMS_ORDER_FAILED;
}

SmartEmsOrderStep
smart_ems_order_judge_messages (SmartEmsOrder *self, gboolean known, guint *delay, GError **error)
{
    gboolean agrees = self->confirmed && (self->read ? self->agrees : known);

    if (agrees && ++self->agreements > SETTLE_TURNS)
        return SMART_EMS_ORDER_DONE;
    /* What was not confirmed may not have come to the box at all. */
    if (!agrees &&
        (self->agreements > 0 || (self->turns >= MAX_TURNS && self->confirmed && self->read))) {
        refuse (self->agreements > 0, error);
        return SMART_EMS_ORDER_FAILED;
    }
    if (self->turns >= MAX_TURNS && !agrees)
        return fail_unconfirmed (self, error);

    self->turns++;
    *delay = TURN_MS;
    return SMART_EMS_ORDER_READ;
}
