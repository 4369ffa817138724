/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A command under way: what is wanted, and what the box says of it. */
#pragma once

#include "smart-ems-reading.h"

G_BEGIN_DECLS

typedef struct {
    SmartEmsChannel channel;
    guint number;
    guint value;
    gboolean active;
    gboolean sent;
    int answer;         /* of the command itself: what it became; -1: it does not say */
    guint reads;        /* how often it was read back */
    gboolean read;      /* in this one */
    gboolean agrees;    /* and it is as wanted */
    guint agreements;   /* one after the other */
    gboolean confirmed; /* by MQTT: that the command was taken */
    guint turns;        /* by MQTT: of waiting */
} SmartEmsOrder;

gboolean smart_ems_order_begin (SmartEmsOrder *self, WattleCommand *command, GError **error);
void smart_ems_order_end (SmartEmsOrder *self);

/* What came meanwhile. */
void smart_ems_order_note (SmartEmsOrder *self, GArray *readings);

/* After it was sent: what is to be done next. */
typedef enum {
    SMART_EMS_ORDER_READ, /* read it back, after @delay */
    SMART_EMS_ORDER_DONE,
    SMART_EMS_ORDER_FAILED,
} SmartEmsOrderStep;

SmartEmsOrderStep smart_ems_order_judge (SmartEmsOrder *self, guint *delay, GError **error);

/* The same by MQTT, where what comes is waited for in turns. @known: it was last heard of as it is
 * to be, so that nothing need come. */
SmartEmsOrderStep
smart_ems_order_judge_messages (SmartEmsOrder *self, gboolean known, guint *delay, GError **error);

G_END_DECLS
