/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-editor.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-file.h"

static const char *
find_program (void)
{
    static const char *const names[] = { "VISUAL", "EDITOR" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        const char *program = g_getenv (names[i]);

        if (program != NULL && *program != '\0')
            return program;
    }
    return "vi";
}

gboolean
wattle_cli_editor_begin (WattleCliEditor *self, GBytes *text, GError **error)
{
    g_autoptr (GError) cause = NULL;
    gsize size;
    const char *data = g_bytes_get_data (text, &size);
    int file = g_file_open_tmp ("wattle-XXXXXX.json", &self->path, &cause);
    gboolean done = file >= 0 && write (file, data, size) == (gssize)size;

    if (file >= 0)
        close (file);
    if (done)
        return TRUE;
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("%s cannot be written: %s"),
                 self->path != NULL ? self->path : g_get_tmp_dir (),
                 cause != NULL ? cause->message : g_strerror (EIO));
    wattle_cli_editor_end (self, FALSE);
    return FALSE;
}

/* It may have options, so the shell takes it apart. */
static gboolean
run_program (const char *path, GError **error)
{
    const char *program = find_program ();
    g_autofree char *line = g_strconcat (program, " \"$1\"", NULL);
    const char *const command[] = { "/bin/sh", "-c", line, "sh", path, NULL };
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) cause = NULL;
    g_autoptr (GSubprocess) process =
        g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDIN_INHERIT, &cause);

    if (process != NULL) {
        g_subprocess_wait_check_async (process, NULL, wattle_cli_bus_note_result, &result);
        if (g_subprocess_wait_check_finish (process, wattle_cli_bus_await (&result), &cause))
            return TRUE;
    }
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                 _ ("the editor “%s” has failed: %s; another one is named by EDITOR"), program,
                 cause->message);
    return FALSE;
}

GBytes *
wattle_cli_editor_run (WattleCliEditor *self, gsize max, GError **error)
{
    GBytes *text;

    if (!run_program (self->path, error))
        return NULL;
    text = wattle_cli_file_read (self->path, max, error);
    if (text == NULL)
        g_prefix_error (error, "%s: ", self->path);
    return text;
}

void
wattle_cli_editor_end (WattleCliEditor *self, gboolean keep)
{
    if (self->path != NULL && !keep)
        g_unlink (self->path);
    g_clear_pointer (&self->path, g_free);
}
