/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-desk.h"

G_BEGIN_DECLS

/* Requests about outputs: people who speak MQTT are people, and what they want is a manual claim.
 */

void wattle_bridge_outputs_set (const WattleBridgePort *port, WattleBridgeCall *call);
void wattle_bridge_outputs_release (const WattleBridgePort *port, WattleBridgeCall *call);

/* Why an output is as it is, as org.wattle.Wattle1.Control.Why() says it; NULL: there is none. */
char *wattle_bridge_outputs_dup_reason (const WattleBridgePort *port,
                                        const WattleBridgeRequest *request,
                                        GError **error);

G_END_DECLS
