/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is measured of the mains: by phase, and together. */
#pragma once

#include "smart-maic-builder.h"

G_BEGIN_DECLS

void smart_maic_phases_add (SmartMaicBuilder *builder);

G_END_DECLS
