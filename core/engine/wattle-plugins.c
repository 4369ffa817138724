/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plugins.h"

#include <errno.h>
#include <libpeas/peas.h>

#include "base/wattle-error.h"
#include "base/wattle-exception.h"
#include "wattle-config.h"
#include "wattle-definitions.h"
#include "wattle-log-catch.h"
#include "wattle-python.h"

#define LOADER "python3"

typedef struct {
    WattlePluginFile *file;
    WattlePluginInfo info;
    WattlePluginInfo shown;  /* the same for others */
    const char *search_path; /* where it was found */
    char *error;             /* info.error */
    gboolean decided;        /* info.state is set */
    gboolean visited;
    WattleDriver *driver; /* of devices; else NULL */
    WattleCatalog *catalog;
    PeasPluginInfo *tariffs; /* what tariffs are made of; else NULL */
    guint n_complaints;      /* that are in the list of problems */
} Plugin;

struct _WattlePlugins {
    GObject parent_instance;

    WattleProblems *problems;
    gboolean session;
    gboolean python_on_demand;
    GHashTable *disabled;       /* set of modules */
    GPtrArray *paths;           /* of char* */
    GPtrArray *list;            /* of Plugin, as found */
    WattleMeterLibrary *meters; /* NULL: not asked for yet */
    PeasEngine *engine;
    gboolean python_enabled;
    gboolean python_lacking; /* it runs, but cannot load plugins */
};

enum {
    SIGNAL_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattlePlugins, wattle_plugins, G_TYPE_OBJECT)

static void
plugin_free (gpointer data)
{
    Plugin *plugin = data;

    g_clear_object (&plugin->driver);
    g_clear_object (&plugin->catalog);
    wattle_plugin_file_free (plugin->file);
    g_free (plugin->error);
    g_free (plugin);
}

static void
wattle_plugins_finalize (GObject *object)
{
    WattlePlugins *self = WATTLE_PLUGINS (object);

    g_ptr_array_unref (self->list);
    g_ptr_array_unref (self->paths);
    g_clear_pointer (&self->meters, wattle_meter_library_unref);
    g_hash_table_unref (self->disabled);
    if (self->python_enabled)
        peas_engine_garbage_collect (self->engine);
    g_object_unref (self->engine);
    g_object_unref (self->problems);

    G_OBJECT_CLASS (wattle_plugins_parent_class)->finalize (object);
}

static void
wattle_plugins_class_init (WattlePluginsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_plugins_finalize;

    signals[SIGNAL_CHANGED] = g_signal_new ("changed", WATTLE_TYPE_PLUGINS, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_plugins_init (WattlePlugins *self)
{
    self->paths = g_ptr_array_new_with_free_func (g_free);
    self->list = g_ptr_array_new_with_free_func (plugin_free);
    self->disabled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->engine = peas_engine_new ();
}

WattlePlugins *
wattle_plugins_new (WattleProblems *problems)
{
    WattlePlugins *self = g_object_new (WATTLE_TYPE_PLUGINS, NULL);

    self->problems = g_object_ref (problems);
    return self;
}

void
wattle_plugins_set_session (WattlePlugins *self, gboolean session)
{
    self->session = session;
}

void
wattle_plugins_add_path (WattlePlugins *self, const char *path)
{
    g_ptr_array_add (self->paths, g_strdup (path));
}

static Plugin *
find_plugin (WattlePlugins *self, const char *module)
{
    for (guint i = 0; i < self->list->len; i++) {
        Plugin *plugin = g_ptr_array_index (self->list, i);

        if (g_strcmp0 (plugin->file->module, module) == 0 &&
            plugin->info.state != WATTLE_PLUGIN_SHADOWED)
            return plugin;
    }

    return NULL;
}

/* Takes over @error. */
static void
decide (Plugin *plugin, WattlePluginState state, char *error)
{
    plugin->decided = TRUE;
    plugin->info.state = state;
    plugin->error = error;
    plugin->info.error = error;
}

static void
complain (WattlePlugins *self, Plugin *plugin, WattlePluginState state, const char *reason)
{
    decide (plugin, state, g_strdup (reason));
    wattle_problems_set (self->problems, plugin->info.module, "plugin", "plugin %s: %s",
                         state == WATTLE_PLUGIN_REFUSED ? "refused" : "failed", reason);
}

/* Finding */

static void
add_duplicate (WattlePlugins *self, Plugin *plugin, const Plugin *first)
{
    g_autofree char *reason = g_strdup_printf ("%s: the plugin of this name in %s is used instead",
                                               plugin->file->path, first->file->path);

    /* Putting a changed plugin into an earlier folder is how one is tried out. */
    if (first->search_path == plugin->search_path)
        wattle_problems_set (self->problems, plugin->info.module, "duplicate", "plugin refused: %s",
                             reason);
    decide (plugin, WATTLE_PLUGIN_SHADOWED, g_steal_pointer (&reason));
}

static void
add_plugin (WattlePlugins *self, const char *search_path, const char *path)
{
    Plugin *plugin = g_new0 (Plugin, 1);
    g_autoptr (GError) error = NULL;
    const Plugin *first;

    plugin->file = wattle_plugin_file_read (path, &error);
    plugin->search_path = search_path;
    plugin->info = (WattlePluginInfo){
        .module = plugin->file->module != NULL ? plugin->file->module
                                               : strrchr (plugin->file->folder, '/') + 1,
        .name = plugin->file->name,
        .description = plugin->file->description,
        .version = plugin->file->version,
        .path = plugin->file->path,
        .kind = plugin->file->kind,
    };
    if (error == NULL)
        wattle_plugin_file_is_safe_folder (plugin->file->folder, self->session, &error);
#if !WATTLE_PYTHON_PLUGINS
    if (error == NULL && plugin->file->python)
        error = wattle_error_new (WATTLE_ERROR_PLUGIN,
                                  "%s: this host was built without plugins in Python", path);
#endif

    first = plugin->file->module != NULL ? find_plugin (self, plugin->file->module) : NULL;
    g_ptr_array_add (self->list, plugin);
    if (first != NULL)
        add_duplicate (self, plugin, first);
    else if (error != NULL)
        complain (self, plugin, WATTLE_PLUGIN_REFUSED, error->message);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Full paths, sorted, so that the first of a name is always the same. */
static GPtrArray *
list_folder (const char *path)
{
    GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        g_ptr_array_add (list, g_build_filename (path, name, NULL));
    g_ptr_array_sort (list, compare_strings);
    return list;
}

static void
search_folder (WattlePlugins *self, const char *search_path, const char *folder)
{
    g_autoptr (GPtrArray) files = list_folder (folder);

    for (guint i = 0; i < files->len; i++) {
        const char *file = g_ptr_array_index (files, i);

        if (g_str_has_suffix (file, ".plugin"))
            add_plugin (self, search_path, file);
    }
}

static void
search_path (WattlePlugins *self, const char *path)
{
    g_autoptr (GPtrArray) folders = NULL;
    g_autoptr (GError) error = NULL;

    if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
        g_debug ("there is no plugin folder %s", path);
        return;
    }
    if (!wattle_plugin_file_is_safe (path, self->session, &error)) {
        wattle_problems_set (self->problems, path, "plugin", "no plugin is taken from it: %s",
                             error->message);
        return;
    }

    folders = list_folder (path);
    for (guint i = 0; i < folders->len; i++)
        search_folder (self, path, g_ptr_array_index (folders, i));
}

/* Loading. libpeas tells why something failed to the log alone, and ends with a line that says no
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
lacks_python (WattlePlugins *self, const char *text)
{
    self->python_lacking |= strstr (text, "is not a valid PeasPluginLoader") != NULL;
    return self->python_lacking;
}

/* Takes over @warnings. */
static char *
reason_of (WattlePlugins *self, const Plugin *plugin, char *warnings, const char *fallback)
{
    g_autofree char *all = warnings;
    g_autofree char *text = cut_last_word (all != NULL ? all : "");

    if (plugin->file->python && lacks_python (self, text))
        return wattle_python_explain_absence ();
    if (*text == '\0')
        return g_strdup (fallback);
    if (!plugin->file->python)
        return g_strdelimit (g_steal_pointer (&text), "\n", ' ');

    g_info ("%s: %s", plugin->info.module, text);
    return wattle_python_find_reason (text);
}

static PeasPluginInfo *
find_info (WattlePlugins *self, const Plugin *plugin)
{
    PeasPluginInfo *info;

    peas_engine_add_search_path (self->engine, plugin->file->folder, NULL);
    info = peas_engine_get_plugin_info (self->engine, plugin->file->module);
    /* libpeas also looks one folder deeper, where nothing was checked. */
    if (info == NULL || !g_str_equal (peas_plugin_info_get_module_dir (info), plugin->file->folder))
        return NULL;
    return info;
}

static void
enable_python (WattlePlugins *self)
{
    if (self->python_enabled)
        return;

    wattle_python_prepare ();
    peas_engine_enable_loader (self->engine, LOADER);
    self->python_enabled = TRUE;
}

static gboolean
load_code (WattlePlugins *self, const Plugin *plugin, PeasPluginInfo *info)
{
    g_autoptr (GError) error = NULL;
    gboolean loaded;

    if (!plugin->file->python)
        return peas_engine_load_plugin (self->engine, info);

    enable_python (self);
    loaded = peas_engine_load_plugin (self->engine, info);
    wattle_python_started ();
    if (loaded && !wattle_python_watch (&error))
        wattle_problems_set_error (self->problems, "python", "plugin", "", error);
    return loaded;
}

static GType
get_type (const Plugin *plugin)
{
    return plugin->file->kind == WATTLE_PLUGIN_TARIFF ? WATTLE_TYPE_TARIFF : WATTLE_TYPE_DRIVER;
}

/* Returns the driver of a plugin for devices, a first tariff of one for tariffs. */
static GObject *
open_module (WattlePlugins *self, Plugin *plugin, const char **fallback)
{
    PeasPluginInfo *info = find_info (self, plugin);
    GType type = get_type (plugin);

    *fallback = "its module cannot be loaded";
    if (info == NULL || !load_code (self, plugin, info))
        return NULL;

    *fallback =
        type == WATTLE_TYPE_TARIFF ? "its module has no tariff" : "its module has no driver";
    wattle_exception_forget ();
    if (!peas_engine_provides_extension (self->engine, info, type))
        return NULL;
    if (type == WATTLE_TYPE_TARIFF)
        plugin->tariffs = info;
    return (GObject *)peas_engine_create_extension (self->engine, info, type, NULL);
}

/* Returns what it brings, or NULL and @reason. */
static GObject *
make_object (WattlePlugins *self, Plugin *plugin, char **reason)
{
    g_autoptr (GObject) object = NULL;
    g_autofree char *exception = NULL;
    const char *fallback;
    WattleLogCatch caught;

    wattle_log_catch_begin (&caught, "libpeas");
    object = open_module (self, plugin, &fallback);
    *reason = reason_of (self, plugin, wattle_log_catch_end (&caught), fallback);

    /* PyGObject makes the object even if its constructor failed. */
    exception = wattle_exception_take ();
    if (exception == NULL)
        return g_steal_pointer (&object);

    g_free (*reason);
    *reason = g_steal_pointer (&exception);
    return NULL;
}

static void
set_complaint (WattlePlugins *self, const Plugin *plugin, guint index, const char *sentence)
{
    g_autofree char *topic = g_strdup_printf ("catalogue/%u", index);

    if (sentence != NULL)
        wattle_problems_set (self->problems, plugin->info.module, topic, "%s", sentence);
    else
        wattle_problems_clear (self->problems, plugin->info.module, topic);
}

/* What it complains of keeps nothing else of it from working. */
static void
tell_complaints (WattlePlugins *self, Plugin *plugin)
{
    const char *const *complaints = wattle_catalog_get_complaints (plugin->catalog);
    guint count = g_strv_length ((GStrv)complaints);

    for (guint i = 0; i < MAX (count, plugin->n_complaints); i++)
        set_complaint (self, plugin, i, i < count ? complaints[i] : NULL);
    plugin->n_complaints = count;
}

static WattleCatalog *
make_catalog (WattlePlugins *self)
{
    WattleCatalog *catalog = wattle_catalog_new ();

    wattle_catalog_set_meters (catalog, wattle_plugins_get_meters (self));
    return catalog;
}

/* Also anew: then it may be better or worse than before. */
static void
describe (WattlePlugins *self, Plugin *plugin)
{
    g_auto (GStrv) models = NULL;
    g_autofree char *exception = NULL;
    g_autofree char *reason = NULL;

    g_clear_object (&plugin->catalog);
    plugin->catalog = make_catalog (self);
    wattle_exception_forget ();
    wattle_driver_describe (plugin->driver, plugin->catalog);
    exception = wattle_exception_take ();
    models = wattle_catalog_list_models (plugin->catalog);
    tell_complaints (self, plugin);
    g_clear_pointer (&plugin->error, g_free);
    if (exception == NULL && models[0] != NULL) {
        wattle_problems_clear (self->problems, plugin->info.module, "plugin");
        decide (plugin, WATTLE_PLUGIN_LOADED, NULL);
        g_debug ("plugin %s loaded", plugin->info.module);
        return;
    }

    reason = exception != NULL ? g_strdup_printf ("its models cannot be described: %s", exception)
                               : g_strdup ("it describes no model");
    complain (self, plugin, WATTLE_PLUGIN_FAILED, reason);
}

WattleMeterLibrary *
wattle_plugins_get_meters (WattlePlugins *self)
{
    if (self->meters == NULL)
        self->meters = wattle_definitions_load (NULL, NULL);
    return self->meters;
}

void
wattle_plugins_set_meters (WattlePlugins *self, WattleMeterLibrary *meters)
{
    WattleMeterLibrary *old = self->meters;

    self->meters = wattle_meter_library_ref (meters);
    g_clear_pointer (&old, wattle_meter_library_unref);
    for (guint i = 0; i < self->list->len; i++) {
        Plugin *plugin = g_ptr_array_index (self->list, i);

        if (plugin->catalog != NULL && wattle_catalog_uses_meters (plugin->catalog))
            describe (self, plugin);
    }
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
wattle_plugins_uses_meters (WattlePlugins *self, const char *module)
{
    const Plugin *plugin = find_plugin (self, module);

    return plugin != NULL && plugin->catalog != NULL &&
           wattle_catalog_uses_meters (plugin->catalog);
}

void
wattle_plugins_add_driver (WattlePlugins *self, const char *module, WattleDriver *driver)
{
    Plugin *plugin = g_new0 (Plugin, 1);

    plugin->file = g_new0 (WattlePluginFile, 1);
    plugin->file->module = g_strdup (module);
    plugin->info = (WattlePluginInfo){
        .module = plugin->file->module,
        .name = plugin->file->module,
        .path = "",
    };
    plugin->driver = g_object_ref (driver);
    g_ptr_array_add (self->list, plugin);
    describe (self, plugin);
}

static void load_one (WattlePlugins *self, Plugin *plugin);

static gboolean
load_dependencies (WattlePlugins *self, Plugin *plugin)
{
    for (guint i = 0; plugin->file->depends != NULL && plugin->file->depends[i] != NULL; i++) {
        const char *module = plugin->file->depends[i];
        Plugin *other = find_plugin (self, module);
        g_autofree char *reason = NULL;

        if (other != NULL)
            load_one (self, other);
        if (other != NULL && other->decided && other->info.state == WATTLE_PLUGIN_LOADED)
            continue;

        reason = g_strdup_printf ("it depends on “%s”, which %s", module,
                                  other == NULL    ? "is not installed"
                                  : other->decided ? "is not loaded"
                                                   : "depends on it");
        complain (self, plugin, WATTLE_PLUGIN_FAILED, reason);
        return FALSE;
    }

    return TRUE;
}

static void
load_one (WattlePlugins *self, Plugin *plugin)
{
    g_autofree char *reason = NULL;
    g_autoptr (GObject) object = NULL;

    if (plugin->decided || plugin->visited ||
        g_hash_table_contains (self->disabled, plugin->info.module))
        return;
    plugin->visited = TRUE;
    if (!load_dependencies (self, plugin))
        return;

    object = make_object (self, plugin, &reason);
    if (object == NULL) {
        complain (self, plugin, WATTLE_PLUGIN_FAILED, reason);
    } else if (plugin->tariffs != NULL) {
        decide (plugin, WATTLE_PLUGIN_LOADED, NULL);
    } else {
        plugin->driver = WATTLE_DRIVER (g_steal_pointer (&object));
        describe (self, plugin);
    }
}

void
wattle_plugins_set_python_on_demand (WattlePlugins *self, gboolean on_demand)
{
    self->python_on_demand = on_demand;
}

void
wattle_plugins_load (WattlePlugins *self)
{
    for (guint i = 0; i < self->paths->len; i++)
        search_path (self, g_ptr_array_index (self->paths, i));
    for (guint i = 0; i < self->list->len; i++) {
        Plugin *plugin = g_ptr_array_index (self->list, i);

        if (!(plugin->file->python && self->python_on_demand))
            load_one (self, plugin);
    }
}

void
wattle_plugins_set_disabled (WattlePlugins *self, const char *const *modules)
{
    g_hash_table_remove_all (self->disabled);
    for (guint i = 0; modules != NULL && modules[i] != NULL; i++)
        g_hash_table_add (self->disabled, g_strdup (modules[i]));
    for (guint i = 0; i < self->list->len; i++) {
        Plugin *plugin = g_ptr_array_index (self->list, i);

        if (!(plugin->file->python && self->python_on_demand))
            load_one (self, plugin);
    }
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Asking */

guint
wattle_plugins_get_count (WattlePlugins *self)
{
    return self->list->len;
}

/* What a person has switched off shows as such, unless there is something worse to tell. */
static WattlePluginState
judge (WattlePlugins *self, const Plugin *plugin)
{
    gboolean good = !plugin->decided || plugin->info.state == WATTLE_PLUGIN_LOADED;

    if (good && g_hash_table_contains (self->disabled, plugin->info.module))
        return WATTLE_PLUGIN_DISABLED;
    return plugin->decided ? plugin->info.state : WATTLE_PLUGIN_WAITING;
}

const WattlePluginInfo *
wattle_plugins_get_info (WattlePlugins *self, guint index)
{
    Plugin *plugin = g_ptr_array_index (self->list, index);

    plugin->shown = plugin->info;
    plugin->shown.state = judge (self, plugin);
    return &plugin->shown;
}

static const Plugin *
find_loaded (WattlePlugins *self, const char *module)
{
    Plugin *plugin = module != NULL ? find_plugin (self, module) : NULL;

    if (plugin != NULL && !plugin->decided) {
        load_one (self, plugin);
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
    return plugin != NULL && judge (self, plugin) == WATTLE_PLUGIN_LOADED ? plugin : NULL;
}

WattleDriver *
wattle_plugins_get_driver (WattlePlugins *self, const char *module)
{
    const Plugin *plugin = find_loaded (self, module);

    return plugin != NULL ? plugin->driver : NULL;
}

WattleCatalog *
wattle_plugins_get_catalog (WattlePlugins *self, const char *module)
{
    const Plugin *plugin = find_loaded (self, module);

    return plugin != NULL ? plugin->catalog : NULL;
}

WattleTariff *
wattle_plugins_new_tariff (WattlePlugins *self, const char *module, GError **error)
{
    const Plugin *plugin = find_loaded (self, module);
    WattleTariff *tariff = NULL;

    if (plugin != NULL && plugin->tariffs != NULL)
        tariff = (WattleTariff *)peas_engine_create_extension (self->engine, plugin->tariffs,
                                                               WATTLE_TYPE_TARIFF, NULL);
    if (tariff == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "no plugin “%s” for tariffs is loaded",
                          module);
    return tariff;
}

char *
wattle_plugins_list_drivers (WattlePlugins *self)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (guint i = 0; i < self->list->len; i++) {
        const Plugin *plugin = g_ptr_array_index (self->list, i);

        if (plugin->file->kind == WATTLE_PLUGIN_DEVICE &&
            judge (self, plugin) <= WATTLE_PLUGIN_WAITING)
            g_ptr_array_add (names, (char *)plugin->info.module);
    }
    g_ptr_array_sort (names, compare_strings);
    g_ptr_array_add (names, NULL);
    return g_strjoinv (", ", (char **)names->pdata);
}

char **
wattle_plugins_list_loaded (WattlePlugins *self)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (guint i = 0; i < self->list->len; i++) {
        const Plugin *plugin = g_ptr_array_index (self->list, i);

        if (plugin->decided && plugin->info.state == WATTLE_PLUGIN_LOADED && plugin->driver != NULL)
            g_ptr_array_add (names, (char *)plugin->info.module);
    }
    g_ptr_array_sort (names, compare_strings);
    g_ptr_array_add (names, NULL);
    return g_strdupv ((char **)names->pdata);
}
