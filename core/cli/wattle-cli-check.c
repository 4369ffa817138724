/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-check.h"

#include "wattle-cli-bus.h"
#include "wattle-cli-device.h"
#include "wattle-cli-fields.h"

static gboolean
is_of_config (GVariant *problem)
{
    const char *topic = wattle_cli_fields_get_text (problem, "topic");

    return g_str_has_prefix (topic, "config/") || g_str_has_prefix (topic, "catalogue/") ||
           g_str_equal (topic, "quarantine") || g_str_equal (topic, "plugin");
}

static void
add_problems (GVariantBuilder *list, GVariant *problems)
{
    for (gsize i = 0; i < g_variant_n_children (problems); i++) {
        g_autoptr (GVariant) problem = g_variant_get_child_value (problems, i);

        if (is_of_config (problem))
            g_variant_builder_add_value (list, problem);
    }
}

static void
add_finding (GVariantBuilder *list, const char *id, GVariant *finding)
{
    g_autoptr (GVariant) message =
        g_variant_lookup_value (finding, "message", G_VARIANT_TYPE_VARDICT);
    g_autofree char *topic =
        g_strdup_printf ("config/%s/%s", wattle_cli_fields_get_text (finding, "group"),
                         wattle_cli_fields_get_text (finding, "key"));
    GVariantDict problem;

    g_variant_dict_init (&problem, NULL);
    g_variant_dict_insert (&problem, "subject", "s", id);
    g_variant_dict_insert (&problem, "topic", "s", topic);
    if (message != NULL)
        g_variant_dict_insert_value (&problem, "message", message);
    g_variant_builder_add_value (list, g_variant_dict_end (&problem));
}

/* What runs was checked, and what is broken is a problem already. */
static gboolean
add_disabled (WattleCli *cli, GVariantBuilder *list, WattleDBusDevice *device, GError **error)
{
    GVariant *config = wattle_dbus_device_get_config (device);
    g_autoptr (GVariant) findings = NULL;
    g_autoptr (GVariant) reply = NULL;

    if (wattle_dbus_device_get_enabled (device))
        return TRUE;

    reply = wattle_cli_bus_ask (cli->manager, "Validate",
                                g_variant_new ("(ss@a{sv})", wattle_dbus_device_get_driver (device),
                                               wattle_dbus_device_get_model (device), config),
                                error);
    if (reply == NULL)
        return FALSE;
    findings = g_variant_get_child_value (reply, 0);
    for (gsize i = 0; i < g_variant_n_children (findings); i++) {
        g_autoptr (GVariant) finding = g_variant_get_child_value (findings, i);

        add_finding (list, wattle_dbus_device_get_id (device), finding);
    }
    return TRUE;
}

GVariant *
wattle_cli_check_config (WattleCli *cli, GError **error)
{
    g_autoptr (GPtrArray) devices = wattle_cli_device_list (cli);
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    add_problems (&list, wattle_dbus_manager_get_problems (cli->manager));
    for (guint i = 0; i < devices->len; i++)
        if (!add_disabled (cli, &list,
                           wattle_dbus_object_peek_device (g_ptr_array_index (devices, i)),
                           error)) {
            g_variant_builder_clear (&list);
            return NULL;
        }
    return g_variant_ref_sink (g_variant_builder_end (&list));
}
