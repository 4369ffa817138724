/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-daemon.h"

#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-config.h"

char *
wattle_cli_daemon_find (void)
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

void
wattle_cli_daemon_set_error (GError **error, const char *host, const char *why)
{
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("%s cannot be started: %s"), host,
                 why);
}

int
wattle_cli_daemon_run (const char *const *command, char **output, GError **error)
{
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) cause = NULL;
    g_autoptr (GSubprocess) process =
        g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &cause);

    *output = NULL;
    if (process == NULL) {
        wattle_cli_daemon_set_error (error, command[0], cause->message);
        return WATTLE_CLI_PROBLEM;
    }

    g_subprocess_communicate_utf8_async (process, NULL, NULL, wattle_cli_bus_note_result, &result);
    if (!g_subprocess_communicate_utf8_finish (process, wattle_cli_bus_await (&result), output,
                                               NULL, error))
        return WATTLE_CLI_PROBLEM;
    return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process)
                                                : WATTLE_CLI_PROBLEM;
}
