/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Everything that is asked or told, and the order it is done in. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    SMART_MAIC_TAG_NONE,
    /* Of a cycle. */
    SMART_MAIC_TAG_ALIVE,  /* no question: says that messages come */
    SMART_MAIC_TAG_SILENT, /* no question: says that none come */
    SMART_MAIC_TAG_PHRASE_AGAIN,
    SMART_MAIC_TAG_LOGIN,
    SMART_MAIC_TAG_INFO,
    SMART_MAIC_TAG_DATA,
    /* Of a command. */
    SMART_MAIC_TAG_ORDER_LOGIN,
    SMART_MAIC_TAG_ORDER_INFO, /* whether it is the device, before something is set in it */
    SMART_MAIC_TAG_PHRASE,
    SMART_MAIC_TAG_SWITCH,
    SMART_MAIC_TAG_CONFIRM,
    SMART_MAIC_TAG_COUNTER,
    SMART_MAIC_TAG_COUNTER_BACK,
    SMART_MAIC_TAG_SETUP_READ,
    SMART_MAIC_TAG_SETUP,
    SMART_MAIC_TAG_SETUP_BACK,
} SmartMaicTag;

#define SMART_MAIC_PLAN_MAX 12

/* What is still to be done. */
typedef struct {
    SmartMaicTag tags[SMART_MAIC_PLAN_MAX];
    guint count;
} SmartMaicPlan;

void smart_maic_plan_clear (SmartMaicPlan *self);
void smart_maic_plan_append (SmartMaicPlan *self, SmartMaicTag tag);
/* Both are done before all else. */
void smart_maic_plan_put_first (SmartMaicPlan *self, SmartMaicTag first, SmartMaicTag second);
/* Leaves out what would come next, if that is @tag; returns whether it is. */
gboolean smart_maic_plan_skip (SmartMaicPlan *self, SmartMaicTag tag);
SmartMaicTag smart_maic_plan_take (SmartMaicPlan *self); /* NONE: there is nothing more */

G_END_DECLS
