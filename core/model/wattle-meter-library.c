/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-library.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/wattle-error.h"

typedef struct {
    WattleMeter *meter;
    GBytes *text;
    WattleMeterOrigin origin;
    gboolean replaces;
} Entry;

struct _WattleMeterLibrary {
    gatomicrefcount references;
    GPtrArray *entries;        /* of Entry, by id */
    GPtrArray *complaints;     /* of char *, ended by NULL */
    WattleMeterLibrary *known; /* or NULL */
};

static void
entry_free (gpointer data)
{
    Entry *entry = data;

    wattle_meter_unref (entry->meter);
    g_bytes_unref (entry->text);
    g_free (entry);
}

WattleMeterLibrary *
wattle_meter_library_new (void)
{
    WattleMeterLibrary *self = g_new0 (WattleMeterLibrary, 1);

    g_atomic_ref_count_init (&self->references);
    self->entries = g_ptr_array_new_with_free_func (entry_free);
    self->complaints = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (self->complaints, NULL);
    return self;
}

WattleMeterLibrary *
wattle_meter_library_ref (WattleMeterLibrary *self)
{
    g_atomic_ref_count_inc (&self->references);
    return self;
}

void
wattle_meter_library_unref (WattleMeterLibrary *self)
{
    if (!g_atomic_ref_count_dec (&self->references))
        return;

    g_ptr_array_unref (self->entries);
    g_ptr_array_unref (self->complaints);
    g_clear_pointer (&self->known, wattle_meter_library_unref);
    g_free (self);
}

/* The first whose id is not before @id. */
static guint
find_place (WattleMeterLibrary *self, const char *id)
{
    guint low = 0;
    guint high = self->entries->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        const Entry *entry = g_ptr_array_index (self->entries, middle);

        if (strcmp (entry->meter->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static Entry *
find_entry (WattleMeterLibrary *self, const char *id)
{
    guint place = find_place (self, id);
    Entry *entry = place < self->entries->len ? self->entries->pdata[place] : NULL;

    return entry != NULL && g_str_equal (entry->meter->id, id) ? entry : NULL;
}

/* Adding */

void
wattle_meter_library_share (WattleMeterLibrary *self, WattleMeterLibrary *known)
{
    g_clear_pointer (&self->known, wattle_meter_library_unref);
    self->known = known != NULL ? wattle_meter_library_ref (known) : NULL;
}

/* Whether the file is the same there. */
static const Entry *
find_known (WattleMeterLibrary *self, const char *name, GBytes *text)
{
    g_autofree char *id = g_strdup (name);
    const Entry *entry;

    if (self->known == NULL || !g_str_has_suffix (name, ".json"))
        return NULL;
    id[strlen (id) - strlen (".json")] = '\0';
    entry = find_entry (self->known, id);
    return entry != NULL && g_bytes_equal (entry->text, text) ? entry : NULL;
}

static gboolean
check_name (const char *name, const WattleMeter *meter, GError **error)
{
    g_autofree char *wanted = g_strconcat (meter->id, ".json", NULL);

    if (g_str_equal (wanted, name))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "the file must be called like its id, with .json behind");
    return FALSE;
}

static gboolean
check_size (gsize length, GError **error)
{
    if (length <= WATTLE_METER_MAX_SIZE)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "is longer than the %d bytes that are allowed",
                      WATTLE_METER_MAX_SIZE);
    return FALSE;
}

static WattleMeter *
parse (GBytes *text, GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (text, &length);

    return check_size (length, error)
               ? wattle_meter_parse (data != NULL ? data : "", (gssize)length, error)
               : NULL;
}

static void
put (WattleMeterLibrary *self, WattleMeter *meter, GBytes *text, WattleMeterOrigin origin)
{
    guint place = find_place (self, meter->id);
    const Entry *other = find_entry (self, meter->id);
    Entry *entry = g_new0 (Entry, 1);

    entry->meter = meter;
    entry->text = g_bytes_ref (text);
    entry->origin = origin;
    entry->replaces = origin == WATTLE_METER_OWN && other != NULL &&
                      (other->replaces || other->origin == WATTLE_METER_BUILT_IN);
    if (other != NULL)
        g_ptr_array_remove_index (self->entries, place);
    g_ptr_array_insert (self->entries, (int)place, entry);
}

gboolean
wattle_meter_library_add (WattleMeterLibrary *self,
                          const char *name,
                          GBytes *text,
                          WattleMeterOrigin origin,
                          GError **error)
{
    const Entry *known = find_known (self, name, text);
    g_autoptr (WattleMeter) meter = NULL;

    if (known != NULL) {
        put (self, wattle_meter_ref (known->meter), known->text, origin);
        return TRUE;
    }

    meter = parse (text, error);
    if (meter == NULL || !check_name (name, meter, error))
        return FALSE;
    put (self, g_steal_pointer (&meter), text, origin);
    return TRUE;
}

/* Folders */

static void
complain (WattleMeterLibrary *self, const char *path, const char *what)
{
    g_ptr_array_insert (self->complaints, (int)self->complaints->len - 1,
                        g_strdup_printf ("%s: %s", path, what));
}

/* Opening a pipe would wait for its other end, so only what is a file is opened. */
static GBytes *
read_file (const char *path, GError **error)
{
    GStatBuf info;
    gsize length;
    char *text;

    if (g_stat (path, &info) != 0)
        wattle_error_set (error, WATTLE_ERROR_FAILED, "cannot be read: %s", g_strerror (errno));
    else if (!S_ISREG (info.st_mode))
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "is not a file");
    else if (check_size ((gsize)info.st_size, error) &&
             g_file_get_contents (path, &text, &length, error))
        return g_bytes_new_take (text, length);
    return NULL;
}

static void
load (WattleMeterLibrary *self, const char *folder, const char *name, WattleMeterOrigin origin)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) text = read_file (path, &error);

    if (text == NULL || !wattle_meter_library_add (self, name, text, origin, &error))
        complain (self, path, error->message);
}

static int
compare (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* In their order, so that complaints come in the same one each time. */
static GPtrArray *
list_files (GDir *dir)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL)
        if (*name != '.' && g_str_has_suffix (name, ".json") &&
            !g_str_has_suffix (name, ".schema.json"))
            g_ptr_array_add (names, g_strdup (name));
    g_ptr_array_sort (names, compare);
    return names;
}

void
wattle_meter_library_add_folder (WattleMeterLibrary *self,
                                 const char *folder,
                                 WattleMeterOrigin origin)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
    g_autoptr (GPtrArray) names = NULL;

    if (dir == NULL) {
        if (origin == WATTLE_METER_BUILT_IN ||
            !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
            complain (self, folder, error->message);
        return;
    }

    names = list_files (dir);
    for (guint i = 0; i < names->len; i++)
        load (self, folder, g_ptr_array_index (names, i), origin);
}

/* Asking */

guint
wattle_meter_library_get_length (WattleMeterLibrary *self)
{
    return self->entries->len;
}

const WattleMeter *
wattle_meter_library_get (WattleMeterLibrary *self, guint index)
{
    return ((const Entry *)g_ptr_array_index (self->entries, index))->meter;
}

const WattleMeter *
wattle_meter_library_find (WattleMeterLibrary *self, const char *id)
{
    const Entry *entry = find_entry (self, id);

    return entry != NULL ? entry->meter : NULL;
}

WattleMeterOrigin
wattle_meter_library_get_origin (WattleMeterLibrary *self, const char *id)
{
    const Entry *entry = find_entry (self, id);

    g_return_val_if_fail (entry != NULL, WATTLE_METER_BUILT_IN);

    return entry->origin;
}

gboolean
wattle_meter_library_replaces (WattleMeterLibrary *self, const char *id)
{
    const Entry *entry = find_entry (self, id);

    return entry != NULL && entry->replaces;
}

GBytes *
wattle_meter_library_get_text (WattleMeterLibrary *self, const char *id)
{
    const Entry *entry = find_entry (self, id);

    return entry != NULL ? entry->text : NULL;
}

gboolean
wattle_meter_library_agree (WattleMeterLibrary *self, WattleMeterLibrary *other, const char *id)
{
    GBytes *mine = wattle_meter_library_get_text (self, id);
    GBytes *theirs = wattle_meter_library_get_text (other, id);

    return mine == theirs || (mine != NULL && theirs != NULL && g_bytes_equal (mine, theirs));
}

const char *const *
wattle_meter_library_get_complaints (WattleMeterLibrary *self)
{
    return (const char *const *)self->complaints->pdata;
}
