/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-outputs.h"

G_BEGIN_DECLS

/* What the messages of a device tell of its outputs beside their values: who holds them, until when
 * a person does, and why. */
typedef struct _WattleHassHolds WattleHassHolds;

/* @outputs: NULL: nothing is told of them. */
WattleHassHolds *
wattle_hass_holds_new (WattleOutputs *outputs, const char *id, WattleDevice *device);
void wattle_hass_holds_free (WattleHassHolds *self);

/* Something about an output is different, which may be no more than its reason. */
void wattle_hass_holds_note (WattleHassHolds *self);
gboolean wattle_hass_holds_has_moved (WattleHassHolds *self);
/* The same for the reasons, since they were told last. */
gboolean wattle_hass_holds_has_turned (WattleHassHolds *self);

/* Members of the state, each with a comma in front. */
void wattle_hass_holds_append (WattleHassHolds *self, GString *buffer);
/* The member `reason` of an entity's attributes, with a comma in front; nothing for one that is no
 * output. */
void wattle_hass_holds_append_reason (WattleHassHolds *self, WattleEntity *entity, GString *buffer);

void wattle_hass_holds_remember (WattleHassHolds *self);

G_END_DECLS
