/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"

G_BEGIN_DECLS

/* What the whole host goes by. What was set is the result: wattle_admin_finish(). */

/* Settings of the host: groups and keys of wattle.conf. */
void wattle_admin_set_host_async (WattleAdmin *self,
                                  const WattleStoreChange *changes,
                                  guint n_changes,
                                  const char *author,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void wattle_admin_set_plugin_enabled_async (WattleAdmin *self,
                                            const char *module,
                                            gboolean enabled,
                                            const char *author,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void wattle_admin_set_secret_async (WattleAdmin *self,
                                    const char *name,
                                    const char *value,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

G_END_DECLS
