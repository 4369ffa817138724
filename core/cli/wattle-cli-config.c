/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <pwd.h>

#include "base/wattle-number.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-check.h"
#include "wattle-cli-command.h"
#include "wattle-cli-diff-text.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-problems.h"
#include "wattle-cli-table.h"
#include "wattle-cli-time.h"

/* config check */

static int
run_check (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) problems = wattle_cli_check_config (cli, &error);
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    if (problems == NULL)
        return wattle_cli_fail (error);
    if (cli->json) {
        wattle_cli_problems_add (json, NULL, problems);
        wattle_cli_json_print (json);
    } else if (g_variant_n_children (problems) == 0) {
        g_print (_ ("The configuration is fine.\n"));
    } else {
        wattle_cli_problems_print (cli, problems);
    }
    return g_variant_n_children (problems) == 0 ? WATTLE_CLI_OK : WATTLE_CLI_PROBLEM;
}

/* config history */

static const WattleCliField fields[] = {
    { "id", NULL, WATTLE_CLI_FIELD_VALUE },     { "time", NULL, WATTLE_CLI_FIELD_TIME },
    { "author", NULL, WATTLE_CLI_FIELD_WORD },  { "files", NULL, WATTLE_CLI_FIELD_TEXTS },
    { "summary", NULL, WATTLE_CLI_FIELD_WORD },
};

/* A user id becomes a name, where there is one. */
static char *
name_author (const char *author)
{
    const struct passwd *user;
    gint64 uid;

    if (!wattle_number_parse_integer (author, 0, G_MAXUINT32 - 1, &uid, NULL))
        return g_strdup (author);
    user = getpwuid ((uid_t)uid);
    return g_strdup (user != NULL ? user->pw_name : author);
}

static void
add_row (WattleCliTable *table, GVariant *revision)
{
    g_autofree char *author = name_author (wattle_cli_fields_get_text (revision, "author"));
    g_autofree char *number = NULL;
    g_autofree char *date = NULL;
    gint64 time = 0;
    guint64 id = 0;

    g_variant_lookup (revision, "id", "t", &id);
    g_variant_lookup (revision, "time", "x", &time);
    number = g_strdup_printf ("%" G_GUINT64_FORMAT, id);
    date = wattle_cli_time_format_local (time);
    wattle_cli_table_add (table, number);
    wattle_cli_table_add (table, date);
    wattle_cli_table_add (table, author);
    wattle_cli_table_add (table, wattle_cli_fields_get_text (revision, "summary"));
}

static void
print_history (WattleCli *cli, GVariant *revisions)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    if (g_variant_n_children (revisions) == 0) {
        g_print (_ ("Nothing was saved yet.\n"));
        return;
    }

    wattle_cli_table_add_number_column (table, C_ ("column", "Revision"));
    wattle_cli_table_add_column (table, C_ ("column", "Time"));
    wattle_cli_table_add_column (table, C_ ("column", "By"));
    wattle_cli_table_add_column (table, C_ ("column", "What"));
    for (gsize i = 0; i < g_variant_n_children (revisions); i++) {
        g_autoptr (GVariant) revision = g_variant_get_child_value (revisions, i);

        add_row (table, revision);
    }
    wattle_cli_table_print (table, cli->colour);
}

static int
run_history (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) revisions = NULL;
    g_autoptr (GVariant) reply = NULL;
    guint limit = 0;

    if (wattle_cli_arguments_get_number (arguments, "limit", 1, G_MAXINT, &limit, &error))
        reply = wattle_cli_bus_ask (cli->manager, "ListRevisions", g_variant_new ("(u)", limit),
                                    &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    revisions = g_variant_get_child_value (reply, 0);
    if (cli->json)
        wattle_cli_fields_print_list (revisions, fields, G_N_ELEMENTS (fields));
    else
        print_history (cli, revisions);
    return WATTLE_CLI_OK;
}

/* config diff */

static void
print_diff (WattleCli *cli, const char *diff)
{
    if (*diff == '\0')
        g_print (_ ("There is no difference.\n"));
    else
        wattle_cli_diff_text_print (cli, diff, 0);
}

static gboolean
check_revision (const char *text, GError **error)
{
    gint64 number;

    if (*text == '\0' || wattle_number_parse_integer (text, 1, G_MAXINT64, &number, NULL))
        return TRUE;

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("“%s” is no revision; wattle config history shows their numbers"), text);
    return FALSE;
}

static int
run_diff (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *from = wattle_cli_arguments_get_operand (arguments, 0);
    const char *to = from != NULL ? wattle_cli_arguments_get_operand (arguments, 1) : NULL;
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply = NULL;
    const char *diff;

    /* A revision alone: what was changed then. */
    if (wattle_cli_arguments_has (arguments, "of"))
        to = wattle_cli_arguments_get (arguments, "of");
    from = from != NULL ? from : "";
    to = to != NULL ? to : "";
    if (check_revision (from, &error) && check_revision (to, &error))
        reply = wattle_cli_bus_ask (cli->manager, "DiffRevision", g_variant_new ("(ss)", from, to),
                                    &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    g_variant_get (reply, "(&s)", &diff);
    if (!cli->json) {
        print_diff (cli, diff);
        return WATTLE_CLI_OK;
    }
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_word (json, "from", from);
    wattle_cli_json_add_word (json, "to", to);
    wattle_cli_json_add_text (json, "diff", diff);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
    return WATTLE_CLI_OK;
}

static const WattleCliOption history_options[] = {
    { "limit", "N", N_ ("at most so many, the newest") },
    { NULL },
};

static const WattleCliOption diff_options[] = {
    { "of", "REVISION", N_ ("what was changed in this revision") },
    { NULL },
};

const WattleCliCommand wattle_cli_config_commands[] = {
    { "config check", "", N_ ("whether the configuration is fine"),
      N_ ("Says what is wrong in the configuration of the host and of each device, as the host has "
          "read it. Files that were changed since are read by wattle reload. The exit status is 1 "
          "if something is wrong."),
      "wattle config check", NULL, run_check },
    { "config history", "", N_ ("what was changed, when and by whom"),
      N_ ("Every change of the configuration is a revision that is kept. Lists them, newest "
          "first."),
      "wattle config history --limit 10", history_options, run_history },
    { "config diff", "[FROM] [TO]", N_ ("what differs between two revisions"),
      N_ ("Shows the difference between two revisions, or between one and what is in force now; "
          "without a revision, what was changed last."),
      "wattle config diff 12\nwattle config diff --of 12", diff_options, run_diff },
    { NULL },
};
