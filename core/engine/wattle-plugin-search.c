/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plugin-search.h"

#include "base/wattle-error.h"
#include "base/wattle-names.h"
#include "wattle-config.h"

typedef struct {
    GPtrArray *list;
    guint place;
    gboolean session;
    WattleProblems *problems;
} Search;

static void
refuse_duplicate (const Search *self, WattlePluginEntry *entry, const WattlePluginEntry *first)
{
    g_autofree char *reason = g_strdup_printf ("%s: the plugin of this name in %s is used instead",
                                               entry->file->path, first->file->path);

    /* Putting a changed plugin into an earlier folder is how one is tried out. */
    if (first->place == entry->place)
        wattle_problems_set (self->problems, entry->info.module, "duplicate", "plugin refused: %s",
                             reason);
    wattle_plugin_entry_decide (entry, WATTLE_PLUGIN_SHADOWED, g_steal_pointer (&reason));
}

static WattlePluginFile *
read_file (const Search *self, const char *path, GError **error)
{
    g_autoptr (GError) wrong = NULL;
    WattlePluginFile *file = wattle_plugin_file_read (path, &wrong);

    if (wrong == NULL)
        wattle_plugin_file_is_safe_folder (file->folder, self->session, &wrong);
#if !WATTLE_PYTHON_PLUGINS
    if (wrong == NULL && file->python)
        wrong = wattle_error_new (WATTLE_ERROR_PLUGIN,
                                  "%s: this host was built without plugins in Python", path);
#endif
    if (wrong != NULL)
        g_propagate_error (error, g_steal_pointer (&wrong));
    return file;
}

static void
add_plugin (const Search *self, const char *path)
{
    g_autoptr (GError) error = NULL;
    WattlePluginFile *file = read_file (self, path, &error);
    WattlePluginEntry *entry = wattle_plugin_entry_new (file, self->place, self->problems);
    const WattlePluginEntry *first =
        file->module != NULL ? wattle_plugin_entry_find (self->list, file->module) : NULL;

    g_ptr_array_add (self->list, entry);
    if (first != NULL)
        refuse_duplicate (self, entry, first);
    else if (error != NULL)
        wattle_plugin_entry_complain (entry, WATTLE_PLUGIN_REFUSED, error->message);
}

static void
search_folder (const Search *self, const char *folder)
{
    g_autoptr (GPtrArray) names = wattle_names_list_folder (folder, ".plugin", NULL);

    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

        add_plugin (self, path);
    }
}

static gboolean
may_be_used (const Search *self, const char *path)
{
    g_autoptr (GError) error = NULL;

    if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
        g_debug ("there is no plugin folder %s", path);
        return FALSE;
    }
    if (!wattle_plugin_file_is_safe (path, self->session, &error)) {
        wattle_problems_set (self->problems, path, "plugin", "no plugin is taken from it: %s",
                             error->message);
        return FALSE;
    }

    return TRUE;
}

void
wattle_plugin_search (GPtrArray *list,
                      const char *path,
                      guint place,
                      gboolean session,
                      WattleProblems *problems)
{
    const Search self = { list, place, session, problems };
    g_autoptr (GPtrArray) names = NULL;

    if (!may_be_used (&self, path))
        return;

    names = wattle_names_list_folder (path, NULL, NULL);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *folder = g_build_filename (path, g_ptr_array_index (names, i), NULL);

        search_folder (&self, folder);
    }
}
