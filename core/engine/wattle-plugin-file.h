/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The API that a plugin must have been written for: X-Wattle-Api in its .plugin file. */
#define WATTLE_PLUGIN_API "1"

/* What a plugin brings: X-Wattle-Kind. */
typedef enum {
    WATTLE_PLUGIN_DEVICE, /* a driver of devices */
    WATTLE_PLUGIN_TARIFF, /* a kind of tariff plan */
} WattlePluginKind;

/* What a .plugin file says. Everything here is known before code is loaded. */
typedef struct {
    char *path;
    char *folder;
    char *module; /* NULL: it does not say */
    char *name;
    char *description;
    char *version;
    char **depends; /* names of modules */
    WattlePluginKind kind;
    gboolean python;
} WattlePluginFile;

/* Always returns a file, filled in as far as it could be read; @error says why it is no plugin. */
WattlePluginFile *wattle_plugin_file_read (const char *path, GError **error);
void wattle_plugin_file_free (WattlePluginFile *self);

/* Whether @path can be written by nobody but root, or by the user too if @session is set. */
gboolean wattle_plugin_file_is_safe (const char *path, gboolean session, GError **error);
/* The same of a folder and all it directly holds. */
gboolean wattle_plugin_file_is_safe_folder (const char *path, gboolean session, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattlePluginFile, wattle_plugin_file_free)

G_END_DECLS
