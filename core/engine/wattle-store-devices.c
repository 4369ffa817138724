/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store-devices.h"

#include <string.h>

#include "base/wattle-error-private.h"
#include "base/wattle-ident.h"

#define ADMIN_FOLDER "devices.d"
#define OWN_FOLDER   "devices"

struct _WattleStoreDevices {
    WattleStoreLayers *layers; /* of the owner */
    GPtrArray *list;
    GPtrArray *ids; /* of char*, ended by NULL */
    gboolean known; /* the ids are all there are */
};

static GPtrArray *
make_list (void)
{
    return g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_device_config_free);
}

WattleStoreDevices *
wattle_store_devices_new (WattleStoreLayers *layers)
{
    WattleStoreDevices *self = g_new0 (WattleStoreDevices, 1);

    self->layers = layers;
    self->list = make_list ();
    self->ids = g_ptr_array_new_null_terminated (1, g_free, TRUE);
    return self;
}

void
wattle_store_devices_free (WattleStoreDevices *self)
{
    g_ptr_array_unref (self->list);
    g_ptr_array_unref (self->ids);
    g_free (self);
}

/* Asking */

GPtrArray *
wattle_store_devices_get_list (WattleStoreDevices *self)
{
    return self->list;
}

const char *const *
wattle_store_devices_get_ids (WattleStoreDevices *self)
{
    return self->known ? (const char *const *)self->ids->pdata : NULL;
}

static int
find_index (WattleStoreDevices *self, const char *id)
{
    for (guint i = 0; i < self->list->len; i++) {
        const WattleDeviceConfig *config = g_ptr_array_index (self->list, i);

        if (g_str_equal (config->id, id))
            return (int)i;
    }

    return -1;
}

const WattleDeviceConfig *
wattle_store_devices_find (WattleStoreDevices *self, const char *id)
{
    int index = find_index (self, id);

    return index >= 0 ? g_ptr_array_index (self->list, index) : NULL;
}

/* Places */

char *
wattle_store_devices_name (const char *id)
{
    return g_strdup_printf (OWN_FOLDER "/%s.conf", id);
}

static char *
get_admin_path (WattleStoreDevices *self, const char *id)
{
    g_autofree char *name = g_strdup_printf (ADMIN_FOLDER "/%s.conf", id);

    return wattle_store_layers_get_admin (self->layers, name);
}

/* Reading */

static void
read_device (WattleStoreDevices *self, const char *id, const char *path, gboolean locked)
{
    g_auto (WattleStoreReader) reader = { .problems = self->layers->problems, .path = path };
    WattleDeviceConfig *config;

    reader.subject = id;
    if (!wattle_store_reader_load (&reader, &wattle_device_config_migration))
        return;

    config = wattle_device_config_read (id, &reader);
    if (config == NULL)
        return;
    config->locked = locked;
    g_ptr_array_add (self->list, config);
}

static gboolean
id_is_allowed (WattleStoreDevices *self, const char *id, const char *name, const char *path)
{
    if (!wattle_ident_is_valid_device (id)) {
        wattle_problems_set (self->layers->problems, name, WATTLE_STORE_TOPIC "name",
                             "%s: the file name must be the device's id: a lower-case letter, "
                             "then at most 62 lower-case letters, digits and underscores",
                             path);
        return FALSE;
    }
    if (wattle_ident_is_reserved (id)) {
        wattle_problems_set (self->layers->problems, name, WATTLE_STORE_TOPIC "name",
                             "%s: “%s” is the name of the host's own device; give the file another "
                             "name",
                             path, id);
        return FALSE;
    }

    return TRUE;
}

/* The administrator's file counts even if it is broken: what it is about is not to run otherwise
 * than he meant it. */
static gboolean
is_overruled (WattleStoreDevices *self, const char *id, const char *path)
{
    g_autofree char *admin = get_admin_path (self, id);

    if (g_str_equal (path, admin) || !g_file_test (admin, G_FILE_TEST_EXISTS))
        return FALSE;

    wattle_problems_set (self->layers->problems, id, WATTLE_STORE_TOPIC "layer",
                         "%s: ignored, because %s is about the same device; remove one of them",
                         path, admin);
    return TRUE;
}

static void
load_folder (WattleStoreDevices *self, const char *folder, gboolean locked)
{
    g_autoptr (GPtrArray) names = wattle_store_layers_list (self->layers, folder);

    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index (names, i);
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_autofree char *id = g_strndup (name, strlen (name) - strlen (".conf"));

        if (!id_is_allowed (self, id, name, path) || is_overruled (self, id, path))
            continue;
        g_ptr_array_add (self->ids, g_strdup (id));
        read_device (self, id, path, locked);
    }
}

void
wattle_store_devices_load_admin (WattleStoreDevices *self)
{
    g_autofree char *folder = wattle_store_layers_get_admin (self->layers, ADMIN_FOLDER);

    g_ptr_array_set_size (self->list, 0);
    g_ptr_array_set_size (self->ids, 0);
    self->known = FALSE;
    load_folder (self, folder, TRUE);
}

void
wattle_store_devices_load_own (WattleStoreDevices *self)
{
    g_autofree char *admin = wattle_store_layers_get_admin (self->layers, ADMIN_FOLDER);
    g_autofree char *own = NULL;

    if (self->layers->state_dir != NULL) {
        own = wattle_store_layers_get_own (self->layers, OWN_FOLDER);
        load_folder (self, own, FALSE);
    }
    self->known = wattle_store_layers_is_known (self->layers, admin);
}

GPtrArray *
wattle_store_devices_steal (WattleStoreDevices *self)
{
    GPtrArray *list = self->list;

    self->list = make_list ();
    return list;
}

static void
note_id (WattleStoreDevices *self, const char *id, gboolean is_there)
{
    guint index;

    if (g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, &index))
        g_ptr_array_remove_index (self->ids, index);
    if (is_there)
        g_ptr_array_add (self->ids, g_strdup (id));
}

void
wattle_store_devices_refresh (WattleStoreDevices *self, const char *id)
{
    g_autofree char *name = wattle_store_devices_name (id);
    g_autofree char *path = wattle_store_layers_get_own (self->layers, name);
    gboolean is_there = g_file_test (path, G_FILE_TEST_EXISTS);
    int index = find_index (self, id);

    if (index >= 0)
        g_ptr_array_remove_index (self->list, (guint)index);
    else
        wattle_problems_clear_subject (self->layers->problems, id);
    note_id (self, id, is_there);
    if (is_there)
        read_device (self, id, path, FALSE);
}

/* Checking */

gboolean
wattle_store_devices_check_own (WattleStoreDevices *self, const char *id, GError **error)
{
    g_autofree char *admin = get_admin_path (self, id);

    if (!wattle_store_layers_check_writable (self->layers, error))
        return FALSE;
    if (!wattle_ident_is_valid_device (id)) {
        wattle_error_set (
            error, WATTLE_ERROR_CONFIG,
            "a device's id is a lower-case letter, then at most 62 lower-case letters, "
            "digits and underscores");
        return FALSE;
    }
    if (g_file_test (admin, G_FILE_TEST_EXISTS)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s is locked: %s belongs to the administrator; change it there", id,
                          admin);
        return FALSE;
    }

    return TRUE;
}

/* What would be written is read as the next start will read it. */
gboolean
wattle_store_devices_check (WattleStoreDevices *self,
                            const WattleDeviceConfig *config,
                            GError **error)
{
    g_auto (WattleStoreReader) reader = { .path = "", .file = g_key_file_new () };
    g_autoptr (WattleDeviceConfig) read = NULL;

    if (!wattle_store_devices_check_own (self, config->id, error))
        return FALSE;

    wattle_device_config_write (config, reader.file);
    read = wattle_device_config_read (config->id, &reader);
    if (read == NULL)
        g_propagate_error (
            error, wattle_error_new_take (WATTLE_ERROR_CONFIG, g_steal_pointer (&reader.reason)));
    return read != NULL;
}
