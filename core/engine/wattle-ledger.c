/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ledger.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-json.h"
#include "base/wattle-number.h"

struct _WattleLedger {
    char *path;
    GPtrArray *entries;
    GString *unwritten;
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
parse_line (const char *line)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (line, -1, NULL);
    WattleLedgerEntry read = { 0 };
    const char *texts[4];
    gint64 id;

    if (object == NULL || !wattle_json_get_integer (object, "id", 1, G_MAXINT64, &id, NULL) ||
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

guint
wattle_ledger_load (WattleLedger *self)
{
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;
    guint skipped = 0;

    if (!g_file_get_contents (self->path, &text, NULL, NULL))
        return 0;

    lines = g_strsplit (text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        WattleLedgerEntry *entry = *lines[i] != '\0' ? parse_line (lines[i]) : NULL;

        if (entry != NULL)
            g_ptr_array_add (self->entries, entry);
        else if (*lines[i] != '\0')
            skipped++;
    }

    /* A line cut off by a power cut must not swallow the next one. */
    if (*text != '\0' && !g_str_has_suffix (text, "\n"))
        g_string_append_c (self->unwritten, '\n');
    return skipped;
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
    const WattleLedgerEntry *last =
        self->entries->len > 0 ? self->entries->pdata[self->entries->len - 1] : NULL;

    copy->id = last != NULL ? last->id + 1 : 1;
    copy->device = g_strdup (entry->device);
    copy->entity = g_strdup (entry->entity);
    copy->kind = g_strdup (entry->kind);
    copy->who = g_strdup (entry->who);
    g_ptr_array_add (self->entries, copy);
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
        WattleLedgerEntry *entry = parse_line (lines[i]);

        if (entry == NULL)
            continue;
        g_ptr_array_add (self->entries, entry);
        append_line (self->unwritten, entry);
    }
    return TRUE;
}

gboolean
wattle_ledger_check (const char *text, GError **error)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        WattleLedgerEntry *entry = parse_line (lines[i]);

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
}

const char *
wattle_ledger_get_path (WattleLedger *self)
{
    return self->path;
}
