/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store-host.h"

#include "base/wattle-error-private.h"
#include "wattle-store-change.h"

#define SUBJECT "host"

/* @problems: NULL if what is wrong was said before. */
static void
read_file (const char *path, WattleProblems *problems, WattleHostConfig *config)
{
    g_auto (WattleStoreReader) reader = { .problems = problems, .path = path };

    reader.subject = SUBJECT;
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return;
    if (wattle_store_reader_load (&reader, &wattle_host_config_migration))
        wattle_host_config_read (config, &reader);
    else
        config->zone_refused = TRUE; /* it may name one */
}

static void
read_admin (WattleStoreLayers *layers, WattleProblems *problems, WattleHostConfig *config)
{
    g_autofree char *main_file = wattle_store_layers_get_admin (layers, WATTLE_STORE_HOST_FILE);
    g_autofree char *folder = wattle_store_layers_get_admin (layers, "conf.d");
    g_autoptr (GPtrArray) names = wattle_store_layers_list (layers, folder);

    read_file (main_file, problems, config);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

        read_file (path, problems, config);
    }
}

void
wattle_store_host_read_admin (WattleStoreLayers *layers, WattleHostConfig *config)
{
    read_admin (layers, layers->problems, config);
}

void
wattle_store_host_read_own (WattleStoreLayers *layers, WattleHostConfig *config)
{
    g_autofree char *path = NULL;

    if (layers->state_dir == NULL)
        return;
    path = wattle_store_layers_get_own (layers, WATTLE_STORE_HOST_FILE);
    read_file (path, layers->problems, config);
}

/* What would be written is read as the next start will read it. */
gboolean
wattle_store_host_check (WattleStoreLayers *layers, GPtrArray *changes, GError **error)
{
    g_auto (WattleStoreReader) reader = { .path = "", .file = g_key_file_new () };
    WattleHostConfig config;
    WattleMessage **what;

    if (!wattle_store_layers_check_writable (layers, error))
        return FALSE;

    wattle_store_change_apply_all (reader.file, changes);
    wattle_host_config_init (&config);
    wattle_host_config_read (&config, &reader);
    wattle_host_config_clear (&config);
    if (!reader.broken && reader.remark == NULL)
        return TRUE;

    what = reader.broken ? &reader.reason : &reader.remark;
    g_propagate_error (error, wattle_error_new_take (WATTLE_ERROR_CONFIG, g_steal_pointer (what)));
    return FALSE;
}

void
wattle_store_host_read_changed (WattleStoreLayers *layers,
                                GPtrArray *changes,
                                WattleHostConfig *config)
{
    g_autofree char *path = wattle_store_layers_get_own (layers, WATTLE_STORE_HOST_FILE);
    g_auto (WattleStoreReader) reader = { .path = path, .subject = SUBJECT };

    wattle_host_config_init (config);
    read_admin (layers, NULL, config);
    if (!wattle_store_reader_load (&reader, &wattle_host_config_migration)) {
        g_clear_pointer (&reader.file, g_key_file_unref);
        reader.file = g_key_file_new ();
    }
    wattle_store_change_apply_all (reader.file, changes);
    wattle_host_config_read (config, &reader);
}
