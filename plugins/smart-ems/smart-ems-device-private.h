/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "smart-ems-board.h"
#include "smart-ems-device.h"
#include "smart-ems-entities.h"
#include "smart-ems-order.h"
#include "smart-ems-request.h"

G_BEGIN_DECLS

/* The tag of a question is its number; these follow. */
enum {
    SMART_EMS_TAG_SET = SMART_EMS_N_QUESTIONS, /* a command by HTTP */
    SMART_EMS_TAG_PUBLISH,                     /* the same by MQTT */
    SMART_EMS_TAG_TURN,                        /* what comes of it is waited for */
    SMART_EMS_TAG_SILENCE,                     /* whether anything came lately */
};

struct _SmartEmsDevice {
    WattleDevice parent_instance;

    WattleOptions *options;
    SmartEmsMeanings *meanings;
    SmartEmsEntities *entities;

    /* Which board it is. */
    SmartEmsBoard *before; /* the one whose readings these are; NULL: none yet */
    SmartEmsBoard *board;  /* the one that answers; NULL: to be found out */
    gboolean sure;         /* both are the same */
    gboolean doubt;        /* something else may answer by now */

    gboolean inverted;     /* outputs are shown the other way round */
    gboolean events_apart; /* events are told elsewhere */

    SmartEmsQuestion next; /* of this cycle; SMART_EMS_N_QUESTIONS: none */
    gint64 heard;          /* when a message came last; 0: never */
    SmartEmsOrder order;
};

/* Of the board that answers, or answered before; where only messages come, as a person says. */
SmartEmsGeneration smart_ems_device_get_generation (SmartEmsDevice *self);

/* Who answers: smart-ems-device-board.c. */
gboolean smart_ems_device_check_redirect (WattleFrame *frame, GError **error);
gboolean smart_ems_device_check_answer (SmartEmsDevice *self, WattleFrame *frame, GError **error);
JsonObject *smart_ems_device_read_json (SmartEmsDevice *self, WattleFrame *frame, GError **error);
/* Takes @board. FALSE: it is another one than before. */
gboolean smart_ems_device_take_board (SmartEmsDevice *self, SmartEmsBoard *board, GError **error);
gboolean smart_ems_device_decode_old (SmartEmsDevice *self, WattleFrame *frame, GError **error);
gboolean smart_ems_device_decode_board (SmartEmsDevice *self, WattleFrame *frame, GError **error);

/* The device as decoder: smart-ems-device-decode.c. */
gboolean smart_ems_device_decode (WattleSource *source, WattleFrame *frame, GError **error);

/* As one that is told: smart-ems-device-command.c. */
WattleRequest *
smart_ems_device_command (WattleDevice *device, WattleCommand *command, guint step, GError **error);

G_END_DECLS
