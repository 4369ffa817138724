/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "wattle-hass-payload.h"

G_BEGIN_DECLS

/* A discovery message of anybody, as far as it matters whose it is: of one device with components,
 * or of one component alone; with long names or with the short ones that Home Assistant knows. */
typedef struct {
    char *platform; /* "device": of a device */
    char *node;     /* NULL: the topic has none */
    char *object;
    JsonObject *root;
} WattleHassMessage;

/* NULL: @topic is no discovery topic, or @payload no JSON object. */
WattleHassMessage *
wattle_hass_message_new (const WattleHassHost *host, const char *topic, GBytes *payload);
void wattle_hass_message_free (WattleHassMessage *self);

/* The texts below are empty if the message does not say. */
const char *wattle_hass_message_get_origin (const WattleHassMessage *self);
const char *wattle_hass_message_get_state_topic (const WattleHassMessage *self);
const char *wattle_hass_message_get_via (const WattleHassMessage *self);

/* Of the device; at most 16 are looked at. */
GStrv wattle_hass_message_list_identifiers (const WattleHassMessage *self);

typedef struct {
    const char *key; /* that Home Assistant knows it by within the message */
    const char *platform;
    const char *unique_id; /* empty: none */
    JsonObject *object;
} WattleHassMessageComponent;

/* Of those that are there: what is only named to be removed is left out. */
typedef void (*WattleHassMessageFunc) (const WattleHassMessageComponent *component,
                                       gpointer user_data);
void wattle_hass_message_foreach (const WattleHassMessage *self,
                                  WattleHassMessageFunc func,
                                  gpointer user_data);

/* NULL: it has none of that key. */
JsonObject *wattle_hass_message_find (const WattleHassMessage *self, const char *key);

/* Whether it is one that this host publishes, or did: nobody else's says so in each of these
 * places. Its device's id is handed out; empty: the host itself. */
gboolean wattle_hass_message_is_own (const WattleHassMessage *self,
                                     const WattleHassHost *host,
                                     const char **id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleHassMessage, wattle_hass_message_free)

G_END_DECLS
