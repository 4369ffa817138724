/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which meters and switches the gateway has, and how the host hears of them. */
#pragma once

#include "iskra-sg-decode.h"
#include "iskra-sg-message.h"
#include "iskra-sg-mqtt.h"

G_BEGIN_DECLS

typedef struct _IskraSgParts IskraSgParts;

IskraSgParts *iskra_sg_parts_new (WattleDevice *gateway);
void iskra_sg_parts_free (IskraSgParts *self);

void iskra_sg_parts_list (IskraSgParts *self, GPtrArray *slots);
gboolean iskra_sg_parts_hear (IskraSgParts *self,
                              const IskraSgTopic *topic,
                              JsonObject *root,
                              GError **error);
void iskra_sg_parts_lose (IskraSgParts *self, const IskraSgSilent *silent);

G_END_DECLS
