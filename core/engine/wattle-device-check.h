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

/* Something that is wrong in a configuration: where, and what is allowed there. */
typedef struct {
    const char *group; /* static */
    char *key;
    WattleMessage *message; /* begins with the key */
    gboolean lacks_secret;  /* that is all: it can be given later */
} WattleDeviceFinding;

void wattle_device_finding_free (WattleDeviceFinding *self);

/* Checks a configuration against the catalogue of its driver. Returns whether the device can run;
 * what is wrong is added to @findings. */
gboolean wattle_device_check (const WattleDeviceConfig *config,
                              WattlePlugins *plugins,
                              WattleSecrets *secrets,
                              GPtrArray *findings,
                              WattleDevicePlan *plan);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleDevicePlan, wattle_device_plan_clear)

G_END_DECLS
