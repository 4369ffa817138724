/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of entities while it is made. */
#pragma once

#include "smart-maic-config.h"
#include "smart-maic-formula.h"
#include "smart-maic-picture.h"

G_BEGIN_DECLS

typedef struct {
    GPtrArray *formulas; /* of SmartMaicFormula */
    const SmartMaicConfig *config;
    const SmartMaicPicture *picture;
} SmartMaicBuilder;

gboolean smart_maic_builder_has (const SmartMaicBuilder *self, SmartMaicKind kind, guint place);

/* Adds an entity that has no terms yet. */
SmartMaicFormula *smart_maic_builder_add (SmartMaicBuilder *self, const WattleEntitySpec *spec);

/* Adds one that is as a key says, if the device has that. */
SmartMaicFormula *smart_maic_builder_add_key (SmartMaicBuilder *self,
                                              const WattleEntitySpec *spec,
                                              SmartMaicKind kind,
                                              guint place);

G_END_DECLS
