/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device remembers over restarts, on its way from its runner to the disk. */
#pragma once

#include "wattle-runner.h"
#include "wattle-state-store.h"

G_BEGIN_DECLS

/* @flags: of what the device set. The runner is held until what has to be durable is on disk. */
void
wattle_runner_memory_keep (WattleRunner *runner, WattleStateStore *states, WattleStateFlags flags);
/* All but secrets; another device has taken its place. */
void wattle_runner_memory_forget (WattleRunner *runner, WattleStateStore *states);

G_END_DECLS
