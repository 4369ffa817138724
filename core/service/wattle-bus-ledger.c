/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-ledger.h"

#include "wattle-bus-call.h"

static WattleCounters *
get_counters (gpointer tree)
{
    return wattle_bus_tree_get_parts (tree)->counters;
}

/* The ledger knows no units; an entity that is gone has none any more. */
static const char *
find_unit (gpointer tree, const WattleLedgerEntry *entry)
{
    WattleManager *manager =
        wattle_admin_get_parts (wattle_bus_tree_get_parts (tree)->admin)->manager;
    WattleRunner *runner = wattle_manager_find (manager, entry->device);
    WattleEntity *entity =
        runner != NULL
            ? wattle_device_find_entity (wattle_runner_get_device (runner), entry->entity)
            : NULL;

    return entity != NULL ? wattle_entity_get_unit (entity) : "";
}

static GVariant *
describe (gpointer tree, const WattleLedgerEntry *entry)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "id", "t", entry->id);
    g_variant_dict_insert (&dict, "time", "x", entry->time);
    g_variant_dict_insert (&dict, "device", "s", entry->device);
    g_variant_dict_insert (&dict, "entity", "s", entry->entity);
    g_variant_dict_insert (&dict, "from", "d", entry->from);
    g_variant_dict_insert (&dict, "to", "d", entry->to);
    g_variant_dict_insert (&dict, "unit", "s", find_unit (tree, entry));
    g_variant_dict_insert (&dict, "kind", "s", entry->kind);
    g_variant_dict_insert (&dict, "who", "s", entry->who);
    return g_variant_dict_end (&dict);
}

static void
list (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    GPtrArray *entries = wattle_ledger_list (wattle_counters_get_ledger (get_counters (owner)));
    g_autoptr (GVariant) filter = g_variant_get_child_value (parameters, 0);
    const char *device = NULL;
    const char *entity = NULL;
    guint limit = G_MAXUINT;
    GVariantBuilder found;

    g_variant_lookup (filter, "device", "&s", &device);
    g_variant_lookup (filter, "entity", "&s", &entity);
    g_variant_lookup (filter, "limit", "u", &limit);
    g_variant_builder_init (&found, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = entries->len; i > 0 && limit > 0; i--) {
        const WattleLedgerEntry *entry = g_ptr_array_index (entries, i - 1);

        if ((device != NULL && !g_str_equal (entry->device, device)) ||
            (entity != NULL && !g_str_equal (entry->entity, entity)))
            continue;
        g_variant_builder_add_value (&found, describe (owner, entry));
        limit--;
    }
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &found));
}

static void
undo (gpointer owner, GDBusMethodInvocation *invocation, GVariant *parameters, const char *author)
{
    g_autofree char *who = g_strdup_printf ("user %s", author);
    g_autoptr (GError) error = NULL;
    guint64 entry;

    g_variant_get (parameters, "(t)", &entry);
    if (wattle_counters_undo (get_counters (owner), entry, who, &error))
        g_dbus_method_invocation_return_value (invocation, NULL);
    else
        wattle_bus_call_fail (invocation, error);
}

static const WattleBusMethodInfo methods[] = {
    { "ListLedger", WATTLE_AUTH_NONE, list },
    { "UndoLedger", WATTLE_AUTH_CONFIGURE, undo },
};

void
wattle_bus_ledger_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
