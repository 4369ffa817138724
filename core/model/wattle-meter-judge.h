/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

/* Whether registers hold what a definition says they do. */
typedef enum {
    WATTLE_METER_FITS,  /* a value as such a point has */
    WATTLE_METER_EMPTY, /* 0 or "not available", which registers without a meaning answer too */
    WATTLE_METER_ODD,   /* no value that such a point can have */
} WattleMeterVerdict;

/* @bytes: of the point's own registers, as they came. A power of ten in a register of its own is
 * taken for a usual one. */
WattleMeterVerdict wattle_meter_judge (const WattleMeterPoint *point, const guint8 *bytes);

/* How much a point tells: 1 for a power, which may be anything; more for what is known
 * beforehand. */
double wattle_meter_get_weight (const WattleMeterPoint *point);

G_END_DECLS
