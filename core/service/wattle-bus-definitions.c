/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-definitions.h"

#include "base/wattle-error.h"
#include "engine/wattle-admin-definitions.h"
#include "wattle-bus-call.h"

static WattleAdmin *
get_admin (gpointer tree)
{
    return wattle_bus_tree_get_parts (tree)->admin;
}

static WattleMeterLibrary *
get_library (gpointer tree)
{
    return wattle_plugins_get_meters (wattle_admin_get_parts (get_admin (tree))->plugins);
}

static GVariant *
describe (gpointer tree, const WattleMeter *meter)
{
    WattleMeterLibrary *library = get_library (tree);
    g_auto (GStrv) users = wattle_admin_definitions_list_users (get_admin (tree), meter->id);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "id", "s", meter->id);
    g_variant_dict_insert (&dict, "manufacturer", "s", meter->manufacturer);
    g_variant_dict_insert (&dict, "model", "s", meter->model);
    g_variant_dict_insert (&dict, "source", "s", meter->source);
    g_variant_dict_insert (&dict, "own", "b",
                           wattle_meter_library_get_origin (library, meter->id) ==
                               WATTLE_METER_OWN);
    g_variant_dict_insert (&dict, "replaces", "b",
                           wattle_meter_library_replaces (library, meter->id));
    g_variant_dict_insert (&dict, "devices", "^as", users);
    return g_variant_dict_end (&dict);
}

static void
list (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    WattleMeterLibrary *library = get_library (owner);
    GVariantBuilder found;

    g_variant_builder_init (&found, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < wattle_meter_library_get_length (library); i++)
        g_variant_builder_add_value (&found,
                                     describe (owner, wattle_meter_library_get (library, i)));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &found));
}

static void export(gpointer owner,
                   GDBusMethodInvocation *invocation,
                   GVariant *parameters,
                   const char *author)
{
    g_autoptr (GError) error = NULL;
    GBytes *text;
    const char *id;

    g_variant_get (parameters, "(&s)", &id);
    text = wattle_meter_library_get_text (get_library (owner), id);
    if (text == NULL) {
        error = wattle_error_new (WATTLE_ERROR_NOT_FOUND, "there is no definition “%s”", id);
        wattle_bus_call_fail (invocation, error);
        return;
    }
    g_dbus_method_invocation_return_value (
        invocation,
        g_variant_new ("(@ay)", g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, text, TRUE)));
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *id = wattle_admin_finish (WATTLE_ADMIN (source), result, &error);

    if (id == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", id));
}

static void
import (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autoptr (GVariant) definition = g_variant_get_child_value (parameters, 0);
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
    g_autoptr (GBytes) text = g_variant_get_data_as_bytes (definition);
    gboolean replace = FALSE;

    g_variant_lookup (options, "replace", "b", &replace);
    wattle_admin_definitions_import_async (get_admin (owner), text, replace, author, on_imported,
                                           invocation);
}

static void
drop (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    const char *id;

    g_variant_get (parameters, "(&s)", &id);
    wattle_admin_definitions_remove_async (get_admin (owner), id, author,
                                           wattle_bus_call_end_change, invocation);
}

static const WattleBusMethodInfo methods[] = {
    { "ListDefinitions", WATTLE_AUTH_NONE, list },
    { "ExportDefinition", WATTLE_AUTH_NONE, export },
    { "ImportDefinition", WATTLE_AUTH_CONFIGURE, import },
    { "RemoveDefinition", WATTLE_AUTH_CONFIGURE, drop },
};

void
wattle_bus_definitions_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
