/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-problems.h"

#include <glib/gi18n.h>

#include "wattle-cli-fields.h"
#include "wattle-cli-message.h"
#include "wattle-cli-table.h"
#include "wattle-cli-time.h"

static const WattleCliField fields[] = {
    { "subject", NULL, WATTLE_CLI_FIELD_VALUE },
    { "topic", NULL, WATTLE_CLI_FIELD_VALUE },
    { "since", NULL, WATTLE_CLI_FIELD_TIME },
    { "message", NULL, WATTLE_CLI_FIELD_SENTENCE },
};

void
wattle_cli_problems_add (WattleCliJson *json, const char *name, GVariant *problems)
{
    wattle_cli_fields_add_list (json, name, problems, fields, G_N_ELEMENTS (fields));
}

static void
add_row (WattleCliTable *table, GVariant *problem, gint64 now)
{
    g_autofree char *message = wattle_cli_message_lookup (problem, "message");
    g_autofree char *age = NULL;
    gint64 since = 0;

    g_variant_lookup (problem, "since", "x", &since);
    age = wattle_cli_time_format_age (since, now);
    wattle_cli_table_add_styled (table, WATTLE_CLI_STYLE_BAD,
                                 wattle_cli_fields_get_text (problem, "subject"));
    wattle_cli_table_add (table, age);
    wattle_cli_table_add (table, message);
}

void
wattle_cli_problems_print (WattleCli *cli, GVariant *problems)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    gsize count = g_variant_n_children (problems);

    if (count == 0)
        return;

    g_print (ngettext ("\n%u problem:\n", "\n%u problems:\n", count), (guint)count);
    wattle_cli_table_add_column (table, C_ ("column", "Of"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Since"));
    wattle_cli_table_add_column (table, C_ ("column", "What is wrong"));
    for (gsize i = 0; i < count; i++) {
        g_autoptr (GVariant) problem = g_variant_get_child_value (problems, i);

        add_row (table, problem, wattle_clock_get_wall (cli->clock));
    }
    wattle_cli_table_print (table, cli->colour);
}
