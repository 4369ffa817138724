/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-driver.h"
#include "wattle-plugin-info.h"
#include "wattle-problems.h"

G_BEGIN_DECLS

/* What stands for a place in the list of folders where plugins are searched for. */
#define WATTLE_PLUGIN_ENTRY_BUILT_IN G_MAXUINT

/* One plugin that was found, what it brings, and what became of it. Its state, the error that is
 * told with it and its problems say the same. */
typedef struct {
    WattlePluginFile *file;
    guint place;            /* the folder of the list that it was found in */
    gboolean tried;         /* its loading has begun: here a circle of dependencies ends */
    gboolean decided;       /* info.state is set */
    WattlePluginInfo info;  /* to be changed by the functions below only */
    WattlePluginInfo shown; /* the same for others */
    char *error;            /* info.error */
    WattleDriver *driver;   /* of devices; else NULL */
    WattleCatalog *catalog; /* what the driver describes; NULL as well */
    guint n_complaints;     /* that are in the list of problems */
    WattleProblems *problems;
} WattlePluginEntry;

/* Takes over @file. */
WattlePluginEntry *
wattle_plugin_entry_new (WattlePluginFile *file, guint place, WattleProblems *problems);
void wattle_plugin_entry_free (gpointer data);

/* Of those in @list the one that counts; NULL: there is none of this name. */
WattlePluginEntry *wattle_plugin_entry_find (const GPtrArray *list, const char *module);

/* Takes over @error, which may be NULL. */
void wattle_plugin_entry_decide (WattlePluginEntry *self, WattlePluginState state, char *error);
/* The same, and a problem: for those that are refused and that failed. */
void
wattle_plugin_entry_complain (WattlePluginEntry *self, WattlePluginState state, const char *reason);

/* Takes over @driver and lets it describe its models. */
void wattle_plugin_entry_take_driver (WattlePluginEntry *self,
                                      WattleDriver *driver,
                                      WattleMeterLibrary *meters);
/* Anew: then it may be better or worse than before. */
void wattle_plugin_entry_describe (WattlePluginEntry *self, WattleMeterLibrary *meters);
gboolean wattle_plugin_entry_uses_meters (const WattlePluginEntry *self);

gboolean wattle_plugin_entry_is_loaded (const WattlePluginEntry *self);
/* What a person has switched off shows as such, unless there is something worse to tell. */
WattlePluginState wattle_plugin_entry_judge (const WattlePluginEntry *self, gboolean disabled);
const WattlePluginInfo *wattle_plugin_entry_show (WattlePluginEntry *self, gboolean disabled);

G_END_DECLS
