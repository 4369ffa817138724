/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-revision-log.h"

#include <string.h>

#include "base/wattle-json.h"
#include "wattle-config-tree.h"

#define SUM_MEMBER ",\"sum\":\""

/* More names than these are counted in a summary. */
#define MAX_NAMES 4

WattleRevisionRecord *
wattle_revision_record_new (guint64 id, const WattleFileSet *changes)
{
    WattleRevisionRecord *self = g_new0 (WattleRevisionRecord, 1);

    self->id = id;
    self->changes = changes != NULL ? wattle_file_set_copy (changes) : wattle_file_set_new ();
    return self;
}

void
wattle_revision_record_free (WattleRevisionRecord *self)
{
    g_free (self->author);
    g_free (self->summary);
    wattle_file_set_free (self->changes);
    g_free (self);
}

void
wattle_revision_log_free (WattleRevisionLog *self)
{
    g_ptr_array_unref (self->records);
    g_free (self);
}

static char *
format_sum (const WattleFileSet *files)
{
    guint8 sum[WATTLE_FILE_SET_SUM];
    GString *text = g_string_new (NULL);

    wattle_file_set_get_sum (files, sum);
    for (guint i = 0; i < sizeof sum; i++)
        g_string_append_printf (text, "%02x", sum[i]);
    return g_string_free (text, FALSE);
}

/* Reading */

/* The lines since the last that ended something. */
typedef struct {
    WattleRevisionLog *log;
    WattleFileSet *state; /* as far as the revisions read so far tell */
    const char *line;
    gsize line_length;
    GChecksum *sum;
    WattleRevisionRecord *record; /* NULL: no line of it has come */
    gboolean broken;
} Reading;

static void
begin_record (Reading *reading, guint64 id)
{
    g_clear_pointer (&reading->record, wattle_revision_record_free);
    g_checksum_reset (reading->sum);
    if (id != 0)
        reading->record = wattle_revision_record_new (id, NULL);
}

/* A line of another revision means that the one before was never finished. */
static void
ensure_record (Reading *reading, guint64 id)
{
    if (reading->record != NULL && reading->record->id == id)
        return;

    reading->broken |= reading->record != NULL;
    begin_record (reading, id);
}

static GBytes *
read_contents (JsonObject *object)
{
    const char *text = wattle_json_peek_string (object, "text");
    const char *coded = wattle_json_peek_string (object, "base64");
    gsize length;
    guchar *data;

    if (text != NULL)
        return g_bytes_new (text, strlen (text));
    if (coded == NULL)
        return NULL;

    data = g_base64_decode (coded, &length);
    return g_bytes_new_take (data, length);
}

static void
take_file (Reading *reading, JsonObject *object, const char *name)
{
    g_autoptr (GBytes) contents = read_contents (object);

    if (!wattle_config_tree_is_name (name)) {
        reading->broken = TRUE;
        return;
    }

    wattle_file_set_put (reading->record->changes, name, contents);
    g_checksum_update (reading->sum, (const guchar *)reading->line,
                       (gssize)reading->line_length + 1);
}

static gboolean
check_sum (Reading *reading, const char *wanted)
{
    const char *end = g_strrstr_len (reading->line, (gssize)reading->line_length, SUM_MEMBER);

    if (end == NULL)
        return FALSE;

    g_checksum_update (reading->sum, (const guchar *)reading->line, end - reading->line);
    return g_str_equal (g_checksum_get_string (reading->sum), wanted);
}

static gboolean
read_rest (Reading *reading, JsonObject *object)
{
    WattleRevisionRecord *record = reading->record;
    const char *author = wattle_json_peek_string (object, "author");
    const char *summary = wattle_json_peek_string (object, "summary");

    if (author == NULL || summary == NULL || record->id <= reading->log->last_id ||
        !wattle_json_get_integer (object, "time", G_MININT64, G_MAXINT64, &record->time, NULL))
        return FALSE;

    wattle_json_get_boolean (object, "complete", &record->complete, NULL);
    record->author = g_strdup (author);
    record->summary = g_strdup (summary);
    return TRUE;
}

static void
take_record (Reading *reading, const char *files)
{
    WattleRevisionRecord *record = g_steal_pointer (&reading->record);
    g_autofree char *known = NULL;

    if (record->complete) {
        wattle_file_set_free (reading->state);
        reading->state = wattle_file_set_new ();
    }
    wattle_file_set_apply (reading->state, record->changes);
    known = format_sum (reading->state);
    record->whole = g_strcmp0 (known, files) == 0;
    reading->log->damaged |= !record->whole;
    reading->log->last_id = record->id;
    g_ptr_array_add (reading->log->records, record);
}

static void
end_record (Reading *reading, JsonObject *object, guint64 id, const char *sum)
{
    gboolean fine;

    ensure_record (reading, id);
    fine = check_sum (reading, sum) && read_rest (reading, object);
    reading->log->damaged |= !fine || reading->broken;
    if (fine)
        take_record (reading, wattle_json_peek_string (object, "files"));
    begin_record (reading, 0);
}

static void
end_done (Reading *reading, guint64 id)
{
    gboolean fine = !reading->broken && reading->record == NULL && id == reading->log->last_id;

    reading->log->damaged |= !fine;
    if (fine)
        reading->log->done_id = id;
    begin_record (reading, 0);
}

/* Whether the line ends something, so that a log may be cut off behind it. */
static gboolean
read_line (Reading *reading)
{
    g_autoptr (JsonObject) object =
        wattle_json_parse_object (reading->line, (gssize)reading->line_length, NULL);
    gboolean done = FALSE;
    const char *name;
    const char *sum;
    gint64 id;

    if (object == NULL || !wattle_json_get_integer (object, "id", 1, G_MAXINT64, &id, NULL)) {
        reading->broken = TRUE;
        return FALSE;
    }

    name = wattle_json_peek_string (object, "file");
    sum = wattle_json_peek_string (object, "sum");
    wattle_json_get_boolean (object, "done", &done, NULL);
    if (name != NULL) {
        ensure_record (reading, (guint64)id);
        take_file (reading, object, name);
        return FALSE;
    }
    if (sum != NULL)
        end_record (reading, object, (guint64)id, sum);
    else if (done)
        end_done (reading, (guint64)id);
    else
        reading->broken = TRUE;
    return sum != NULL || done;
}

static void
read_lines (Reading *reading, const char *text, gsize length)
{
    const char *end;

    for (const char *at = text; (end = memchr (at, '\n', length - (gsize)(at - text))) != NULL;
         at = end + 1) {
        reading->line = at;
        reading->line_length = (gsize)(end - at);
        if (!read_line (reading))
            continue;
        reading->broken = FALSE;
        reading->log->length = (gsize)(end + 1 - text);
    }
}

WattleRevisionLog *
wattle_revision_log_parse (const char *text, gsize length)
{
    WattleRevisionLog *self = g_new0 (WattleRevisionLog, 1);
    Reading reading = { .log = self,
                        .state = wattle_file_set_new (),
                        .sum = g_checksum_new (G_CHECKSUM_SHA256) };

    self->records = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_revision_record_free);
    if (length > 0)
        read_lines (&reading, text, length);
    g_clear_pointer (&reading.record, wattle_revision_record_free);
    wattle_file_set_free (reading.state);
    g_checksum_free (reading.sum);
    return self;
}

guint
wattle_revision_log_count (const WattleRevisionLog *self)
{
    guint count = 0;

    for (guint i = 0; i < self->records->len; i++)
        count += ((const WattleRevisionRecord *)g_ptr_array_index (self->records, i))->whole;

    return count;
}

const WattleRevisionRecord *
wattle_revision_log_find (const WattleRevisionLog *self, guint64 id)
{
    for (guint i = 0; i < self->records->len; i++) {
        const WattleRevisionRecord *record = g_ptr_array_index (self->records, i);

        if (record->id == id && record->whole)
            return record;
    }

    return NULL;
}

const WattleRevisionRecord *
wattle_revision_log_get_before (const WattleRevisionLog *self, guint64 id)
{
    for (guint i = self->records->len; i > 0; i--) {
        const WattleRevisionRecord *record = g_ptr_array_index (self->records, i - 1);

        if (record->id < id && record->whole)
            return record;
    }

    return NULL;
}

const WattleRevisionRecord *
wattle_revision_log_get_last (const WattleRevisionLog *self)
{
    return wattle_revision_log_get_before (self, G_MAXUINT64);
}

static void
advance (WattleFileSet **files, const WattleRevisionRecord *record)
{
    if (record->complete) {
        wattle_file_set_free (*files);
        *files = wattle_file_set_new ();
    }
    wattle_file_set_apply (*files, record->changes);
}

WattleFileSet *
wattle_revision_log_get_files (const WattleRevisionLog *self, guint64 id)
{
    WattleFileSet *files = wattle_file_set_new ();

    for (guint i = 0; i < self->records->len; i++) {
        const WattleRevisionRecord *record = g_ptr_array_index (self->records, i);

        if (record->id <= id)
            advance (&files, record);
    }

    return files;
}

/* Writing */

/* What comes back from JSON as it went in, and is not too long as JSON; other bytes are coded. */
static gboolean
is_plain (const char *data, gsize length)
{
    gsize escaped = 0;

    for (gsize i = 0; i < length; i++) {
        if (g_ascii_iscntrl (data[i]) && data[i] != '\n' && data[i] != '\r' && data[i] != '\t')
            return FALSE;
        escaped += g_ascii_iscntrl (data[i]) || data[i] == '"' || data[i] == '\\' ? 6 : 1;
    }

    return escaped < WATTLE_JSON_MAX_SIZE / 2 && g_utf8_validate_len (data, length, NULL);
}

static void
append_contents (GString *text, GBytes *contents)
{
    gsize length;
    const char *data = wattle_file_set_get_text (contents, &length);
    g_autofree char *plain = NULL;
    g_autofree char *coded = NULL;

    if (is_plain (data, length)) {
        plain = g_strndup (data, length);
        g_string_append (text, ",\"text\":");
        wattle_json_append_string (text, plain);
        return;
    }

    coded = g_base64_encode ((const guchar *)data, length);
    g_string_append_printf (text, ",\"base64\":\"%s\"", coded);
}

static void
append_file (GString *text, guint64 id, const char *name, GBytes *contents)
{
    g_string_append_printf (text, "{\"id\":%" G_GUINT64_FORMAT ",\"file\":\"%s\"", id, name);
    if (contents != NULL)
        append_contents (text, contents);
    else
        g_string_append (text, ",\"removed\":true");
    g_string_append (text, "}\n");
}

static void
append_rest (GString *text, const WattleRevisionRecord *record, const WattleFileSet *files)
{
    g_autofree char *sum = format_sum (files);

    g_string_append_printf (text, "{\"id\":%" G_GUINT64_FORMAT ",\"time\":%" G_GINT64_FORMAT,
                            record->id, record->time);
    g_string_append (text, ",\"author\":");
    wattle_json_append_string (text, record->author);
    g_string_append (text, ",\"summary\":");
    wattle_json_append_string (text, record->summary);
    if (record->complete)
        g_string_append (text, ",\"complete\":true");
    g_string_append_printf (text, ",\"files\":\"%s\"", sum);
}

void
wattle_revision_log_append (GString *text,
                            const WattleRevisionRecord *record,
                            const WattleFileSet *files)
{
    gsize start = text->len;
    g_autofree char *sum = NULL;

    for (guint i = 0; i < wattle_file_set_get_count (record->changes); i++)
        append_file (text, record->id, wattle_file_set_get_name (record->changes, i),
                     wattle_file_set_get_contents (record->changes, i));
    append_rest (text, record, files);

    sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text->str + start,
                                       text->len - start);
    g_string_append_printf (text, SUM_MEMBER "%s\"}\n", sum);
}

void
wattle_revision_log_append_done (GString *text, guint64 id)
{
    g_string_append_printf (text, "{\"id\":%" G_GUINT64_FORMAT ",\"done\":true}\n", id);
}

/* A record again, as what makes @files out of @before; NULL: the oldest one. */
static void
append_again (GString *text,
              const WattleRevisionRecord *record,
              const WattleFileSet *before,
              const WattleFileSet *files)
{
    g_autoptr (WattleFileSet) nothing = wattle_file_set_new ();
    g_autoptr (WattleFileSet) changes =
        wattle_file_set_compare (before != NULL ? before : nothing, files);
    WattleRevisionRecord again = *record;

    again.complete = before == NULL;
    again.changes = changes;
    wattle_revision_log_append (text, &again, files);
}

/* Without the first @skip whole records. */
static GString *
write_from (const WattleRevisionLog *self, guint skip)
{
    GString *text = g_string_new (NULL);
    g_autoptr (WattleFileSet) before = NULL;
    WattleFileSet *files = wattle_file_set_new ();
    guint n_whole = 0;

    for (guint i = 0; i < self->records->len; i++) {
        const WattleRevisionRecord *record = g_ptr_array_index (self->records, i);

        advance (&files, record);
        if (!record->whole || n_whole++ < skip)
            continue;
        append_again (text, record, before, files);
        if (record->id == self->done_id)
            wattle_revision_log_append_done (text, self->done_id);
        g_clear_pointer (&before, wattle_file_set_free);
        before = wattle_file_set_copy (files);
    }

    wattle_file_set_free (files);
    return text;
}

char *
wattle_revision_log_rewrite (const WattleRevisionLog *self, guint max_count, gsize max_size)
{
    guint count = wattle_revision_log_count (self);
    guint skip = count > max_count ? count - max_count : 0;
    GString *text = write_from (self, skip);

    /* How much shorter it gets is not known before, as the oldest one left grows. */
    while (text->len > max_size && skip + 1 < count) {
        skip += MAX (1, (count - skip) / 8);
        g_string_free (text, TRUE);
        text = write_from (self, MIN (skip, count - 1));
    }

    return g_string_free (text, FALSE);
}

char *
wattle_revision_log_describe (const WattleFileSet *before, const WattleFileSet *changes)
{
    GString *text = g_string_new (NULL);
    guint count = wattle_file_set_get_count (changes);

    for (guint i = 0; i < MIN (count, MAX_NAMES); i++) {
        const char *name = wattle_file_set_get_name (changes, i);
        gboolean there = wattle_file_set_find (before, name) != NULL;
        const char *verb = there ? "changed" : "added";

        if (wattle_file_set_get_contents (changes, i) == NULL)
            verb = "removed";
        g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", name, verb);
    }
    if (count > MAX_NAMES)
        g_string_append_printf (text, " and %u more", count - MAX_NAMES);
    return g_string_free (text, FALSE);
}
