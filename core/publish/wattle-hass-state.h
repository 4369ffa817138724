/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-hass-holds.h"

G_BEGIN_DECLS

/* The state message of one device, prepared: which entities in which order, their keys as they
 * stand in the message, and what the last message said of them. */
typedef struct _WattleHassState WattleHassState;

/* @outputs: NULL: no more than the values is told of them. @id: of the device. */
WattleHassState *
wattle_hass_state_new (WattleOutputs *outputs, const char *id, WattleDevice *device);
void wattle_hass_state_free (WattleHassState *self);

/* Whether there was ever a value worth a first message. */
gboolean wattle_hass_state_is_known (WattleHassState *self);

/* Something about an output is different. */
void wattle_hass_state_note_output (WattleHassState *self);

/* Whether any entity has moved beyond its dead band since the last wattle_hass_state_remember(), or
 * an output was noted. */
gboolean wattle_hass_state_has_moved (WattleHassState *self);

/* Appends the complete message. */
void wattle_hass_state_append (WattleHassState *self, GString *buffer);

/* Whether what the attributes tell has: the quality of any, what else is told of it, or why an
 * output is as it is. */
gboolean wattle_hass_state_has_turned (WattleHassState *self);

/* Appends the message of attributes: quality of every entity, of when a value is that is not good,
 * what its device tells beside the value, and why an output is as it is. */
void wattle_hass_state_append_attributes (WattleHassState *self, GString *buffer);

/* What the entities show now is what has been published. */
void wattle_hass_state_remember (WattleHassState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleHassState, wattle_hass_state_free)

G_END_DECLS
