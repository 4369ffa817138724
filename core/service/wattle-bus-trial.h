/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bus-tree.h"

G_BEGIN_DECLS

/* Jobs that run a device beside the house. NULL: refused, and @error says why. The job goes on by
 * itself; the reference is the caller's. */

/* Ends when the device and all that it lists has answered or failed. */
WattleBusJob *wattle_bus_trial_probe (WattleBusTree *tree,
                                      const WattleDeviceConfig *config,
                                      GDBusMethodInvocation *invocation,
                                      GError **error);

/* Records for so many seconds what it answers. */
WattleBusJob *wattle_bus_trial_record (WattleBusTree *tree,
                                       const WattleDeviceConfig *config,
                                       guint seconds,
                                       GDBusMethodInvocation *invocation,
                                       GError **error);

G_END_DECLS
