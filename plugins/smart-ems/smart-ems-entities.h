/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of a box is shown: all that it has told, or that a person says it has. */
#pragma once

#include "smart-ems-meaning.h"
#include "smart-ems-reading.h"

G_BEGIN_DECLS

typedef struct _SmartEmsEntities SmartEmsEntities;

/* @meanings is borrowed. */
SmartEmsEntities *smart_ems_entities_new (const SmartEmsMeanings *meanings);
void smart_ems_entities_free (SmartEmsEntities *self);

/* What outputs are called in the box. Takes no effect before the entities are set anew. */
void smart_ems_entities_set_output_name (SmartEmsEntities *self, guint output, const char *name);
void smart_ems_entities_set_generation (SmartEmsEntities *self, SmartEmsGeneration generation);

/* Shows all that is known by now; and what these readings say. */
void smart_ems_entities_set (SmartEmsEntities *self, WattleDevice *device);
void smart_ems_entities_report (SmartEmsEntities *self, WattleDevice *device, GArray *readings);

G_END_DECLS
