/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-backup-contents.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "wattle-archive.h"
#include "wattle-config-tree.h"
#include "wattle-counter-line.h"
#include "wattle-key-file.h"
#include "wattle-ledger.h"
#include "wattle-secrets.h"

#define LABEL  "backup.conf"
#define GROUP  "Backup"
#define FORMAT 1

#define CONFIG "config/"

void
wattle_backup_contents_free (WattleBackupContents *self)
{
    wattle_file_set_free (self->files);
    g_clear_pointer (&self->draft, wattle_config_draft_free);
    g_clear_pointer (&self->counters, g_key_file_unref);
    g_clear_pointer (&self->secrets, g_key_file_unref);
    g_free (self->ledger);
    g_free (self);
}

char *
wattle_backup_contents_dup_state_id (const char *name)
{
    g_autofree char *id = NULL;

    if (!g_str_has_prefix (name, "devices/") || !g_str_has_suffix (name, ".state"))
        return NULL;

    id = g_strndup (name + strlen ("devices/"),
                    strlen (name) - strlen ("devices/") - strlen (".state"));
    return wattle_ident_is_valid_device (id) ? g_steal_pointer (&id) : NULL;
}

static gboolean
is_name (const char *name)
{
    static const char *const names[] = { LABEL,          "counters.conf", "ledger.jsonl",
                                         "secrets.conf", "broker.conf",   NULL };
    g_autofree char *id = wattle_backup_contents_dup_state_id (name);

    if (g_str_has_prefix (name, CONFIG))
        return wattle_config_tree_is_known (name + strlen (CONFIG));
    return id != NULL || g_strv_contains (names, name);
}

/* The label */

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

GBytes *
wattle_backup_contents_pack (const WattleFileSet *files, gint64 time, GError **error)
{
    g_autoptr (WattleFileSet) all = wattle_file_set_copy (files);
    g_autoptr (GKeyFile) label = g_key_file_new ();
    g_autofree char *sum = format_sum (files);

    g_key_file_set_integer (label, GROUP, "Format", FORMAT);
    g_key_file_set_string (label, GROUP, "Sum", sum);
    wattle_file_set_put_text (all, LABEL, g_key_file_to_data (label, NULL, NULL));
    return wattle_archive_pack (all, time, error);
}

static GKeyFile *
parse (GBytes *contents, GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    gsize length;
    const char *text = wattle_file_set_get_text (contents, &length);

    if (!wattle_key_file_parse (text, length, file, G_KEY_FILE_NONE, error))
        return NULL;
    return g_steal_pointer (&file);
}

/* Formats that a later one may bring are not guessed at. */
static gboolean
check_format (GKeyFile *label, GError **error)
{
    int format = g_key_file_get_integer (label, GROUP, "Format", NULL);

    if (format == FORMAT)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "it is of format %d; this Wattle knows the formats up to %d", format, FORMAT);
    return FALSE;
}

/* Takes the label out. */
static gboolean
check_label (WattleFileSet *files, GError **error)
{
    GBytes *contents = wattle_file_set_find (files, LABEL);
    g_autoptr (GKeyFile) label = NULL;
    g_autofree char *wanted = NULL;
    g_autofree char *sum = NULL;

    if (contents == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "it has no %s, so it is not a backup", LABEL);
        return FALSE;
    }
    label = parse (contents, error);
    if (label == NULL || !check_format (label, error))
        return FALSE;

    wattle_file_set_drop (files, LABEL);
    sum = format_sum (files);
    wanted = g_key_file_get_string (label, GROUP, "Sum", NULL);
    if (g_strcmp0 (sum, wanted) == 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "it is damaged or was changed: its contents are not those that %s tells of",
                      LABEL);
    return FALSE;
}

/* Contents */

static gboolean
read_config (WattleBackupContents *self, GError **error)
{
    g_autoptr (WattleFileSet) config = wattle_file_set_new ();

    for (guint i = 0; i < wattle_file_set_get_count (self->files); i++) {
        const char *name = wattle_file_set_get_name (self->files, i);

        if (g_str_has_prefix (name, CONFIG))
            wattle_file_set_put (config, name + strlen (CONFIG),
                                 wattle_file_set_get_contents (self->files, i));
    }

    self->draft = wattle_config_draft_new (config, error);
    if (self->draft == NULL)
        g_prefix_error (error, CONFIG);
    return self->draft != NULL;
}

static gboolean
read_counters (WattleBackupContents *self, GBytes *contents, GError **error)
{
    self->counters = parse (contents, error);
    return self->counters != NULL && wattle_counter_line_check (self->counters, error);
}

static gboolean
read_ledger (WattleBackupContents *self, GBytes *contents, GError **error)
{
    gsize length;
    const char *text = wattle_file_set_get_text (contents, &length);

    self->ledger = g_strndup (text, length);
    return wattle_ledger_check (self->ledger, error);
}

static gboolean
read_secrets (WattleBackupContents *self, GBytes *contents, GError **error)
{
    self->secrets = parse (contents, error);
    return self->secrets != NULL && wattle_secrets_check (self->secrets, error);
}

static gboolean
read_key_file (WattleBackupContents *self, GBytes *contents, GError **error)
{
    g_autoptr (GKeyFile) file = parse (contents, error);

    return file != NULL;
}

static gboolean
read_file (WattleBackupContents *self, const char *name, GBytes *contents, GError **error)
{
    gboolean (*read) (WattleBackupContents *, GBytes *, GError **) = read_key_file;

    if (g_str_has_prefix (name, CONFIG))
        return TRUE; /* of which all is read at once */

    if (g_str_equal (name, "counters.conf"))
        read = read_counters;
    else if (g_str_equal (name, "ledger.jsonl"))
        read = read_ledger;
    else if (g_str_equal (name, "secrets.conf"))
        read = read_secrets;
    if (read (self, contents, error))
        return TRUE;

    g_prefix_error (error, "%s: ", name);
    return FALSE;
}

static gboolean
read_all (WattleBackupContents *self, GError **error)
{
    for (guint i = 0; i < wattle_file_set_get_count (self->files); i++)
        if (!read_file (self, wattle_file_set_get_name (self->files, i),
                        wattle_file_set_get_contents (self->files, i), error))
            return FALSE;

    return read_config (self, error);
}

WattleBackupContents *
wattle_backup_contents_unpack (GBytes *archive, GError **error)
{
    WattleFileSet *files = wattle_archive_unpack (archive, is_name, error);
    g_autoptr (WattleBackupContents) self = NULL;

    if (files == NULL)
        return NULL;

    self = g_new0 (WattleBackupContents, 1);
    self->files = files;
    if (check_label (files, error) && read_all (self, error))
        return g_steal_pointer (&self);

    g_prefix_error (error, "the archive cannot be used: ");
    return NULL;
}
