/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store-layers.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "base/wattle-names.h"
#include "wattle-store-reader.h"

WattleStoreLayers *
wattle_store_layers_new (const char *config_dir, WattleProblems *problems)
{
    WattleStoreLayers *self = g_new0 (WattleStoreLayers, 1);

    self->config_dir = g_strdup (config_dir);
    self->problems = g_object_ref (problems);
    return self;
}

void
wattle_store_layers_free (WattleStoreLayers *self)
{
    g_free (self->config_dir);
    g_free (self->state_dir);
    g_object_unref (self->problems);
    g_free (self);
}

void
wattle_store_layers_set_state_dir (WattleStoreLayers *self, const char *state_dir)
{
    g_free (self->state_dir);
    self->state_dir = g_strdup (state_dir);
}

char *
wattle_store_layers_get_admin (WattleStoreLayers *self, const char *name)
{
    return g_build_filename (self->config_dir, name, NULL);
}

char *
wattle_store_layers_get_own (WattleStoreLayers *self, const char *name)
{
    return g_build_filename (self->state_dir, "config", name, NULL);
}

/* What editors and the like leave beside the files is none of them. */
static void
drop_hidden (GPtrArray *names)
{
    for (guint i = names->len; i > 0; i--)
        if (*(const char *)g_ptr_array_index (names, i - 1) == '.')
            g_ptr_array_remove_index (names, i - 1);
}

GPtrArray *
wattle_store_layers_list (WattleStoreLayers *self, const char *folder)
{
    g_autoptr (GError) error = NULL;
    GPtrArray *names = wattle_names_list_folder (folder, ".conf", &error);
    g_autofree char *topic = g_strconcat (WATTLE_STORE_TOPIC, folder, NULL);

    if (error != NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        wattle_problems_set_error (self->problems, "host", topic, "", error);
    drop_hidden (names);
    return names;
}

gboolean
wattle_store_layers_is_known (WattleStoreLayers *self, const char *admin_folder)
{
    g_autofree char *own = NULL;

    if (g_access (admin_folder, R_OK | X_OK) == 0)
        return TRUE;
    if (errno != ENOENT || self->state_dir == NULL)
        return FALSE;

    own = g_build_filename (self->state_dir, "config", NULL);
    return g_access (own, R_OK | X_OK) == 0;
}

gboolean
wattle_store_layers_check_writable (WattleStoreLayers *self, GError **error)
{
    if (self->state_dir != NULL)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                      "this host has no folder to save its configuration in");
    return FALSE;
}
