/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-state-store.h"

#include "base/wattle-error.h"
#include "wattle-key-file.h"

#define SAVE_DELAY (10 * G_USEC_PER_SEC)

struct _WattleStateStore {
    GObject parent_instance;

    char *folder;
    WattleFileQueue *queue;
    WattleClock *clock;
    GHashTable *waiting;   /* id → WattleSource whose texts are to be written */
    GHashTable *forgotten; /* ids of which the disk may still have more than secrets */
    guint timer;
};

G_DEFINE_FINAL_TYPE (WattleStateStore, wattle_state_store, G_TYPE_OBJECT)

static void
wattle_state_store_finalize (GObject *object)
{
    WattleStateStore *self = WATTLE_STATE_STORE (object);

    wattle_clock_clear (self->clock, &self->timer);
    wattle_file_queue_free (self->queue);
    g_hash_table_unref (self->waiting);
    g_hash_table_unref (self->forgotten);
    g_object_unref (self->clock);
    g_free (self->folder);

    G_OBJECT_CLASS (wattle_state_store_parent_class)->finalize (object);
}

static void
wattle_state_store_class_init (WattleStateStoreClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_state_store_finalize;
}

static void
wattle_state_store_init (WattleStateStore *self)
{
    self->queue = wattle_file_queue_new ();
    self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
    self->forgotten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

WattleStateStore *
wattle_state_store_new (const char *folder, WattleClock *clock)
{
    WattleStateStore *self = g_object_new (WATTLE_TYPE_STATE_STORE, NULL);

    self->folder = g_strdup (folder);
    self->clock = g_object_ref (clock);
    return self;
}

static const char *
get_group (WattleStateFlags flags)
{
    return flags & WATTLE_STATE_SECRET ? "Secret" : "State";
}

static char *
get_path (WattleStateStore *self, const char *id)
{
    g_autofree char *name = g_strconcat (id, ".state", NULL);

    return g_build_filename (self->folder, name, NULL);
}

static void
restore_group (GKeyFile *file, WattleSource *source, WattleStateFlags flags)
{
    g_auto (GStrv) keys = g_key_file_get_keys (file, get_group (flags), NULL, NULL);

    for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
        g_autofree char *text = g_key_file_get_string (file, get_group (flags), keys[i], NULL);

        if (text != NULL)
            wattle_source_restore_state (source, keys[i], text, flags);
    }
}

/* What is not on disk yet, because its device was made anew a moment ago. */
static gboolean
restore_waiting (WattleStateStore *self, const char *id, WattleSource *source)
{
    WattleSource *earlier = g_hash_table_lookup (self->waiting, id);
    GHashTableIter iter;
    gpointer key;
    gpointer value;

    if (earlier == NULL)
        return FALSE;

    g_hash_table_iter_init (&iter, wattle_source_get_all_state (earlier));
    while (g_hash_table_iter_next (&iter, &key, &value)) {
        WattleSourceState *state = value;

        wattle_source_restore_state (source, key, state->text, state->flags);
    }
    return TRUE;
}

void
wattle_state_store_restore (WattleStateStore *self, const char *id, WattleSource *source)
{
    g_autofree char *path = get_path (self, id);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) error = NULL;

    if (restore_waiting (self, id, source))
        return;
    if (!wattle_key_file_load (path, file, G_KEY_FILE_NONE, &error)) {
        if (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
            g_message ("%s: state is lost: %s: %s", id, path, error->message);
        return;
    }

    if (!g_hash_table_contains (self->forgotten, id))
        restore_group (file, source, 0);
    restore_group (file, source, WATTLE_STATE_SECRET);
}

/* A file as it is to be, made on the main thread and written in the other. */
typedef struct {
    char *path;
    GKeyFile *file;
    gboolean durable;
} Writing;

static void
writing_free (gpointer data)
{
    Writing *writing = data;

    g_free (writing->path);
    g_key_file_unref (writing->file);
    g_free (writing);
}

static gboolean
do_write (gpointer data, GError **error)
{
    Writing *writing = data;

    return wattle_key_file_save (writing->path, writing->file, writing->durable, error);
}

/* Takes @file. */
static void
push_file (WattleStateStore *self,
           const char *id,
           GKeyFile *file,
           gboolean durable,
           WattleFileDone done,
           gpointer user_data)
{
    Writing *writing = g_new (Writing, 1);

    writing->path = get_path (self, id);
    writing->file = file;
    writing->durable = durable;
    wattle_file_queue_push (self->queue, do_write, writing, writing_free, done, user_data);
}

static GKeyFile *
make_file (WattleSource *source)
{
    GKeyFile *file = g_key_file_new ();
    GHashTableIter iter;
    gpointer key;
    gpointer value;

    g_hash_table_iter_init (&iter, wattle_source_get_all_state (source));
    while (g_hash_table_iter_next (&iter, &key, &value)) {
        WattleSourceState *state = value;

        g_key_file_set_string (file, get_group (state->flags), key, state->text);
    }
    return file;
}

static void
on_written (const GError *error, gpointer user_data)
{
    g_autofree char *id = user_data;

    if (error != NULL)
        g_message ("%s: state is not kept: %s", id, error->message);
}

static void
write_waiting (gpointer user_data)
{
    WattleStateStore *self = user_data;
    GHashTableIter iter;
    gpointer id;
    gpointer source;

    self->timer = 0;
    g_hash_table_iter_init (&iter, self->waiting);
    while (g_hash_table_iter_next (&iter, &id, &source))
        push_file (self, id, make_file (source), FALSE, on_written, g_strdup (id));
    g_hash_table_remove_all (self->waiting);
}

void
wattle_state_store_keep (WattleStateStore *self,
                         const char *id,
                         WattleSource *source,
                         WattleStateFlags flags,
                         WattleFileDone done,
                         gpointer user_data)
{
    g_hash_table_remove (self->forgotten, id);
    if (flags & WATTLE_STATE_DURABLE) {
        g_hash_table_remove (self->waiting, id);
        push_file (self, id, make_file (source), TRUE, done, user_data);
        return;
    }

    g_hash_table_replace (self->waiting, g_strdup (id), g_object_ref (source));
    if (self->timer == 0)
        self->timer = wattle_clock_call_after (self->clock, SAVE_DELAY, write_waiting, self);
}

void
wattle_state_store_forget (WattleStateStore *self, const char *id)
{
    WattleSource *former = g_hash_table_lookup (self->waiting, id);
    g_autofree char *path = get_path (self, id);
    g_autoptr (GKeyFile) file = g_key_file_new ();

    if (former != NULL) {
        wattle_source_forget_state (former);
        return;
    }
    if (!wattle_key_file_load (path, file, G_KEY_FILE_NONE, NULL))
        return;

    g_hash_table_add (self->forgotten, g_strdup (id));
    g_key_file_remove_group (file, get_group (0), NULL);
    push_file (self, id, g_steal_pointer (&file), FALSE, on_written, g_strdup (id));
}

void
wattle_state_store_flush (WattleStateStore *self)
{
    wattle_clock_clear (self->clock, &self->timer);
    write_waiting (self);
    wattle_file_queue_wait (self->queue);
}
