/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-file-set.h"

#include <string.h>

typedef struct {
    char *name;
    GBytes *contents; /* or NULL */
    guint8 sum[WATTLE_FILE_SET_SUM];
} Entry;

struct _WattleFileSet {
    GPtrArray *entries;
};

static void
entry_free (gpointer data)
{
    Entry *entry = data;

    g_free (entry->name);
    g_clear_pointer (&entry->contents, g_bytes_unref);
    g_free (entry);
}

/* The name is part of it, so that a file that was renamed counts as changed. */
static void
compute_sum (Entry *entry)
{
    g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
    gsize length = sizeof entry->sum;
    gsize size;
    const guchar *data = g_bytes_get_data (entry->contents, &size);

    g_checksum_update (checksum, (const guchar *)entry->name, (gssize)strlen (entry->name) + 1);
    if (size > 0)
        g_checksum_update (checksum, data, (gssize)size);
    g_checksum_get_digest (checksum, entry->sum, &length);
}

WattleFileSet *
wattle_file_set_new (void)
{
    WattleFileSet *self = g_new (WattleFileSet, 1);

    self->entries = g_ptr_array_new_with_free_func (entry_free);
    return self;
}

static gpointer
copy_entry (gconstpointer data, gpointer user_data)
{
    const Entry *entry = data;
    Entry *copy = g_memdup2 (entry, sizeof *entry);

    copy->name = g_strdup (entry->name);
    if (entry->contents != NULL)
        g_bytes_ref (entry->contents);
    return copy;
}

WattleFileSet *
wattle_file_set_copy (const WattleFileSet *self)
{
    WattleFileSet *copy = g_new (WattleFileSet, 1);

    copy->entries = g_ptr_array_copy (self->entries, copy_entry, NULL);
    g_ptr_array_set_free_func (copy->entries, entry_free);
    return copy;
}

void
wattle_file_set_free (WattleFileSet *self)
{
    g_ptr_array_unref (self->entries);
    g_free (self);
}

/* The first whose name is not before @name. */
static guint
find_place (const WattleFileSet *self, const char *name)
{
    guint low = 0;
    guint high = self->entries->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        const Entry *entry = g_ptr_array_index (self->entries, middle);

        if (strcmp (entry->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }

    return low;
}

static Entry *
find_entry (const WattleFileSet *self, const char *name)
{
    guint place = find_place (self, name);
    Entry *entry = place < self->entries->len ? self->entries->pdata[place] : NULL;

    return entry != NULL && g_str_equal (entry->name, name) ? entry : NULL;
}

void
wattle_file_set_put (WattleFileSet *self, const char *name, GBytes *contents)
{
    Entry *entry = find_entry (self, name);

    if (entry == NULL) {
        entry = g_new0 (Entry, 1);
        entry->name = g_strdup (name);
        g_ptr_array_insert (self->entries, (int)find_place (self, name), entry);
    }

    g_clear_pointer (&entry->contents, g_bytes_unref);
    memset (entry->sum, 0, sizeof entry->sum);
    if (contents != NULL) {
        entry->contents = g_bytes_ref (contents);
        compute_sum (entry);
    }
}

void
wattle_file_set_put_text (WattleFileSet *self, const char *name, char *text)
{
    g_autoptr (GBytes) contents = g_bytes_new_take (text, strlen (text));

    wattle_file_set_put (self, name, contents);
}

void
wattle_file_set_drop (WattleFileSet *self, const char *name)
{
    Entry *entry = find_entry (self, name);

    if (entry != NULL)
        g_ptr_array_remove_index (self->entries, find_place (self, name));
}

guint
wattle_file_set_get_count (const WattleFileSet *self)
{
    return self->entries->len;
}

const char *
wattle_file_set_get_name (const WattleFileSet *self, guint index)
{
    return ((const Entry *)g_ptr_array_index (self->entries, index))->name;
}

GBytes *
wattle_file_set_get_contents (const WattleFileSet *self, guint index)
{
    return ((const Entry *)g_ptr_array_index (self->entries, index))->contents;
}

gboolean
wattle_file_set_has (const WattleFileSet *self, const char *name)
{
    return find_entry (self, name) != NULL;
}

GBytes *
wattle_file_set_find (const WattleFileSet *self, const char *name)
{
    Entry *entry = find_entry (self, name);

    return entry != NULL ? entry->contents : NULL;
}

const char *
wattle_file_set_get_text (GBytes *contents, gsize *length)
{
    const char *text = g_bytes_get_data (contents, length);

    return text != NULL ? text : "";
}

gboolean
wattle_file_set_is_same (GBytes *a, GBytes *b)
{
    return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

WattleFileSet *
wattle_file_set_compare (const WattleFileSet *from, const WattleFileSet *to)
{
    WattleFileSet *changes = wattle_file_set_new ();

    for (guint i = 0; i < from->entries->len; i++) {
        const Entry *entry = g_ptr_array_index (from->entries, i);

        if (!wattle_file_set_has (to, entry->name))
            wattle_file_set_put (changes, entry->name, NULL);
    }
    for (guint i = 0; i < to->entries->len; i++) {
        const Entry *entry = g_ptr_array_index (to->entries, i);

        if (!wattle_file_set_is_same (entry->contents, wattle_file_set_find (from, entry->name)))
            wattle_file_set_put (changes, entry->name, entry->contents);
    }

    return changes;
}

void
wattle_file_set_apply (WattleFileSet *self, const WattleFileSet *changes)
{
    for (guint i = 0; i < changes->entries->len; i++) {
        const Entry *entry = g_ptr_array_index (changes->entries, i);

        if (entry->contents != NULL)
            wattle_file_set_put (self, entry->name, entry->contents);
        else
            wattle_file_set_drop (self, entry->name);
    }
}

/* One word for all sums, whatever their order. */
void
wattle_file_set_get_sum (const WattleFileSet *self, guint8 sum[WATTLE_FILE_SET_SUM])
{
    memset (sum, 0, WATTLE_FILE_SET_SUM);
    for (guint i = 0; i < self->entries->len; i++) {
        const Entry *entry = g_ptr_array_index (self->entries, i);

        for (guint j = 0; j < WATTLE_FILE_SET_SUM; j++)
            sum[j] ^= entry->sum[j];
    }
}
