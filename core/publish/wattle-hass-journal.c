/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-journal.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "engine/wattle-file-read.h"
#include "engine/wattle-quarantine.h"
#include "wattle-hass-components.h"
#include "wattle-hass-owned.h"

#define REWRITE_DELAY (60 * G_USEC_PER_SEC)
#define MAX_SIZE      (16 * 1024 * 1024)

#define SUBJECT "homeassistant"

/* The first line; another form would have another number. */
#define HEADER "{\"format\":1}"

struct _WattleHassJournal {
    const WattleHassHost *host;
    WattleProblems *problems;
    WattleClock *clock;
    char *path;
    GPtrArray *owned;     /* of WattleHassOwned, in order of arrival */
    GHashTable *by_names; /* prefix, instance and id → WattleHassOwned */
    gboolean has_file;    /* that a line may be added to */
    guint timer;          /* while the file holds what is no longer needed */
};

static char *
join_names (const char *prefix, const char *instance, const char *id)
{
    return g_strjoin ("\n", prefix, instance, id, NULL);
}

static void
insert (WattleHassJournal *self, WattleHassOwned *owned)
{
    char *names = join_names (owned->prefix, owned->instance, owned->id);
    WattleHassOwned *before = g_hash_table_lookup (self->by_names, names);

    if (before != NULL)
        g_ptr_array_remove (self->owned, before);
    g_ptr_array_add (self->owned, owned);
    g_hash_table_replace (self->by_names, names, owned);
}

/* The file */

static void
report (WattleHassJournal *self, const char *topic, const char *what, const char *why)
{
    wattle_problems_set (self->problems, SUBJECT, topic,
                         "%s: %s: %s; what Home Assistant was told may have to be removed there by "
                         "hand when a device is gone",
                         self->path, what, why);
}

static void
put_aside (WattleHassJournal *self, const char *why)
{
    g_autofree char *folder = g_path_get_dirname (self->path);
    g_autofree char *name = g_path_get_basename (self->path);
    g_autoptr (GError) error = NULL;
    g_autofree char *aside = wattle_quarantine_put (folder, name, self->clock, &error);
    g_autofree char *what = NULL;

    g_ptr_array_set_size (self->owned, 0);
    g_hash_table_remove_all (self->by_names);
    if (aside != NULL)
        what = g_strdup_printf ("is damaged and was moved to %s", aside);
    else
        what = g_strdup_printf ("is damaged, and %s", error->message);
    report (self, "journal", what, why);
}

static gboolean
read_line (WattleHassJournal *self, const char *line, gsize length, guint number, GError **error)
{
    WattleHassOwned *owned;

    if (number == 1) {
        if (length == strlen (HEADER) && memcmp (line, HEADER, length) == 0)
            return TRUE;
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "line 1: must be " HEADER);
        return FALSE;
    }

    owned = wattle_hass_owned_parse (line, length, error);
    if (owned == NULL) {
        g_prefix_error (error, "line %u: ", number);
        return FALSE;
    }
    insert (self, owned);
    return TRUE;
}

/* The last line has no end if the process ended while it was written; it was not yet acted upon. */
static gboolean
read_lines (WattleHassJournal *self, const char *text, gsize length, GError **error)
{
    const char *end;

    for (guint number = 1; (end = memchr (text, '\n', length)) != NULL; number++) {
        gsize size = (gsize)(end - text);

        if (!read_line (self, text, size, number, error))
            return FALSE;
        text += size + 1;
        length -= size + 1;
    }

    return TRUE;
}

static gboolean
read_file (WattleHassJournal *self, GError **error)
{
    g_autofree char *text = NULL;
    gsize length;

    return wattle_file_read (self->path, MAX_SIZE, &text, &length, error) &&
           read_lines (self, text, length, error);
}

static void
load (WattleHassJournal *self)
{
    g_autoptr (GError) error = NULL;

    if (!read_file (self, &error) && !g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        put_aside (self, error->message);
}

static void
rewrite (gpointer user_data)
{
    WattleHassJournal *self = user_data;
    g_autoptr (GString) text = g_string_new (HEADER "\n");
    g_autoptr (GError) error = NULL;

    wattle_clock_clear (self->clock, &self->timer);
    for (guint i = 0; i < self->owned->len; i++)
        wattle_hass_owned_append (g_ptr_array_index (self->owned, i), text);

    self->has_file = g_file_set_contents_full (self->path, text->str, (gssize)text->len,
                                               G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
    if (self->has_file)
        wattle_problems_clear (self->problems, SUBJECT, "journal-write");
    else
        report (self, "journal-write", "cannot be written", error->message);
}

static void
rewrite_later (WattleHassJournal *self)
{
    if (self->path != NULL && self->timer == 0)
        self->timer = wattle_clock_call_after (self->clock, REWRITE_DELAY, rewrite, self);
}

static gboolean
add_line (WattleHassJournal *self, const WattleHassOwned *owned)
{
    g_autoptr (GString) text = g_string_new (NULL);
    int file = g_open (self->path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
    gssize written;

    if (file < 0)
        return FALSE;

    wattle_hass_owned_append (owned, text);
    written = write (file, text->str, text->len);
    close (file);
    return written == (gssize)text->len;
}

/* In the page cache it survives the end of the process, which is enough: it is put on disk with the
 * next rewrite. Half a line must not be added to. */
static void
keep (WattleHassJournal *self, const WattleHassOwned *owned)
{
    if (self->path == NULL)
        return;

    if (self->has_file && add_line (self, owned))
        rewrite_later (self);
    else
        rewrite (self);
}

WattleHassJournal *
wattle_hass_journal_new (const char *path,
                         const WattleHassHost *host,
                         WattleProblems *problems,
                         WattleClock *clock)
{
    WattleHassJournal *self = g_new0 (WattleHassJournal, 1);

    self->host = host;
    self->problems = g_object_ref (problems);
    self->clock = g_object_ref (clock);
    self->path = g_strdup (path);
    self->owned = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_hass_owned_free);
    self->by_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    if (path != NULL)
        load (self);
    return self;
}

void
wattle_hass_journal_free (WattleHassJournal *self)
{
    wattle_clock_clear (self->clock, &self->timer);
    g_hash_table_unref (self->by_names);
    g_ptr_array_unref (self->owned);
    g_object_unref (self->problems);
    g_object_unref (self->clock);
    g_free (self->path);
    g_free (self);
}

/* Entries */

WattleHassOwned *
wattle_hass_journal_find (WattleHassJournal *self, const char *id)
{
    g_autofree char *names = join_names (self->host->prefix, self->host->instance, id);

    return g_hash_table_lookup (self->by_names, names);
}

gboolean
wattle_hass_journal_is_present (WattleHassJournal *self, const WattleHassOwned *owned)
{
    return g_str_equal (owned->prefix, self->host->prefix) &&
           g_str_equal (owned->instance, self->host->instance);
}

GHashTable *
wattle_hass_journal_dup_components (WattleHassJournal *self, const char *id)
{
    WattleHassOwned *owned = wattle_hass_journal_find (self, id);

    return owned != NULL ? wattle_hass_components_copy (owned->components)
                         : wattle_hass_components_new ();
}

static gboolean
components_are_equal (GHashTable *a, GHashTable *b)
{
    GHashTableIter iter;
    gpointer key;
    gpointer platform;

    if (g_hash_table_size (a) != g_hash_table_size (b))
        return FALSE;

    g_hash_table_iter_init (&iter, a);
    while (g_hash_table_iter_next (&iter, &key, &platform))
        if (g_strcmp0 (g_hash_table_lookup (b, key), platform) != 0)
            return FALSE;

    return TRUE;
}

static WattleHassOwned *
ensure (WattleHassJournal *self, const char *id)
{
    WattleHassOwned *owned = wattle_hass_journal_find (self, id);

    if (owned == NULL) {
        owned = wattle_hass_owned_new (self->host->instance, self->host->prefix, id);
        insert (self, owned);
    }
    return owned;
}

void
wattle_hass_journal_note (WattleHassJournal *self,
                          const char *id,
                          const char *parent,
                          const char *const *topics,
                          GHashTable *components)
{
    WattleHassOwned *owned = ensure (self, id);

    owned->cleared = FALSE;
    if (components == NULL)
        components = owned->components;
    if (parent == NULL)
        parent = "";
    if (!owned->gone && g_str_equal (owned->parent, parent) &&
        g_strv_equal ((const char *const *)owned->topics, topics) &&
        components_are_equal (owned->components, components))
        return;

    owned->gone = FALSE;
    g_free (owned->parent);
    owned->parent = g_strdup (parent);
    g_strfreev (owned->topics);
    owned->topics = g_strdupv ((GStrv)topics);
    g_hash_table_ref (components);
    g_hash_table_unref (owned->components);
    owned->components = components;
    keep (self, owned);
}

void
wattle_hass_journal_set_missing (WattleHassJournal *self, WattleHassOwned *owned, gint64 since)
{
    if (owned->missing_since == since)
        return;

    owned->missing_since = since;
    keep (self, owned);
}

void
wattle_hass_journal_set_gone (WattleHassJournal *self, const char *id)
{
    WattleHassOwned *owned = wattle_hass_journal_find (self, id);

    if (owned == NULL || owned->gone)
        return;

    owned->gone = TRUE;
    keep (self, owned);
}

/* Until the file is written anew, a restart would clear it once more. */
void
wattle_hass_journal_drop (WattleHassJournal *self, WattleHassOwned *owned)
{
    g_autofree char *names = join_names (owned->prefix, owned->instance, owned->id);

    g_hash_table_remove (self->by_names, names);
    g_ptr_array_remove (self->owned, owned);
    rewrite_later (self);
}

guint
wattle_hass_journal_get_n_owned (WattleHassJournal *self)
{
    return self->owned->len;
}

WattleHassOwned *
wattle_hass_journal_get_owned (WattleHassJournal *self, guint index)
{
    return g_ptr_array_index (self->owned, index);
}

void
wattle_hass_journal_flush (WattleHassJournal *self)
{
    if (self->timer != 0)
        rewrite (self);
}
