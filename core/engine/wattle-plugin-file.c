/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plugin-file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/wattle-error.h"

#define GROUP      "Plugin"
#define MAX_LENGTH 65536 /* bytes of a .plugin file */
#define MAX_NAME   64

void
wattle_plugin_file_free (WattlePluginFile *self)
{
    g_free (self->path);
    g_free (self->folder);
    g_free (self->module);
    g_free (self->name);
    g_free (self->description);
    g_free (self->version);
    g_strfreev (self->depends);
    g_free (self);
}

static GKeyFile *
open_file (const char *path, GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) problem = NULL;
    struct stat info;

    if (stat (path, &info) == 0 && (!S_ISREG (info.st_mode) || info.st_size > MAX_LENGTH)) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "%s is not a file of at most %d bytes", path,
                          MAX_LENGTH);
        return NULL;
    }
    if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &problem)) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "%s cannot be read: %s", path,
                          problem->message);
        return NULL;
    }
    return g_steal_pointer (&file);
}

/* The name becomes part of a path and, for Python, a word of the language. */
static gboolean
is_module_name (const char *name)
{
    return *name != '\0' && strlen (name) <= MAX_NAME &&
           strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_") == strlen (name);
}

static gboolean
check_names (WattlePluginFile *self, GError **error)
{
    if (self->module != NULL && !is_module_name (self->module)) {
        g_clear_pointer (&self->module, g_free);
        wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                          "%s: Module must be 1 to %d letters, digits, “-” or “_”", self->path,
                          MAX_NAME);
        return FALSE;
    }
    if (self->module != NULL && self->name != NULL)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PLUGIN, "%s: %s must be set in [%s]", self->path,
                      self->module == NULL ? "Module" : "Name", GROUP);
    return FALSE;
}

static gboolean
check_api (WattlePluginFile *self, GKeyFile *file, GError **error)
{
    g_autofree char *value = g_key_file_get_string (file, GROUP, "X-Wattle-Api", NULL);

    if (g_strcmp0 (value, WATTLE_PLUGIN_API) == 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PLUGIN, "%s: X-Wattle-Api is %s, this host takes %s",
                      self->path, value != NULL ? value : "missing", WATTLE_PLUGIN_API);
    return FALSE;
}

static gboolean
read_kind (WattlePluginFile *self, GKeyFile *file, GError **error)
{
    static const char *const kinds[] = {
        [WATTLE_PLUGIN_DEVICE] = "device", [WATTLE_PLUGIN_TARIFF] = "tariff"
    };
    g_autofree char *value = g_key_file_get_string (file, GROUP, "X-Wattle-Kind", NULL);

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_strcmp0 (value, kinds[i]) == 0) {
            self->kind = (WattlePluginKind)i;
            return TRUE;
        }

    wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                      "%s: X-Wattle-Kind is %s, this host takes device and tariff", self->path,
                      value != NULL ? value : "missing");
    return FALSE;
}

static gboolean
check_loader (WattlePluginFile *self, GKeyFile *file, GError **error)
{
    g_autofree char *loader = g_key_file_get_string (file, GROUP, "Loader", NULL);

    self->python = g_strcmp0 (loader, "python3") == 0;
    if (loader == NULL || self->python || g_ascii_strcasecmp (loader, "c") == 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PLUGIN, "%s: Loader is %s, this host takes C and python3",
                      self->path, loader);
    return FALSE;
}

static gboolean
take_content (WattlePluginFile *self, GKeyFile *file, GError **error)
{
    self->module = g_key_file_get_string (file, GROUP, "Module", NULL);
    self->name = g_key_file_get_locale_string (file, GROUP, "Name", NULL, NULL);
    self->description = g_key_file_get_locale_string (file, GROUP, "Description", NULL, NULL);
    self->version = g_key_file_get_string (file, GROUP, "Version", NULL);
    self->depends = g_key_file_get_string_list (file, GROUP, "Depends", NULL, NULL);

    return check_names (self, error) && check_api (self, file, error) &&
           read_kind (self, file, error) && check_loader (self, file, error);
}

WattlePluginFile *
wattle_plugin_file_read (const char *path, GError **error)
{
    WattlePluginFile *self = g_new0 (WattlePluginFile, 1);
    g_autoptr (GKeyFile) file = open_file (path, error);

    self->path = g_strdup (path);
    self->folder = g_path_get_dirname (path);
    if (file != NULL)
        take_content (self, file, error);
    return self;
}

/* A user's own group is the user: distributions that make one give files to it. */
gboolean
wattle_plugin_file_is_safe (const char *path, gboolean session, GError **error)
{
    struct stat info;
    gboolean own_group;

    if (stat (path, &info) != 0) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN, "%s cannot be read: %s", path,
                          g_strerror (errno));
        return FALSE;
    }

    own_group = session && info.st_gid == getegid ();
    if ((info.st_uid == 0 || (session && info.st_uid == geteuid ())) && !(info.st_mode & S_IWOTH) &&
        (!(info.st_mode & S_IWGRP) || own_group))
        return TRUE;

    wattle_error_set (
        error, WATTLE_ERROR_PLUGIN,
        "%s can be written by others than root%s; a plugin is code that this host runs", path,
        session ? " and you" : "");
    return FALSE;
}

gboolean
wattle_plugin_file_is_safe_folder (const char *path, gboolean session, GError **error)
{
    g_autoptr (GDir) dir = NULL;
    const char *name;

    if (!wattle_plugin_file_is_safe (path, session, error))
        return FALSE;

    dir = g_dir_open (path, 0, NULL);
    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *child = g_build_filename (path, name, NULL);

        if (g_file_test (child, G_FILE_TEST_EXISTS) &&
            !wattle_plugin_file_is_safe (child, session, error))
            return FALSE;
    }
    return TRUE;
}
