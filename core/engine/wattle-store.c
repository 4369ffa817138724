/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/wattle-error-private.h"
#include "base/wattle-ident.h"

struct _WattleStore {
    GObject parent_instance;

    char *config_dir;
    char *state_dir;            /* NULL: nothing is saved */
    WattleRevisions *revisions; /* NULL as well */
    WattleProblems *problems;
    WattleHostConfig host;
    GPtrArray *devices;
    GStrv ids; /* NULL: not known */
};

G_DEFINE_FINAL_TYPE (WattleStore, wattle_store, G_TYPE_OBJECT)

static void
wattle_store_finalize (GObject *object)
{
    WattleStore *self = WATTLE_STORE (object);

    g_clear_object (&self->revisions);
    g_free (self->config_dir);
    g_free (self->state_dir);
    wattle_host_config_clear (&self->host);
    g_ptr_array_unref (self->devices);
    g_strfreev (self->ids);
    g_object_unref (self->problems);

    G_OBJECT_CLASS (wattle_store_parent_class)->finalize (object);
}

static void
wattle_store_class_init (WattleStoreClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_store_finalize;
}

static void
wattle_store_init (WattleStore *self)
{
    self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_device_config_free);
    wattle_host_config_init (&self->host);
}

WattleStore *
wattle_store_new (const char *config_dir, WattleProblems *problems)
{
    WattleStore *self = g_object_new (WATTLE_TYPE_STORE, NULL);

    self->config_dir = g_strdup (config_dir);
    self->problems = g_object_ref (problems);
    return self;
}

void
wattle_store_set_state_dir (WattleStore *self, const char *state_dir)
{
    g_free (self->state_dir);
    self->state_dir = g_strdup (state_dir);
    g_clear_object (&self->revisions);
    if (state_dir != NULL)
        self->revisions = wattle_revisions_new (state_dir, self->problems);
}

const char *
wattle_store_get_state_dir (WattleStore *self)
{
    return self->state_dir;
}

WattleRevisions *
wattle_store_get_revisions (WattleStore *self)
{
    return self->revisions;
}

const WattleHostConfig *
wattle_store_get_host (WattleStore *self)
{
    return &self->host;
}

GPtrArray *
wattle_store_get_devices (WattleStore *self)
{
    return self->devices;
}

const char *const *
wattle_store_get_ids (WattleStore *self)
{
    return (const char *const *)self->ids;
}

static int
find_index (WattleStore *self, const char *id)
{
    for (guint i = 0; i < self->devices->len; i++) {
        const WattleDeviceConfig *config = g_ptr_array_index (self->devices, i);

        if (g_str_equal (config->id, id))
            return (int)i;
    }

    return -1;
}

const WattleDeviceConfig *
wattle_store_find_device (WattleStore *self, const char *id)
{
    int index = find_index (self, id);

    return index >= 0 ? g_ptr_array_index (self->devices, index) : NULL;
}

static char *
get_admin_path (WattleStore *self, const char *id)
{
    g_autofree char *name = g_strconcat (id, ".conf", NULL);

    return g_build_filename (self->config_dir, "devices.d", name, NULL);
}

static char *
get_own_name (const char *id)
{
    return g_strdup_printf ("devices/%s.conf", id);
}

static char *
get_own_path (WattleStore *self, const char *id)
{
    g_autofree char *name = get_own_name (id);

    return g_build_filename (self->state_dir, "config", name, NULL);
}

/* Reading */

static void
read_host (WattleProblems *problems, const char *path, WattleHostConfig *config)
{
    g_auto (WattleStoreReader) reader = { .problems = problems, .path = path };

    reader.subject = "host";
    if (g_file_test (path, G_FILE_TEST_EXISTS) &&
        wattle_store_reader_load (&reader, &wattle_host_config_migration))
        wattle_host_config_read (config, &reader);
}

static void
read_device (WattleStore *self, const char *id, const char *path, gboolean locked)
{
    g_auto (WattleStoreReader) reader = { .problems = self->problems, .path = path };
    WattleDeviceConfig *config;

    reader.subject = id;
    if (!wattle_store_reader_load (&reader, &wattle_device_config_migration))
        return;

    config = wattle_device_config_read (id, &reader);
    if (config == NULL)
        return;
    config->locked = locked;
    g_ptr_array_add (self->devices, config);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_files (WattleStore *self, const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
    g_autofree char *topic = NULL;
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        if (g_str_has_suffix (name, ".conf") && *name != '.')
            g_ptr_array_add (names, g_strdup (name));

    topic = g_strconcat (WATTLE_STORE_TOPIC, folder, NULL);
    if (error != NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        wattle_problems_set_error (self->problems, "host", topic, "", error);
    g_ptr_array_sort (names, compare_names);
    return names;
}

static gboolean
id_is_allowed (WattleStore *self, const char *id, const char *name, const char *path)
{
    if (!wattle_ident_is_valid_device (id)) {
        wattle_problems_set (self->problems, name, WATTLE_STORE_TOPIC "name",
                             "%s: the file name must be the device's id: a lower-case letter, "
                             "then at most 62 lower-case letters, digits and underscores",
                             path);
        return FALSE;
    }
    if (wattle_ident_is_reserved (id)) {
        wattle_problems_set (self->problems, name, WATTLE_STORE_TOPIC "name",
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
is_overruled (WattleStore *self, const char *id, const char *path)
{
    g_autofree char *admin = get_admin_path (self, id);

    if (g_str_equal (path, admin) || !g_file_test (admin, G_FILE_TEST_EXISTS))
        return FALSE;

    wattle_problems_set (self->problems, id, WATTLE_STORE_TOPIC "layer",
                         "%s: ignored, because %s is about the same device; remove one of them",
                         path, admin);
    return TRUE;
}

static void
load_devices (WattleStore *self, const char *folder, gboolean locked, GStrvBuilder *ids)
{
    g_autoptr (GPtrArray) names = list_files (self, folder);

    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index (names, i);
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_autofree char *id = g_strndup (name, strlen (name) - strlen (".conf"));

        if (!id_is_allowed (self, id, name, path) || is_overruled (self, id, path))
            continue;
        g_strv_builder_add (ids, id);
        read_device (self, id, path, locked);
    }
}

/* The administrator's layers. @problems: NULL if what is wrong was said before. */
static void
read_layers (WattleStore *self, WattleProblems *problems, WattleHostConfig *config)
{
    g_autofree char *main_file = g_build_filename (self->config_dir, "wattle.conf", NULL);
    g_autofree char *folder = g_build_filename (self->config_dir, "conf.d", NULL);
    g_autoptr (GPtrArray) names = list_files (self, folder);

    read_host (problems, main_file, config);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

        read_host (problems, path, config);
    }
}

/* Whether the administrator's folder was read. One that is missing may be on a disk that is not
 * there yet, unless this host keeps its configuration itself. */
static gboolean
is_known (WattleStore *self, const char *folder)
{
    g_autofree char *own = NULL;

    if (g_access (folder, R_OK | X_OK) == 0)
        return TRUE;
    if (errno != ENOENT || self->state_dir == NULL)
        return FALSE;

    own = g_build_filename (self->state_dir, "config", NULL);
    return g_access (own, R_OK | X_OK) == 0;
}

void
wattle_store_load (WattleStore *self)
{
    g_autofree char *admin = g_build_filename (self->config_dir, "devices.d", NULL);
    g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

    wattle_host_config_clear (&self->host);
    wattle_host_config_init (&self->host);
    read_layers (self, self->problems, &self->host);
    g_ptr_array_set_size (self->devices, 0);
    load_devices (self, admin, TRUE, ids);

    if (self->state_dir != NULL) {
        g_autofree char *host = g_build_filename (self->state_dir, "config", "wattle.conf", NULL);
        g_autofree char *own = g_build_filename (self->state_dir, "config", "devices", NULL);

        read_host (self->problems, host, &self->host);
        load_devices (self, own, FALSE, ids);
    }

    if (self->revisions != NULL)
        wattle_revisions_note (self->revisions);
    g_clear_pointer (&self->ids, g_strfreev);
    if (is_known (self, admin))
        self->ids = g_strv_builder_end (ids);
}

GPtrArray *
wattle_store_reload (WattleStore *self, WattleHostConfig *old_host)
{
    GPtrArray *old_devices = self->devices;

    *old_host = self->host;
    wattle_host_config_init (&self->host);
    self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_device_config_free);
    wattle_store_load (self);
    return old_devices;
}

/* Saving */

static gboolean
check_own (WattleStore *self, const char *id, GError **error)
{
    g_autofree char *admin = get_admin_path (self, id);

    if (self->state_dir == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "this host has no folder to save its configuration in");
        return FALSE;
    }
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
static gboolean
check_device (WattleStore *self, const WattleDeviceConfig *config, GError **error)
{
    g_auto (WattleStoreReader) reader = { .path = "", .file = g_key_file_new () };
    g_autoptr (WattleDeviceConfig) read = NULL;

    if (!check_own (self, config->id, error))
        return FALSE;

    wattle_device_config_write (config, reader.file);
    read = wattle_device_config_read (config->id, &reader);
    if (read == NULL)
        g_propagate_error (
            error, wattle_error_new_take (WATTLE_ERROR_CONFIG, g_steal_pointer (&reader.reason)));
    return read != NULL;
}

static void
note_id (WattleStore *self, const char *id, gboolean is_there)
{
    g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

    if (self->ids == NULL)
        return;

    for (guint i = 0; self->ids[i] != NULL; i++)
        if (!g_str_equal (self->ids[i], id))
            g_strv_builder_add (ids, self->ids[i]);
    if (is_there)
        g_strv_builder_add (ids, id);
    g_strfreev (self->ids);
    self->ids = g_strv_builder_end (ids);
}

/* Brings the lists in line with the disk. */
static void
on_device_written (const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    WattleStore *self = g_task_get_source_object (task);
    const char *id = g_task_get_task_data (task);
    g_autofree char *path = get_own_path (self, id);
    int index = find_index (self, id);

    if (error != NULL) {
        g_task_return_error (task, g_error_copy (error));
        return;
    }

    if (index >= 0)
        g_ptr_array_remove_index (self->devices, (guint)index);
    else
        wattle_problems_clear_subject (self->problems, id);
    note_id (self, id, g_file_test (path, G_FILE_TEST_EXISTS));
    if (g_file_test (path, G_FILE_TEST_EXISTS))
        read_device (self, id, path, FALSE);
    g_task_return_boolean (task, TRUE);
}

static void
edit_device (GKeyFile *file, gpointer data)
{
    wattle_device_config_write (data, file);
}

static GTask *
make_task (WattleStore *self, const char *id, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (self, NULL, callback, user_data);

    g_task_set_task_data (task, g_strdup (id), g_free);
    return task;
}

void
wattle_store_save_device_async (WattleStore *self,
                                const WattleDeviceConfig *config,
                                const char *author,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, config->id, callback, user_data);
    g_autofree char *name = NULL;
    GError *error = NULL;

    if (!check_device (self, config, &error)) {
        g_prefix_error (&error, "%s cannot be saved: ", config->id);
        g_task_return_error (task, error);
        return;
    }

    name = get_own_name (config->id);
    wattle_revisions_edit (self->revisions, name, &wattle_device_config_migration, edit_device,
                           wattle_device_config_copy (config),
                           (GDestroyNotify)wattle_device_config_free, author, on_device_written,
                           g_steal_pointer (&task));
}

gboolean
wattle_store_save_device_finish (WattleStore *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

void
wattle_store_remove_device_async (WattleStore *self,
                                  const char *id,
                                  const char *author,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    g_autoptr (GTask) task = make_task (self, id, callback, user_data);
    g_autofree char *name = NULL;
    GError *error = NULL;

    if (!check_own (self, id, &error)) {
        g_prefix_error (&error, "%s cannot be removed: ", id);
        g_task_return_error (task, error);
        return;
    }

    name = get_own_name (id);
    wattle_revisions_remove (self->revisions, name, author, on_device_written,
                             g_steal_pointer (&task));
}

gboolean
wattle_store_remove_device_finish (WattleStore *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

/* The host's settings */

static void
edit_host (GKeyFile *file, gpointer data)
{
    GPtrArray *changes = data; /* group, key, text or NULL … */

    g_key_file_set_integer (file, "Host", "Format",
                            wattle_migration_get_format (&wattle_host_config_migration));
    for (guint i = 0; i + 2 < changes->len; i += 3) {
        const char *group = g_ptr_array_index (changes, i);
        const char *key = g_ptr_array_index (changes, i + 1);
        const char *text = g_ptr_array_index (changes, i + 2);

        if (text != NULL)
            g_key_file_set_string (file, group, key, text);
        else
            g_key_file_remove_key (file, group, key, NULL);
    }
}

static GPtrArray *
copy_changes (const WattleStoreChange *changes, guint n_changes)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < n_changes; i++) {
        g_ptr_array_add (copy, g_strdup (changes[i].group));
        g_ptr_array_add (copy, g_strdup (changes[i].key));
        g_ptr_array_add (copy, g_strdup (changes[i].text));
    }

    return copy;
}

/* What would be written is read as the next start will read it. */
static gboolean
check_host (WattleStore *self, GPtrArray *changes, GError **error)
{
    g_auto (WattleStoreReader) reader = { .path = "", .file = g_key_file_new () };
    WattleHostConfig config;
    WattleMessage **what;

    if (self->state_dir == NULL) {
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "this host has no folder to save its configuration in");
        return FALSE;
    }

    edit_host (reader.file, changes);
    wattle_host_config_init (&config);
    wattle_host_config_read (&config, &reader);
    wattle_host_config_clear (&config);
    if (!reader.broken && reader.remark == NULL)
        return TRUE;

    what = reader.broken ? &reader.reason : &reader.remark;
    g_propagate_error (error, wattle_error_new_take (WATTLE_ERROR_CONFIG, g_steal_pointer (what)));
    return FALSE;
}

static void
on_host_written (const GError *error, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;

    if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
    else
        g_task_return_boolean (task, TRUE);
}

void
wattle_store_save_host_async (WattleStore *self,
                              const WattleStoreChange *changes,
                              guint n_changes,
                              const char *author,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
    g_autoptr (GPtrArray) copy = copy_changes (changes, n_changes);
    GError *error = NULL;

    if (!check_host (self, copy, &error)) {
        g_prefix_error (&error, "the settings cannot be saved: ");
        g_task_return_error (task, error);
        return;
    }

    wattle_revisions_edit (self->revisions, "wattle.conf", &wattle_host_config_migration, edit_host,
                           g_steal_pointer (&copy), (GDestroyNotify)g_ptr_array_unref, author,
                           on_host_written, g_steal_pointer (&task));
}

gboolean
wattle_store_save_host_finish (WattleStore *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

/* Reads all layers anew, the last one with the changes in it. */
static void
read_changed (WattleStore *self, GPtrArray *changes, WattleHostConfig *config)
{
    g_autofree char *path = g_build_filename (self->state_dir, "config", "wattle.conf", NULL);
    g_auto (WattleStoreReader) reader = { .path = path, .subject = "host" };

    if (!wattle_store_reader_load (&reader, &wattle_host_config_migration)) {
        g_clear_pointer (&reader.file, g_key_file_unref);
        reader.file = g_key_file_new ();
    }
    edit_host (reader.file, changes);
    wattle_host_config_read (config, &reader);
}

gboolean
wattle_store_try_host (WattleStore *self,
                       const WattleStoreChange *changes,
                       guint n_changes,
                       WattleHostConfig *config,
                       GError **error)
{
    g_autoptr (GPtrArray) copy = copy_changes (changes, n_changes);

    if (!check_host (self, copy, error))
        return FALSE;

    wattle_host_config_init (config);
    read_layers (self, NULL, config);
    read_changed (self, copy, config);
    return TRUE;
}
