/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-replay.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-config.h"

/* The host, which has the plugins: where it is said to be, beside this program, or where it is
 * installed. */
static char *
find_host (void)
{
    const char *said = g_getenv ("WATTLED");
    g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
    g_autofree char *folder = own != NULL ? g_path_get_dirname (own) : g_strdup (".");
    g_autofree char *beside = g_build_filename (folder, "wattled", NULL);

    if (said != NULL && *said != '\0')
        return g_strdup (said);
    if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&beside);
    return g_build_filename (WATTLE_LIBEXEC_DIR, "wattled", NULL);
}

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

static int
cannot_start (const char *host, const char *why)
{
    g_printerr (_ ("wattle: %s cannot be started: %s\n"), host, why);
    return WATTLE_CLI_PROBLEM;
}

/* Its complaints go to standard error by themselves. */
static int
run_for_json (const char *const *command)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *readings = NULL;
    g_autoptr (GSubprocess) process =
        g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);

    if (process == NULL)
        return cannot_start (command[0], error->message);

    g_subprocess_communicate_utf8_async (process, NULL, NULL, wattle_cli_bus_note_result, &result);
    if (!g_subprocess_communicate_utf8_finish (process, wattle_cli_bus_await (&result), &readings,
                                               NULL, &error))
        return wattle_cli_fail (error);
    if (*readings != '\0') {
        wattle_cli_replay_add (json, readings);
        wattle_cli_json_print (json);
    }
    return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process)
                                                : WATTLE_CLI_PROBLEM;
}

static int
run_replay (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *file = wattle_cli_arguments_get_operand (arguments, 0);
    g_autofree char *host = find_host ();
    /* As a person's own program it may use that person's plugins. */
    const char *command[] = { host, "--session", "--replay", file, NULL };

    if (cli->json)
        return run_for_json (command);

    execv (host, (char **)command);
    return cannot_start (host, g_strerror (errno));
}

const WattleCliCommand wattle_cli_replay_commands[] = {
    { "replay", "FILE", N_ ("play a recording"),
      N_ ("Plays a recording of wattle record through the plugins that are here, and prints the "
          "readings that come of it, in the form of its .expected. No host has to run."),
      "wattle replay recordings/iskra_sg_is000966.jsonl", NULL, run_replay, TRUE },
    { NULL },
};
