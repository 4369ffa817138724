/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plugin-entry.h"

#include <string.h>

#include "base/wattle-exception.h"

WattlePluginEntry *
wattle_plugin_entry_new (WattlePluginFile *file, guint place, WattleProblems *problems)
{
    WattlePluginEntry *self = g_new0 (WattlePluginEntry, 1);

    self->file = file;
    self->place = place;
    self->problems = g_object_ref (problems);
    self->info = (WattlePluginInfo){
        .module = file->module != NULL ? file->module : strrchr (file->folder, '/') + 1,
        .name = file->name,
        .description = file->description,
        .version = file->version,
        .path = file->path,
        .kind = file->kind,
    };
    return self;
}

void
wattle_plugin_entry_free (gpointer data)
{
    WattlePluginEntry *self = data;

    g_clear_object (&self->driver);
    g_clear_object (&self->catalog);
    g_object_unref (self->problems);
    wattle_plugin_file_free (self->file);
    g_free (self->error);
    g_free (self);
}

WattlePluginEntry *
wattle_plugin_entry_find (const GPtrArray *list, const char *module)
{
    for (guint i = 0; i < list->len; i++) {
        WattlePluginEntry *entry = g_ptr_array_index (list, i);

        if (g_strcmp0 (entry->file->module, module) == 0 &&
            entry->info.state != WATTLE_PLUGIN_SHADOWED)
            return entry;
    }

    return NULL;
}

void
wattle_plugin_entry_decide (WattlePluginEntry *self, WattlePluginState state, char *error)
{
    g_free (self->error);
    self->decided = TRUE;
    self->info.state = state;
    self->error = error;
    self->info.error = error;
}

void
wattle_plugin_entry_complain (WattlePluginEntry *self, WattlePluginState state, const char *reason)
{
    wattle_plugin_entry_decide (self, state, g_strdup (reason));
    wattle_problems_set (self->problems, self->info.module, "plugin", "plugin %s: %s",
                         state == WATTLE_PLUGIN_REFUSED ? "refused" : "failed", reason);
}

/* What its driver describes */

static void
set_complaint (WattlePluginEntry *self, guint index, const char *sentence)
{
    g_autofree char *topic = g_strdup_printf ("catalogue/%u", index);

    if (sentence != NULL)
        wattle_problems_set (self->problems, self->info.module, topic, "%s", sentence);
    else
        wattle_problems_clear (self->problems, self->info.module, topic);
}

/* What it complains of keeps nothing else of it from working. */
static void
tell_complaints (WattlePluginEntry *self)
{
    const char *const *complaints = wattle_catalog_get_complaints (self->catalog);
    guint count = g_strv_length ((GStrv)complaints);

    for (guint i = 0; i < MAX (count, self->n_complaints); i++)
        set_complaint (self, i, i < count ? complaints[i] : NULL);
    self->n_complaints = count;
}

/* Returns what the driver raised while it was asked, or NULL. */
static char *
fill_catalog (WattlePluginEntry *self, WattleMeterLibrary *meters)
{
    g_clear_object (&self->catalog);
    self->catalog = wattle_catalog_new ();
    wattle_catalog_set_meters (self->catalog, meters);
    wattle_exception_forget ();
    wattle_driver_describe (self->driver, self->catalog);
    return wattle_exception_take ();
}

void
wattle_plugin_entry_describe (WattlePluginEntry *self, WattleMeterLibrary *meters)
{
    g_autofree char *exception = fill_catalog (self, meters);
    g_auto (GStrv) models = wattle_catalog_list_models (self->catalog);
    g_autofree char *reason = NULL;

    tell_complaints (self);
    if (exception == NULL && models[0] != NULL) {
        wattle_problems_clear (self->problems, self->info.module, "plugin");
        wattle_plugin_entry_decide (self, WATTLE_PLUGIN_LOADED, NULL);
        g_debug ("plugin %s loaded", self->info.module);
        return;
    }

    reason = exception != NULL ? g_strdup_printf ("its models cannot be described: %s", exception)
                               : g_strdup ("it describes no model");
    wattle_plugin_entry_complain (self, WATTLE_PLUGIN_FAILED, reason);
}

void
wattle_plugin_entry_take_driver (WattlePluginEntry *self,
                                 WattleDriver *driver,
                                 WattleMeterLibrary *meters)
{
    self->driver = driver;
    wattle_plugin_entry_describe (self, meters);
}

gboolean
wattle_plugin_entry_uses_meters (const WattlePluginEntry *self)
{
    return self->catalog != NULL && wattle_catalog_uses_meters (self->catalog);
}

/* Asking */

gboolean
wattle_plugin_entry_is_loaded (const WattlePluginEntry *self)
{
    return self->decided && self->info.state == WATTLE_PLUGIN_LOADED;
}

WattlePluginState
wattle_plugin_entry_judge (const WattlePluginEntry *self, gboolean disabled)
{
    gboolean good = !self->decided || self->info.state == WATTLE_PLUGIN_LOADED;

    if (good && disabled)
        return WATTLE_PLUGIN_DISABLED;
    return self->decided ? self->info.state : WATTLE_PLUGIN_WAITING;
}

const WattlePluginInfo *
wattle_plugin_entry_show (WattlePluginEntry *self, gboolean disabled)
{
    self->shown = self->info;
    self->shown.state = wattle_plugin_entry_judge (self, disabled);
    return &self->shown;
}
