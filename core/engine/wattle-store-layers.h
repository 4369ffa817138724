/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-problems.h"

G_BEGIN_DECLS

/* Where the files of each layer are: those of the administrator, which are only read, and those of
 * the host's own. */
typedef struct {
    char *config_dir;
    char *state_dir; /* NULL: there is no layer of the host's own, and nothing can be saved */
    WattleProblems *problems;
} WattleStoreLayers;

WattleStoreLayers *wattle_store_layers_new (const char *config_dir, WattleProblems *problems);
void wattle_store_layers_free (WattleStoreLayers *self);
void wattle_store_layers_set_state_dir (WattleStoreLayers *self, const char *state_dir);

/* Path of a file or folder of the administrator's, and of one in the host's own layer, which has to
 * be there. */
char *wattle_store_layers_get_admin (WattleStoreLayers *self, const char *name);
char *wattle_store_layers_get_own (WattleStoreLayers *self, const char *name);

/* Names of the .conf files in a folder of a layer, sorted (of char*). One that cannot be read is a
 * problem, one that is not there is not. */
GPtrArray *wattle_store_layers_list (WattleStoreLayers *self, const char *folder);

/* Whether the list of @admin_folder is all there is. One that is missing may be on a disk that is
 * not there yet, unless this host keeps its configuration itself. */
gboolean wattle_store_layers_is_known (WattleStoreLayers *self, const char *admin_folder);

gboolean wattle_store_layers_check_writable (WattleStoreLayers *self, GError **error);

G_END_DECLS
