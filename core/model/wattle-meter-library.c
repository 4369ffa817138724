/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-library.h"

#include <string.h>

struct _WattleMeterLibrary {
    GPtrArray *list; /* of WattleMeter */
    void (*complain) (const char *sentence, gpointer user_data);
    gpointer user_data;
};

static void
complain (WattleMeterLibrary *self, const char *path, const char *what)
{
    g_autofree char *sentence = g_strdup_printf ("%s: %s", path, what);

    self->complain (sentence, self->user_data);
}

static void
load (WattleMeterLibrary *self, const char *path, const char *name)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    g_autofree char *wanted = NULL;
    gsize length = 0;
    g_autoptr (WattleMeter) definition = NULL;

    if (g_file_get_contents (path, &text, &length, &error))
        definition = wattle_meter_parse (text, (gssize)length, &error);
    if (definition == NULL) {
        complain (self, path, error->message);
        return;
    }

    wanted = g_strconcat (definition->id, ".json", NULL);
    if (g_str_equal (wanted, name))
        g_ptr_array_add (self->list, g_steal_pointer (&definition));
    else
        complain (self, path, "the file must be called like its id, with .json behind");
}

static int
compare (gconstpointer a, gconstpointer b)
{
    return strcmp ((*(const WattleMeter *const *)a)->id, (*(const WattleMeter *const *)b)->id);
}

WattleMeterLibrary *
wattle_meter_library_new (const char *folder,
                          void (*complain_func) (const char *sentence, gpointer user_data),
                          gpointer user_data)
{
    WattleMeterLibrary *self = g_new0 (WattleMeterLibrary, 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
    const char *name;

    self->list = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_meter_unref);
    self->complain = complain_func;
    self->user_data = user_data;
    if (dir == NULL)
        complain (self, folder, error->message);
    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, ".schema.json"))
            load (self, path, name);
    }
    g_ptr_array_sort (self->list, compare);
    return self;
}

void
wattle_meter_library_free (WattleMeterLibrary *self)
{
    g_ptr_array_unref (self->list);
    g_free (self);
}

guint
wattle_meter_library_get_length (WattleMeterLibrary *self)
{
    return self->list->len;
}

const WattleMeter *
wattle_meter_library_get (WattleMeterLibrary *self, guint index)
{
    return g_ptr_array_index (self->list, index);
}

const WattleMeter *
wattle_meter_library_find (WattleMeterLibrary *self, const char *id)
{
    for (guint i = 0; i < self->list->len; i++) {
        const WattleMeter *definition = wattle_meter_library_get (self, i);

        if (g_str_equal (definition->id, id))
            return definition;
    }
    return NULL;
}
