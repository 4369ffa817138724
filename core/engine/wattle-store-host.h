/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-host-config.h"
#include "wattle-store-layers.h"

G_BEGIN_DECLS

/* The host's settings, read through the layers; the later wins. */

/* Name of their file in either layer. */
#define WATTLE_STORE_HOST_FILE "wattle.conf"

/* The administrator's: wattle.conf, then conf.d. */
void wattle_store_host_read_admin (WattleStoreLayers *layers, WattleHostConfig *config);
/* The host's own; nothing if there is no such layer. */
void wattle_store_host_read_own (WattleStoreLayers *layers, WattleHostConfig *config);

/* Whether @changes (as of wattle_store_change_copy_all()) may be saved. */
gboolean wattle_store_host_check (WattleStoreLayers *layers, GPtrArray *changes, GError **error);
/* All layers, the last one with @changes in it, into @config, which is empty. */
void wattle_store_host_read_changed (WattleStoreLayers *layers,
                                     GPtrArray *changes,
                                     WattleHostConfig *config);

G_END_DECLS
