/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-plugin-entry.h"

G_BEGIN_DECLS

/* Finds plugins, before any code of them is loaded. Adds each .plugin file of the folders below
 * @path to @list (of WattlePluginEntry). Those that somebody else could have written, or that are
 * no plugins, are refused; of one name the first in the list counts.
 *
 * @place: of @path among the folders that are searched.
 * @session: the user's own folders count as root's do. */
void wattle_plugin_search (GPtrArray *list,
                           const char *path,
                           guint place,
                           gboolean session,
                           WattleProblems *problems);

G_END_DECLS
