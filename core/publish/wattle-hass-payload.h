/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-device.h"

G_BEGIN_DECLS

/* What is the same in every message of one host. */
typedef struct {
    const char *instance; /* base of all topics and identifiers */
    const char *prefix;   /* of discovery topics, normally "homeassistant" */
    const char *version;  /* of Wattle */
} WattleHassHost;

/* One device as Home Assistant is told about it. */
typedef struct {
    const char *id;
    const char *name;
    WattleDevice *device;
    const char *const *gateways; /* ids of the gateways above it, outermost first; may be NULL */
} WattleHassDescription;

/* Topics; the first two are those of the host itself if @id is NULL. */
char *wattle_hass_payload_discovery_topic (const WattleHassHost *host, const char *id);
char *wattle_hass_payload_state_topic (const WattleHassHost *host, const char *id);
char *wattle_hass_payload_attributes_topic (const WattleHassHost *host, const char *id);
char *wattle_hass_payload_availability_topic (const WattleHassHost *host, const char *id);
char *wattle_hass_payload_bridge_topic (const WattleHassHost *host);
char *wattle_hass_payload_sentinel_topic (const WattleHassHost *host);
char *wattle_hass_payload_discovery_filter (const WattleHassHost *host); /* of any host */
char *wattle_hass_payload_command_filter (const WattleHassHost *host);
gboolean wattle_hass_payload_parse_command (const WattleHassHost *host,
                                            const char *topic,
                                            char **id,
                                            char **name);

/* Component key → platform, of what the device has now. */
GHashTable *wattle_hass_payload_list_components (WattleDevice *device);

/* The discovery message. @removed: component key → platform of components that Home Assistant is to
 * forget, or NULL. */
char *wattle_hass_payload_describe_device (const WattleHassHost *host,
                                           const WattleHassDescription *device,
                                           GHashTable *removed);
char *wattle_hass_payload_describe_host (const WattleHassHost *host, const char *name);

/* The state of the host's own device. */
char *wattle_hass_payload_host_state (const WattleHassHost *host, guint problems, guint connected);

G_END_DECLS
