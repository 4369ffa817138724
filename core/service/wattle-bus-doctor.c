/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-doctor.h"

#include "wattle-bus-call.h"
#include "wattle-bus-value.h"
#include "wattle-doctor.h"

static const char *const verdicts[] = {
    [WATTLE_VERDICT_OK] = "ok",
    [WATTLE_VERDICT_NOTE] = "note",
    [WATTLE_VERDICT_PROBLEM] = "problem",
};

static GVariant *
describe (const WattleDiagnosis *diagnosis)
{
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "check", "s", diagnosis->check);
    g_variant_dict_insert (&dict, "verdict", "s", verdicts[diagnosis->verdict]);
    g_variant_dict_insert_value (&dict, "message", wattle_bus_value_message (diagnosis->message));
    return g_variant_dict_end (&dict);
}

static void
diagnose (gpointer owner,
          GDBusMethodInvocation *invocation,
          GVariant *parameters,
          const char *author)
{
    const WattleBusParts *parts = wattle_bus_tree_get_parts (owner);
    g_autoptr (GPtrArray) findings = wattle_doctor_examine (
        wattle_admin_get_parts (parts->admin), parts->outlets, parts->state_dir, parts->clock);
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < findings->len; i++)
        g_variant_builder_add_value (&list, describe (g_ptr_array_index (findings, i)));
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &list));
}

static const WattleBusMethodInfo methods[] = {
    { "Diagnose", WATTLE_AUTH_NONE, diagnose },
};

void
wattle_bus_doctor_serve (GDBusInterfaceSkeleton *manager, WattleBusTree *tree)
{
    wattle_bus_call_serve (manager, methods, G_N_ELEMENTS (methods),
                           wattle_bus_tree_get_auth (tree), G_OBJECT (tree));
}
