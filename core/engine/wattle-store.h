/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "wattle-device-config.h"
#include "wattle-host-config.h"
#include "wattle-revisions.h"
#include "wattle-store-change.h"

G_BEGIN_DECLS

/* The key files in their layers. Of the host: built-in defaults, then wattle.conf and conf.d of the
 * configuration folder, then config/wattle.conf of the state folder; the later wins. Of devices:
 * devices.d of the configuration folder, which belongs to an administrator and is only read, and
 * config/devices of the state folder, which the host writes; of two with one id the administrator's
 * wins. A damaged or wrong file becomes a problem that names file, group, key and what is allowed;
 * the others count. */
#define WATTLE_TYPE_STORE (wattle_store_get_type ())
G_DECLARE_FINAL_TYPE (WattleStore, wattle_store, WATTLE, STORE, GObject)

WattleStore *wattle_store_new (const char *config_dir, WattleProblems *problems);
/* Without it there is no layer of the host's own, and nothing can be saved. */
void wattle_store_set_state_dir (WattleStore *self, const char *state_dir);
const char *wattle_store_get_state_dir (WattleStore *self); /* or NULL */
void wattle_store_load (WattleStore *self);
/* The same; returns the devices there were before, and hands out the settings of the host that
 * counted until now, to be cleared. */
GPtrArray *wattle_store_reload (WattleStore *self, WattleHostConfig *old_host);

/* Every configuration that the host's own layer ever had; NULL without a state folder. Whoever
 * starts the host calls wattle_revisions_recover() before the store is loaded. */
WattleRevisions *wattle_store_get_revisions (WattleStore *self);

const WattleHostConfig *wattle_store_get_host (WattleStore *self);

/* Every device that is meant to be there, those with a damaged file and those switched off too.
 * NULL if the folder could not be read. */
const char *const *wattle_store_get_ids (WattleStore *self);
GPtrArray *wattle_store_get_devices (WattleStore *self); /* of WattleDeviceConfig */
const WattleDeviceConfig *wattle_store_find_device (WattleStore *self, const char *id);

/* Saving writes the host's own layer. It is on disk when the call is finished; comments and keys of
 * unknown meaning are kept. What is wrong is refused, and so is overwriting a file that cannot be
 * read or is of a newer format. Calls take effect in the order they are made, and each is a
 * revision.
 *
 * @author: who asked for it, as the revision tells: a user's number, "mqtt".
 *
 * A device that was saved or removed is so in wattle_store_get_devices() too. */
void wattle_store_save_device_async (WattleStore *self,
                                     const WattleDeviceConfig *config,
                                     const char *author,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean wattle_store_save_device_finish (WattleStore *self, GAsyncResult *result, GError **error);

/* What the device has counted and remembers is not removed with it. */
void wattle_store_remove_device_async (WattleStore *self,
                                       const char *id,
                                       const char *author,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
wattle_store_remove_device_finish (WattleStore *self, GAsyncResult *result, GError **error);

/* All changes or none. They count from the next wattle_store_load(). */
void wattle_store_save_host_async (WattleStore *self,
                                   const WattleStoreChange *changes,
                                   guint n_changes,
                                   const char *author,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean wattle_store_save_host_finish (WattleStore *self, GAsyncResult *result, GError **error);

/* What the host's settings would be with these changes; to be cleared. Nothing is saved. */
gboolean wattle_store_try_host (WattleStore *self,
                                const WattleStoreChange *changes,
                                guint n_changes,
                                WattleHostConfig *config,
                                GError **error);

G_END_DECLS
