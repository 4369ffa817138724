/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-publish-config.h"

G_BEGIN_DECLS

/* What wattle.conf, conf.d and the settings made by the host say about the host itself. */
typedef struct {
    char *instance;
    WattleBrokerConfig mqtt; /* without an address: the embedded one */
    GPtrArray *publishes;    /* of WattlePublishConfig */
    char *listen;
    int port; /* 0: any */
    char *discovery_prefix;
    char *plugin_path; /* empty: none beside the system's */
} WattleHostConfig;

void wattle_host_config_init (WattleHostConfig *self); /* the built-in defaults */
void wattle_host_config_clear (WattleHostConfig *self);

extern const WattleMigration wattle_host_config_migration;

/* Takes over what one file says. */
void wattle_host_config_read (WattleHostConfig *self, WattleStoreReader *reader);

G_END_DECLS
