/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the registers of one answer to a value. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* Which registers belong to a point; what its scale register says belongs to it too. */
WattleRegisterSpan modbus_meter_points_get_span (const WattleMeterPoint *point);

/* How many bytes the answer to @block has. */
gsize modbus_meter_points_get_length (const WattleRegisterBlock *block);

/* @bytes: the answer to @block, in which @point is. @factor: scale and ratios. FALSE: the meter has
 * no value. */
gboolean modbus_meter_points_read (const WattleMeterPoint *point,
                                   double factor,
                                   const WattleRegisterBlock *block,
                                   const guint8 *bytes,
                                   double *value);

G_END_DECLS
