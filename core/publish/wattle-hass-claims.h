/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-message.h"

G_BEGIN_DECLS

/* What must be this host's alone, so that Home Assistant takes each for what it is: topics of its
 * messages, ids of its devices and components. Finds who else uses them. */
typedef struct _WattleHassClaims WattleHassClaims;

WattleHassClaims *wattle_hass_claims_new (const WattleHassHost *host);
void wattle_hass_claims_free (WattleHassClaims *self);

/* A message of the host. @description: NULL if it is not known what stands in it. */
void wattle_hass_claims_add (WattleHassClaims *self, const char *topic, const char *description);

/* A message of somebody else. @message: NULL if it cannot be read. */
void wattle_hass_claims_test (WattleHassClaims *self,
                              const char *topic,
                              const WattleHassMessage *message);

/* The topic of a message that clashes with the component @key (empty: with the device itself) of
 * the host's message at @topic, or NULL. */
const char *
wattle_hass_claims_find_clash (WattleHassClaims *self, const char *topic, const char *key);

G_END_DECLS
