/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands: the contact, the counters, and the settings of MQTT. */
#pragma once

#include "smart-maic-cycle.h"

G_BEGIN_DECLS

#define SMART_MAIC_SETUP_ACTION "setup_mqtt"

typedef struct {
    const SmartMaicConfig *config;
    WattleOptions *options; /* borrowed */
    SmartMaicPlan plan;
    SmartMaicTag asked;
    gboolean on;
    guint counter; /* key of the device */
    double wh;
    gboolean by_http; /* the contact */
    gboolean told;    /* the counter is set; only what it shows is still to be read */
    gboolean again;   /* was logged in to once more */
} SmartMaicOrder;

/* For what begins a command. Each call of the web page wants to be logged in to by itself. */
void smart_maic_order_begin (SmartMaicOrder *self);
void smart_maic_order_plan_call (SmartMaicOrder *self, SmartMaicTag tag);

/* Each begins a command; what it takes is planned. */
gboolean
smart_maic_order_set_counter (SmartMaicOrder *self, guint counter, double wh, GError **error);
gboolean smart_maic_order_set_up (SmartMaicOrder *self, GError **error);

WattleRequest *
smart_maic_order_next (SmartMaicOrder *self, SmartMaicCycle *cycle, WattleSource *source);
gboolean smart_maic_order_take (SmartMaicOrder *self,
                                SmartMaicCycle *cycle,
                                WattleSource *source,
                                WattleFrame *frame,
                                const char *devid,
                                SmartMaicNews *news,
                                GError **error);

G_END_DECLS
