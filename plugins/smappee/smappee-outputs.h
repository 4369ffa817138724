/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Switches and plugs as outputs of a gateway by MQTT. */
#pragma once

#include "smappee-plug.h"
#include "smappee-specs.h"

G_BEGIN_DECLS

typedef struct _SmappeeOutputs SmappeeOutputs;

SmappeeOutputs *smappee_outputs_new (WattleDevice *device);
void smappee_outputs_free (SmappeeOutputs *self);

void smappee_outputs_add_specs (SmappeeSpecs *specs, GPtrArray *plugs);
void smappee_outputs_report (SmappeeOutputs *self, GPtrArray *plugs);

/* What the gateway says. */
gboolean
smappee_outputs_take_state (SmappeeOutputs *self, guint node, const char *word, GError **error);
void smappee_outputs_take_connection (SmappeeOutputs *self, guint node, const char *word);

/* Whether it is known, and what it is. */
gboolean smappee_outputs_get_state (SmappeeOutputs *self, guint node, gboolean *on);

/* By MQTT. @plugs: those that are there. @sent and @turn: tags of the requests. */
WattleRequest *smappee_outputs_command (SmappeeOutputs *self,
                                        GPtrArray *plugs,
                                        WattleCommand *command,
                                        guint step,
                                        guint sent,
                                        guint turn,
                                        GError **error);
/* Time has passed in a command. */
void smappee_outputs_take_turn (SmappeeOutputs *self);

G_END_DECLS
