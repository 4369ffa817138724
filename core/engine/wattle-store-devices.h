/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-device-config.h"
#include "wattle-store-layers.h"

G_BEGIN_DECLS

/* The devices of all layers. Of two files with one id the administrator's counts, even if it is
 * broken, and what stands there is locked. */
typedef struct _WattleStoreDevices WattleStoreDevices;

WattleStoreDevices *wattle_store_devices_new (WattleStoreLayers *layers);
void wattle_store_devices_free (WattleStoreDevices *self);

/* Forgets all and reads those of the administrator. */
void wattle_store_devices_load_admin (WattleStoreDevices *self);
/* Adds those of the host's own layer, if there is one. */
void wattle_store_devices_load_own (WattleStoreDevices *self);
/* Hands out the list (of WattleDeviceConfig) and begins an empty one. */
GPtrArray *wattle_store_devices_steal (WattleStoreDevices *self);
/* Brings both lists in line with the disk after one file of the host's own was written or removed.
 */
void wattle_store_devices_refresh (WattleStoreDevices *self, const char *id);

GPtrArray *wattle_store_devices_get_list (WattleStoreDevices *self); /* of WattleDeviceConfig */
/* Also those whose file is broken. NULL: not known. */
const char *const *wattle_store_devices_get_ids (WattleStoreDevices *self);
const WattleDeviceConfig *wattle_store_devices_find (WattleStoreDevices *self, const char *id);

/* Name of its file in the host's own layer. */
char *wattle_store_devices_name (const char *id);

/* Whether the host may write, or remove, the file of this device. */
gboolean wattle_store_devices_check_own (WattleStoreDevices *self, const char *id, GError **error);
/* The same, and whether the next start would take what is written. */
gboolean wattle_store_devices_check (WattleStoreDevices *self,
                                     const WattleDeviceConfig *config,
                                     GError **error);

G_END_DECLS
