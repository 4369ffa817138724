/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Topics of a gateway: servicelocation/UUID/… Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    SMAPPEE_TOPIC_OTHER, /* nothing of it is read */
    SMAPPEE_TOPIC_ROOT,
    SMAPPEE_TOPIC_CONFIG,
    SMAPPEE_TOPIC_CHANNELS,
    SMAPPEE_TOPIC_SENSORS,
    SMAPPEE_TOPIC_CONTROL,
    SMAPPEE_TOPIC_REALTIME,
    SMAPPEE_TOPIC_AGGREGATED,
    SMAPPEE_TOPIC_GAS_WATER,
    SMAPPEE_TOPIC_SWITCHES,
    SMAPPEE_TOPIC_PRESENCE,
    SMAPPEE_TOPIC_PLUG_STATE,
    SMAPPEE_TOPIC_PLUG_CONNECTION,
} SmappeeTopicKind;

typedef struct {
    SmappeeTopicKind kind;
    char *location; /* in lower case */
    guint node;     /* of a plug */
} SmappeeTopic;

gboolean smappee_topic_is_location (const char *text);
/* Returns FALSE for what is none of a service location. */
gboolean smappee_topic_read (const char *text, SmappeeTopic *topic);
void smappee_topic_clear (SmappeeTopic *topic);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmappeeTopic, smappee_topic_clear)

G_END_DECLS
