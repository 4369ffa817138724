/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-devices.h"

#include "base/wattle-error.h"
#include "engine/wattle-admin-replace.h"
#include "engine/wattle-admin-set.h"
#include "engine/wattle-config-dict.h"
#include "wattle-bus-call.h"
#include "wattle-bus-trial.h"
#include "wattle-bus-value.h"

static WattleAdmin *
get_admin (gpointer tree)
{
    return wattle_bus_tree_get_parts (tree)->admin;
}

/* Ends the call if there is no job. */
static void
return_job (GDBusMethodInvocation *invocation, WattleBusJob *job, const GError *error)
{
    if (job == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (
            invocation, g_variant_new ("(o)", wattle_bus_job_get_path (job)));
}

/* Drivers */

static void
add_models (GVariantBuilder *list, WattlePlugins *plugins, const char *driver, const char *model)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins, driver);
    g_auto (GStrv) models = catalog != NULL ? wattle_catalog_list_models (catalog) : NULL;

    for (guint i = 0; models != NULL && models[i] != NULL; i++)
        if (*model == '\0' || g_str_equal (model, models[i]))
            g_variant_builder_add_value (list,
                                         wattle_bus_value_schema (catalog, driver, models[i]));
}

static void
get_schema (gpointer owner,
            GDBusMethodInvocation *invocation,
            GVariant *parameters,
            const char *author)
{
    WattlePlugins *plugins = wattle_admin_get_parts (get_admin (owner))->plugins;
    g_autofree char *names = wattle_plugins_list_drivers (plugins);
    g_auto (GStrv) drivers = g_strsplit (names, ", ", -1);
    g_autoptr (GError) error = NULL;
    GVariantBuilder list;
    const char *driver;
    const char *model;

    g_variant_get (parameters, "(&s&s)", &driver, &model);
    if (*driver != '\0' && !g_strv_contains ((const char *const *)drivers, driver)) {
        error = wattle_error_new (WATTLE_ERROR_NOT_FOUND, "“%s” is no driver; there are: %s",
                                  driver, names);
        wattle_bus_call_fail (invocation, error);
        return;
    }

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; drivers[i] != NULL; i++)
        if (*driver == '\0' || g_str_equal (driver, drivers[i]))
            add_models (&list, plugins, drivers[i], model);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &list));
}

/* Takes the first parameters, DRIVER and MODEL, and a configuration; ID too if there are four. */
static WattleDeviceConfig *
read_config (gpointer tree, GVariant *parameters, GError **error)
{
    g_autoptr (WattleDeviceConfig) base = NULL;
    g_autoptr (GVariant) dict = NULL;
    const char *driver;
    const char *model;
    const char *id = "";

    if (g_variant_n_children (parameters) == 4)
        g_variant_get (parameters, "(&s&s&s@a{sv})", &driver, &model, &id, &dict);
    else
        g_variant_get (parameters, "(&s&s@a{sv})", &driver, &model, &dict);

    base = wattle_admin_make_config (get_admin (tree), driver, model, id);
    return wattle_config_dict_apply (base, dict, error);
}

static void
validate (gpointer owner,
          GDBusMethodInvocation *invocation,
          GVariant *parameters,
          const char *author)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) config = read_config (owner, parameters, &error);
    g_autoptr (GPtrArray) findings = NULL;

    if (config == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    findings = wattle_admin_validate (get_admin (owner), config);
    g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(@aa{sv})", wattle_bus_value_findings (findings)));
}

static void
probe (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) config = read_config (owner, parameters, &error);
    g_autoptr (WattleBusJob) job =
        config != NULL ? wattle_bus_trial_probe (owner, config, invocation, &error) : NULL;

    return_job (invocation, job, error);
}

/* Devices */

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *id = wattle_admin_finish (WATTLE_ADMIN (source), result, &error);
    g_autofree char *path = NULL;

    if (id == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    path = wattle_bus_tree_dup_device_path (id);
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
}

static void
add_device (gpointer owner,
            GDBusMethodInvocation *invocation,
            GVariant *parameters,
            const char *author)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) config = read_config (owner, parameters, &error);

    if (config == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        wattle_admin_add_async (get_admin (owner), config, author, on_added, invocation);
}

/* The first parameter is the path of a device. NULL: the call is ended. */
static const char *
read_device (GDBusMethodInvocation *invocation, GVariant *parameters)
{
    g_autoptr (GError) error = NULL;
    const char *path;
    const char *id;

    g_variant_get_child (parameters, 0, "&o", &path);
    id = wattle_bus_tree_get_device_id (path);
    if (id != NULL)
        return id;

    error = wattle_error_new (WATTLE_ERROR_NOT_FOUND, "%s is the path of no device", path);
    wattle_bus_call_fail (invocation, error);
    return NULL;
}

static void
remove_device (gpointer owner,
               GDBusMethodInvocation *invocation,
               GVariant *parameters,
               const char *author)
{
    const char *id = read_device (invocation, parameters);

    if (id != NULL)
        wattle_admin_remove_async (get_admin (owner), id, author, wattle_bus_call_end_change,
                                   invocation);
}

static void
replace_configured (WattleAdmin *admin,
                    const char *id,
                    GVariant *dict,
                    const char *author,
                    GDBusMethodInvocation *invocation)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDeviceConfig) now = wattle_admin_dup_config (admin, id, &error);
    g_autoptr (WattleDeviceConfig) wanted =
        now != NULL ? wattle_config_dict_apply (now, dict, &error) : NULL;

    if (wanted == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        wattle_admin_replace_async (admin, wanted, author, wattle_bus_call_end_change, invocation);
}

static void
replace_device (gpointer owner,
                GDBusMethodInvocation *invocation,
                GVariant *parameters,
                const char *author)
{
    const char *id = read_device (invocation, parameters);
    g_autoptr (GVariant) dict = g_variant_get_child_value (parameters, 1);
    const char *by;

    if (id == NULL)
        return;
    if (g_variant_lookup (dict, "by", "&s", &by))
        wattle_admin_replace_child_async (get_admin (owner), id, by, author,
                                          wattle_bus_call_end_change, invocation);
    else
        replace_configured (get_admin (owner), id, dict, author, invocation);
}

/* The rest */

static void
set_secret (gpointer owner,
            GDBusMethodInvocation *invocation,
            GVariant *parameters,
            const char *author)
{
    const char *name;
    const char *value;

    g_variant_get (parameters, "(&s&s)", &name, &value);
    wattle_admin_set_secret_async (get_admin (owner), name, value, wattle_bus_call_end_change,
                                   invocation);
}

static void
reload (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    wattle_admin_reload (get_admin (owner));
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
subscribe (gpointer owner,
           GDBusMethodInvocation *invocation,
           GVariant *parameters,
           const char *author)
{
    g_autofree const char **paths = NULL;
    g_autoptr (GError) error = NULL;

    g_variant_get (parameters, "(^a&o)", &paths);
    if (wattle_bus_subscribers_add (wattle_bus_tree_get_subscribers (owner),
                                    g_dbus_method_invocation_get_sender (invocation), paths,
                                    &error))
        g_dbus_method_invocation_return_value (invocation, NULL);
    else
        wattle_bus_call_fail (invocation, error);
}

static void
unsubscribe (gpointer owner,
             GDBusMethodInvocation *invocation,
             GVariant *parameters,
             const char *author)
{
    g_autofree const char **paths = NULL;

    g_variant_get (parameters, "(^a&o)", &paths);
    wattle_bus_subscribers_remove (wattle_bus_tree_get_subscribers (owner),
                                   g_dbus_method_invocation_get_sender (invocation), paths);
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static const WattleBusMethodInfo methods[] = {
    { "GetSchema", WATTLE_AUTH_NONE, get_schema },
    { "Validate", WATTLE_AUTH_NONE, validate },
    { "Subscribe", WATTLE_AUTH_NONE, subscribe },
    { "Unsubscribe", WATTLE_AUTH_NONE, unsubscribe },
    { "Probe", WATTLE_AUTH_CONFIGURE, probe },
    { "AddDevice", WATTLE_AUTH_CONFIGURE, add_device },
    { "RemoveDevice", WATTLE_AUTH_CONFIGURE, remove_device },
    { "ReplaceDevice", WATTLE_AUTH_CONFIGURE, replace_device },
    { "Reload", WATTLE_AUTH_CONFIGURE, reload },
    { "SetSecret", WATTLE_AUTH_SECRETS, set_secret },
};

void
wattle_bus_devices_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
