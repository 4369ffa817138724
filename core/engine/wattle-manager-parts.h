/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-counters.h"
#include "wattle-plugins.h"
#include "wattle-state-store.h"
#include "wattle-store.h"
#include "transport/wattle-link-pool.h"

G_BEGIN_DECLS

/* What devices are made of and need while they run. */
typedef struct {
    WattleClock *clock;
    WattlePlugins *plugins;
    WattleLinkPool *links;
    WattleSecrets *secrets;
    WattleStateStore *states; /* NULL: what devices remember is not kept */
    WattleCounters *counters; /* NULL: nobody watches over totals */
    WattleProblems *problems;
} WattleManagerParts;

/* Refers to each part of @parts. */
void wattle_manager_parts_init (WattleManagerParts *self, const WattleManagerParts *parts);
void wattle_manager_parts_clear (WattleManagerParts *self);

G_END_DECLS
