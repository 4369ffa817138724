/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-config-draft.h"
#include "wattle-device-check.h"
#include "wattle-manager.h"
#include "wattle-store.h"
#include "wattle-tariffs.h"

G_BEGIN_DECLS

/* What may be changed while the house runs. Each change is checked, then saved, then put in force;
 * one that is refused leaves everything as it was. @author is who wanted it: a user id, or a word
 * such as "mqtt". */
#define WATTLE_TYPE_ADMIN (wattle_admin_get_type ())
G_DECLARE_FINAL_TYPE (WattleAdmin, wattle_admin, WATTLE, ADMIN, GObject)

typedef struct {
    WattleStore *store;
    WattleManager *manager;
    WattlePlugins *plugins;
    WattleSecrets *secrets;
    WattleProblems *problems;
    WattleTariffs *tariffs; /* NULL: there are none */
} WattleAdminParts;

WattleAdmin *wattle_admin_new (const WattleAdminParts *parts); /* refers to each part */
const WattleAdminParts *wattle_admin_get_parts (WattleAdmin *self);

/* Makes every configured device. */
void wattle_admin_start (WattleAdmin *self);

/* Ends the devices at the host's own broker until the next start. */
void wattle_admin_pause_broker_devices (WattleAdmin *self);

/* A configuration to begin with: of the device, or an empty one for a device of this driver. */
WattleDeviceConfig *wattle_admin_dup_config (WattleAdmin *self, const char *id, GError **error);
WattleDeviceConfig *wattle_admin_make_config (WattleAdmin *self,
                                              const char *driver,
                                              const char *model, /* NULL or empty: its only one */
                                              const char *id);   /* NULL or empty: any */

/* Whether there is a device of this id, or is meant to be, or never may be. */
gboolean wattle_admin_is_taken (WattleAdmin *self, const char *id);

/* What is wrong with it, of WattleDeviceFinding; empty if it could run. */
GPtrArray *wattle_admin_validate (WattleAdmin *self, const WattleDeviceConfig *config);

/* The id of the device is the result of the task. See also wattle-admin-replace.h, and for what is
 * no device wattle-admin-set.h, wattle-admin-definitions.h and wattle-admin-tariffs.h. */
void wattle_admin_add_async (WattleAdmin *self,
                             const WattleDeviceConfig *config,
                             const char *author,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void wattle_admin_configure_async (WattleAdmin *self,
                                   const WattleDeviceConfig *config,
                                   const char *author,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void wattle_admin_remove_async (WattleAdmin *self,
                                const char *id,
                                const char *author,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* Of each of these, in those files too; NULL: refused. */
char *wattle_admin_finish (WattleAdmin *self, GAsyncResult *result, GError **error);

/* Reads all files again, and restarts what has changed there and nothing else. */
void wattle_admin_reload (WattleAdmin *self);

/* Signals:
 * "devices-changed": (WattleAdmin *self): which devices are configured, or how
 * "host-changed": (WattleAdmin *self): the host's own connections are to be made anew
 */

G_END_DECLS
