/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-task.h"

GTask *
wattle_admin_task_new (WattleAdmin *admin,
                       const char *subject,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    GTask *task = g_task_new (admin, NULL, callback, user_data);

    g_task_set_task_data (task, g_strdup (subject), g_free);
    return task;
}

void
wattle_admin_task_end (GTask *task)
{
    g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
}

void
wattle_admin_task_end_save (GTask *task,
                            GObject *store,
                            GAsyncResult *result,
                            WattleAdminAfter after)
{
    g_autoptr (GTask) owned = task;
    GError *error = NULL;

    if (!wattle_store_save_device_finish (WATTLE_STORE (store), result, &error)) {
        g_task_return_error (owned, error);
        return;
    }

    after (g_task_get_source_object (owned), g_task_get_task_data (owned));
    wattle_admin_task_end (owned);
}
