/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The settings of MQTT in the device. They can be set as a whole only, so what stays as it is has
 * to be read first and sent back. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* Keeps what webinit says for the time of the command. */
gboolean smart_maic_setup_read (WattleSource *source,
                                WattleOptions *options,
                                JsonObject *webinit,
                                GError **error);
void smart_maic_setup_forget (WattleSource *source);
WattleRequest *smart_maic_setup_send (guint tag, WattleOptions *options);
gboolean smart_maic_setup_verify (WattleSource *source,
                                  WattleOptions *options,
                                  JsonObject *webinit,
                                  GError **error);

G_END_DECLS
