/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* An Energy, Solar, Plus or Pro, which is asked by HTTP. */
#define SMAPPEE_TYPE_MONITOR (smappee_monitor_get_type ())
G_DECLARE_FINAL_TYPE (SmappeeMonitor, smappee_monitor, SMAPPEE, MONITOR, WattleDevice)

WattleDevice *smappee_monitor_new (void);

G_END_DECLS
