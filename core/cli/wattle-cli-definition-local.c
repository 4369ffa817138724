/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <stdio.h>

#include "model/wattle-meter-library.h"
#include "wattle-cli-command.h"
#include "wattle-cli-definition-file.h"
#include "wattle-cli-file.h"
#include "wattle-cli-json.h"
#include "wattle-cli-message.h"
#include "wattle-cli-text.h"

/* devices definition check, new */

static void
add_check (WattleCliJson *json, const char *path, const char *id, const GError *error)
{
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "file", path);
    wattle_cli_json_add_text (json, "id", id);
    wattle_cli_json_add_text (json, "error", error != NULL ? error->message : NULL);
    wattle_cli_json_end_object (json);
}

static void
print_check (const char *path, const char *id, const GError *error)
{
    g_autofree char *why = error != NULL ? wattle_cli_message_explain (error) : NULL;
    g_autofree char *line = id != NULL
                                ? g_strdup_printf (_ ("%s: the definition “%s” is fine."), path, id)
                                : g_strdup_printf ("%s: %s", path, why);
    g_autofree char *clean = wattle_cli_text_clean (line);

    g_print ("%s\n", clean);
}

/* Returns whether the file is fine. */
static gboolean
check_file (WattleCli *cli, WattleCliJson *json, const char *path)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) text = wattle_cli_file_read (path, WATTLE_METER_MAX_SIZE, &error);
    g_autofree char *id = text != NULL ? wattle_cli_definition_file_check (text, &error) : NULL;

    add_check (json, path, id, error);
    if (!cli->json)
        print_check (path, id, error);
    return id != NULL;
}

static int
run_check (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    gboolean fine = TRUE;

    wattle_cli_json_begin_array (json, NULL);
    for (guint i = 0; i < wattle_cli_arguments_get_n_operands (arguments); i++)
        fine &= check_file (cli, json, wattle_cli_arguments_get_operand (arguments, i));
    wattle_cli_json_end_array (json);
    if (cli->json)
        wattle_cli_json_print (json);
    return fine ? WATTLE_CLI_OK : WATTLE_CLI_PROBLEM;
}

static int
run_new (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autofree char *text =
        wattle_cli_definition_file_make (wattle_cli_arguments_get_operand (arguments, 0));

    fwrite (text, 1, strlen (text), stdout);
    return WATTLE_CLI_OK;
}

const WattleCliCommand wattle_cli_definition_local_commands[] = {
    { "devices definition check", "FILE [FILE …]", N_ ("whether files are definitions"),
      N_ ("Checks files of definitions and says what is wrong, at which place, and what is allowed "
          "there. No host has to run. The exit status is 1 if something is wrong."),
      "wattle devices definition check my-meter.json", NULL, run_check, TRUE },
    { "devices definition new", "NAME", N_ ("print one to begin with"),
      N_ ("Prints a small definition for a meter of this name, to be saved as a file, filled with "
          "the registers of its manual, checked and imported. No host has to run."),
      "wattle devices definition new \"Boiler room\" > boiler-room.json\nwattle devices definition "
      "check boiler-room.json",
      NULL, run_new, TRUE },
    { NULL },
};
