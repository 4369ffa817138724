/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-broker-config.h"

G_BEGIN_DECLS

typedef enum {
    WATTLE_PUBLISH_JSON,  /* one message per device: the state message of Home Assistant */
    WATTLE_PUBLISH_VALUE, /* one message per entity: the bare value */
} WattlePublishFormat;

/* A group [Publish NAME] of wattle.conf: measurements for somebody else than Home Assistant. */
typedef struct {
    char *name;
    WattleBrokerConfig broker;
    int interval_ms; /* 0: with every reading */
    char *topic;     /* with {instance}, {device} and {entity} */
    char *format;
    char *devices; /* ids separated by commas, or * */
    int qos;
    gboolean retain;
} WattlePublishConfig;

/* NULL: @group is no [Publish NAME]. */
const char *wattle_publish_config_get_name (const char *group);

WattlePublishConfig *wattle_publish_config_new (const char *name);
void wattle_publish_config_free (WattlePublishConfig *self);
void wattle_publish_config_read (WattlePublishConfig *self,
                                 WattleStoreReader *reader,
                                 const char *group);
gboolean wattle_publish_config_equal (const WattlePublishConfig *a, const WattlePublishConfig *b);
WattlePublishFormat wattle_publish_config_get_format (const WattlePublishConfig *self);
gboolean wattle_publish_config_has_device (const WattlePublishConfig *self, const char *id);

G_END_DECLS
