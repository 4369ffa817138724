/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-admin.h"

#include <gio/gio.h>

#include "base/wattle-error-private.h"
#include "base/wattle-ident.h"
#include "wattle-admin-definitions.h"
#include "wattle-admin-tariffs.h"
#include "wattle-definitions.h"

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

/* Putting in force */

static void
run_device (WattleAdmin *self, const WattleDeviceConfig *config)
{
    if (config->enabled && wattle_manager_find (self->parts.manager, config->id) == NULL)
        wattle_manager_add (self->parts.manager, config);
}

static void
run_devices (WattleAdmin *self)
{
    GPtrArray *devices = wattle_store_get_devices (self->parts.store);

    for (guint i = 0; i < devices->len; i++)
        run_device (self, g_ptr_array_index (devices, i));
}

void
wattle_admin_start (WattleAdmin *self)
{
    run_devices (self);
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

static void
rerun_device (WattleAdmin *self, const char *id)
{
    const WattleDeviceConfig *config = wattle_store_find_device (self->parts.store, id);

    wattle_manager_remove (self->parts.manager, id, config == NULL);
    if (config != NULL)
        run_device (self, config);
    g_signal_emit (self, signals[SIGNAL_DEVICES_CHANGED], 0);
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
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "%s has no configuration of its own: it is a tariff plan", id);
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

/* All that is wrong is known, but an error has room for one thing. */
static void
set_finding (GError **error, const char *place, const WattleDeviceFinding *finding)
{
    WattleMessage *message = wattle_message_copy (finding->message);

    wattle_message_prefix (message, "%s[%s] ", place, finding->group);
    g_propagate_error (error, wattle_error_new_take (WATTLE_ERROR_CONFIG, message));
}

static gboolean
check_config (WattleAdmin *self, const WattleDeviceConfig *config, GError **error)
{
    g_autoptr (GPtrArray) findings = wattle_admin_validate (self, config);

    if (findings->len == 0)
        return TRUE;

    set_finding (error, "", g_ptr_array_index (findings, 0));
    return FALSE;
}

static gboolean
check_drafted (WattleAdmin *self, const WattleDeviceConfig *config, GError **error)
{
    g_autoptr (GPtrArray) findings = wattle_admin_validate (self, config);
    g_autofree char *place = g_strdup_printf ("%s: ", config->id);

    for (guint i = 0; config->enabled && i < findings->len; i++) {
        const WattleDeviceFinding *finding = g_ptr_array_index (findings, i);

        if (finding->lacks_secret)
            continue;
        set_finding (error, place, finding);
        return FALSE;
    }
    return TRUE;
}

static gboolean
check_all_drafted (WattleAdmin *self, const WattleConfigDraft *draft, GError **error)
{
    for (guint i = 0; i < draft->devices->len; i++)
        if (!check_drafted (self, g_ptr_array_index (draft->devices, i), error))
            return FALSE;

    return TRUE;
}

/* Devices of the draft may be of models that its definitions of meters describe. Nothing runs
 * between: what is in force comes back before anybody could make a device. */
gboolean
wattle_admin_check_draft (const WattleConfigDraft *draft, gpointer admin, GError **error)
{
    WattleAdmin *self = admin;
    g_autoptr (WattleMeterLibrary) now =
        wattle_meter_library_ref (wattle_plugins_get_meters (self->parts.plugins));
    g_autoptr (WattleMeterLibrary) drafted = wattle_definitions_load_draft (draft, now);
    gboolean fine;

    if (self->parts.tariffs != NULL &&
        !wattle_tariffs_check_draft (self->parts.tariffs, draft, error))
        return FALSE;
    if (wattle_definitions_agree (now, drafted))
        return check_all_drafted (self, draft, error);

    wattle_plugins_set_meters (self->parts.plugins, drafted);
    fine = check_all_drafted (self, draft, error);
    wattle_plugins_set_meters (self->parts.plugins, now);
    return fine;
}

/* Changes. The data of a task is the id of its device, or what else it is about. */

static GTask *
make_task (WattleAdmin *self, const char *subject, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (self, NULL, callback, user_data);

    g_task_set_task_data (task, g_strdup (subject), g_free);
    return task;
}

char *
wattle_admin_finish (WattleAdmin *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static void
return_subject (GTask *task)
{
    g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
}

/* What a device's file that is saved leads to. */
typedef void (*AfterSave) (WattleAdmin *self, const char *id);

/* Takes over @task. */
static void
end_save (GObject *source, GAsyncResult *result, GTask *task, AfterSave after)
{
    g_autoptr (GTask) owned = task;
    GError *error = NULL;

    if (!wattle_store_save_device_finish (WATTLE_STORE (source), result, &error)) {
        g_task_return_error (owned, error);
        return;
    }

    after (g_task_get_source_object (owned), g_task_get_task_data (owned));
    return_subject (owned);
}

static void
on_device_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    end_save (source, result, user_data, rerun_device);
}

void
wattle_admin_add_async (WattleAdmin *self,
                        const WattleDeviceConfig *config,
                        const char *author,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, config->id, callback, user_data);
    GError *error = NULL;

    if (wattle_admin_is_taken (self, config->id))
        wattle_error_set (&error, WATTLE_ERROR_CONFIG, "there is a device “%s” already",
                          config->id);
    if (error != NULL || !check_config (self, config, &error)) {
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
    end_save (source, result, user_data, rename_device);
}

void
wattle_admin_configure_async (WattleAdmin *self,
                              const WattleDeviceConfig *config,
                              const char *author,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, config->id, callback, user_data);
    g_autoptr (WattleDeviceConfig) now = NULL;
    GError *error = NULL;
    gboolean rename;

    now = wattle_admin_dup_config (self, config->id, &error);
    /* One that is switched off may wait for what is missing. */
    if (now == NULL || (config->enabled && !check_config (self, config, &error))) {
        g_task_return_error (task, error);
        return;
    }
    if (wattle_device_config_equal (now, config)) {
        return_subject (task);
        return;
    }

    rename = differs_in_name_only (now, config);
    wattle_store_save_device_async (self->parts.store, config, author,
                                    rename ? on_device_renamed : on_device_saved,
                                    g_steal_pointer (&task));
}

static void
forget_device (WattleAdmin *self, const char *id)
{
    wattle_manager_forget_state (self->parts.manager, id);
    rerun_device (self, id);
}

static void
on_successor_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    end_save (source, result, user_data, forget_device);
}

void
wattle_admin_replace_async (WattleAdmin *self,
                            const WattleDeviceConfig *config,
                            const char *author,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, config->id, callback, user_data);
    g_autoptr (WattleDeviceConfig) now = NULL;
    GError *error = NULL;

    now = wattle_admin_dup_config (self, config->id, &error);
    if (now == NULL || (config->enabled && !check_config (self, config, &error))) {
        g_task_return_error (task, error);
        return;
    }
    /* Another one may have the same address. */
    if (wattle_device_config_equal (now, config)) {
        forget_device (self, config->id);
        return_subject (task);
        return;
    }

    wattle_store_save_device_async (self->parts.store, config, author, on_successor_saved,
                                    g_steal_pointer (&task));
}

static WattleRunner *
find_gateway (WattleAdmin *self, const char *id, GError **error)
{
    WattleRunner *runner = wattle_manager_find (self->parts.manager, id);

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
    WattleRunner *successor = wattle_manager_find (self->parts.manager, by);
    g_autofree char *gateway =
        successor != NULL && wattle_runner_get_parent (successor) != NULL
            ? g_strdup (wattle_runner_get_id (wattle_runner_get_parent (successor)))
            : NULL;
    GError *error = NULL;

    if (!wattle_store_save_device_finish (WATTLE_STORE (source), result, &error)) {
        g_task_return_error (task, error);
        return;
    }

    wattle_manager_remove (self->parts.manager, by, TRUE);
    if (gateway != NULL)
        rerun_device (self, gateway);
    return_subject (task);
}

void
wattle_admin_replace_child_async (WattleAdmin *self,
                                  const char *id,
                                  const char *by,
                                  const char *author,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, id, callback, user_data);
    GError *error = NULL;
    g_autoptr (WattleDeviceConfig) config = plan_replacement (self, id, by, &error);

    if (config == NULL) {
        g_task_return_error (task, error);
        return;
    }

    g_object_set_data_full (G_OBJECT (task), "by", g_strdup (by), g_free);
    wattle_store_save_device_async (self->parts.store, config, author, on_replacement_saved,
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

    rerun_device (g_task_get_source_object (task), g_task_get_task_data (task));
    return_subject (task);
}

void
wattle_admin_remove_async (WattleAdmin *self,
                           const char *id,
                           const char *author,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, id, callback, user_data);
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

/* The host */

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
    return_subject (task);
}

void
wattle_admin_set_host_async (WattleAdmin *self,
                             const WattleStoreChange *changes,
                             guint n_changes,
                             const char *author,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    wattle_store_save_host_async (self->parts.store, changes, n_changes, author, on_host_saved,
                                  make_task (self, "host", callback, user_data));
}

static gboolean
is_plugin (WattleAdmin *self, const char *module)
{
    for (guint i = 0; i < wattle_plugins_get_count (self->parts.plugins); i++)
        if (g_str_equal (wattle_plugins_get_info (self->parts.plugins, i)->module, module))
            return TRUE;

    return FALSE;
}

static char *
edit_disabled (WattleAdmin *self, const char *module, gboolean enabled)
{
    GStrv disabled = wattle_store_get_host (self->parts.store)->disabled_plugins;
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
    g_autoptr (GTask) task = make_task (self, module, callback, user_data);
    g_autofree char *list = NULL;
    WattleStoreChange change = { "Plugins", "Disabled", NULL };

    if (!is_plugin (self, module)) {
        g_task_return_error (
            task, wattle_error_new (WATTLE_ERROR_NOT_FOUND, "there is no plugin “%s”", module));
        return;
    }

    list = edit_disabled (self, module, enabled);
    change.text = *list != '\0' ? list : NULL;
    wattle_store_save_host_async (self->parts.store, &change, 1, author, on_host_saved,
                                  g_steal_pointer (&task));
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
    run_devices (self);
    wattle_manager_use_secret (self->parts.manager, g_task_get_task_data (task));
    return_subject (task);
}

void
wattle_admin_set_secret_async (WattleAdmin *self,
                               const char *name,
                               const char *value,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    wattle_secrets_store_async (self->parts.secrets, name, value, on_secret_stored,
                                make_task (self, name, callback, user_data));
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
    run_devices (self);
    wattle_admin_tariffs_read (self);
    wattle_problems_sweep (self->parts.problems);

    g_signal_emit (self, signals[SIGNAL_DEVICES_CHANGED], 0);
    if (!alike)
        g_signal_emit (self, signals[SIGNAL_HOST_CHANGED], 0);
}
