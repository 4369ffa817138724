/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Readings of one answer before they count, and of one cycle until its subscribers ran. */
#pragma once

#include "wattle-device-private.h"
#include "wattle-entity-list.h"

G_BEGIN_DECLS

typedef struct {
    GArray *staged;     /* of WattleStagedReading: one answer, not yet believed */
    GPtrArray *touched; /* of WattleEntity: committed since the batch began */
} WattleDeviceBatch;

/* Those of @device, which owns them. */
WattleDeviceBatch *wattle_device_peek_readings (WattleDevice *device);

void wattle_device_batch_init (WattleDeviceBatch *self);
void wattle_device_batch_clear (WattleDeviceBatch *self);

/* Takes over @value. A later reading of the same entity in the same answer replaces the earlier. */
void wattle_device_batch_stage (WattleDeviceBatch *self, WattleEntity *entity, WattleValue *value);
void wattle_device_batch_commit (WattleDeviceBatch *self,
                                 const WattleReadingTime *time,
                                 WattleGuardFunc guard,
                                 gpointer guard_data);
void wattle_device_batch_touch (WattleDeviceBatch *self, WattleEntity *entity);
void wattle_device_batch_drop (WattleDeviceBatch *self);
/* Takes those out that @entities no longer holds: subscribers look up there what a batch holds. */
void wattle_device_batch_forget_removed (WattleDeviceBatch *self, const WattleEntityList *entities);

G_END_DECLS
