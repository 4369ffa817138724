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

#define SAVE_DELAY (10 * G_USEC_PER_SEC)

struct _WattleOutputsFile {
    GObject *owner;
    char *state_dir;
    char *path;
    WattleGate *gate; /* of the owner */
    WattleProblems *problems;
    WattleClock *clock;
    WattleFileQueue *queue;
    guint64 saved; /* revisions of the gate that are on their way to the disk */
    guint64 saved_minor;
    guint timer;
};

WattleOutputsFile *
wattle_outputs_file_new (const char *state_dir,
                         WattleGate *gate,
                         WattleProblems *problems,
                         GObject *owner)
{
    WattleOutputsFile *self = g_new0 (WattleOutputsFile, 1);

    self->state_dir = g_strdup (state_dir);
    self->path = g_build_filename (state_dir, FILE_NAME, NULL);
    self->owner = owner;
    self->gate = gate;
    self->problems = g_object_ref (problems);
    self->clock = wattle_problems_get_clock (problems);
    self->queue = wattle_file_queue_new ();
    return self;
}

void
wattle_outputs_file_free (WattleOutputsFile *self)
{
    wattle_clock_clear (self->clock, &self->timer);
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
    g_autoptr (GError) error = NULL;
    char *place = wattle_quarantine_choose_place (self->state_dir, FILE_NAME,
                                                  wattle_clock_get_wall (self->clock));

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
wattle_outputs_file_load (WattleOutputsFile *self)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length;
    guint skipped = 0;

    if (!wattle_file_read (self->path, MAX_SIZE, &text, &length, &error)) {
        if (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
            wattle_problems_set_error (self->problems, SUBJECT, "file", "", error);
        return;
    }

    wattle_gate_file_read (self->gate, text, length, wattle_clock_get_monotonic (self->clock),
                           wattle_clock_get_wall (self->clock), &skipped, &error);
    if (error != NULL || skipped > 0)
        note_damage (self, text, skipped, error);
}

/* Writing */

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

static void
push (WattleOutputsFile *self, WattleFileDone done, gpointer user_data)
{
    Writing *writing = g_new (Writing, 1);

    self->saved = wattle_gate_get_revision (self->gate);
    self->saved_minor = wattle_gate_get_minor_revision (self->gate);
    wattle_clock_clear (self->clock, &self->timer);
    writing->path = g_strdup (self->path);
    writing->text = wattle_gate_file_write (self->gate, wattle_clock_get_monotonic (self->clock),
                                            wattle_clock_get_wall (self->clock));
    wattle_file_queue_push (self->queue, do_write, writing, writing_free, done, user_data);
}

typedef struct {
    WattleOutputsFile *file;
    GObject *owner;
    WattleClockFunc done; /* NULL: nobody waits for it */
    gpointer user_data;
} Save;

static void
on_saved (const GError *error, gpointer user_data)
{
    g_autofree Save *save = user_data;
    g_autoptr (GObject) owner = save->owner;
    WattleProblems *problems = save->file->problems;

    if (error != NULL)
        wattle_problems_set_error (problems, SUBJECT, "save", "", error);
    else
        wattle_problems_clear (problems, SUBJECT, "save");
    if (save->done != NULL)
        save->done (save->user_data);
}

void
wattle_outputs_file_save (WattleOutputsFile *self, WattleClockFunc done, gpointer user_data)
{
    Save *save = g_new (Save, 1);

    save->file = self;
    save->owner = g_object_ref (self->owner);
    save->done = done;
    save->user_data = user_data;
    push (self, on_saved, save);
}

static void
on_timer (gpointer user_data)
{
    WattleOutputsFile *self = user_data;

    self->timer = 0;
    wattle_outputs_file_save (self, NULL, NULL);
}

void
wattle_outputs_file_save_changes (WattleOutputsFile *self)
{
    if (self->saved != wattle_gate_get_revision (self->gate))
        wattle_outputs_file_save (self, NULL, NULL);
    else if (self->saved_minor != wattle_gate_get_minor_revision (self->gate) && self->timer == 0)
        self->timer = wattle_clock_call_after (self->clock, SAVE_DELAY, on_timer, self);
}

static void
on_last_saved (const GError *error, gpointer user_data)
{
    if (error != NULL)
        g_message ("what outputs are to be is not kept: %s", error->message);
}

void
wattle_outputs_file_close (WattleOutputsFile *self)
{
    push (self, on_last_saved, NULL);
    wattle_outputs_file_wait (self);
}

void
wattle_outputs_file_wait (WattleOutputsFile *self)
{
    wattle_file_queue_wait (self->queue);
}
