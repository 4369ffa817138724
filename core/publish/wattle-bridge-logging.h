/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-port.h"

G_BEGIN_DECLS

/* The log of the host on bridge/logging: {"level":…,"message":…}, as far as its level goes. What
 * would be a flood is left out: sending may itself be worth a line. */
typedef struct _WattleBridgeLogging WattleBridgeLogging;

WattleBridgeLogging *wattle_bridge_logging_new (const WattleBridgePort *port);
void wattle_bridge_logging_free (WattleBridgeLogging *self);

/* @level: critical, warning, message, info or debug. */
void wattle_bridge_logging_tell (WattleBridgeLogging *self, const char *level, const char *message);

G_END_DECLS
