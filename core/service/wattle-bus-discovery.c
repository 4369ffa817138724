/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-discovery.h"

#include "base/wattle-error.h"
#include "publish/wattle-hass-preview.h"
#include "publish/wattle-hass-prune.h"
#include "wattle-bus-call.h"

/* NULL: the call is ended. */
static WattleHass *
find_hass (gpointer tree, GDBusMethodInvocation *invocation)
{
    WattleHass *hass = wattle_outlets_get_hass (wattle_bus_tree_get_parts (tree)->outlets);
    g_autoptr (GError) error = NULL;

    if (hass != NULL)
        return hass;

    error = wattle_error_new (WATTLE_ERROR_UNREACHABLE, "there is no broker to look at");
    wattle_bus_call_fail (invocation, error);
    return NULL;
}

/* Preview */

static GVariant *
describe_entity (const WattleHassPreviewEntity *entity)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "key", "s", entity->key);
    g_variant_dict_insert (&dict, "change", "s", wattle_hass_change_get_name (entity->change));
    g_variant_dict_insert (&dict, "with", "s", entity->with);
    return g_variant_dict_end (&dict);
}

static GVariant *
describe_row (const WattleHassPreviewRow *row)
{
    GVariantBuilder entities;
    GVariantDict dict;

    g_variant_builder_init (&entities, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < row->entities->len; i++)
        g_variant_builder_add_value (&entities,
                                     describe_entity (g_ptr_array_index (row->entities, i)));

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "topic", "s", row->topic);
    g_variant_dict_insert (&dict, "device", "s", row->device);
    g_variant_dict_insert (&dict, "change", "s", wattle_hass_change_get_name (row->change));
    g_variant_dict_insert_value (&dict, "entities", g_variant_builder_end (&entities));
    return g_variant_dict_end (&dict);
}

static void
on_previewed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) rows = wattle_hass_preview_finish (WATTLE_HASS (source), result, &error);
    GVariantBuilder messages;

    if (rows == NULL) {
        wattle_bus_call_fail (invocation, error);
        return;
    }

    g_variant_builder_init (&messages, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < rows->len; i++)
        g_variant_builder_add_value (&messages, describe_row (g_ptr_array_index (rows, i)));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &messages));
}

static void
preview (gpointer owner,
         GDBusMethodInvocation *invocation,
         GVariant *parameters,
         const char *author)
{
    WattleHass *hass = find_hass (owner, invocation);

    if (hass != NULL)
        wattle_hass_preview_async (hass, on_previewed, invocation);
}

/* Prune */

static void
on_pruned (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GDBusMethodInvocation *invocation = user_data;
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) topics = wattle_hass_prune_finish (WATTLE_HASS (source), result, &error);

    if (topics == NULL)
        wattle_bus_call_fail (invocation, error);
    else
        g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", topics));
}

static void
prune (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    WattleHass *hass = find_hass (owner, invocation);
    gboolean dry_run;

    g_variant_get (parameters, "(b)", &dry_run);
    if (hass != NULL)
        wattle_hass_prune_async (hass, dry_run, on_pruned, invocation);
}

static const WattleBusMethodInfo methods[] = {
    { "PreviewDiscovery", WATTLE_AUTH_NONE, preview },
    { "PruneDiscovery", WATTLE_AUTH_CONFIGURE, prune },
};

void
wattle_bus_discovery_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
