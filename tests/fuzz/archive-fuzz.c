/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/wattle-archive.h"
#include "engine/wattle-backup-contents.h"
#include "fuzz.h"

static gboolean
is_any_name (const char *name)
{
    return *name != '\0';
}

static void
check_files (const WattleFileSet *files)
{
    gsize size = 0;

    fuzz_check (wattle_file_set_get_count (files) <= WATTLE_ARCHIVE_MAX_ENTRIES);
    for (guint i = 0; i < wattle_file_set_get_count (files); i++)
        size += g_bytes_get_size (wattle_file_set_get_contents (files, i));
    fuzz_check (size <= WATTLE_ARCHIVE_MAX_SIZE);
}

static void
check_archive (GBytes *archive)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) refusal = NULL;
    g_autoptr (WattleFileSet) files = wattle_archive_unpack (archive, is_any_name, &error);
    g_autoptr (WattleBackupContents) contents = wattle_backup_contents_unpack (archive, &refusal);

    fuzz_check_error (files != NULL, &error);
    fuzz_check_error (contents != NULL, &refusal);
    if (files != NULL)
        check_files (files);
    if (contents != NULL)
        fuzz_check (contents->draft != NULL && contents->files != NULL);
}

/* Names and contents with a line of a single dot between. */
static WattleFileSet *
make_files (FuzzInput *input)
{
    WattleFileSet *files = wattle_file_set_new ();
    char *name;

    while ((name = fuzz_take_text (input, '\n')) != NULL) {
        GString *text = g_string_new (NULL);
        char *line;

        while ((line = fuzz_take_text (input, '\n')) != NULL && g_strcmp0 (line, ".") != 0) {
            g_string_append_printf (text, "%s\n", line);
            g_free (line);
        }
        g_free (line);
        if (*name != '\0')
            wattle_file_set_put_text (files, name, g_string_free (text, FALSE));
        else
            g_string_free (text, TRUE);
        g_free (name);
    }

    return files;
}

/* The bytes as an archive, and as what one is made of. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    g_autoptr (GBytes) archive = g_bytes_new (data, size);
    g_autoptr (WattleFileSet) files = make_files (&input);
    g_autoptr (GBytes) made = wattle_backup_contents_pack (files, 0, NULL);

    check_archive (archive);
    if (made != NULL)
        check_archive (made);
    return 0;
}
