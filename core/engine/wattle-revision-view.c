/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-revision-view.h"

#include <inttypes.h>

#include "base/wattle-error.h"
#include "base/wattle-text-diff.h"

void
wattle_revision_free (WattleRevision *self)
{
    g_free (self->author);
    g_free (self->summary);
    g_strfreev (self->files);
    g_free (self);
}

const WattleRevisionRecord *
wattle_revision_view_find (const WattleRevisionLog *log, guint64 id, GError **error)
{
    const WattleRevisionRecord *record = wattle_revision_log_find (log, id);

    if (record == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no revision %" PRIu64, id);
    return record;
}

static GStrv
list_names (const WattleFileSet *changes)
{
    g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

    for (guint i = 0; i < wattle_file_set_get_count (changes); i++)
        g_strv_builder_add (names, wattle_file_set_get_name (changes, i));

    return g_strv_builder_end (names);
}

static WattleRevision *
describe (const WattleRevisionRecord *record)
{
    WattleRevision *revision = g_new0 (WattleRevision, 1);

    revision->id = record->id;
    revision->time = record->time;
    revision->author = g_strdup (record->author);
    revision->summary = g_strdup (record->summary);
    revision->files = list_names (record->changes);
    return revision;
}

GPtrArray *
wattle_revision_view_list (const WattleRevisionLog *log, guint limit)
{
    GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_revision_free);
    const WattleRevisionRecord *record = wattle_revision_log_get_last (log);

    for (; record != NULL && (limit == 0 || list->len < limit);
         record = wattle_revision_log_get_before (log, record->id))
        g_ptr_array_add (list, describe (record));

    return list;
}

GBytes *
wattle_revision_view_read (const WattleRevisionLog *log,
                           guint64 id,
                           const char *name,
                           GError **error)
{
    g_autoptr (WattleFileSet) files = NULL;
    GBytes *contents;

    if (wattle_revision_view_find (log, id, error) == NULL)
        return NULL;

    files = wattle_revision_log_get_files (log, id);
    contents = wattle_file_set_find (files, name);
    if (contents == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no %s in revision %" PRIu64,
                          name, id);
        return NULL;
    }

    return g_bytes_ref (contents);
}

/* Differences */

static char *
make_text (GBytes *contents)
{
    gsize length;
    const char *data;

    if (contents == NULL)
        return NULL;

    data = wattle_file_set_get_text (contents, &length);
    return length > 0 ? g_utf8_make_valid (data, (gssize)length) : g_strdup ("");
}

static char *
compare (const WattleFileSet *from, const WattleFileSet *to)
{
    g_autoptr (WattleFileSet) changes = wattle_file_set_compare (from, to);
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < wattle_file_set_get_count (changes); i++) {
        const char *name = wattle_file_set_get_name (changes, i);
        g_autofree char *before = make_text (wattle_file_set_find (from, name));
        g_autofree char *after = make_text (wattle_file_set_get_contents (changes, i));

        wattle_text_diff (text, name, before, after);
    }

    return g_string_free (text, FALSE);
}

static WattleFileSet *
get_files (const WattleRevisionLog *log, guint64 id, GError **error)
{
    if (wattle_revision_view_find (log, id, error) == NULL)
        return NULL;
    return wattle_revision_log_get_files (log, id);
}

static WattleFileSet *
get_files_before (const WattleRevisionLog *log, guint64 id)
{
    const WattleRevisionRecord *record = wattle_revision_log_get_before (log, id);

    return record != NULL ? wattle_revision_log_get_files (log, record->id)
                          : wattle_file_set_new ();
}

static WattleFileSet *
get_files_before_now (const WattleRevisionLog *log, const WattleFileSet *now)
{
    const WattleRevisionRecord *last = wattle_revision_log_get_last (log);
    g_autoptr (WattleFileSet) files = get_files_before (log, G_MAXUINT64);
    g_autoptr (WattleFileSet) changes = wattle_file_set_compare (files, now);

    if (last != NULL && wattle_file_set_get_count (changes) == 0)
        return get_files_before (log, last->id);
    return g_steal_pointer (&files);
}

char *
wattle_revision_view_diff (const WattleRevisionLog *log,
                           const WattleFileSet *now,
                           guint64 from,
                           guint64 to,
                           GError **error)
{
    g_autoptr (WattleFileSet) new =
        to != 0 ? get_files (log, to, error) : wattle_file_set_copy (now);
    g_autoptr (WattleFileSet) old = NULL;

    if (new == NULL)
        return NULL;

    if (from != 0)
        old = get_files (log, from, error);
    else
        old = to != 0 ? get_files_before (log, to) : get_files_before_now (log, now);
    return old != NULL ? compare (old, new) : NULL;
}
