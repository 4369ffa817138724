/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-replay.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "wattle-cli-command.h"
#include "wattle-cli-daemon.h"

/* As JSON */

/* `KEY = VALUE (QUALITY)` */
static void
add_reading (WattleCliJson *json, const char *line)
{
    const char *value = strstr (line, " = ");
    const char *quality = strrchr (line, '(');
    g_autofree char *key = NULL;
    g_autofree char *text = NULL;
    g_autofree char *word = NULL;

    if (value == NULL || quality == NULL || quality < value + 4 || *line == '\0')
        return;
    key = g_strndup (line, (gsize)(value - line));
    text = g_strndup (value + 3, (gsize)(quality - value - 4));
    word = g_strndup (quality + 1, strcspn (quality + 1, ")"));

    wattle_cli_json_begin_object (json, key);
    wattle_cli_json_add_text (json, "value", g_str_equal (text, "-") ? NULL : text);
    wattle_cli_json_add_text (json, "quality", word);
    wattle_cli_json_end_object (json);
}

/* `[ID] STATE` */
static void
begin_device (WattleCliJson *json, const char *line)
{
    gsize length = strcspn (line + 1, "]");
    g_autofree char *id = g_strndup (line + 1, length);
    const char *state = line[1 + length] == ']' ? line + length + 2 : "";

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", id);
    wattle_cli_json_add_text (json, "state", *state == ' ' ? state + 1 : state);
    wattle_cli_json_begin_object (json, "entities");
}

void
wattle_cli_replay_add (WattleCliJson *json, const char *readings)
{
    g_auto (GStrv) lines = g_strsplit (readings, "\n", -1);
    gboolean open = FALSE;

    wattle_cli_json_begin_array (json, NULL);
    for (guint i = 0; lines[i] != NULL; i++) {
        gboolean head = *lines[i] == '[';

        if (head && open) {
            wattle_cli_json_end_object (json);
            wattle_cli_json_end_object (json);
        }
        if (head)
            begin_device (json, lines[i]);
        else if (open)
            add_reading (json, lines[i]);
        open = open || head;
    }
    if (open) {
        wattle_cli_json_end_object (json);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

/* Its complaints go to standard error by themselves. */
static int
run_for_json (const char *const *command)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *readings = NULL;
    int status = wattle_cli_daemon_run (command, &readings, &error);

    if (readings == NULL)
        return wattle_cli_fail (error);
    if (*readings != '\0') {
        wattle_cli_replay_add (json, readings);
        wattle_cli_json_print (json);
    }
    return status;
}

static int
run_replay (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *file = wattle_cli_arguments_get_operand (arguments, 0);
    g_autofree char *host = wattle_cli_daemon_find ();
    g_autoptr (GError) error = NULL;
    /* As a person's own program it may use that person's plugins. */
    const char *command[] = { host, "--session", "--replay", file, NULL };

    if (cli->json)
        return run_for_json (command);

    execv (host, (char **)command);
    wattle_cli_daemon_set_error (&error, host, g_strerror (errno));
    return wattle_cli_fail (error);
}

const WattleCliCommand wattle_cli_replay_commands[] = {
    { "replay", "FILE", N_ ("play a recording"),
      N_ ("Plays a recording of wattle record through the plugins that are here, and prints the "
          "readings that come of it, in the form of its .expected. No host has to run."),
      "wattle replay recordings/iskra_sg_is000966.jsonl", NULL, run_replay, TRUE },
    { NULL },
};
