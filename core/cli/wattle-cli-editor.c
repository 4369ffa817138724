/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-editor.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-file.h"

/* Breaking off */

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };
static struct sigaction before[G_N_ELEMENTS (numbers)];
static char *farewell; /* ready to be written, as a handler can do little */
static volatile sig_atomic_t busy;

/* Ctrl-C in the editor is one of the editor. */
static void
on_signal (int number)
{
    if (busy && (number == SIGINT || number == SIGQUIT))
        return;
    if (write (STDERR_FILENO, farewell, strlen (farewell)) < 0)
        busy = FALSE; /* nobody reads it */
    signal (number, SIG_DFL);
    raise (number);
}

static void
watch_signals (const char *path)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    g_autofree char *sentence = g_strdup_printf (_ ("What you have written is in %s."), path);

    farewell = g_strdup_printf ("\n%s\n", sentence);
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        sigaction (numbers[i], &action, &before[i]);
}

static void
unwatch_signals (void)
{
    if (farewell == NULL)
        return;
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        sigaction (numbers[i], &before[i], NULL);
    g_clear_pointer (&farewell, g_free);
}

/* Editing */

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
    if (done) {
        self->begun = g_bytes_ref (text);
        watch_signals (self->path);
        return TRUE;
    }
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("%s cannot be written: %s"),
                 self->path != NULL ? self->path : g_get_tmp_dir (),
                 cause != NULL ? cause->message : g_strerror (EIO));
    wattle_cli_editor_end (self, FALSE);
    return FALSE;
}

/* It may have options, so the shell takes it apart; Ctrl-C is for the editor and not for that. */
static gboolean
run_program (const char *path, GError **error)
{
    const char *program = find_program ();
    g_autofree char *line = g_strconcat ("trap : INT QUIT; ", program, " \"$1\"", NULL);
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
    gboolean done;

    busy = TRUE;
    done = run_program (self->path, error);
    busy = FALSE;
    if (!done)
        return NULL;
    text = wattle_cli_file_read (self->path, max, error);
    if (text == NULL)
        g_prefix_error (error, "%s: ", self->path);
    return text;
}

gboolean
wattle_cli_editor_has_changed (const WattleCliEditor *self)
{
    g_autoptr (GBytes) text = NULL;

    if (self->path == NULL || !g_file_test (self->path, G_FILE_TEST_EXISTS))
        return FALSE;
    /* What is longer, or cannot be read, is not what it was. */
    text = wattle_cli_file_read (self->path, g_bytes_get_size (self->begun), NULL);
    return text == NULL || !g_bytes_equal (text, self->begun);
}

void
wattle_cli_editor_end (WattleCliEditor *self, gboolean keep)
{
    unwatch_signals ();
    if (self->path != NULL && !keep)
        g_unlink (self->path);
    g_clear_pointer (&self->begun, g_bytes_unref);
    g_clear_pointer (&self->path, g_free);
}
