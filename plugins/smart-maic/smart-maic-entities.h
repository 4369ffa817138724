/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The entities of a device, as the keys it has sent show them, and what they come to. */
#pragma once

#include "smart-maic-config.h"
#include "smart-maic-picture.h"

G_BEGIN_DECLS

typedef struct _SmartMaicEntities SmartMaicEntities;

SmartMaicEntities *smart_maic_entities_new (void);
void smart_maic_entities_free (SmartMaicEntities *self);

/* Makes the list anew and hands it to the device. */
void smart_maic_entities_build (SmartMaicEntities *self,
                                WattleDevice *device,
                                const SmartMaicConfig *config,
                                const SmartMaicPicture *picture);

/* Reports whatever was told anew in all its parts. */
void smart_maic_entities_report (SmartMaicEntities *self,
                                 WattleDevice *device,
                                 const SmartMaicPicture *picture,
                                 gint64 now);

/* The key of the device behind a counter that can be set, or -1. */
int smart_maic_entities_find_counter (SmartMaicEntities *self, const char *key);

G_END_DECLS
