/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked in a cycle, and whether the device is heard of. */
#pragma once

#include "smart-maic-config.h"
#include "smart-maic-decode.h"
#include "smart-maic-http.h"
#include "smart-maic-rate.h"
#include "smart-maic-tag.h"

G_BEGIN_DECLS

typedef struct {
    const SmartMaicConfig *config;
    SmartMaicPlan plan;
    SmartMaicRate rate;
    gint64 began;    /* µs, as all times here; 0: not yet */
    gint64 heard;    /* when the last message came by MQTT */
    gint64 info_due; /* the identity */
    gboolean extended;
    gboolean unheard;      /* no message came for too long when the last cycle began */
    gboolean doubted;      /* it wanted to be logged in to, once more already */
    gboolean rejected;     /* and again: the PIN is wrong */
    gboolean stranger;     /* another device answered */
    gboolean unconfigured; /* its settings name no broker */
} SmartMaicCycle;

/* What an answer brought. */
typedef struct {
    gboolean has_values;
    gboolean is_read_back; /* after a command */
    SmartMaicMessage values;
    char *devid; /* who answered, or NULL */
    char *type;
} SmartMaicNews;

void smart_maic_news_clear (SmartMaicNews *self);

WattleRequest *smart_maic_cycle_next (SmartMaicCycle *self, WattleSource *source, guint step);
/* @devid: who should answer, or NULL. */
gboolean smart_maic_cycle_take (SmartMaicCycle *self,
                                WattleSource *source,
                                WattleFrame *frame,
                                const char *devid,
                                SmartMaicNews *news,
                                GError **error);
void smart_maic_cycle_hear (SmartMaicCycle *self, gint64 now);
gboolean smart_maic_cycle_is_heard (const SmartMaicCycle *self, gint64 now);

/* Whoever does not say its number (@given is NULL) is taken for whom it was before. */
gboolean smart_maic_cycle_check_devid (SmartMaicCycle *self,
                                       const char *given,
                                       const char *devid,
                                       GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmartMaicNews, smart_maic_news_clear)

G_END_DECLS
