/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-help.h"

#include <glib/gi18n.h>

#include "wattle-cli-commands.h"
#include "wattle-cli-text.h"

#define INDENT "  "
#define COLUMN 26

/* Long texts are translated as one, and fit into every window. */
#define LINE 78

const WattleCliOption wattle_cli_common_options[] = {
    { "json", NULL, N_ ("print JSON, whose shape stays") },
    { "session", NULL, N_ ("ask the host of this person, on the session bus") },
    { "system", NULL, N_ ("ask the host of this computer, on the system bus") },
    { "help", NULL, N_ ("show this text") },
    { NULL },
};

static void
append_wrapped (GString *text, const char *paragraph, guint indent, guint at)
{
    g_auto (GStrv) words = g_strsplit (paragraph, " ", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        guint width = wattle_cli_text_get_width (words[i]);

        if (i > 0 && at + 1 + width > LINE) {
            g_string_append_c (text, '\n');
            wattle_cli_text_append (text, "", indent, FALSE);
            at = indent;
        } else if (i > 0) {
            g_string_append_c (text, ' ');
            at++;
        }
        g_string_append (text, words[i]);
        at += width;
    }
    g_string_append_c (text, '\n');
}

/* A word and what it means. */
static void
append_entry (GString *text, const char *word, const char *meaning)
{
    guint width = wattle_cli_text_get_width (word);

    g_string_append (text, INDENT);
    wattle_cli_text_append (text, word, COLUMN - 2, FALSE);
    if (width + 2 >= COLUMN) {
        g_string_append_c (text, '\n');
        wattle_cli_text_append (text, "", COLUMN, FALSE);
    }
    append_wrapped (text, meaning, COLUMN, COLUMN);
}

static void
append_options (GString *text, const WattleCliOption *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        g_autofree char *word = options->value != NULL
                                    ? g_strdup_printf ("--%s %s", options->name, options->value)
                                    : g_strdup_printf ("--%s", options->name);

        append_entry (text, word, _ (options->help));
    }
}

static void
append_heading (GString *text, const char *heading)
{
    g_string_append_printf (text, "\n%s\n", heading);
}

static void
append_example (GString *text, const char *example)
{
    g_auto (GStrv) lines = g_strsplit (example, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf (text, INDENT "%s\n", lines[i]);
}

char *
wattle_cli_help_describe (const WattleCliCommand *command)
{
    GString *text = g_string_new (NULL);

    g_string_append_printf (text, _ ("Usage: %s"), "wattle ");
    g_string_append_printf (text, "%s%s%s\n\n", command->name, *command->operands ? " " : "",
                            command->operands);
    append_wrapped (text, _ (command->text), 0, 0);
    if (command->options != NULL)
        append_heading (text, _ ("Options:"));
    append_options (text, command->options);
    append_heading (text, _ ("Options of all commands:"));
    append_options (text, wattle_cli_common_options);
    append_heading (text, _ ("Example:"));
    append_example (text, command->example);
    return g_string_free (text, FALSE);
}

static void
append_command (const WattleCliCommand *command, gpointer user_data)
{
    append_entry (user_data, command->name, _ (command->summary));
}

char *
wattle_cli_help_list (const char *group)
{
    static const WattleCliOption version[] = {
        { "version", NULL, N_ ("show the version") },
        { "list-commands", NULL, N_ ("list all commands with their options, for programs") },
        { NULL },
    };
    GString *text = g_string_new (NULL);

    g_string_append_printf (text, _ ("Usage: %s"), "wattle ");
    g_string_append_printf (text, "%s\n\n", group != NULL ? group : _ ("COMMAND … [--help]"));
    append_wrapped (text,
                    _ ("Shows and changes what the Wattle host does. Each command has a --help of "
                       "its own."),
                    0, 0);
    append_heading (text, _ ("Commands:"));
    wattle_cli_commands_each (group, append_command, text);
    append_heading (text, _ ("Options of all commands:"));
    append_options (text, wattle_cli_common_options);
    if (group == NULL)
        append_options (text, version);
    append_heading (text, _ ("Exit status:"));
    append_entry (text, "0", _ ("all is well"));
    append_entry (text, "1", _ ("something is wrong in the house, or did not work"));
    append_entry (text, "2", _ ("a command, option, device or value that there is not"));
    append_entry (text, "3", _ ("the host does not run"));
    append_entry (text, "4", _ ("not permitted, or held back by a stronger wish or a protection"));
    return g_string_free (text, FALSE);
}

static void
append_names (GString *line, const WattleCliOption *options)
{
    for (; options != NULL && options->name != NULL; options++)
        g_string_append_printf (line, " --%s", options->name);
}

static void
append_line (const WattleCliCommand *command, gpointer user_data)
{
    GString *list = user_data;

    g_string_append_printf (list, "%s\t", command->name);
    append_names (list, wattle_cli_common_options);
    append_names (list, command->options);
    g_string_append_c (list, '\n');
}

char *
wattle_cli_help_list_commands (void)
{
    GString *list = g_string_new (NULL);

    wattle_cli_commands_each (NULL, append_line, list);
    return g_string_free (list, FALSE);
}
