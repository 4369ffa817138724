/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-replace.h"

#include "base/wattle-error.h"
#include "wattle-admin-check.h"
#include "wattle-admin-run.h"
#include "wattle-admin-task.h"

static void
forget_device (WattleAdmin *self, const char *id)
{
    wattle_manager_forget_state (wattle_admin_get_parts (self)->manager, id);
    wattle_admin_run_anew (self, id);
}

static void
on_successor_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    wattle_admin_task_end_save (user_data, source, result, forget_device);
}

void
wattle_admin_replace_async (WattleAdmin *self,
                            const WattleDeviceConfig *config,
                            const char *author,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr (GTask) task = wattle_admin_task_new (self, config->id, callback, user_data);
    GError *error = NULL;
    g_autoptr (WattleDeviceConfig) now = wattle_admin_check_change (self, config, &error);

    if (now == NULL) {
        g_task_return_error (task, error);
        return;
    }
    /* Another one may have the same address. */
    if (wattle_device_config_equal (now, config)) {
        forget_device (self, config->id);
        wattle_admin_task_end (task);
        return;
    }

    wattle_store_save_device_async (wattle_admin_get_parts (self)->store, config, author,
                                    on_successor_saved, g_steal_pointer (&task));
}

static WattleRunner *
find_gateway (WattleAdmin *self, const char *id, GError **error)
{
    WattleRunner *runner = wattle_manager_find (wattle_admin_get_parts (self)->manager, id);

    if (runner == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no device “%s”", id);
    else if (wattle_runner_get_parent (runner) == NULL)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s is not a sub-device", id);
    return runner != NULL ? wattle_runner_get_parent (runner) : NULL;
}

/* The configuration of the gateway with @by as the successor of @id; NULL: refused. */
static WattleDeviceConfig *
plan_replacement (WattleAdmin *self, const char *id, const char *by, GError **error)
{
    WattleRunner *gateway = find_gateway (self, id, error);
    WattleRunner *other = gateway != NULL ? find_gateway (self, by, error) : NULL;
    WattleDeviceConfig *config;

    if (other == NULL)
        return NULL;
    if (other != gateway || g_str_equal (id, by)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s cannot go on as %s: it must be another sub-device of %s", by, id,
                          wattle_runner_get_id (gateway));
        return NULL;
    }

    config = wattle_admin_dup_config (self, wattle_runner_get_id (gateway), error);
    if (config != NULL) {
        g_ptr_array_add (config->replaced, g_strdup (by));
        g_ptr_array_add (config->replaced, g_strdup (id));
    }
    return config;
}

static void
on_replacement_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    WattleAdmin *self = g_task_get_source_object (task);
    const char *by = g_object_get_data (G_OBJECT (task), "by");
    WattleRunner *successor = wattle_manager_find (wattle_admin_get_parts (self)->manager, by);
    g_autofree char *gateway =
        successor != NULL && wattle_runner_get_parent (successor) != NULL
            ? g_strdup (wattle_runner_get_id (wattle_runner_get_parent (successor)))
            : NULL;
    GError *error = NULL;

    if (!wattle_store_save_device_finish (WATTLE_STORE (source), result, &error)) {
        g_task_return_error (task, error);
        return;
    }

    wattle_manager_remove (wattle_admin_get_parts (self)->manager, by, TRUE);
    if (gateway != NULL)
        wattle_admin_run_anew (self, gateway);
    wattle_admin_task_end (task);
}

void
wattle_admin_replace_child_async (WattleAdmin *self,
                                  const char *id,
                                  const char *by,
                                  const char *author,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    g_autoptr (GTask) task = wattle_admin_task_new (self, id, callback, user_data);
    GError *error = NULL;
    g_autoptr (WattleDeviceConfig) config = plan_replacement (self, id, by, &error);

    if (config == NULL) {
        g_task_return_error (task, error);
        return;
    }

    g_object_set_data_full (G_OBJECT (task), "by", g_strdup (by), g_free);
    wattle_store_save_device_async (wattle_admin_get_parts (self)->store, config, author,
                                    on_replacement_saved, g_steal_pointer (&task));
}
