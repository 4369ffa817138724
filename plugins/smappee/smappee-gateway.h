/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* A Genius, Plus or Pro, which tells by MQTT what it measures. */
#define SMAPPEE_TYPE_GATEWAY (smappee_gateway_get_type ())
G_DECLARE_FINAL_TYPE (SmappeeGateway, smappee_gateway, SMAPPEE, GATEWAY, WattleDevice)

WattleDevice *smappee_gateway_new (void);

G_END_DECLS
