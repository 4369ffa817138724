/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The box as a client of a broker, below a prefix. */
#pragma once

#include "smart-ems-channel.h"

G_BEGIN_DECLS

typedef enum {
    SMART_EMS_MESSAGE_OTHER, /* a sign of life */
    SMART_EMS_MESSAGE_VALUE,
    SMART_EMS_MESSAGE_CONFIRMATION, /* of a command */
} SmartEmsMessageKind;

typedef struct {
    SmartEmsMessageKind kind;
    SmartEmsChannel channel;
    guint number;
    gboolean missing; /* the payload is no number */
    double value;
} SmartEmsMessage;

gboolean
smart_ems_mqtt_check_options (WattleSource *source, WattleOptions *options, GError **error);
gboolean smart_ems_mqtt_is_used (WattleOptions *options);
void smart_ems_mqtt_listen (WattleSource *source, WattleOptions *options);

/* FALSE: it is not from the box. */
gboolean smart_ems_mqtt_read (WattleFrame *frame,
                              WattleOptions *options,
                              SmartEmsGeneration generation,
                              SmartEmsMessage *message,
                              GError **error);

/* Whether the last message, at @heard, is too long ago. */
gboolean smart_ems_mqtt_check_silence (WattleSource *source,
                                       WattleOptions *options,
                                       gint64 heard,
                                       GError **error);

G_END_DECLS
