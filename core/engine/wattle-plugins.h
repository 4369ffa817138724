/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff.h"
#include "model/wattle-driver.h"
#include "wattle-plugin-info.h"
#include "wattle-problems.h"

G_BEGIN_DECLS

/* The plugins of a house: which there are, which are wanted, and what they bring. A plugin that
 * cannot be used is a problem in the list and nothing worse.
 *
 * Signal "changed": (WattlePlugins *self): the state of a plugin. */
#define WATTLE_TYPE_PLUGINS (wattle_plugins_get_type ())
G_DECLARE_FINAL_TYPE (WattlePlugins, wattle_plugins, WATTLE, PLUGINS, GObject)

WattlePlugins *wattle_plugins_new (WattleProblems *problems);

/* In a session the user's own folders count as root's do: whoever can write a plugin is the host.
 */
void wattle_plugins_set_session (WattlePlugins *self, gboolean session);

/* Every folder below @path may hold one plugin. The first plugin of a name wins. */
void wattle_plugins_add_path (WattlePlugins *self, const char *path);

/* Python plugins are loaded when a device first asks for their driver, so that the interpreter runs
 * only in a house that needs it. Before load. */
void wattle_plugins_set_python_on_demand (WattlePlugins *self, gboolean on_demand);
void wattle_plugins_load (WattlePlugins *self);

/* Definitions of meters that drivers make models of. Drivers that use them describe their models
 * anew. Without any before load, those that came with the program are used. */
void wattle_plugins_set_meters (WattlePlugins *self, WattleMeterLibrary *meters);
WattleMeterLibrary *wattle_plugins_get_meters (WattlePlugins *self);
/* Whether the models of a driver are definitions of meters. */
gboolean wattle_plugins_uses_meters (WattlePlugins *self, const char *module);

/* A driver that is in the program itself. */
void wattle_plugins_add_driver (WattlePlugins *self, const char *module, WattleDriver *driver);

/* Which plugins a person does not want; names of modules. The devices of one that is disabled have
 * to go before. A plugin whose code was loaded stays in memory. */
void wattle_plugins_set_disabled (WattlePlugins *self, const char *const *modules);

/* Every plugin that was found, whatever became of it. */
guint wattle_plugins_get_count (WattlePlugins *self);
const WattlePluginInfo *wattle_plugins_get_info (WattlePlugins *self, guint index);

/* Drivers by the module name of their plugin. NULL: no such plugin was loaded. */
WattleDriver *wattle_plugins_get_driver (WattlePlugins *self, const char *module);
WattleCatalog *wattle_plugins_get_catalog (WattlePlugins *self, const char *module);
/* A new tariff of a plugin for tariffs, to be given its document next. */
WattleTariff *wattle_plugins_new_tariff (WattlePlugins *self, const char *module, GError **error);
char *wattle_plugins_list_drivers (WattlePlugins *self); /* names, separated by ", " */
/* Names of those with a driver, sorted, without those that wait for a device that asks for them. */
char **wattle_plugins_list_loaded (WattlePlugins *self);

G_END_DECLS
