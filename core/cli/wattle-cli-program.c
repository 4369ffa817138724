/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-program.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-commands.h"
#include "wattle-cli-help.h"
#include "wattle-cli-terminal.h"
#include "wattle-config.h"

/* Anywhere before "--", behind which there are only operands. */
static gboolean
has_word (GPtrArray *words, const char *wanted)
{
    for (guint i = 0; i < words->len; i++) {
        const char *word = g_ptr_array_index (words, i);

        if (g_str_equal (word, "--"))
            return FALSE;
        if (g_str_equal (word, wanted))
            return TRUE;
    }
    return FALSE;
}

static gboolean
wants_help (GPtrArray *words)
{
    return has_word (words, "--help") || has_word (words, "-h") ||
           (words->len > 0 && g_str_equal (g_ptr_array_index (words, 0), "help"));
}

static int
show (char *text)
{
    g_print ("%s", text);
    g_free (text);
    return WATTLE_CLI_OK;
}

/* Whether nothing stands there but the words of the group. */
static gboolean
is_group_alone (GPtrArray *words, const char *group)
{
    g_autoptr (GString) rest = g_string_new (NULL);

    for (guint i = 0; i < words->len; i++) {
        const char *word = g_ptr_array_index (words, i);

        if (*word != '-')
            g_string_append_printf (rest, "%s%s", rest->len > 0 ? " " : "", word);
    }
    return g_str_equal (rest->str, group != NULL ? group : "");
}

/* Of the command that is named, of its group, or of all. */
static int
help (GPtrArray *words)
{
    const WattleCliCommand *command;
    g_autoptr (GError) error = NULL;
    const char *group;

    if (words->len > 0 && g_str_equal (g_ptr_array_index (words, 0), "help"))
        g_ptr_array_remove_index (words, 0);
    command = wattle_cli_commands_take (words, &group, &error);
    if (command != NULL)
        return show (wattle_cli_help_describe (command));

    return is_group_alone (words, group) ? show (wattle_cli_help_list (group))
                                         : wattle_cli_fail (error);
}

static WattleCliBusKind
get_bus (const WattleCliArguments *arguments)
{
    if (wattle_cli_arguments_has (arguments, "session"))
        return WATTLE_CLI_BUS_SESSION;
    return wattle_cli_arguments_has (arguments, "system") ? WATTLE_CLI_BUS_SYSTEM
                                                          : WATTLE_CLI_BUS_ANY;
}

static void
prepare (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *no_colour = g_getenv ("NO_COLOR");

    cli->json = wattle_cli_arguments_has (arguments, "json");
    cli->terminal = wattle_cli_terminal_can_draw (STDOUT_FILENO);
    cli->colour = cli->terminal && (no_colour == NULL || *no_colour == '\0');
    cli->clock = wattle_clock_new (1);
    cli->bus = get_bus (arguments);
}

static gboolean
is_local (const WattleCliCommand *command, const WattleCliArguments *arguments)
{
    return command->local || (command->local_option != NULL &&
                              wattle_cli_arguments_has (arguments, command->local_option));
}

static int
run (const WattleCliCommand *command, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    WattleCli cli = { 0 };
    int status;

    prepare (&cli, arguments);
    if (is_local (command, arguments) || wattle_cli_bus_connect (&cli, &error))
        status = command->run (&cli, arguments);
    else
        status = wattle_cli_fail (error);
    wattle_cli_bus_disconnect (&cli);
    g_object_unref (cli.clock);

    /* A full disk must not look like success. */
    if (fflush (stdout) != 0 || ferror (stdout)) {
        g_printerr (_ ("wattle: what was to be shown cannot be written\n"));
        return WATTLE_CLI_PROBLEM;
    }
    return status;
}

/* Whether the option is there that makes operands needless. */
static gboolean
wants_no_operands (const WattleCliCommand *command, GPtrArray *words)
{
    g_autofree char *option = g_strconcat ("--", command->local_option, NULL);
    g_autofree char *with_value = g_strconcat (option, "=", NULL);

    for (guint i = 0; command->local_option != NULL && words->pdata[i] != NULL; i++)
        if (g_str_equal (words->pdata[i], option) || g_str_has_prefix (words->pdata[i], with_value))
            return TRUE;
    return FALSE;
}

static WattleCliArguments *
parse (const WattleCliCommand *command, GPtrArray *words, GError **error)
{
    const WattleCliOption *tables[] = { wattle_cli_common_options, command->options, NULL };
    WattleCliArguments *arguments = wattle_cli_arguments_parse (
        (const char *const *)words->pdata, tables,
        wants_no_operands (command, words) ? "" : command->operands, error);

    if (arguments != NULL && wattle_cli_arguments_has (arguments, "session") &&
        wattle_cli_arguments_has (arguments, "system")) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("only one of %s and %s can be given"), "--session", "--system");
        g_clear_pointer (&arguments, wattle_cli_arguments_free);
    }
    return arguments;
}

static int
run_command (GPtrArray *words)
{
    g_autoptr (WattleCliArguments) arguments = NULL;
    const WattleCliCommand *command;
    g_autoptr (GError) error = NULL;
    const char *group;

    command = wattle_cli_commands_take (words, &group, &error);
    if (command == NULL)
        return wattle_cli_fail (error);

    g_ptr_array_add (words, NULL);
    arguments = parse (command, words, &error);
    if (arguments != NULL)
        return run (command, arguments);

    wattle_cli_fail (error);
    g_printerr (_ ("See: wattle %s --help\n"), command->name);
    return WATTLE_CLI_USAGE;
}

int
wattle_cli_program_run (const char *const *words)
{
    g_autoptr (GPtrArray) list = g_ptr_array_new ();

    for (guint i = 1; words[i] != NULL; i++)
        g_ptr_array_add (list, (char *)words[i]);

    if (list->len == 0) {
        g_autofree char *text = wattle_cli_help_list (NULL);

        g_printerr ("%s", text);
        return WATTLE_CLI_USAGE;
    }
    if (wants_help (list))
        return help (list);
    if (g_str_equal (words[1], "--version"))
        return show (g_strdup ("wattle " WATTLE_VERSION "\n"));
    if (g_str_equal (words[1], "--list-commands"))
        return show (wattle_cli_help_list_commands ());
    return run_command (list);
}
