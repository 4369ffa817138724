/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-admin.h"

G_BEGIN_DECLS

/* A change that is under way: a task of the admin that knows what it is about, a device or whatever
 * else. That is its result: wattle_admin_finish(). */
GTask *wattle_admin_task_new (WattleAdmin *admin,
                              const char *subject,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void wattle_admin_task_end (GTask *task); /* well */

/* What a device's file that is saved leads to. */
typedef void (*WattleAdminAfter) (WattleAdmin *admin, const char *id);

/* Ends wattle_store_save_device_async(), and @task, which it takes over. */
void wattle_admin_task_end_save (GTask *task,
                                 GObject *store,
                                 GAsyncResult *result,
                                 WattleAdminAfter after);

G_END_DECLS
