/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"

G_BEGIN_DECLS

/* Changes by which a device goes on in the place of another one. The id is the result:
 * wattle_admin_finish(). */

/* As wattle_admin_configure_async(), and it is another device from then on: the host goes on with
 * its name and totals, the plugin forgets which one it was. */
void wattle_admin_replace_async (WattleAdmin *self,
                                 const WattleDeviceConfig *config,
                                 const char *author,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Another sub-device of the same gateway, @by, goes on as @id: with its name, totals and history.
 */
void wattle_admin_replace_child_async (WattleAdmin *self,
                                       const char *id,
                                       const char *by,
                                       const char *author,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

G_END_DECLS
