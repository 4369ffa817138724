/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-replay-program.h"

#include <glib/gi18n.h>

#include "engine/wattle-replay.h"
#include "wattle-config.h"
#include "wattle-log.h"

#define EXIT_PROBLEM 1
#define EXIT_USAGE   2

static int
complain (int status, const GError *error)
{
    g_printerr ("wattled: %s\n", error->message);
    return status;
}

static void
load_plugins (WattlePlugins *plugins, const char *folder, gboolean session)
{
    wattle_plugins_set_python_on_demand (plugins, TRUE);
    wattle_plugins_set_session (plugins, session);
    if (folder != NULL)
        wattle_plugins_add_path (plugins, folder);
    wattle_plugins_add_path (plugins, WATTLE_PLUGIN_DIR);
    wattle_plugins_load (plugins);
}

int
wattle_replay_program_run (const char *path, const char *plugin_dir, gboolean session)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleRecording) recording = wattle_recording_load (path, &error);
    g_autoptr (WattleReplay) replay = NULL;
    g_autofree char *readings = NULL;
    guint left;

    wattle_log_set_level ("warning", NULL); /* what goes wrong is said once, at the end */
    if (recording == NULL)
        return complain (EXIT_USAGE, error);
    replay = wattle_replay_new (recording, &error);
    if (replay == NULL)
        return complain (EXIT_PROBLEM, error);
    load_plugins (wattle_replay_get_plugins (replay), plugin_dir, session);
    if (!wattle_replay_run (replay, &error))
        return complain (EXIT_PROBLEM, error);

    readings = wattle_replay_dup_readings (replay);
    g_print ("%s", readings);
    left = wattle_replay_get_n_left (replay);
    if (left == 0)
        return 0;

    g_printerr (ngettext ("wattled: the device did not ask for %u recorded answer\n",
                          "wattled: the device did not ask for %u recorded answers\n", left),
                left);
    return EXIT_PROBLEM;
}
