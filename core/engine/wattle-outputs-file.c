/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-outputs-file.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-file-read.h"
#include "wattle-gate-file.h"
#include "wattle-key-file.h"
#include "wattle-quarantine.h"

#define FILE_NAME "outputs.conf"
#define SUBJECT   "outputs"
#define MAX_SIZE  (16 * 1024 * 1024)

struct _WattleOutputsFile {
    char *state_dir;
    char *path;
    WattleProblems *problems;
    WattleFileQueue *queue;
};

WattleOutputsFile *
wattle_outputs_file_new (const char *state_dir, WattleProblems *problems)
{
    WattleOutputsFile *self = g_new0 (WattleOutputsFile, 1);

    self->state_dir = g_strdup (state_dir);
    self->path = g_build_filename (state_dir, FILE_NAME, NULL);
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
    g_free (self->state_dir);
    g_free (self);
}

/* The next save replaces the file, and with it what a person may still read there. Returns where a
 * copy of it is, or why there is none. */
static char *
keep_copy (WattleOutputsFile *self, const char *text)
{
    WattleClock *clock = wattle_problems_get_clock (self->problems);
    g_autoptr (GError) error = NULL;
    char *place =
        wattle_quarantine_choose_place (self->state_dir, FILE_NAME, wattle_clock_get_wall (clock));

    if (wattle_key_file_save_text (place, text, TRUE, &error))
        return place;

    g_free (place);
    return g_strdup (error->message);
}

static void
note_damage (WattleOutputsFile *self, const char *text, guint skipped, const GError *error)
{
    g_autofree char *copy = keep_copy (self, text);

    if (error != NULL)
        wattle_problems_set (self->problems, SUBJECT, "file",
                             "%s: what outputs were to be is lost: %s; a copy of the file: %s",
                             self->path, error->message, copy);
    else
        wattle_problems_set (self->problems, SUBJECT, "file",
                             "%s: damaged; groups that are not understood and left out: %u; a copy "
                             "of the file: %s",
                             self->path, skipped, copy);
}

void
wattle_outputs_file_load (WattleOutputsFile *self, WattleGate *gate)
{
    WattleClock *clock = wattle_problems_get_clock (self->problems);
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length;
    guint skipped = 0;

    if (!wattle_file_read (self->path, MAX_SIZE, &text, &length, &error)) {
        if (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
            wattle_problems_set_error (self->problems, SUBJECT, "file", "", error);
        return;
    }

    wattle_gate_file_read (gate, text, length, wattle_clock_get_monotonic (clock),
                           wattle_clock_get_wall (clock), &skipped, &error);
    if (error != NULL || skipped > 0)
        note_damage (self, text, skipped, error);
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
