/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-desk.h"

G_BEGIN_DECLS

/* Requests that change something, or make a device do something. They are checked, saved and put in
 * force as those of any other client. */
void wattle_bridge_write_serve (const WattleBridgePort *port, WattleBridgeCall *call);

G_END_DECLS
