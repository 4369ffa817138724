/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-desk.h"

G_BEGIN_DECLS

/* Requests that only ask; and that for the level of the log, which may set it. */
void wattle_bridge_read_serve (const WattleBridgePort *port, WattleBridgeCall *call);

G_END_DECLS
