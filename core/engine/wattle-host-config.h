/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-publish-config.h"

G_BEGIN_DECLS

/* What may be done over the topics below <instance>/bridge. */
typedef enum {
    WATTLE_BRIDGE_OFF,
    WATTLE_BRIDGE_READ,
    WATTLE_BRIDGE_WRITE,
} WattleBridgeMode;

const char *wattle_bridge_mode_get_name (WattleBridgeMode mode);

/* What wattle.conf, conf.d and the settings made by the host say about the host itself. */
typedef struct {
    char *instance;
    char *zone;              /* whose clocks count for tariffs; empty: that of this computer */
    gboolean zone_refused;   /* what was said of it last cannot be used */
    WattleBrokerConfig mqtt; /* without an address: the embedded one */
    GPtrArray *publishes;    /* of WattlePublishConfig */
    char *listen;
    int port; /* 0: any */
    char *discovery_prefix;
    char *plugin_path;       /* empty: none beside the system's */
    char **disabled_plugins; /* names of modules; NULL: none */
    WattleBridgeMode bridge;
} WattleHostConfig;

void wattle_host_config_init (WattleHostConfig *self); /* the built-in defaults */
void wattle_host_config_clear (WattleHostConfig *self);

extern const WattleMigration wattle_host_config_migration;

/* Whether both lead to the same connections and topics. */
gboolean wattle_host_config_publishes_alike (const WattleHostConfig *a, const WattleHostConfig *b);

/* Takes over what one file says. */
void wattle_host_config_read (WattleHostConfig *self, WattleStoreReader *reader);

G_END_DECLS
