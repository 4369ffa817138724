/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-secrets.h"
#include "wattle-store-reader.h"
#include "transport/wattle-mqtt-settings.h"

G_BEGIN_DECLS

/* What a group of wattle.conf says about one connection to a broker. Texts are empty if not set. */
typedef struct {
    char *uri;
    char *user;
    char *password; /* secret:NAME */
    char *ca_file;
    char *cert_file;
    char *key_file;
    char *client_id;
    gboolean verify;
    int keepalive;   /* in seconds */
    gboolean broken; /* something is wrong, and said */
} WattleBrokerConfig;

/* The keys of such a group, for the list of those that are known. */
#define WATTLE_BROKER_CONFIG_KEYS                                                                  \
    "Broker", "User", "Password", "CaFile", "CertFile", "KeyFile", "Verify", "ClientId", "KeepAlive"

void wattle_broker_config_init (WattleBrokerConfig *self);
void wattle_broker_config_clear (WattleBrokerConfig *self);
/* Takes over what one file says in @group. */
void
wattle_broker_config_read (WattleBrokerConfig *self, WattleStoreReader *reader, const char *group);

gboolean wattle_broker_config_equal (const WattleBrokerConfig *a, const WattleBrokerConfig *b);

/* What a client is made with, to be freed with wattle_mqtt_settings_free(). @client_id: unless one
 * is configured. @will_topic: may be NULL. */
WattleMqttSettings *wattle_broker_config_resolve (const WattleBrokerConfig *self,
                                                  WattleSecrets *secrets,
                                                  const char *client_id,
                                                  const char *will_topic,
                                                  GError **error);

G_END_DECLS
