/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-tariffs.h"

#include "base/wattle-error.h"
#include "engine/wattle-admin-tariffs.h"
#include "wattle-bus-call.h"

static WattleAdmin *
get_admin (gpointer tree)
{
    return wattle_bus_tree_get_parts (tree)->admin;
}

/* NULL: the call is ended. */
static WattleTariffs *
need_tariffs (gpointer tree, GDBusMethodInvocation *invocation)
{
    WattleTariffs *tariffs = wattle_admin_get_parts (get_admin (tree))->tariffs;
    g_autoptr (GError) error = NULL;

    if (tariffs != NULL)
        return tariffs;
    error = wattle_error_new (WATTLE_ERROR_NOT_SUPPORTED, "this host has no tariff plans");
    wattle_bus_call_fail (invocation, error);
    return NULL;
}

static GBytes *
read_document (GVariant *parameters)
{
    g_autoptr (GVariant) document = g_variant_get_child_value (parameters, 0);

    return g_variant_get_data_as_bytes (document);
}

static GVariant *
describe (WattleTariffs *tariffs, WattleTariff *plan)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "id", "s", wattle_tariff_get_id (plan));
    g_variant_dict_insert (&dict, "name", "s", wattle_tariff_get_name (plan));
    g_variant_dict_insert (&dict, "currency", "s", wattle_tariff_get_currency (plan));
    g_variant_dict_insert (&dict, "zone", "s", wattle_tariff_get_zone (plan));
    g_variant_dict_insert (&dict, "feed_in", "b", wattle_tariff_is_feed_in (plan));
    g_variant_dict_insert (&dict, "known", "b",
                           wattle_tariffs_find (tariffs, wattle_tariff_get_id (plan)) != NULL);
    return g_variant_dict_end (&dict);
}

static void
validate (gpointer owner,
          GDBusMethodInvocation *invocation,
          GVariant *parameters,
          const char *author)
{
    WattleTariffs *tariffs = need_tariffs (owner, invocation);
    g_autoptr (GBytes) document = read_document (parameters);
    g_autoptr (WattleTariff) plan = NULL;
    g_autoptr (GError) error = NULL;

    if (tariffs == NULL)
        return;
    plan = wattle_tariffs_validate (tariffs, document, &error);
    if (plan == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (
            invocation, g_variant_new ("(@a{sv})", describe (tariffs, plan)));
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
    g_autoptr (GBytes) document = read_document (parameters);
    g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
    gboolean replace = FALSE;

    if (need_tariffs (owner, invocation) == NULL)
        return;
    g_variant_lookup (options, "replace", "b", &replace);
    wattle_admin_tariffs_import_async (get_admin (owner), document, replace, author, on_imported,
                                       invocation);
}

static void
drop (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    const char *id;

    if (need_tariffs (owner, invocation) == NULL)
        return;
    g_variant_get (parameters, "(&s)", &id);
    wattle_admin_tariffs_remove_async (get_admin (owner), id, author, wattle_bus_call_end_change,
                                       invocation);
}

static const WattleBusMethodInfo methods[] = {
    { "ValidateTariff", WATTLE_AUTH_NONE, validate },
    { "ImportTariff", WATTLE_AUTH_CONFIGURE, import },
    { "RemoveTariff", WATTLE_AUTH_CONFIGURE, drop },
};

void
wattle_bus_tariffs_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
