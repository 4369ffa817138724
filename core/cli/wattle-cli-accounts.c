/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-accounts.h"

#include <glib/gi18n.h>

#include "wattle-cli-broker.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-device.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-table.h"

struct _WattleCliAccount {
    char *name;         /* homeassistant, or the id of a device */
    GVariant *settings; /* as of Manager.GetCredentials(); NULL: not asked for */
};

static void
account_free (gpointer data)
{
    WattleCliAccount *account = data;

    g_clear_pointer (&account->settings, g_variant_unref);
    g_free (account->name);
    g_free (account);
}

static void
add (GPtrArray *list, const char *name)
{
    WattleCliAccount *account = g_new0 (WattleCliAccount, 1);

    account->name = g_strdup (name);
    g_ptr_array_add (list, account);
}

/* Whether it publishes by itself at the host's own broker. */
static gboolean
has_account (WattleDBusDevice *device)
{
    GVariant *config = wattle_dbus_device_get_config (device);
    g_autoptr (GVariant) topics =
        g_variant_lookup_value (config, "mqtt-topics", G_VARIANT_TYPE_STRING_ARRAY);
    g_autoptr (GVariant) links = g_variant_lookup_value (config, "links", G_VARIANT_TYPE ("a{ss}"));
    const char *uri;

    return topics != NULL && g_variant_n_children (topics) > 0 && links != NULL &&
           g_variant_lookup (links, "mqtt", "&s", &uri) && *uri == '\0';
}

static gboolean
ask (WattleCli *cli, WattleCliAccount *account, GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_change (
        cli->manager, "GetCredentials", g_variant_new ("(s)", account->name), error);

    if (reply == NULL)
        return FALSE;
    account->settings = g_variant_get_child_value (reply, 0);
    return TRUE;
}

GPtrArray *
wattle_cli_accounts_list (WattleCli *cli, gboolean with_passwords, GError **error)
{
    g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (account_free);
    g_autoptr (GPtrArray) devices = wattle_cli_device_list (cli);

    if (!wattle_cli_broker_is_embedded (wattle_dbus_manager_get_broker (cli->manager)))
        return g_steal_pointer (&list);

    add (list, "homeassistant");
    for (guint i = 0; i < devices->len; i++) {
        WattleDBusDevice *device = wattle_dbus_object_peek_device (g_ptr_array_index (devices, i));

        if (has_account (device))
            add (list, wattle_dbus_device_get_id (device));
    }
    for (guint i = 0; with_passwords && i < list->len; i++)
        if (!ask (cli, g_ptr_array_index (list, i), error))
            return NULL;
    return g_steal_pointer (&list);
}

static const WattleCliField fields[] = {
    { "user", NULL, WATTLE_CLI_FIELD_VALUE },
    { "host", NULL, WATTLE_CLI_FIELD_VALUE },
    { "port", NULL, WATTLE_CLI_FIELD_VALUE },
    { "password", NULL, WATTLE_CLI_FIELD_VALUE },
};

void
wattle_cli_accounts_add (WattleCliJson *json, const char *name, GPtrArray *accounts)
{
    g_autoptr (GVariant) nothing = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

    wattle_cli_json_begin_array (json, name);
    for (guint i = 0; i < accounts->len; i++) {
        const WattleCliAccount *account = g_ptr_array_index (accounts, i);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "account", account->name);
        wattle_cli_fields_add (json, account->settings != NULL ? account->settings : nothing,
                               fields, G_N_ELEMENTS (fields));
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
add_row (WattleCliTable *table, const WattleCliAccount *account)
{
    GVariant *settings = account->settings;
    g_autofree char *port = NULL;
    guint16 number = 0;

    wattle_cli_table_add (table, account->name);
    if (settings == NULL)
        return;

    g_variant_lookup (settings, "port", "q", &number);
    port = g_strdup_printf ("%u", number);
    wattle_cli_table_add (table, wattle_cli_fields_get_text (settings, "host"));
    wattle_cli_table_add (table, port);
    wattle_cli_table_add (table, wattle_cli_fields_get_text (settings, "user"));
    wattle_cli_table_add (table, wattle_cli_fields_get_text (settings, "password"));
}

void
wattle_cli_accounts_print (WattleCli *cli, GPtrArray *accounts)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    const WattleCliAccount *first = g_ptr_array_index (accounts, 0);

    g_print ("\n");
    wattle_cli_table_add_column (table, C_ ("column", "Account"));
    if (first->settings != NULL) {
        wattle_cli_table_add_column (table, C_ ("column", "Host"));
        wattle_cli_table_add_column (table, C_ ("column", "Port"));
        wattle_cli_table_add_column (table, C_ ("column", "User"));
        wattle_cli_table_add_column (table, C_ ("column", "Password"));
    }
    for (guint i = 0; i < accounts->len; i++)
        add_row (table, g_ptr_array_index (accounts, i));
    wattle_cli_table_print (table, cli->colour);
    if (first->settings == NULL)
        g_print (_ ("With --passwords: how each of them logs in.\n"));
}
