/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plugin-loader.h"

#include <libpeas/peas.h>
#include <string.h>

#include "base/wattle-exception.h"
#include "model/wattle-driver.h"
#include "wattle-log-catch.h"
#include "wattle-python.h"

#define LOADER "python3"

struct _WattlePluginLoader {
    WattleProblems *problems;
    PeasEngine *engine;
    GHashTable *tariffs; /* WattlePluginFile → PeasPluginInfo, what tariffs are made of */
    gboolean python_enabled;
    gboolean python_lacking; /* it runs, but cannot load plugins */
};

WattlePluginLoader *
wattle_plugin_loader_new (WattleProblems *problems)
{
    WattlePluginLoader *self = g_new0 (WattlePluginLoader, 1);

    self->problems = g_object_ref (problems);
    self->engine = peas_engine_new ();
    self->tariffs = g_hash_table_new (NULL, NULL);
    return self;
}

void
wattle_plugin_loader_free (WattlePluginLoader *self)
{
    if (self->python_enabled)
        peas_engine_garbage_collect (self->engine);
    g_hash_table_unref (self->tariffs);
    g_object_unref (self->engine);
    g_object_unref (self->problems);
    g_free (self);
}

/* Reasons. libpeas tells why something failed to the log alone, and ends with a line that says no
 * more than the problem does. */

static char *
cut_last_word (const char *warnings)
{
    const char *last = strstr (warnings, "Error loading plugin '");
    char *text = g_strndup (warnings, last != NULL ? (gsize)(last - warnings) : strlen (warnings));

    return g_strchomp (text);
}

/* It is said of the first plugin in Python alone, but is so for all. */
static gboolean
lacks_python (WattlePluginLoader *self, const char *text)
{
    self->python_lacking |= strstr (text, "is not a valid PeasPluginLoader") != NULL;
    return self->python_lacking;
}

/* Takes over @warnings. */
static char *
reason_of (WattlePluginLoader *self,
           const WattlePluginFile *file,
           char *warnings,
           const char *fallback)
{
    g_autofree char *all = warnings;
    g_autofree char *text = cut_last_word (all != NULL ? all : "");

    if (file->python && lacks_python (self, text))
        return wattle_python_explain_absence ();
    if (*text == '\0')
        return g_strdup (fallback);
    if (!file->python)
        return g_strdelimit (g_steal_pointer (&text), "\n", ' ');

    g_info ("%s: %s", file->module, text);
    return wattle_python_find_reason (text);
}

/* Loading */

static PeasPluginInfo *
find_info (WattlePluginLoader *self, const WattlePluginFile *file)
{
    PeasPluginInfo *info;

    peas_engine_add_search_path (self->engine, file->folder, NULL);
    info = peas_engine_get_plugin_info (self->engine, file->module);
    /* libpeas also looks one folder deeper, where nothing was checked. */
    if (info == NULL || !g_str_equal (peas_plugin_info_get_module_dir (info), file->folder))
        return NULL;
    return info;
}

static void
enable_python (WattlePluginLoader *self)
{
    if (self->python_enabled)
        return;

    wattle_python_prepare ();
    peas_engine_enable_loader (self->engine, LOADER);
    self->python_enabled = TRUE;
}

static gboolean
load_code (WattlePluginLoader *self, const WattlePluginFile *file, PeasPluginInfo *info)
{
    g_autoptr (GError) error = NULL;
    gboolean loaded;

    if (!file->python)
        return peas_engine_load_plugin (self->engine, info);

    enable_python (self);
    loaded = peas_engine_load_plugin (self->engine, info);
    wattle_python_started ();
    if (loaded && !wattle_python_watch (&error))
        wattle_problems_set_error (self->problems, "python", "plugin", "", error);
    return loaded;
}

static GObject *
open_module (WattlePluginLoader *self, const WattlePluginFile *file, const char **fallback)
{
    PeasPluginInfo *info = find_info (self, file);
    gboolean is_tariff = file->kind == WATTLE_PLUGIN_TARIFF;
    GType type = is_tariff ? WATTLE_TYPE_TARIFF : WATTLE_TYPE_DRIVER;

    *fallback = "its module cannot be loaded";
    if (info == NULL || !load_code (self, file, info))
        return NULL;

    *fallback = is_tariff ? "its module has no tariff" : "its module has no driver";
    wattle_exception_forget ();
    if (!peas_engine_provides_extension (self->engine, info, type))
        return NULL;
    if (is_tariff)
        g_hash_table_insert (self->tariffs, (gpointer)file, info);
    return (GObject *)peas_engine_create_extension (self->engine, info, type, NULL);
}

GObject *
wattle_plugin_loader_open (WattlePluginLoader *self, const WattlePluginFile *file, char **reason)
{
    g_autoptr (GObject) object = NULL;
    g_autofree char *exception = NULL;
    const char *fallback;
    WattleLogCatch caught;

    wattle_log_catch_begin (&caught, "libpeas");
    object = open_module (self, file, &fallback);
    *reason = reason_of (self, file, wattle_log_catch_end (&caught), fallback);

    /* PyGObject makes the object even if its constructor failed. */
    exception = wattle_exception_take ();
    if (exception == NULL)
        return g_steal_pointer (&object);

    g_free (*reason);
    *reason = g_steal_pointer (&exception);
    return NULL;
}

WattleTariff *
wattle_plugin_loader_new_tariff (WattlePluginLoader *self, const WattlePluginFile *file)
{
    PeasPluginInfo *info = g_hash_table_lookup (self->tariffs, file);

    if (info == NULL)
        return NULL;
    return (WattleTariff *)peas_engine_create_extension (self->engine, info, WATTLE_TYPE_TARIFF,
                                                         NULL);
}
