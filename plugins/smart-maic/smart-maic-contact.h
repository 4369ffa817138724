/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The contact as part of a command: told by a phrase, over HTTP, or both, and read back. */
#pragma once

#include "smart-maic-order.h"

G_BEGIN_DECLS

/* Begins a command; what it takes is planned. */
gboolean smart_maic_contact_switch (SmartMaicOrder *self,
                                    SmartMaicCycle *cycle,
                                    WattleSource *source,
                                    gboolean on,
                                    GError **error);

WattleRequest *smart_maic_contact_tell (SmartMaicOrder *self, WattleSource *source);
WattleRequest *smart_maic_contact_ask (SmartMaicCycle *cycle, WattleSource *source);

gboolean smart_maic_contact_take_phrase (SmartMaicOrder *self,
                                         SmartMaicCycle *cycle,
                                         WattleSource *source,
                                         WattleFrame *frame,
                                         GError **error);
gboolean smart_maic_contact_take_confirmation (SmartMaicOrder *self,
                                               SmartMaicCycle *cycle,
                                               WattleSource *source,
                                               WattleFrame *frame,
                                               const char *devid,
                                               SmartMaicNews *news,
                                               GError **error);

G_END_DECLS
