/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

typedef enum {
    WATTLE_RUNNER_STARTING, /* no cycle has ended yet */
    WATTLE_RUNNER_ONLINE,
    WATTLE_RUNNER_DEGRADED, /* some requests fail */
    WATTLE_RUNNER_OFFLINE,  /* three cycles in a row failed, or the link is down */
    WATTLE_RUNNER_GONE,     /* a sub-device its gateway no longer has */
} WattleRunnerState;
