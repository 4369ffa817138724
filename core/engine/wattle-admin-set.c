/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin-set.h"

#include "base/wattle-error.h"
#include "wattle-admin-run.h"
#include "wattle-admin-task.h"

static void
on_host_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    GError *error = NULL;

    if (!wattle_store_save_host_finish (WATTLE_STORE (source), result, &error)) {
        g_task_return_error (task, error);
        return;
    }

    wattle_admin_reload (g_task_get_source_object (task));
    wattle_admin_task_end (task);
}

void
wattle_admin_set_host_async (WattleAdmin *self,
                             const WattleStoreChange *changes,
                             guint n_changes,
                             const char *author,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    wattle_store_save_host_async (wattle_admin_get_parts (self)->store, changes, n_changes, author,
                                  on_host_saved,
                                  wattle_admin_task_new (self, "host", callback, user_data));
}

static gboolean
is_plugin (WattleAdmin *self, const char *module)
{
    WattlePlugins *plugins = wattle_admin_get_parts (self)->plugins;

    for (guint i = 0; i < wattle_plugins_get_count (plugins); i++)
        if (g_str_equal (wattle_plugins_get_info (plugins, i)->module, module))
            return TRUE;

    return FALSE;
}

static char *
edit_disabled (WattleAdmin *self, const char *module, gboolean enabled)
{
    GStrv disabled = wattle_store_get_host (wattle_admin_get_parts (self)->store)->disabled_plugins;
    g_autoptr (GPtrArray) list = g_ptr_array_new ();

    for (guint i = 0; disabled != NULL && disabled[i] != NULL; i++)
        if (!g_str_equal (disabled[i], module))
            g_ptr_array_add (list, disabled[i]);
    if (!enabled)
        g_ptr_array_add (list, (char *)module);
    g_ptr_array_add (list, NULL);
    return g_strjoinv (", ", (char **)list->pdata);
}

void
wattle_admin_set_plugin_enabled_async (WattleAdmin *self,
                                       const char *module,
                                       gboolean enabled,
                                       const char *author,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
    g_autoptr (GTask) task = wattle_admin_task_new (self, module, callback, user_data);
    g_autofree char *list = NULL;
    WattleStoreChange change = { "Plugins", "Disabled", NULL };

    if (!is_plugin (self, module)) {
        g_task_return_error (
            task, wattle_error_new (WATTLE_ERROR_NOT_FOUND, "there is no plugin “%s”", module));
        return;
    }

    list = edit_disabled (self, module, enabled);
    change.text = *list != '\0' ? list : NULL;
    wattle_store_save_host_async (wattle_admin_get_parts (self)->store, &change, 1, author,
                                  on_host_saved, g_steal_pointer (&task));
}

static void
on_secret_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    WattleAdmin *self = g_task_get_source_object (task);
    GError *error = NULL;

    if (!wattle_secrets_store_finish (WATTLE_SECRETS (source), result, &error)) {
        g_task_return_error (task, error);
        return;
    }

    /* What could not run without it can now. */
    wattle_admin_run_all (self);
    wattle_manager_use_secret (wattle_admin_get_parts (self)->manager, g_task_get_task_data (task));
    wattle_admin_task_end (task);
}

void
wattle_admin_set_secret_async (WattleAdmin *self,
                               const char *name,
                               const char *value,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    wattle_secrets_store_async (wattle_admin_get_parts (self)->secrets, name, value,
                                on_secret_stored,
                                wattle_admin_task_new (self, name, callback, user_data));
}
