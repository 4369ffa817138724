/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-json-writer.h"
#include "wattle-bridge-port.h"

G_BEGIN_DECLS

/* What the bridge tells of the host itself, as JSON. */

/* Version, names, mode, settings without anything secret, plugins, level of the log. */
char *wattle_bridge_info_dup_host (const WattleBridgePort *port);

/* Up time, devices, problems, messages, memory. Adds the members to the open object. */
void wattle_bridge_info_add_health (WattleJsonWriter *writer, const WattleBridgePort *port);
char *wattle_bridge_info_dup_health (const WattleBridgePort *port);

/* What of it may change at any time, and is worth a message of its own at once. */
guint wattle_bridge_info_count_online (const WattleBridgePort *port);

void wattle_bridge_info_add_problem (WattleJsonWriter *writer, const WattleProblem *problem);
char *wattle_bridge_info_dup_problems (const WattleBridgePort *port);

G_END_DECLS
