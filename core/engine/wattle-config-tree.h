/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-file-set.h"

G_BEGIN_DECLS

/* The files of the host's own layer: those in the folder config of its state folder, and in folders
 * in it. Their names are relative to that folder. */

/* Far above what a device needs; a file above it is none of the tree. */
#define WATTLE_CONFIG_TREE_MAX_FILE (256 * 1024)

/* Whether a file of that name belongs to the tree: *.conf or *.json, and no way out of it. */
gboolean wattle_config_tree_is_name (const char *name);
/* Whether the host itself reads or writes such a file. */
gboolean wattle_config_tree_is_known (const char *name);

/* NULL: a folder cannot be read. @unread: gets, without contents, what is there but cannot be read
 * or is too large. */
WattleFileSet *wattle_config_tree_read (const char *folder, WattleFileSet *unread, GError **error);
/* *contents is NULL when there is no such file. */
gboolean wattle_config_tree_read_file (const char *folder,
                                       const char *name,
                                       GBytes **contents,
                                       GError **error);

/* Durably; NULL removes the file. */
gboolean wattle_config_tree_write_file (const char *folder,
                                        const char *name,
                                        GBytes *contents,
                                        GError **error);

G_END_DECLS
