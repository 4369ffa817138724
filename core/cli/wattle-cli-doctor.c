/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "base/wattle-message.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-message.h"
#include "wattle-cli-table.h"
#include "wattle-cli-words.h"
#include "wattle-config.h"

static const WattleCliField fields[] = {
    { "check", NULL, WATTLE_CLI_FIELD_VALUE },
    { "verdict", NULL, WATTLE_CLI_FIELD_VALUE },
    { "message", NULL, WATTLE_CLI_FIELD_SENTENCE },
};

/* What only a client can find: it asks a host of another version. */
static void
add_own_finding (WattleCli *cli, GVariantBuilder *list)
{
    static const char template[] =
        N_ ("the host is of version %s, this program of %s: restart the host after an update");
    const char *version = wattle_dbus_manager_get_version (cli->manager);
    const char *arguments[] = { version, WATTLE_VERSION, NULL };
    g_autoptr (WattleMessage) sentence = NULL;
    GVariantDict message;
    GVariantDict finding;

    if (g_strcmp0 (version, WATTLE_VERSION) == 0)
        return;

    sentence = wattle_message_new_parts (NULL, template, arguments);
    g_variant_dict_init (&message, NULL);
    g_variant_dict_insert (&message, "text", "s", wattle_message_get_text (sentence));
    g_variant_dict_insert (&message, "template", "s", template);
    g_variant_dict_insert (&message, "arguments", "^as", arguments);
    g_variant_dict_init (&finding, NULL);
    g_variant_dict_insert (&finding, "check", "s", "version");
    g_variant_dict_insert (&finding, "verdict", "s", "note");
    g_variant_dict_insert_value (&finding, "message", g_variant_dict_end (&message));
    g_variant_builder_add_value (list, g_variant_dict_end (&finding));
}

static GVariant *
examine (WattleCli *cli, GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_ask (cli->manager, "Diagnose", NULL, error);
    g_autoptr (GVariant) findings = NULL;
    GVariantBuilder list;

    if (reply == NULL)
        return NULL;

    findings = g_variant_get_child_value (reply, 0);
    g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
    for (gsize i = 0; i < g_variant_n_children (findings); i++) {
        g_autoptr (GVariant) finding = g_variant_get_child_value (findings, i);

        g_variant_builder_add_value (&list, finding);
    }
    add_own_finding (cli, &list);
    return g_variant_ref_sink (g_variant_builder_end (&list));
}

static gboolean
add_row (WattleCliTable *table, GVariant *finding)
{
    const char *verdict = wattle_cli_fields_get_text (finding, "verdict");
    const char *check = wattle_cli_fields_get_text (finding, "check");
    g_autofree char *message = wattle_cli_message_lookup (finding, "message");

    wattle_cli_table_add_styled (table,
                                 wattle_cli_words_get_style (WATTLE_CLI_WORDS_VERDICT, verdict),
                                 wattle_cli_words_translate (WATTLE_CLI_WORDS_VERDICT, verdict));
    wattle_cli_table_add (table, wattle_cli_words_translate (WATTLE_CLI_WORDS_CHECK, check));
    wattle_cli_table_add (table, message);
    return g_str_equal (verdict, "problem");
}

static int
run_doctor (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) findings = examine (cli, &error);
    gboolean any = FALSE;

    if (findings == NULL)
        return wattle_cli_fail (error);

    wattle_cli_table_add_column (table, C_ ("column", "Verdict"));
    wattle_cli_table_add_column (table, C_ ("column", "Check"));
    wattle_cli_table_add_column (table, C_ ("column", "What was found"));
    for (gsize i = 0; i < g_variant_n_children (findings); i++) {
        g_autoptr (GVariant) finding = g_variant_get_child_value (findings, i);

        any = add_row (table, finding) || any;
    }
    if (cli->json)
        wattle_cli_fields_print_list (findings, fields, G_N_ELEMENTS (fields));
    else
        wattle_cli_table_print (table, cli->colour);
    return any ? WATTLE_CLI_PROBLEM : WATTLE_CLI_OK;
}

const WattleCliCommand wattle_cli_doctor_commands[] = {
    { "doctor", "", N_ ("look for what an administrator should know"),
      N_ ("Looks for problems, passwords that stand in manuals, a clock that is not set, a device "
          "whose clock differs from it, a broker "
          "that others can reach, files that are open to others, and serial ports that cannot be "
          "used. The exit status is 1 if there is a problem; a note is none."),
      "wattle doctor", NULL, run_doctor },
    { NULL },
};
