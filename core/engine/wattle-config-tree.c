/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-config-tree.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "wattle-document.h"
#include "wattle-key-file.h"

#define MAX_DEPTH 3
#define MAX_WORD  100

static gboolean
is_word (const char *word)
{
    if (*word == '.' || *word == '\0' || strlen (word) > MAX_WORD)
        return FALSE;
    for (const char *at = word; *at != '\0'; at++)
        if (!g_ascii_isalnum (*at) && strchr ("._-", *at) == NULL)
            return FALSE;

    return TRUE;
}

gboolean
wattle_config_tree_is_name (const char *name)
{
    g_auto (GStrv) words = g_strsplit (name, "/", MAX_DEPTH + 1);

    if (words[0] == NULL || g_strv_length (words) > MAX_DEPTH)
        return FALSE;
    for (guint i = 0; words[i] != NULL; i++)
        if (!is_word (words[i]))
            return FALSE;

    return g_str_has_suffix (name, ".conf") || g_str_has_suffix (name, ".json");
}

gboolean
wattle_config_tree_is_known (const char *name)
{
    g_autofree char *id = NULL;

    if (!g_str_has_prefix (name, "devices/") || !g_str_has_suffix (name, ".conf"))
        return g_str_equal (name, "wattle.conf") || wattle_document_is_name (name);

    id = g_strndup (name + strlen ("devices/"),
                    strlen (name) - strlen ("devices/") - strlen (".conf"));
    return wattle_ident_is_valid_device (id) && !wattle_ident_is_reserved (id);
}

/* Opening a pipe would wait for its other end, so only what is a file is opened. */
static gboolean
look_at (const char *path, gboolean *exists, GError **error)
{
    GStatBuf info;

    *exists = g_stat (path, &info) == 0;
    if (!*exists && errno != ENOENT && errno != ENOTDIR) {
        wattle_error_set (error, WATTLE_ERROR_FAILED, "%s cannot be read: %s", path,
                          g_strerror (errno));
        return FALSE;
    }
    if (*exists && (!S_ISREG (info.st_mode) || info.st_size > WATTLE_CONFIG_TREE_MAX_FILE)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s is not a file of at most %d bytes", path,
                          WATTLE_CONFIG_TREE_MAX_FILE);
        return FALSE;
    }

    return TRUE;
}

gboolean
wattle_config_tree_read_file (const char *folder,
                              const char *name,
                              GBytes **contents,
                              GError **error)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) cause = NULL;
    gboolean exists;
    gsize length;
    char *text;

    *contents = NULL;
    if (!look_at (path, &exists, error))
        return FALSE;
    if (!exists)
        return TRUE;
    if (!g_file_get_contents (path, &text, &length, &cause)) {
        if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
            return TRUE;
        wattle_error_set (error, WATTLE_ERROR_FAILED, "%s cannot be read: %s", path,
                          cause->message);
        return FALSE;
    }

    *contents = g_bytes_new_take (text, length);
    return TRUE;
}

static GDir *
open_folder (const char *path, GError **error)
{
    g_autoptr (GError) cause = NULL;
    GDir *dir = g_dir_open (path, 0, &cause);

    if (cause != NULL && !g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        wattle_error_set (error, WATTLE_ERROR_FAILED, "%s cannot be read: %s", path,
                          cause->message);
    return dir;
}

static void
read_into (const char *folder, const char *name, WattleFileSet *files, WattleFileSet *unread)
{
    g_autoptr (GBytes) contents = NULL;

    if (!wattle_config_tree_read_file (folder, name, &contents, NULL))
        wattle_file_set_put (unread, name, NULL);
    else if (contents != NULL)
        wattle_file_set_put (files, name, contents);
}

/* @inner: the folder in it that is read; empty for itself. */
static gboolean
read_folder (const char *folder,
             const char *inner,
             int depth,
             WattleFileSet *files,
             WattleFileSet *unread,
             GError **error)
{
    g_autofree char *path = g_build_filename (folder, inner, NULL);
    GError *cause = NULL;
    g_autoptr (GDir) dir = open_folder (path, &cause);
    const char *word;

    while (dir != NULL && cause == NULL && (word = g_dir_read_name (dir)) != NULL) {
        g_autofree char *name =
            *inner != '\0' ? g_build_filename (inner, word, NULL) : g_strdup (word);
        g_autofree char *full = g_build_filename (folder, name, NULL);

        if (!is_word (word))
            continue;
        if (g_file_test (full, G_FILE_TEST_IS_DIR) && depth < MAX_DEPTH)
            read_folder (folder, name, depth + 1, files, unread, &cause);
        else if (wattle_config_tree_is_name (name))
            read_into (folder, name, files, unread);
    }

    if (cause != NULL)
        g_propagate_error (error, cause);
    return cause == NULL;
}

WattleFileSet *
wattle_config_tree_read (const char *folder, WattleFileSet *unread, GError **error)
{
    g_autoptr (WattleFileSet) files = wattle_file_set_new ();

    if (!read_folder (folder, "", 1, files, unread, error))
        return NULL;
    return g_steal_pointer (&files);
}

gboolean
wattle_config_tree_write_file (const char *folder,
                               const char *name,
                               GBytes *contents,
                               GError **error)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) cause = NULL;

    if (contents != NULL)
        return wattle_key_file_save_data (path, g_bytes_get_data (contents, NULL),
                                          g_bytes_get_size (contents), TRUE, error);
    if (wattle_key_file_remove (path, &cause) ||
        g_error_matches (cause, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return TRUE;

    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
}
