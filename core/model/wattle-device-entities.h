/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which entities a device has. */
#pragma once

#include "wattle-device-private.h"
#include "wattle-entity-list.h"

G_BEGIN_DECLS

/* A list that an answer sets is kept apart until the answer is believed. */
typedef struct {
    WattleEntityList told;
    WattleEntityList staged; /* no list while it stays as it is */
} WattleDeviceEntities;

/* Those of @device, which owns them. */
WattleDeviceEntities *wattle_device_peek_entities (WattleDevice *device);

void wattle_device_entities_init (WattleDeviceEntities *self);
void wattle_device_entities_clear (WattleDeviceEntities *self);
void wattle_device_entities_drop (WattleDeviceEntities *self); /* what is staged */
gboolean
wattle_device_entities_commit (WattleDeviceEntities *self); /* returns whether it changed */

/* What an answer may tell of: the list as it will be if the answer is believed. */
WattleEntityList *wattle_device_entities_get_current (WattleDeviceEntities *self);

G_END_DECLS
