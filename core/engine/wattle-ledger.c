/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ledger.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-json.h"
#include "base/wattle-number.h"
#include "wattle-file-read.h"

/* Half of what an integer holds: there are always higher ones. */
#define MAX_ID (G_MAXINT64 / 2)

struct _WattleLedger {
    char *path;
    GPtrArray *entries;
    GString *unwritten;
    guint64 last_id; /* the highest so far */
};

static void
entry_free (gpointer data)
{
    WattleLedgerEntry *entry = data;

    g_free (entry->device);
    g_free (entry->entity);
    g_free (entry->kind);
    g_free (entry->who);
    g_free (entry);
}

WattleLedger *
wattle_ledger_new (const char *path)
{
    WattleLedger *self = g_new0 (WattleLedger, 1);

    self->path = g_strdup (path);
    self->entries = g_ptr_array_new_with_free_func (entry_free);
    self->unwritten = g_string_new (NULL);
    return self;
}

void
wattle_ledger_free (WattleLedger *self)
{
    g_free (self->path);
    g_ptr_array_unref (self->entries);
    g_string_free (self->unwritten, TRUE);
    g_free (self);
}

static WattleLedgerEntry *
parse_line (const char *line, gsize length)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (line, (gssize)length, NULL);
    WattleLedgerEntry read = { 0 };
    const char *texts[4];
    gint64 id;

    if (object == NULL || !wattle_json_get_integer (object, "id", 1, MAX_ID, &id, NULL) ||
        !wattle_json_get_integer (object, "time", 0, G_MAXINT64, &read.time, NULL) ||
        !wattle_json_get_number (object, "from", &read.from, NULL) ||
        !wattle_json_get_number (object, "to", &read.to, NULL) ||
        !wattle_json_get_string (object, "device", &texts[0], NULL) ||
        !wattle_json_get_string (object, "entity", &texts[1], NULL) ||
        !wattle_json_get_string (object, "kind", &texts[2], NULL) ||
        !wattle_json_get_string (object, "who", &texts[3], NULL))
        return NULL;

    read.id = (guint64)id;
    read.device = g_strdup (texts[0]);
    read.entity = g_strdup (texts[1]);
    read.kind = g_strdup (texts[2]);
    read.who = g_strdup (texts[3]);
    return g_memdup2 (&read, sizeof read);
}

static void
take (WattleLedger *self, WattleLedgerEntry *entry)
{
    g_ptr_array_add (self->entries, entry);
    self->last_id = MAX (self->last_id, entry->id);
}

static gboolean
load_line (WattleLedger *self, const char *line, gsize length)
{
    WattleLedgerEntry *entry = parse_line (line, length);

    if (entry != NULL)
        take (self, entry);
    return entry != NULL || length == 0;
}

gboolean
wattle_ledger_load (WattleLedger *self, guint *skipped, GError **error)
{
    g_autofree char *text = NULL;
    const char *end;
    gsize length;

    *skipped = 0;
    if (!wattle_file_read (self->path, WATTLE_LEDGER_MAX_FILE, &text, &length, error))
        return FALSE;

    end = text + length;
    for (const char *line = text; line < end;) {
        const char *stop = memchr (line, '\n', (gsize)(end - line));

        /* A line cut off by a power cut must not swallow the next one. */
        if (stop == NULL)
            g_string_append_c (self->unwritten, '\n');
        stop = stop != NULL ? stop : end;
        *skipped += !load_line (self, line, (gsize)(stop - line));
        line = stop + 1;
    }
    return TRUE;
}

static void
append_text (GString *line, const char *name, const char *text)
{
    g_string_append_printf (line, ",\"%s\":", name);
    wattle_json_append_string (line, text);
}

static void
append_line (GString *line, const WattleLedgerEntry *entry)
{
    g_autofree char *from = wattle_number_format_exact (entry->from);
    g_autofree char *to = wattle_number_format_exact (entry->to);

    g_string_append_printf (
        line, "{\"id\":%" G_GUINT64_FORMAT ",\"time\":%" G_GINT64_FORMAT ",\"from\":%s,\"to\":%s",
        entry->id, entry->time, from, to);
    append_text (line, "device", entry->device);
    append_text (line, "entity", entry->entity);
    append_text (line, "kind", entry->kind);
    append_text (line, "who", entry->who);
    g_string_append (line, "}\n");
}

const WattleLedgerEntry *
wattle_ledger_add (WattleLedger *self, const WattleLedgerEntry *entry)
{
    WattleLedgerEntry *copy = g_memdup2 (entry, sizeof *entry);

    copy->id = self->last_id + 1;
    copy->device = g_strdup (entry->device);
    copy->entity = g_strdup (entry->entity);
    copy->kind = g_strdup (entry->kind);
    copy->who = g_strdup (entry->who);
    take (self, copy);
    append_line (self->unwritten, copy);
    return copy;
}

const WattleLedgerEntry *
wattle_ledger_find (WattleLedger *self, guint64 id)
{
    for (guint i = 0; i < self->entries->len; i++) {
        const WattleLedgerEntry *entry = g_ptr_array_index (self->entries, i);

        if (entry->id == id)
            return entry;
    }

    return NULL;
}

GPtrArray *
wattle_ledger_list (WattleLedger *self)
{
    return self->entries;
}

char *
wattle_ledger_export (WattleLedger *self)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < self->entries->len; i++)
        append_line (text, g_ptr_array_index (self->entries, i));

    return g_string_free (text, FALSE);
}

gboolean
wattle_ledger_import (WattleLedger *self, const char *text)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    if (self->entries->len > 0)
        return FALSE;

    for (guint i = 0; lines[i] != NULL; i++) {
        WattleLedgerEntry *entry = parse_line (lines[i], strlen (lines[i]));

        if (entry == NULL)
            continue;
        take (self, entry);
        append_line (self->unwritten, entry);
    }
    return TRUE;
}

gboolean
wattle_ledger_check (const char *text, GError **error)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        WattleLedgerEntry *entry = parse_line (lines[i], strlen (lines[i]));

        if (entry == NULL && *lines[i] != '\0') {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "line %u is not one of a ledger", i + 1);
            return FALSE;
        }
        g_clear_pointer (&entry, entry_free);
    }

    return TRUE;
}

char *
wattle_ledger_take_unwritten (WattleLedger *self)
{
    char *text;

    if (self->unwritten->len == 0)
        return NULL;

    text = g_strdup (self->unwritten->str);
    g_string_truncate (self->unwritten, 0);
    return text;
}

void
wattle_ledger_put_back (WattleLedger *self, const char *unwritten)
{
    g_string_prepend (self->unwritten, unwritten);
    if (*unwritten != '\n') /* half a line may be in the file by now */
        g_string_prepend_c (self->unwritten, '\n');
}

const char *
wattle_ledger_get_path (WattleLedger *self)
{
    return self->path;
}
