/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is listened to, and how the contact is told. */
#pragma once

#include "smart-maic-config.h"
#include "smart-maic-topic.h"

G_BEGIN_DECLS

void smart_maic_mqtt_listen (WattleSource *source, WattleOptions *options, const char *model);

/* Whether a message is from the device. */
gboolean smart_maic_mqtt_read_topic (WattleFrame *frame,
                                     WattleOptions *options,
                                     SmartMaicTopic *topic,
                                     GError **error);
/* Keeps the form of the topic for what is sent. */
void smart_maic_mqtt_remember_form (WattleSource *source, const SmartMaicTopic *topic);

WattleRequest *smart_maic_mqtt_tell (WattleSource *source, guint tag, gboolean on);

G_END_DECLS
