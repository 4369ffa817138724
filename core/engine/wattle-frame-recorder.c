/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-frame-recorder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "transport/wattle-recording.h"
#include "wattle-readings-text.h"
#include "wattle-tariff-device.h"

#define WRITE_EVERY (60 * (gint64)G_USEC_PER_SEC)

/* What is held of one device; redacting it takes some tens of milliseconds. */
#define MAX_HELD (8 * 1024 * 1024)

/* The recording of one configured device. */
typedef struct {
    WattleRunner *root; /* borrowed, alive until it is removed from the manager */
    WattleRecording *recording;
    gint64 begun; /* monotonic */
    gsize held;
    gboolean full;
    gboolean changed;
    char *name; /* of the files written last, without ending; or NULL */
} Tape;

struct _WattleFrameRecorder {
    GObject parent_instance;

    char *folder;
    char *version;
    WattleFrameRecorderParts parts;
    WattleRedaction *redaction; /* one for all: a serial number may show up at a neighbour */
    GHashTable *tapes;          /* root runner → Tape */
    guint timer;
    gboolean stopped;
};

G_DEFINE_FINAL_TYPE (WattleFrameRecorder, wattle_frame_recorder, G_TYPE_OBJECT)

static void
tape_free (gpointer data)
{
    Tape *tape = data;

    wattle_recording_free (tape->recording);
    g_free (tape->name);
    g_free (tape);
}

static void
detach_runners (WattleFrameRecorder *self)
{
    for (guint i = 0; i < wattle_manager_get_n_runners (self->parts.manager); i++)
        wattle_runner_set_frame_func (wattle_manager_get_runner (self->parts.manager, i), NULL,
                                      NULL);
}

static void
wattle_frame_recorder_dispose (GObject *object)
{
    WattleFrameRecorder *self = WATTLE_FRAME_RECORDER (object);

    wattle_clock_clear (self->parts.clock, &self->timer);
    detach_runners (self);

    G_OBJECT_CLASS (wattle_frame_recorder_parent_class)->dispose (object);
}

static void
wattle_frame_recorder_finalize (GObject *object)
{
    WattleFrameRecorder *self = WATTLE_FRAME_RECORDER (object);

    g_hash_table_unref (self->tapes);
    wattle_redaction_free (self->redaction);
    g_object_unref (self->parts.manager);
    g_object_unref (self->parts.problems);
    g_object_unref (self->parts.secrets);
    g_object_unref (self->parts.plugins);
    g_object_unref (self->parts.clock);
    g_free (self->folder);
    g_free (self->version);

    G_OBJECT_CLASS (wattle_frame_recorder_parent_class)->finalize (object);
}

static void
wattle_frame_recorder_class_init (WattleFrameRecorderClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_frame_recorder_dispose;
    object_class->finalize = wattle_frame_recorder_finalize;
}

static void
wattle_frame_recorder_init (WattleFrameRecorder *self)
{
    self->redaction = wattle_redaction_new ();
    self->tapes = g_hash_table_new_full (NULL, NULL, NULL, tape_free);
}

/* What must not be seen */

static void
learn_option (WattleFrameRecorder *self, WattleOptions *options, const char *key)
{
    const char *name = wattle_secrets_get_name (wattle_options_get_text (options, key));
    char *secret = name != NULL ? wattle_secrets_lookup (self->parts.secrets, name) : NULL;

    if (secret == NULL)
        return;

    wattle_redaction_add_secret (self->redaction, NULL, secret);
    for (guint i = 0; i < wattle_options_get_n_specs (options); i++) {
        const WattleOptionSpec *spec = wattle_options_get_nth_spec (options, i);

        if (spec->type == WATTLE_OPTION_TEXT && wattle_options_has (options, spec->key))
            wattle_redaction_add_secret (self->redaction,
                                         wattle_options_get_text (options, spec->key), secret);
    }
    wattle_secret_free (secret);
}

static void
learn_options (WattleFrameRecorder *self, WattleOptions *options)
{
    for (guint i = 0; i < wattle_options_get_n_specs (options); i++) {
        const WattleOptionSpec *spec = wattle_options_get_nth_spec (options, i);

        if (spec->type == WATTLE_OPTION_SECRET && wattle_options_has (options, spec->key))
            learn_option (self, options, spec->key);
    }
}

/* Tokens come and go, so they are looked at with every frame. */
static void
learn_tokens (WattleFrameRecorder *self, WattleDevice *device)
{
    GHashTable *states = wattle_source_get_all_state (WATTLE_SOURCE (device));
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init (&iter, states);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
        const WattleSourceState *state = value;

        if (state->flags & WATTLE_STATE_SECRET)
            wattle_redaction_add_secret (self->redaction, NULL, state->text);
    }
}

static void
learn_identity (WattleFrameRecorder *self, WattleRunner *runner)
{
    WattleDevice *device = wattle_runner_get_device (runner);

    if (wattle_device_get_serial (device) != NULL)
        wattle_redaction_add_identifier (self->redaction, wattle_device_get_serial (device));
    if (wattle_device_get_mac (device) != NULL)
        wattle_redaction_add_identifier (self->redaction, wattle_device_get_mac (device));
    wattle_redaction_add_uri (self->redaction, wattle_device_get_url (device));
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        if (wattle_runner_get_link (runner, kind) != NULL)
            wattle_redaction_add_uri (self->redaction,
                                      wattle_link_get_uri (wattle_runner_get_link (runner, kind)));
    learn_tokens (self, device);
}

static void
learn_frame (WattleFrameRecorder *self, WattleRunner *runner, WattleFrame *frame)
{
    WattleCatalog *catalog =
        wattle_plugins_get_catalog (self->parts.plugins, wattle_runner_get_driver (runner));
    gsize length;
    const char *data = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    learn_tokens (self, wattle_runner_get_device (runner));
    wattle_redaction_scan (self->redaction,
                           catalog != NULL ? wattle_catalog_get_redactions (catalog) : NULL, data,
                           length);
}

/* Recording */

static Tape *
find_tape (WattleFrameRecorder *self, WattleRunner *runner)
{
    return g_hash_table_lookup (self->tapes, wattle_readings_text_find_root (runner));
}

/* One message reaches every device that listens for it, and is one line. */
static gboolean
is_again (const WattleRecording *recording, WattleFrame *frame)
{
    const WattleExchange *last;

    if (recording->exchanges->len == 0)
        return FALSE;

    last = g_ptr_array_index (recording->exchanges, recording->exchanges->len - 1);
    return last->request == NULL &&
           wattle_frame_get_bytes (last->frame) == wattle_frame_get_bytes (frame) &&
           g_str_equal (wattle_frame_get_topic (last->frame), wattle_frame_get_topic (frame));
}

static gboolean
has_room (Tape *tape, WattleFrame *frame)
{
    gsize size = g_bytes_get_size (wattle_frame_get_bytes (frame));

    /* In a line each byte may take six. */
    if (tape->held + size <= MAX_HELD && size <= WATTLE_RECORDING_MAX_LINE / 8)
        tape->held += size + 256;
    else
        tape->full = TRUE;
    return !tape->full;
}

/* What is kept of an answer: of a private one so many zeros. */
static WattleFrame *
make_copy (WattleRequest *request, WattleFrame *frame)
{
    gsize size = g_bytes_get_size (wattle_frame_get_bytes (frame));
    g_autoptr (GBytes) zeros = NULL;

    if (request == NULL || size == 0 ||
        !(wattle_request_get_flags (request) & WATTLE_REQUEST_PRIVATE))
        return g_object_ref (frame);

    zeros = g_bytes_new_take (g_malloc0 (size), size);
    return wattle_frame_new_answer (wattle_frame_get_tag (frame), wattle_frame_get_status (frame),
                                    wattle_frame_get_content_type (frame), zeros,
                                    wattle_frame_get_time (frame));
}

static void
on_frame (WattleRunner *runner, WattleRequest *request, WattleFrame *frame, gpointer user_data)
{
    WattleFrameRecorder *self = user_data;
    Tape *tape = find_tape (self, runner);
    g_autofree char *text = request != NULL ? wattle_request_to_string (request) : NULL;
    g_autoptr (WattleFrame) copy = NULL;
    gint64 time;

    if (tape == NULL || tape->full || (request == NULL && is_again (tape->recording, frame)))
        return;
    learn_frame (self, runner, frame);
    if (!has_room (tape, frame)) {
        g_message ("%s: the recording ends here, it has become too large",
                   wattle_runner_get_id (tape->root));
        wattle_frame_recorder_write (self);
        return;
    }

    time = wattle_clock_get_monotonic (self->parts.clock) - tape->begun;
    copy = make_copy (request, frame);
    g_ptr_array_add (tape->recording->exchanges,
                     wattle_exchange_new (time, wattle_runner_get_id (runner), text, copy));
    tape->changed = TRUE;
}

static void
add_state (WattleRecording *recording, WattleRunner *runner)
{
    GHashTable *states =
        wattle_source_get_all_state (WATTLE_SOURCE (wattle_runner_get_device (runner)));
    GHashTableIter iter;
    gpointer key;
    gpointer value;

    g_hash_table_iter_init (&iter, states);
    while (g_hash_table_iter_next (&iter, &key, &value)) {
        const WattleSourceState *state = value;

        if (!(state->flags & WATTLE_STATE_SECRET))
            wattle_recording_add_state (recording, wattle_runner_get_id (runner), key, state->text);
    }
}

static void
add_options (WattleRecording *recording, WattleOptions *options)
{
    for (guint i = 0; i < wattle_options_get_n_specs (options); i++) {
        const WattleOptionSpec *spec = wattle_options_get_nth_spec (options, i);

        if (wattle_options_has (options, spec->key))
            wattle_recording_add_option (recording, spec->key,
                                         spec->type != WATTLE_OPTION_SECRET
                                             ? wattle_options_get_text (options, spec->key)
                                             : NULL);
    }
}

static void
begin_tape (WattleFrameRecorder *self, WattleRunner *runner)
{
    WattleCatalog *catalog =
        wattle_plugins_get_catalog (self->parts.plugins, wattle_runner_get_driver (runner));
    const char *model = wattle_runner_get_model (runner);
    Tape *tape = g_new0 (Tape, 1);

    tape->root = runner;
    tape->begun = wattle_clock_get_monotonic (self->parts.clock);
    tape->recording = wattle_recording_new (wattle_runner_get_driver (runner), model,
                                            wattle_runner_get_id (runner), self->version,
                                            wattle_clock_get_wall (self->parts.clock));
    add_options (tape->recording, wattle_runner_get_options (runner));
    if (catalog != NULL && wattle_catalog_has_model (catalog, model) &&
        wattle_catalog_get_interval (catalog, model) != wattle_runner_get_interval (runner))
        tape->recording->interval_ms = (int)wattle_runner_get_interval (runner);
    g_hash_table_insert (self->tapes, runner, tape);
}

/* Writing */

static gboolean
write_file (WattleFrameRecorder *self, const char *name, const char *ending, const char *text)
{
    g_autofree char *file = g_strconcat (name, ending, NULL);
    g_autofree char *path = g_build_filename (self->folder, file, NULL);
    g_autoptr (GError) error = NULL;

    if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
        return TRUE;

    wattle_problems_set_error (self->parts.problems, "host", "record", "", error);
    return FALSE;
}

static void
remove_file (WattleFrameRecorder *self, const char *name, const char *ending)
{
    g_autofree char *file = g_strconcat (name, ending, NULL);
    g_autofree char *path = g_build_filename (self->folder, file, NULL);

    g_unlink (path);
}

/* The name holds what the identifier holds: a serial number that was learnt since moves the files.
 */
static void
rename_tape (WattleFrameRecorder *self, Tape *tape)
{
    char *name = wattle_redaction_apply_text (self->redaction, wattle_runner_get_id (tape->root));

    if (tape->name != NULL && !g_str_equal (tape->name, name)) {
        remove_file (self, tape->name, ".jsonl");
        remove_file (self, tape->name, ".expected");
    }
    g_free (tape->name);
    tape->name = name;
}

static void
print_tape (WattleFrameRecorder *self, Tape *tape, char **lines, char **readings)
{
    *lines = wattle_recording_to_text (tape->recording, self->redaction);
    *readings = wattle_readings_text (self->parts.manager, tape->root, self->redaction);
}

static void
write_tape (WattleFrameRecorder *self, Tape *tape)
{
    g_autofree char *lines = NULL;
    g_autofree char *readings = NULL;

    rename_tape (self, tape);
    print_tape (self, tape, &lines, &readings);
    if (write_file (self, tape->name, ".jsonl", lines) &&
        write_file (self, tape->name, ".expected", readings))
        wattle_problems_clear (self->parts.problems, "host", "record");
    tape->changed = FALSE;
}

static void
learn_identities (WattleFrameRecorder *self)
{
    for (guint i = 0; i < wattle_manager_get_n_runners (self->parts.manager); i++)
        learn_identity (self, wattle_manager_get_runner (self->parts.manager, i));
}

void
wattle_frame_recorder_write (WattleFrameRecorder *self)
{
    GHashTableIter iter;
    gpointer tape;

    if (self->folder == NULL)
        return;

    learn_identities (self);
    g_hash_table_iter_init (&iter, self->tapes);
    while (g_hash_table_iter_next (&iter, NULL, &tape))
        if (((Tape *)tape)->changed)
            write_tape (self, tape);
}

gboolean
wattle_frame_recorder_print (WattleFrameRecorder *self,
                             WattleRunner *root,
                             char **recording,
                             char **expected)
{
    Tape *tape = g_hash_table_lookup (self->tapes, root);

    if (tape == NULL)
        return FALSE;

    learn_identities (self);
    print_tape (self, tape, recording, expected);
    return TRUE;
}

static void
on_write (gpointer user_data)
{
    WattleFrameRecorder *self = user_data;

    wattle_frame_recorder_write (self);
    self->timer = wattle_clock_call_after (self->parts.clock, WRITE_EVERY, on_write, self);
}

/* Devices come and go */

/* One that was made elsewhere could not be made again for a replay, and a tariff plan is no device
 * that anything came from. */
static gboolean
is_worth_a_tape (WattleRunner *runner)
{
    return wattle_runner_get_parent (runner) == NULL && wattle_runner_get_driver (runner) != NULL &&
           !WATTLE_IS_TARIFF_DEVICE (wattle_runner_get_device (runner));
}

static void
on_added (WattleManager *manager, WattleRunner *runner, gpointer user_data)
{
    WattleFrameRecorder *self = user_data;
    Tape *tape;

    if (self->stopped)
        return;
    learn_options (self, wattle_runner_get_options (runner));
    if (is_worth_a_tape (runner))
        begin_tape (self, runner);
    tape = find_tape (self, runner);
    if (tape == NULL)
        return;
    add_state (tape->recording, runner);
    wattle_runner_set_frame_func (runner, on_frame, self);
}

/* Its readings are gone already, so the files stay as they were written last. */
static void
on_removed (WattleManager *manager, WattleRunner *runner, gboolean for_good, gpointer user_data)
{
    WattleFrameRecorder *self = user_data;

    wattle_runner_set_frame_func (runner, NULL, NULL);
    g_hash_table_remove (self->tapes, runner);
}

WattleFrameRecorder *
wattle_frame_recorder_new (const char *folder,
                           const char *version,
                           const WattleFrameRecorderParts *parts)
{
    WattleFrameRecorder *self = g_object_new (WATTLE_TYPE_FRAME_RECORDER, NULL);

    self->folder = g_strdup (folder);
    self->version = g_strdup (version);
    self->parts = *parts;
    g_object_ref (parts->clock);
    g_object_ref (parts->plugins);
    g_object_ref (parts->secrets);
    g_object_ref (parts->problems);
    g_object_ref (parts->manager);

    if (folder != NULL && g_mkdir_with_parents (folder, 0700) != 0)
        wattle_problems_set (parts->problems, "host", "record", "%s cannot be made: %s", folder,
                             g_strerror (errno));
    g_signal_connect_object (parts->manager, "runner-added", G_CALLBACK (on_added), self, 0);
    g_signal_connect_object (parts->manager, "runner-removed", G_CALLBACK (on_removed), self, 0);
    if (folder != NULL)
        self->timer = wattle_clock_call_after (parts->clock, WRITE_EVERY, on_write, self);
    return self;
}

void
wattle_frame_recorder_stop (WattleFrameRecorder *self)
{
    if (self->stopped)
        return;

    self->stopped = TRUE;
    wattle_clock_clear (self->parts.clock, &self->timer);
    wattle_frame_recorder_write (self);
    detach_runners (self);
}
