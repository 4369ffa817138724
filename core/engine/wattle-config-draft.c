/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-config-draft.h"

#include <string.h>

#include "base/wattle-error-private.h"
#include "wattle-config-tree.h"
#include "wattle-definitions.h"
#include "wattle-key-file.h"
#include "wattle-tariff-loader.h"

void
wattle_config_draft_free (WattleConfigDraft *self)
{
    wattle_file_set_free (self->files);
    wattle_host_config_clear (&self->host);
    g_ptr_array_unref (self->devices);
    g_free (self);
}

static gboolean
load (WattleStoreReader *reader, GBytes *contents, const WattleMigration *migration, GError **error)
{
    gsize length;
    const char *text = wattle_file_set_get_text (contents, &length);

    reader->file = g_key_file_new ();
    return wattle_key_file_parse (text, length, reader->file, G_KEY_FILE_NONE, error) &&
           wattle_migration_run (migration, reader->file, error);
}

static gboolean
fail (WattleStoreReader *reader, GError **error)
{
    g_propagate_error (
        error, wattle_error_new_take (WATTLE_ERROR_CONFIG, g_steal_pointer (&reader->reason)));
    return FALSE;
}

static gboolean
read_host (WattleConfigDraft *self, GBytes *contents, GError **error)
{
    g_auto (WattleStoreReader) reader = { .path = "" };

    if (!load (&reader, contents, &wattle_host_config_migration, error))
        return FALSE;

    wattle_host_config_read (&self->host, &reader);
    return !reader.broken || fail (&reader, error);
}

static gboolean
read_device (WattleConfigDraft *self, const char *name, GBytes *contents, GError **error)
{
    g_auto (WattleStoreReader) reader = { .path = "" };
    g_autofree char *base = g_path_get_basename (name);
    g_autofree char *id = g_strndup (base, strlen (base) - strlen (".conf"));
    WattleDeviceConfig *config;

    if (!load (&reader, contents, &wattle_device_config_migration, error))
        return FALSE;

    config = wattle_device_config_read (id, &reader);
    if (config == NULL)
        return fail (&reader, error);
    g_ptr_array_add (self->devices, config);
    return TRUE;
}

static gboolean
read_file (WattleConfigDraft *self, const char *name, GBytes *contents, GError **error)
{
    gboolean fine = TRUE;

    if (!wattle_config_tree_is_known (name))
        return TRUE;

    if (g_str_has_prefix (name, "devices/"))
        fine = read_device (self, name, contents, error);
    else if (g_str_has_prefix (name, "meters/"))
        fine = wattle_definitions_check (name, contents, error);
    else if (g_str_has_prefix (name, "tariffs/"))
        fine = wattle_tariff_loader_check (name, contents, error);
    else
        fine = read_host (self, contents, error);
    if (!fine)
        g_prefix_error (error, "%s: ", name);
    return fine;
}

WattleConfigDraft *
wattle_config_draft_new (const WattleFileSet *files, GError **error)
{
    g_autoptr (WattleConfigDraft) self = g_new0 (WattleConfigDraft, 1);

    self->files = wattle_file_set_copy (files);
    self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_device_config_free);
    wattle_host_config_init (&self->host);
    for (guint i = 0; i < wattle_file_set_get_count (files); i++)
        if (!read_file (self, wattle_file_set_get_name (files, i),
                        wattle_file_set_get_contents (files, i), error))
            return NULL;

    return g_steal_pointer (&self);
}
