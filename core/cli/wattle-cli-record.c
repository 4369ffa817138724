/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-job.h"

#define SECONDS     60
#define MAX_SECONDS 3600

/* Writes FOLDER/ID.SUFFIX, whose path it returns. */
static char *
write_file (const char *folder,
            const char *id,
            const char *suffix,
            const char *text,
            GError **error)
{
    g_autofree char *name = g_strconcat (id, suffix, NULL);
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) cause = NULL;

    if (g_file_set_contents (path, text, -1, &cause))
        return g_steal_pointer (&path);

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("%s cannot be written: %s"), path,
                 cause->message);
    return NULL;
}

static gboolean
make_folder (const char *folder, GError **error)
{
    if (g_mkdir_with_parents (folder, 0777) == 0)
        return TRUE;

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, _ ("the folder %s cannot be made: %s"),
                 folder, g_strerror (errno));
    return FALSE;
}

static void
report (WattleCli *cli, const char *recording, const char *expected)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    if (!cli->json) {
        g_print (_ ("Written: %s, and what it gives: %s\n"), recording, expected);
        return;
    }
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "recording", recording);
    wattle_cli_json_add_text (json, "expected", expected);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static int
write_files (WattleCli *cli, GVariant *result, const char *folder, const char *id)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *recording =
        write_file (folder, id, ".jsonl", wattle_cli_fields_get_text (result, "recording"), &error);
    g_autofree char *expected =
        recording != NULL ? write_file (folder, id, ".expected",
                                        wattle_cli_fields_get_text (result, "expected"), &error)
                          : NULL;

    if (expected == NULL)
        return wattle_cli_fail (error);
    report (cli, recording, expected);
    return WATTLE_CLI_OK;
}

static int
run_record (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    const char *given = wattle_cli_arguments_get_operand (arguments, 1);
    const char *folder = given != NULL ? given : ".";
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object = wattle_cli_device_find (cli, id, &error);
    g_autoptr (GVariant) result = NULL;
    guint seconds = SECONDS;

    if (object != NULL &&
        wattle_cli_arguments_get_number (arguments, "seconds", 1, MAX_SECONDS, &seconds, &error) &&
        make_folder (folder, &error))
        result = wattle_cli_job_run (cli, wattle_dbus_object_peek_device (object), "Record",
                                     g_variant_new ("(u)", seconds), &error);
    if (result == NULL)
        return wattle_cli_fail (error);
    return write_files (cli, result, folder, id);
}

static const WattleCliOption options[] = {
    { "seconds", "N", N_ ("how long, 60 by default, at most 3600") },
    { NULL },
};

const WattleCliCommand wattle_cli_record_commands[] = {
    { "record", "DEVICE [FOLDER]", N_ ("record what a device answers"),
      N_ ("Writes what a device and those behind it answer into FOLDER/DEVICE.jsonl, and the "
          "readings that come of it into FOLDER/DEVICE.expected; both without what identifies "
          "anybody. They can be sent to those who write plugins, and played with wattle replay."),
      "wattle record iskra_sg_is000966 --seconds 90 recordings", options, run_record },
    { NULL },
};
