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

gboolean smart_maic_mqtt_knows_form (WattleSource *source);

WattleRequest *smart_maic_mqtt_tell (WattleSource *source, guint tag, gboolean on);

/* The broker keeps another phrase than the contact was told over HTTP. */
void smart_maic_mqtt_owe_phrase (WattleSource *source, gboolean on);
void smart_maic_mqtt_pay_phrase (WattleSource *source);
gboolean smart_maic_mqtt_owes_phrase (WattleSource *source, gboolean *on);

G_END_DECLS
