/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store.h"

#include "wattle-store-devices.h"
#include "wattle-store-host.h"
#include "wattle-store-layers.h"

struct _WattleStore {
    GObject parent_instance;

    WattleStoreLayers *layers;
    WattleRevisions *revisions; /* NULL: nothing is saved */
    WattleHostConfig host;
    WattleStoreDevices *devices;
};

G_DEFINE_FINAL_TYPE (WattleStore, wattle_store, G_TYPE_OBJECT)

static void
wattle_store_finalize (GObject *object)
{
    WattleStore *self = WATTLE_STORE (object);

    g_clear_object (&self->revisions);
    wattle_host_config_clear (&self->host);
    wattle_store_devices_free (self->devices);
    wattle_store_layers_free (self->layers);

    G_OBJECT_CLASS (wattle_store_parent_class)->finalize (object);
}

static void
wattle_store_class_init (WattleStoreClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_store_finalize;
}

static void
wattle_store_init (WattleStore *self)
{
    wattle_host_config_init (&self->host);
}

WattleStore *
wattle_store_new (const char *config_dir, WattleProblems *problems)
{
    WattleStore *self = g_object_new (WATTLE_TYPE_STORE, NULL);

    self->layers = wattle_store_layers_new (config_dir, problems);
    self->devices = wattle_store_devices_new (self->layers);
    return self;
}

void
wattle_store_set_state_dir (WattleStore *self, const char *state_dir)
{
    wattle_store_layers_set_state_dir (self->layers, state_dir);
    g_clear_object (&self->revisions);
    if (state_dir != NULL)
        self->revisions = wattle_revisions_new (state_dir, self->layers->problems);
}

const char *
wattle_store_get_state_dir (WattleStore *self)
{
    return self->layers->state_dir;
}

WattleRevisions *
wattle_store_get_revisions (WattleStore *self)
{
    return self->revisions;
}

const WattleHostConfig *
wattle_store_get_host (WattleStore *self)
{
    return &self->host;
}

GPtrArray *
wattle_store_get_devices (WattleStore *self)
{
    return wattle_store_devices_get_list (self->devices);
}

const char *const *
wattle_store_get_ids (WattleStore *self)
{
    return wattle_store_devices_get_ids (self->devices);
}

const WattleDeviceConfig *
wattle_store_find_device (WattleStore *self, const char *id)
{
    return wattle_store_devices_find (self->devices, id);
}

void
wattle_store_load (WattleStore *self)
{
    wattle_host_config_clear (&self->host);
    wattle_host_config_init (&self->host);
    wattle_store_host_read_admin (self->layers, &self->host);
    wattle_store_devices_load_admin (self->devices);
    wattle_store_host_read_own (self->layers, &self->host);
    wattle_store_devices_load_own (self->devices);

    if (self->revisions != NULL)
        wattle_revisions_note (self->revisions);
}

/* A slip of the pen does not move the clocks of plans that run. */
static void
keep_zone (WattleHostConfig *host, const WattleHostConfig *old)
{
    if (!host->zone_refused)
        return;
    g_free (host->zone);
    host->zone = g_strdup (old->zone);
}

GPtrArray *
wattle_store_reload (WattleStore *self, WattleHostConfig *old_host)
{
    GPtrArray *old_devices = wattle_store_devices_steal (self->devices);

    *old_host = self->host;
    wattle_host_config_init (&self->host);
    wattle_store_load (self);
    keep_zone (&self->host, old_host);
    return old_devices;
}

/* Saving devices */

static void
on_device_written (const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    WattleStore *self = g_task_get_source_object (task);

    if (error != NULL) {
        g_task_return_error (task, g_error_copy (error));
        return;
    }

    wattle_store_devices_refresh (self->devices, g_task_get_task_data (task));
    g_task_return_boolean (task, TRUE);
}

static void
edit_device (GKeyFile *file, gpointer data)
{
    wattle_device_config_write (data, file);
}

static GTask *
make_task (WattleStore *self, const char *id, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (self, NULL, callback, user_data);

    g_task_set_task_data (task, g_strdup (id), g_free);
    return task;
}

void
wattle_store_save_device_async (WattleStore *self,
                                const WattleDeviceConfig *config,
                                const char *author,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, config->id, callback, user_data);
    g_autofree char *name = NULL;
    GError *error = NULL;

    if (!wattle_store_devices_check (self->devices, config, &error)) {
        g_prefix_error (&error, "%s cannot be saved: ", config->id);
        g_task_return_error (task, error);
        return;
    }

    name = wattle_store_devices_name (config->id);
    wattle_revisions_edit (self->revisions, name, &wattle_device_config_migration, edit_device,
                           wattle_device_config_copy (config),
                           (GDestroyNotify)wattle_device_config_free, author, on_device_written,
                           g_steal_pointer (&task));
}

gboolean
wattle_store_save_device_finish (WattleStore *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

void
wattle_store_remove_device_async (WattleStore *self,
                                  const char *id,
                                  const char *author,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, id, callback, user_data);
    g_autofree char *name = NULL;
    GError *error = NULL;

    if (!wattle_store_devices_check_own (self->devices, id, &error)) {
        g_prefix_error (&error, "%s cannot be removed: ", id);
        g_task_return_error (task, error);
        return;
    }

    name = wattle_store_devices_name (id);
    wattle_revisions_remove (self->revisions, name, author, on_device_written,
                             g_steal_pointer (&task));
}

gboolean
wattle_store_remove_device_finish (WattleStore *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

/* Saving the host's settings */

static void
on_host_written (const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;

    if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
    else
        g_task_return_boolean (task, TRUE);
}

void
wattle_store_save_host_async (WattleStore *self,
                              const WattleStoreChange *changes,
                              guint n_changes,
                              const char *author,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
    g_autoptr (GPtrArray) copy = wattle_store_change_copy_all (changes, n_changes);
    GError *error = NULL;

    if (!wattle_store_host_check (self->layers, copy, &error)) {
        g_prefix_error (&error, "the settings cannot be saved: ");
        g_task_return_error (task, error);
        return;
    }

    wattle_revisions_edit (self->revisions, WATTLE_STORE_HOST_FILE, &wattle_host_config_migration,
                           wattle_store_change_apply_all, g_steal_pointer (&copy),
                           (GDestroyNotify)g_ptr_array_unref, author, on_host_written,
                           g_steal_pointer (&task));
}

gboolean
wattle_store_save_host_finish (WattleStore *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
wattle_store_try_host (WattleStore *self,
                       const WattleStoreChange *changes,
                       guint n_changes,
                       WattleHostConfig *config,
                       GError **error)
{
    g_autoptr (GPtrArray) copy = wattle_store_change_copy_all (changes, n_changes);

    if (!wattle_store_host_check (self->layers, copy, error))
        return FALSE;

    wattle_store_host_read_changed (self->layers, copy, config);
    return TRUE;
}
