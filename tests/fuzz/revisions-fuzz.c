/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "engine/wattle-config-journal.h"
#include "fuzz.h"

/* A log that was read and written again holds the same revisions, and nothing that is wrong. */
static void
check_rewrite (const WattleRevisionLog *log)
{
    g_autofree char *text = wattle_revision_log_rewrite (log, G_MAXUINT, G_MAXSIZE);
    g_autoptr (WattleRevisionLog) again = wattle_revision_log_parse (text, strlen (text));

    fuzz_check (!again->damaged && again->length == strlen (text));
    fuzz_check (wattle_revision_log_count (again) == wattle_revision_log_count (log));
    for (guint i = 0; i < again->records->len; i++) {
        const WattleRevisionRecord *record = again->records->pdata[i];
        g_autoptr (WattleFileSet) one = wattle_revision_log_get_files (log, record->id);
        g_autoptr (WattleFileSet) other = wattle_revision_log_get_files (again, record->id);
        g_autoptr (WattleFileSet) changes = wattle_file_set_compare (one, other);

        fuzz_check (wattle_file_set_get_count (changes) == 0);
    }
}

/* What others have changed stays, and the log tells of it. */
static void
check_opening (const char *folder, const char *data, gsize size)
{
    WattleConfigJournal *journal = wattle_config_journal_new (folder);
    g_autoptr (WattleRevisionLog) log = NULL;
    g_autoptr (WattleFileSet) files = NULL;
    g_autoptr (WattleFileSet) known = NULL;
    g_autoptr (WattleFileSet) changes = NULL;
    g_autoptr (GError) error = NULL;

    fuzz_write (folder, "revisions.jsonl", data, size);
    fuzz_write (folder, "config/devices/fuzz.conf", "[Device]\nDriver=x\n", 18);
    fuzz_check (wattle_config_journal_open (journal, 0, &error));
    log = wattle_config_journal_read_log (journal, &error);
    files = wattle_config_journal_get_files (journal, &error);
    fuzz_check (log != NULL && files != NULL && !log->damaged);
    known = wattle_revision_log_get_files (log, wattle_config_journal_get_last_id (journal));
    changes = wattle_file_set_compare (files, known);
    fuzz_check (wattle_file_set_get_count (changes) == 0);
    wattle_config_journal_free (journal);
    fuzz_drop_folder (folder);
}

/* Revisions of a name and a text each, which the parser then gets as they are written. */
static GString *
make_log (FuzzInput *input)
{
    GString *text = g_string_new (NULL);
    g_autoptr (WattleFileSet) files = wattle_file_set_new ();
    guint64 id = 1;
    char *line;

    while ((line = fuzz_take_text (input, '\n')) != NULL) {
        g_autofree char *base = line;
        g_autofree char *name = g_strdup_printf ("f%u.conf", (guint)strlen (base) % 5);
        g_autoptr (WattleFileSet) changes = wattle_file_set_new ();
        g_autoptr (WattleRevisionRecord) record = NULL;

        wattle_file_set_put_text (changes, name, g_strdup (base));
        record = wattle_revision_record_new (id, changes);
        record->author = g_utf8_make_valid (base, -1);
        record->summary = g_strdup ("");
        record->complete = id == 1;
        wattle_file_set_apply (files, changes);
        wattle_revision_log_append (text, record, files);
        if (strlen (base) % 2)
            wattle_revision_log_append_done (text, id);
        id++;
    }

    return text;
}

static void
check_made (const GString *text, guint damage)
{
    g_autoptr (WattleRevisionLog) log = wattle_revision_log_parse (text->str, text->len);

    fuzz_check (!log->damaged && log->length == text->len);
    check_rewrite (log);
    if (text->len > 0) {
        g_autoptr (WattleRevisionLog) broken = NULL;

        text->str[damage % text->len] ^= 1;
        broken = wattle_revision_log_parse (text->str, text->len);
        check_rewrite (broken);
    }
}

/* The bytes as a log that somebody left there, and as what revisions are made of. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    g_autoptr (WattleRevisionLog) log = wattle_revision_log_parse ((const char *)data, size);
    guint damage = fuzz_take_byte (&input) * 256u + fuzz_take_byte (&input);
    GString *made = make_log (&input);

    fuzz_check (log->length <= size);
    check_rewrite (log);
    check_opening (fuzz_make_folder (), (const char *)data, size);
    check_made (made, damage);
    g_string_free (made, TRUE);
    return 0;
}
