/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/wattle-meter-sync.h"

G_BEGIN_DECLS

/* SyncMeter() of a device, whose caller may. Ends the invocation. */
void wattle_bus_meter_sync_run (WattleRunner *runner,
                                WattleCounters *counters,
                                GDBusMethodInvocation *invocation,
                                GVariant *parameters,
                                const char *author);

G_END_DECLS
