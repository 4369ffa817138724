/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Temperatures, the channels and points of a D105, and the contact. */
#pragma once

#include "smart-maic-builder.h"

G_BEGIN_DECLS

#define SMART_MAIC_OUTPUT "output_1"

void smart_maic_sensors_add (SmartMaicBuilder *builder);

G_END_DECLS
