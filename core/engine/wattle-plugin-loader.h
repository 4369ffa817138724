/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff.h"
#include "wattle-plugin-file.h"
#include "wattle-problems.h"

G_BEGIN_DECLS

/* The code of plugins. The only user of libpeas beside wattle-plugin.h. Loads nothing but what
 * stands in the folder that was checked, starts the interpreter of Python at the first plugin that
 * needs it, and knows why something could not be loaded. */
typedef struct _WattlePluginLoader WattlePluginLoader;

WattlePluginLoader *wattle_plugin_loader_new (WattleProblems *problems);
/* After all that was made of the code is gone. */
void wattle_plugin_loader_free (WattlePluginLoader *self);

/* Loads the code, which stays in memory. Returns what it brings: the driver of a plugin for
 * devices, a first tariff of one for tariffs; or NULL, and @reason says why. */
GObject *
wattle_plugin_loader_open (WattlePluginLoader *self, const WattlePluginFile *file, char **reason);
/* Another tariff of the plugin that was opened with this very @file; NULL: it brings none. */
WattleTariff *wattle_plugin_loader_new_tariff (WattlePluginLoader *self,
                                               const WattlePluginFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattlePluginLoader, wattle_plugin_loader_free)

G_END_DECLS
