/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-tariffs.h"

#include "base/wattle-error.h"
#include "engine/wattle-admin-document.h"
#include "engine/wattle-admin-tariffs.h"
#include "wattle-bus-call.h"
#include "wattle-bus-tariff-options.h"
#include "wattle-bus-value.h"

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

/* Documents */

static GVariant *
describe_document (WattleTariffs *tariffs, const char *id)
{
    const WattleMessage *fault = wattle_tariffs_find_fault (tariffs, id);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "id", "s", id);
    g_variant_dict_insert (&dict, "running", "b", wattle_tariffs_find (tariffs, id) != NULL);
    if (fault != NULL)
        g_variant_dict_insert_value (&dict, "error", wattle_bus_value_message (fault));
    return g_variant_dict_end (&dict);
}

static void
list (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    WattleTariffs *tariffs = need_tariffs (owner, invocation);
    g_auto (GStrv) ids = NULL;
    GVariantBuilder all;

    if (tariffs == NULL)
        return;
    ids = wattle_tariffs_list_ids (tariffs);
    g_variant_builder_init (&all, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; ids[i] != NULL; i++)
        g_variant_builder_add_value (&all, describe_document (tariffs, ids[i]));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &all));
}

static GBytes *
find_document (WattleFileSet *files, const char *id, GError **error)
{
    g_autofree char *name = wattle_document_dup_name (&wattle_document_tariffs, id);
    GBytes *document = wattle_file_set_find (files, name);

    if (document == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                          "there is no tariff plan “%s”, or its file cannot be read", id);
    return document;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleFileSet) files =
        wattle_revisions_read_now_finish (WATTLE_REVISIONS (source), result, &error);
    GBytes *document = NULL;
    const char *id;

    g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(&s)", &id);
    if (files != NULL)
        document = find_document (files, id, &error);
    if (document == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (
            invocation, g_variant_new ("(@ay)", g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING,
                                                                          document, TRUE)));
}

static void
get_document (gpointer owner,
              GDBusMethodInvocation *invocation,
              GVariant *parameters,
              const char *author)
{
    WattleStore *store = wattle_admin_get_parts (get_admin (owner))->store;
    g_autoptr (GError) error = NULL;

    if (need_tariffs (owner, invocation) == NULL)
        return;
    if (!wattle_admin_document_can_save (get_admin (owner), &error))
        wattle_bus_call_fail (invocation, error);
    else
        wattle_revisions_read_now_async (wattle_store_get_revisions (store), on_read, invocation);
}

/* Checks */

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

/* Takes @document. */
static void
answer_plan (WattleTariffs *tariffs, GDBusMethodInvocation *invocation, GBytes *document)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleTariff) plan = wattle_tariffs_validate (tariffs, document, &error);

    if (plan == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (
            invocation, g_variant_new ("(@a{sv})", describe (tariffs, plan)));
    g_bytes_unref (document);
}

static void
validate (gpointer owner,
          GDBusMethodInvocation *invocation,
          GVariant *parameters,
          const char *author)
{
    WattleTariffs *tariffs = need_tariffs (owner, invocation);

    if (tariffs != NULL)
        answer_plan (tariffs, invocation, read_document (parameters));
}

/* Changes */

static void
begin_import (gpointer owner,
              GDBusMethodInvocation *invocation,
              GVariant *parameters,
              gboolean only_look,
              const char *author,
              GAsyncReadyCallback callback)
{
    g_autoptr (GBytes) document = read_document (parameters);
    g_autoptr (GBytes) before = NULL;
    g_autoptr (GError) error = NULL;
    WattleTariffImport import = { .only_look = only_look };

    if (need_tariffs (owner, invocation) == NULL)
        return;
    if (!wattle_bus_tariff_options_read (parameters, &import, &before, &error))
        wattle_bus_call_fail (invocation, error);
    else
        wattle_admin_tariffs_import_async (get_admin (owner), document, &import, author, callback,
                                           invocation);
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
    begin_import (owner, invocation, parameters, FALSE, author, on_imported);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    WattleTariffs *tariffs = wattle_admin_get_parts (WATTLE_ADMIN (source))->tariffs;
    g_autoptr (GError) error = NULL;
    g_autofree char *id = wattle_admin_finish (WATTLE_ADMIN (source), result, &error);

    if (id == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        answer_plan (tariffs, invocation,
                     read_document (g_dbus_method_invocation_get_parameters (invocation)));
}

static void
check (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    begin_import (owner, invocation, parameters, TRUE, author, on_checked);
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
    { "CheckTariff", WATTLE_AUTH_NONE, check },
    { "ListTariffs", WATTLE_AUTH_NONE, list },
    { "GetTariffDocument", WATTLE_AUTH_NONE, get_document },
    { "ImportTariff", WATTLE_AUTH_CONFIGURE, import },
    { "RemoveTariff", WATTLE_AUTH_CONFIGURE, drop },
};

void
wattle_bus_tariffs_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
