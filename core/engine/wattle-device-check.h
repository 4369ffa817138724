/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-plugins.h"
#include "wattle-secrets.h"
#include "wattle-store.h"

G_BEGIN_DECLS

/* What a configuration comes to once the driver's catalogue was asked. */
typedef struct {
    WattleDriver *driver;   /* borrowed from the plugins */
    WattleCatalog *catalog; /* the same */
    char *model;
    WattleOptions *options;
    guint interval_ms;
} WattleDevicePlan;

void wattle_device_plan_clear (WattleDevicePlan *self);

/* Checks a configuration against the catalogue of its driver. What is wrong becomes a problem of
 * the device that names file, group, key and what is allowed. Returns whether the device can run.
 */
gboolean wattle_device_check (const WattleDeviceConfig *config,
                              WattlePlugins *plugins,
                              WattleSecrets *secrets,
                              WattleProblems *problems,
                              WattleDevicePlan *plan);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleDevicePlan, wattle_device_plan_clear)

G_END_DECLS
