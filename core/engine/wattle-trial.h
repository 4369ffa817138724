/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-manager.h"

G_BEGIN_DECLS

/* Runs one device beside the house, with the sub-devices it lists: to look at what it would say, or
 * to record it. Nothing of it is kept, guarded or published; its links are those of the house, so a
 * gateway is still asked one question at a time. */
#define WATTLE_TYPE_TRIAL (wattle_trial_get_type ())
G_DECLARE_FINAL_TYPE (WattleTrial, wattle_trial, WATTLE, TRIAL, GObject)

typedef struct {
    WattleClock *clock;
    WattlePlugins *plugins;
    WattleLinkPool *links;
    WattleSecrets *secrets;
} WattleTrialParts;

WattleTrial *wattle_trial_new (const WattleTrialParts *parts);

/* No device is in it before it is started. */
WattleManager *wattle_trial_get_manager (WattleTrial *self);
WattleProblems *wattle_trial_get_problems (WattleTrial *self);

gboolean wattle_trial_start (WattleTrial *self, const WattleDeviceConfig *config, GError **error);
void wattle_trial_stop (WattleTrial *self);

/* The device itself; NULL before the start. */
WattleRunner *wattle_trial_get_root (WattleTrial *self);

/* How many devices have answered or failed, and how many there are so far. */
void wattle_trial_count (WattleTrial *self, guint *settled, guint *all);

/* Signal "changed": (WattleTrial *self): a device came, or has answered or failed. */

G_END_DECLS
