/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all messages to and from the gateway have in common. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    ISKRA_SG_TOPIC_OTHER, /* of the gateway, but nothing of it is read */
    ISKRA_SG_TOPIC_STATUS,
    ISKRA_SG_TOPIC_ERROR,
    ISKRA_SG_TOPIC_MEASUREMENTS,
    ISKRA_SG_TOPIC_COUNTERS,
    ISKRA_SG_TOPIC_BICOM,
} IskraSgTopicKind;

typedef struct {
    IskraSgTopicKind kind;
    guint index; /* 0: an IR port, 1 to 16: a slot on RS485 */
} IskraSgTopic;

gboolean iskra_sg_mqtt_check_options (WattleOptions *options, GError **error);
gboolean iskra_sg_mqtt_is_used (WattleOptions *options);
void iskra_sg_mqtt_listen (WattleSource *source, WattleOptions *options, const char *filter);
void iskra_sg_mqtt_listen_all (WattleSource *source, WattleOptions *options);

gboolean iskra_sg_mqtt_read_topic (WattleFrame *frame,
                                   WattleOptions *options,
                                   IskraSgTopic *topic,
                                   GError **error);

WattleRequest *iskra_sg_mqtt_reboot (guint tag);
WattleRequest *iskra_sg_mqtt_bicom (guint tag, guint index, const char *value);

gboolean iskra_sg_mqtt_stands_in (WattleSource *source,
                                  WattleOptions *options,
                                  WattleFrame *frame,
                                  gint64 heard);

G_END_DECLS
