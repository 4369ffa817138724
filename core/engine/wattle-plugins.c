/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plugins.h"

#include "base/wattle-error.h"
#include "base/wattle-names.h"
#include "wattle-definitions.h"
#include "wattle-plugin-entry.h"
#include "wattle-plugin-loader.h"
#include "wattle-plugin-search.h"

struct _WattlePlugins {
    GObject parent_instance;

    WattleProblems *problems;
    gboolean session;
    gboolean python_on_demand;
    GHashTable *disabled;       /* set of modules */
    GPtrArray *paths;           /* of char* */
    GPtrArray *list;            /* of WattlePluginEntry, as found */
    WattleMeterLibrary *meters; /* NULL: not asked for yet */
    WattlePluginLoader *loader;
};

enum {
    SIGNAL_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WattlePlugins, wattle_plugins, G_TYPE_OBJECT)

static void
wattle_plugins_finalize (GObject *object)
{
    WattlePlugins *self = WATTLE_PLUGINS (object);

    g_ptr_array_unref (self->list);
    g_ptr_array_unref (self->paths);
    g_clear_pointer (&self->meters, wattle_meter_library_unref);
    g_hash_table_unref (self->disabled);
    wattle_plugin_loader_free (self->loader);
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
    self->list = g_ptr_array_new_with_free_func (wattle_plugin_entry_free);
    self->disabled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

WattlePlugins *
wattle_plugins_new (WattleProblems *problems)
{
    WattlePlugins *self = g_object_new (WATTLE_TYPE_PLUGINS, NULL);

    self->problems = g_object_ref (problems);
    self->loader = wattle_plugin_loader_new (problems);
    return self;
}

void
wattle_plugins_set_session (WattlePlugins *self, gboolean session)
{
    self->session = session;
}

void
wattle_plugins_set_python_on_demand (WattlePlugins *self, gboolean on_demand)
{
    self->python_on_demand = on_demand;
}

void
wattle_plugins_add_path (WattlePlugins *self, const char *path)
{
    g_ptr_array_add (self->paths, g_strdup (path));
}

static gboolean
is_disabled (WattlePlugins *self, const WattlePluginEntry *entry)
{
    return g_hash_table_contains (self->disabled, entry->info.module);
}

/* Definitions of meters */

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
        WattlePluginEntry *entry = g_ptr_array_index (self->list, i);

        if (wattle_plugin_entry_uses_meters (entry))
            wattle_plugin_entry_describe (entry, self->meters);
    }
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
wattle_plugins_uses_meters (WattlePlugins *self, const char *module)
{
    const WattlePluginEntry *entry = wattle_plugin_entry_find (self->list, module);

    return entry != NULL && wattle_plugin_entry_uses_meters (entry);
}

/* Loading */

void
wattle_plugins_add_driver (WattlePlugins *self, const char *module, WattleDriver *driver)
{
    WattlePluginFile *file = g_new0 (WattlePluginFile, 1);
    WattlePluginEntry *entry;

    file->module = g_strdup (module);
    file->name = g_strdup (module);
    file->path = g_strdup ("");
    entry = wattle_plugin_entry_new (file, WATTLE_PLUGIN_ENTRY_BUILT_IN, self->problems);
    g_ptr_array_add (self->list, entry);
    wattle_plugin_entry_take_driver (entry, g_object_ref (driver),
                                     wattle_plugins_get_meters (self));
}

static void load_one (WattlePlugins *self, WattlePluginEntry *entry);

static gboolean
load_dependency (WattlePlugins *self, WattlePluginEntry *entry, const char *module)
{
    WattlePluginEntry *other = wattle_plugin_entry_find (self->list, module);
    g_autofree char *reason = NULL;

    if (other != NULL)
        load_one (self, other);
    if (other != NULL && wattle_plugin_entry_is_loaded (other))
        return TRUE;

    reason = g_strdup_printf ("it depends on “%s”, which %s", module,
                              other == NULL    ? "is not installed"
                              : other->decided ? "is not loaded"
                                               : "depends on it");
    wattle_plugin_entry_complain (entry, WATTLE_PLUGIN_FAILED, reason);
    return FALSE;
}

static gboolean
load_dependencies (WattlePlugins *self, WattlePluginEntry *entry)
{
    for (char **module = entry->file->depends; module != NULL && *module != NULL; module++)
        if (!load_dependency (self, entry, *module))
            return FALSE;

    return TRUE;
}

static void
load_code (WattlePlugins *self, WattlePluginEntry *entry)
{
    g_autofree char *reason = NULL;
    g_autoptr (GObject) object = wattle_plugin_loader_open (self->loader, entry->file, &reason);

    if (object == NULL)
        wattle_plugin_entry_complain (entry, WATTLE_PLUGIN_FAILED, reason);
    else if (entry->file->kind == WATTLE_PLUGIN_TARIFF)
        wattle_plugin_entry_decide (entry, WATTLE_PLUGIN_LOADED, NULL);
    else
        wattle_plugin_entry_take_driver (entry, WATTLE_DRIVER (g_steal_pointer (&object)),
                                         wattle_plugins_get_meters (self));
}

static void
load_one (WattlePlugins *self, WattlePluginEntry *entry)
{
    if (entry->decided || entry->tried || is_disabled (self, entry))
        return;

    entry->tried = TRUE;
    if (load_dependencies (self, entry))
        load_code (self, entry);
}

static void
load_all (WattlePlugins *self)
{
    for (guint i = 0; i < self->list->len; i++) {
        WattlePluginEntry *entry = g_ptr_array_index (self->list, i);

        if (!(entry->file->python && self->python_on_demand))
            load_one (self, entry);
    }
}

void
wattle_plugins_load (WattlePlugins *self)
{
    for (guint i = 0; i < self->paths->len; i++)
        wattle_plugin_search (self->list, g_ptr_array_index (self->paths, i), i, self->session,
                              self->problems);
    load_all (self);
}

void
wattle_plugins_set_disabled (WattlePlugins *self, const char *const *modules)
{
    g_hash_table_remove_all (self->disabled);
    for (guint i = 0; modules != NULL && modules[i] != NULL; i++)
        g_hash_table_add (self->disabled, g_strdup (modules[i]));
    load_all (self);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Asking */

guint
wattle_plugins_get_count (WattlePlugins *self)
{
    return self->list->len;
}

const WattlePluginInfo *
wattle_plugins_get_info (WattlePlugins *self, guint index)
{
    WattlePluginEntry *entry = g_ptr_array_index (self->list, index);

    return wattle_plugin_entry_show (entry, is_disabled (self, entry));
}

static const WattlePluginEntry *
find_loaded (WattlePlugins *self, const char *module)
{
    WattlePluginEntry *entry =
        module != NULL ? wattle_plugin_entry_find (self->list, module) : NULL;

    if (entry == NULL)
        return NULL;
    if (!entry->decided) {
        load_one (self, entry);
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
    return wattle_plugin_entry_judge (entry, is_disabled (self, entry)) == WATTLE_PLUGIN_LOADED
               ? entry
               : NULL;
}

WattleDriver *
wattle_plugins_get_driver (WattlePlugins *self, const char *module)
{
    const WattlePluginEntry *entry = find_loaded (self, module);

    return entry != NULL ? entry->driver : NULL;
}

WattleCatalog *
wattle_plugins_get_catalog (WattlePlugins *self, const char *module)
{
    const WattlePluginEntry *entry = find_loaded (self, module);

    return entry != NULL ? entry->catalog : NULL;
}

WattleTariff *
wattle_plugins_new_tariff (WattlePlugins *self, const char *module, GError **error)
{
    const WattlePluginEntry *entry = find_loaded (self, module);
    WattleTariff *tariff =
        entry != NULL ? wattle_plugin_loader_new_tariff (self->loader, entry->file) : NULL;

    if (tariff == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "no plugin “%s” for tariffs is loaded",
                          module);
    return tariff;
}

/* Sorted and ended by NULL; the names are those of the entries. */
static GPtrArray *
list_names (WattlePlugins *self,
            gboolean (*is_wanted) (WattlePlugins *self, const WattlePluginEntry *entry))
{
    GPtrArray *names = g_ptr_array_new ();

    for (guint i = 0; i < self->list->len; i++) {
        const WattlePluginEntry *entry = g_ptr_array_index (self->list, i);

        if (is_wanted (self, entry))
            g_ptr_array_add (names, (char *)entry->info.module);
    }
    wattle_names_sort (names);
    g_ptr_array_add (names, NULL);
    return names;
}

static gboolean
may_drive (WattlePlugins *self, const WattlePluginEntry *entry)
{
    return entry->file->kind == WATTLE_PLUGIN_DEVICE &&
           wattle_plugin_entry_judge (entry, is_disabled (self, entry)) <= WATTLE_PLUGIN_WAITING;
}

static gboolean
has_driver (WattlePlugins *self, const WattlePluginEntry *entry)
{
    return wattle_plugin_entry_is_loaded (entry) && entry->driver != NULL;
}

char *
wattle_plugins_list_drivers (WattlePlugins *self)
{
    g_autoptr (GPtrArray) names = list_names (self, may_drive);

    return g_strjoinv (", ", (char **)names->pdata);
}

char **
wattle_plugins_list_loaded (WattlePlugins *self)
{
    g_autoptr (GPtrArray) names = list_names (self, has_driver);

    return g_strdupv ((char **)names->pdata);
}
