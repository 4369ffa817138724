/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All that is ever sent to a box. Paths are not put together anywhere else, so what resets,
 * restarts or reprograms a board cannot be sent. */
#pragma once

#include "smart-ems-channel.h"

G_BEGIN_DECLS

typedef enum {
    SMART_EMS_ASK_OLD,      /* whether it is an LK 2.x */
    SMART_EMS_ASK_BOARD,    /* LK 3.x: which */
    SMART_EMS_ASK_ALL,      /* LK 3.5+ */
    SMART_EMS_ASK_PWM,      /* LK 3.5+ */
    SMART_EMS_ASK_EVENTS,   /* LK 3.5+ with older firmware */
    SMART_EMS_ASK_SETTINGS, /* LK4 */
    SMART_EMS_ASK_STATUS,   /* LK4 */
    SMART_EMS_N_QUESTIONS,
} SmartEmsQuestion;

WattleRequest *smart_ems_request_ask (guint tag, SmartEmsQuestion question, WattleOptions *options);

/* Sets an output, a PWM output, its duty or a virtual output. NULL: this board has none of that
 * kind or number, or no such value. */
WattleRequest *smart_ems_request_set (guint tag,
                                      SmartEmsGeneration generation,
                                      SmartEmsChannel channel,
                                      guint number,
                                      guint value,
                                      WattleOptions *options);

/* The same as a message; what no message tells of cannot be set so. */
WattleRequest *smart_ems_request_publish (guint tag,
                                          SmartEmsGeneration generation,
                                          SmartEmsChannel channel,
                                          guint number,
                                          guint value);

G_END_DECLS
