/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-plugin-file.h"

G_BEGIN_DECLS

typedef enum {
    WATTLE_PLUGIN_LOADED,
    WATTLE_PLUGIN_WAITING,  /* in Python, until a device asks for its driver */
    WATTLE_PLUGIN_DISABLED, /* a person does not want it */
    WATTLE_PLUGIN_SHADOWED, /* another of its name, from an earlier folder, is used instead */
    WATTLE_PLUGIN_REFUSED,  /* its code was never loaded */
    WATTLE_PLUGIN_FAILED,   /* its code cannot be used */
} WattlePluginState;

/* What is told of a plugin. */
typedef struct {
    const char *module; /* the name of its folder where the plugin does not say */
    const char *name;   /* for people */
    const char *description;
    const char *version;
    const char *path; /* of its .plugin file */
    WattlePluginKind kind;
    WattlePluginState state;
    const char *error; /* NULL unless something is wrong with it */
} WattlePluginInfo;

G_END_DECLS
