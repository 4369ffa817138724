/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin.h"

#include <gio/gio.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "wattle-admin-check.h"
#include "wattle-admin-definitions.h"
#include "wattle-admin-run.h"
#include "wattle-admin-tariffs.h"
#include "wattle-admin-task.h"

struct _WattleAdmin {
    GObject parent_instance;

    WattleAdminParts parts;
};

enum {
    SIGNAL_DEVICES_CHANGED,
    SIGNAL_HOST_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattleAdmin, wattle_admin, G_TYPE_OBJECT)

static void
wattle_admin_finalize (GObject *object)
{
    WattleAdmin *self = WATTLE_ADMIN (object);

    g_object_unref (self->parts.store);
    g_object_unref (self->parts.manager);
    g_object_unref (self->parts.plugins);
    g_object_unref (self->parts.secrets);
    g_object_unref (self->parts.problems);
    g_clear_object (&self->parts.tariffs);

    G_OBJECT_CLASS (wattle_admin_parent_class)->finalize (object);
}

static void
wattle_admin_class_init (WattleAdminClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_admin_finalize;

    signals[SIGNAL_DEVICES_CHANGED] =
        g_signal_new ("devices-changed", WATTLE_TYPE_ADMIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 0);
    signals[SIGNAL_HOST_CHANGED] = g_signal_new (
        "host-changed", WATTLE_TYPE_ADMIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_admin_init (WattleAdmin *self)
{
}

WattleAdmin *
wattle_admin_new (const WattleAdminParts *parts)
{
    WattleAdmin *self = g_object_new (WATTLE_TYPE_ADMIN, NULL);

    self->parts = *parts;
    g_object_ref (parts->store);
    g_object_ref (parts->manager);
    g_object_ref (parts->plugins);
    g_object_ref (parts->secrets);
    g_object_ref (parts->problems);
    if (parts->tariffs != NULL)
        g_object_ref (parts->tariffs);
    return self;
}

const WattleAdminParts *
wattle_admin_get_parts (WattleAdmin *self)
{
    return &self->parts;
}

void
wattle_admin_start (WattleAdmin *self)
{
    wattle_admin_run_all (self);
    g_signal_emit (self, signals[SIGNAL_DEVICES_CHANGED], 0);
}

void
wattle_admin_pause_broker_devices (WattleAdmin *self)
{
    GPtrArray *devices = wattle_store_get_devices (self->parts.store);

    for (guint i = 0; i < devices->len; i++) {
        const WattleDeviceConfig *config = g_ptr_array_index (devices, i);
        const char *broker = config->uris[WATTLE_LINK_MQTT];

        if (broker != NULL && *broker == '\0')
            wattle_manager_remove (self->parts.manager, config->id, FALSE);
    }
}

static gboolean
is_configured (WattleAdmin *self, const char *id)
{
    const char *const *ids = wattle_store_get_ids (self->parts.store);

    return (ids != NULL && g_strv_contains (ids, id)) ||
           wattle_store_find_device (self->parts.store, id) != NULL;
}

/* Configurations */

WattleDeviceConfig *
wattle_admin_dup_config (WattleAdmin *self, const char *id, GError **error)
{
    const WattleDeviceConfig *config = wattle_store_find_device (self->parts.store, id);
    WattleRunner *runner = wattle_manager_find (self->parts.manager, id);

    if (config != NULL)
        return wattle_device_config_copy (config);

    if (is_configured (self, id))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the file of %s cannot be read; mend or remove it", id);
    else if (runner != NULL && wattle_runner_get_parent (runner) != NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "%s has no configuration of its own: its gateway %s lists it", id,
                          wattle_runner_get_id (wattle_runner_get_parent (runner)));
    else if (runner != NULL)
        wattle_error_set (
            error, WATTLE_ERROR_NOT_SUPPORTED,
            "%s has no configuration of its own: it is a tariff plan; change or remove "
            "the plan",
            id);
    else
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no device “%s”", id);
    return NULL;
}

gboolean
wattle_admin_is_taken (WattleAdmin *self, const char *id)
{
    return is_configured (self, id) || wattle_manager_find (self->parts.manager, id) != NULL ||
           wattle_ident_is_reserved (id);
}

static char *
pick_id (WattleAdmin *self, const char *driver, const char *model)
{
    g_autofree char *text = g_strdup_printf ("%s_%s", driver, model != NULL ? model : "device");
    g_autofree char *stem = wattle_ident_from_text (text);

    for (guint i = 1;; i++) {
        char *id = g_strdup_printf ("%s_%u", stem, i);

        if (!wattle_admin_is_taken (self, id))
            return id;
        g_free (id);
    }
}

WattleDeviceConfig *
wattle_admin_make_config (WattleAdmin *self, const char *driver, const char *model, const char *id)
{
    const char *wanted = model != NULL && *model != '\0' ? model : NULL;
    gboolean any = id == NULL || *id == '\0';
    g_autofree char *picked = any ? pick_id (self, driver, wanted) : g_strdup (id);
    WattleDeviceConfig *config = wattle_device_config_new (picked, picked);

    config->driver = g_strdup (driver);
    config->model = g_strdup (wanted);
    return config;
}

GPtrArray *
wattle_admin_validate (WattleAdmin *self, const WattleDeviceConfig *config)
{
    GPtrArray *findings =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_device_finding_free);
    g_auto (WattleDevicePlan) plan = { 0 };

    wattle_device_check (config, self->parts.plugins, self->parts.secrets, findings, &plan);
    return findings;
}

/* Changes */

char *
wattle_admin_finish (WattleAdmin *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_device_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    wattle_admin_task_end_save (user_data, source, result, wattle_admin_run_anew);
}

void
wattle_admin_add_async (WattleAdmin *self,
                        const WattleDeviceConfig *config,
                        const char *author,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autoptr (GTask) task = wattle_admin_task_new (self, config->id, callback, user_data);
    GError *error = NULL;

    if (wattle_admin_is_taken (self, config->id))
        wattle_error_set (&error, WATTLE_ERROR_CONFIG, "there is a device “%s” already",
                          config->id);
    if (error != NULL || !wattle_admin_check_config (self, config, &error)) {
        g_task_return_error (task, error);
        return;
    }

    wattle_store_save_device_async (self->parts.store, config, author, on_device_saved,
                                    g_steal_pointer (&task));
}

/* Another name alone is no reason to interrupt it. */
static gboolean
differs_in_name_only (const WattleDeviceConfig *a, const WattleDeviceConfig *b)
{
    g_autoptr (WattleDeviceConfig) renamed = wattle_device_config_copy (a);

    g_free (renamed->name);
    renamed->name = g_strdup (b->name);
    return wattle_device_config_equal (renamed, b);
}

static void
rename_device (WattleAdmin *self, const char *id)
{
    const WattleDeviceConfig *config = wattle_store_find_device (self->parts.store, id);

    if (config != NULL)
        wattle_manager_set_name (self->parts.manager, id, config->name);
    g_signal_emit (self, signals[SIGNAL_DEVICES_CHANGED], 0);
}

static void
on_device_renamed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    wattle_admin_task_end_save (user_data, source, result, rename_device);
}

void
wattle_admin_configure_async (WattleAdmin *self,
                              const WattleDeviceConfig *config,
                              const char *author,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr (GTask) task = wattle_admin_task_new (self, config->id, callback, user_data);
    GError *error = NULL;
    g_autoptr (WattleDeviceConfig) now = wattle_admin_check_change (self, config, &error);
    gboolean rename;

    if (now == NULL) {
        g_task_return_error (task, error);
        return;
    }
    if (wattle_device_config_equal (now, config)) {
        wattle_admin_task_end (task);
        return;
    }

    rename = differs_in_name_only (now, config);
    wattle_store_save_device_async (self->parts.store, config, author,
                                    rename ? on_device_renamed : on_device_saved,
                                    g_steal_pointer (&task));
}

static void
on_device_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    GError *error = NULL;

    if (!wattle_store_remove_device_finish (WATTLE_STORE (source), result, &error)) {
        g_task_return_error (task, error);
        return;
    }

    wattle_admin_run_anew (g_task_get_source_object (task), g_task_get_task_data (task));
    wattle_admin_task_end (task);
}

void
wattle_admin_remove_async (WattleAdmin *self,
                           const char *id,
                           const char *author,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr (GTask) task = wattle_admin_task_new (self, id, callback, user_data);
    g_autoptr (WattleDeviceConfig) config = NULL;
    GError *error = NULL;

    if (!is_configured (self, id)) {
        config = wattle_admin_dup_config (self, id, &error);
        g_task_return_error (task, error);
        return;
    }

    wattle_store_remove_device_async (self->parts.store, id, author, on_device_removed,
                                      g_steal_pointer (&task));
}

/* Reading again */

static void
load_secrets (WattleAdmin *self)
{
    g_autoptr (GError) error = NULL;

    if (!wattle_secrets_load (self->parts.secrets, &error))
        wattle_problems_set_error (self->parts.problems, "secrets", WATTLE_STORE_TOPIC "file", "",
                                   error);
}

static gboolean
runs_as (WattleAdmin *self, const WattleDeviceConfig *old)
{
    const WattleDeviceConfig *config = wattle_store_find_device (self->parts.store, old->id);

    return config != NULL && wattle_device_config_equal (config, old) &&
           wattle_plugins_get_driver (self->parts.plugins, config->driver) != NULL;
}

static void
end_changed_devices (WattleAdmin *self, GPtrArray *old)
{
    for (guint i = 0; i < old->len; i++) {
        const WattleDeviceConfig *config = g_ptr_array_index (old, i);

        if (!runs_as (self, config))
            wattle_manager_remove (self->parts.manager, config->id,
                                   !is_configured (self, config->id));
    }
}

void
wattle_admin_reload (WattleAdmin *self)
{
    g_autoptr (GPtrArray) old_devices = NULL;
    WattleHostConfig old_host;
    const WattleHostConfig *host = wattle_store_get_host (self->parts.store);
    gboolean alike;

    wattle_problems_mark (self->parts.problems, WATTLE_STORE_TOPIC);
    load_secrets (self);
    old_devices = wattle_store_reload (self->parts.store, &old_host);
    alike = wattle_host_config_publishes_alike (&old_host, host);
    wattle_host_config_clear (&old_host);

    wattle_admin_definitions_read (self);
    wattle_plugins_set_disabled (self->parts.plugins, (const char *const *)host->disabled_plugins);
    end_changed_devices (self, old_devices);
    wattle_admin_run_all (self);
    wattle_admin_tariffs_read (self);
    wattle_problems_sweep (self->parts.problems);

    g_signal_emit (self, signals[SIGNAL_DEVICES_CHANGED], 0);
    if (!alike)
        g_signal_emit (self, signals[SIGNAL_HOST_CHANGED], 0);
}
