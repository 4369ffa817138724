/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs-file.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-gate-file.h"
#include "wattle-key-file.h"

#define SUBJECT "outputs.conf"

struct _WattleOutputsFile {
    char *path;
    WattleProblems *problems;
    WattleFileQueue *queue;
};

WattleOutputsFile *
wattle_outputs_file_new (const char *folder, WattleProblems *problems)
{
    WattleOutputsFile *self = g_new0 (WattleOutputsFile, 1);

    self->path = g_build_filename (folder, "outputs.conf", NULL);
    self->problems = g_object_ref (problems);
    self->queue = wattle_file_queue_new ();
    return self;
}

void
wattle_outputs_file_free (WattleOutputsFile *self)
{
    wattle_file_queue_free (self->queue);
    g_object_unref (self->problems);
    g_free (self->path);
    g_free (self);
}

static gboolean
load (WattleOutputsFile *self, WattleGate *gate, guint *skipped, GError **error)
{
    WattleClock *clock = wattle_problems_get_clock (self->problems);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autofree char *text = NULL;
    gsize length;

    if (!wattle_key_file_load (self->path, file, G_KEY_FILE_NONE, error))
        return FALSE;
    text = g_key_file_to_data (file, &length, NULL);
    return wattle_gate_file_read (gate, text, length, wattle_clock_get_monotonic (clock),
                                  wattle_clock_get_wall (clock), skipped, error);
}

void
wattle_outputs_file_load (WattleOutputsFile *self, WattleGate *gate)
{
    g_autoptr (GError) error = NULL;
    guint skipped = 0;

    if (load (self, gate, &skipped, &error)) {
        if (skipped > 0)
            g_message ("%s: %u groups are not understood and left out", self->path, skipped);
    } else if (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND)) {
        g_message ("%s: what outputs were to be is lost: %s", self->path, error->message);
    }
}

typedef struct {
    char *path;
    char *text;
} Writing;

static void
writing_free (gpointer data)
{
    Writing *writing = data;

    g_free (writing->path);
    g_free (writing->text);
    g_free (writing);
}

static gboolean
do_write (gpointer data, GError **error)
{
    Writing *writing = data;

    return wattle_key_file_save_text (writing->path, writing->text, TRUE, error);
}

void
wattle_outputs_file_save (WattleOutputsFile *self,
                          WattleGate *gate,
                          WattleFileDone done,
                          gpointer user_data)
{
    WattleClock *clock = wattle_problems_get_clock (self->problems);
    Writing *writing = g_new (Writing, 1);

    writing->path = g_strdup (self->path);
    writing->text = wattle_gate_file_write (gate, wattle_clock_get_monotonic (clock),
                                            wattle_clock_get_wall (clock));
    wattle_file_queue_push (self->queue, do_write, writing, writing_free, done, user_data);
}

void
wattle_outputs_file_note (WattleOutputsFile *self, const GError *error)
{
    if (error != NULL)
        wattle_problems_set_error (self->problems, SUBJECT, "save", "", error);
    else
        wattle_problems_clear (self->problems, SUBJECT, "save");
}

void
wattle_outputs_file_wait (WattleOutputsFile *self)
{
    wattle_file_queue_wait (self->queue);
}
