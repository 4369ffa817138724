/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-meter-points.h"

#define MAX_BITS_FUNCTION 2  /* coils and discrete inputs */
#define MAX_POWER         10 /* of SunSpec; 0x8000 stands for none */

static const double powers[] = {
    1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1,
    1e1,   1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10,
};

/* A value and the power of ten it is to be multiplied with have to come in one answer, or they do
 * not belong together: so they are one span. */
WattleRegisterSpan
modbus_meter_points_get_span (const WattleMeterPoint *point)
{
    guint first = point->address;
    guint end = first + wattle_meter_point_get_words (point);

    if (point->scale_address != WATTLE_METER_NO_ADDRESS) {
        first = MIN (first, point->scale_address);
        end = MAX (end, point->scale_address + 1);
    }
    return (WattleRegisterSpan){ point->function, (guint16)first, (guint16)(end - first),
                                 point->group };
}

gsize
modbus_meter_points_get_length (const WattleRegisterBlock *block)
{
    return block->function <= MAX_BITS_FUNCTION ? (block->count + 7u) / 8 : block->count * 2u;
}

static const guint8 *
find_register (const WattleRegisterBlock *block, const guint8 *bytes, guint address)
{
    return bytes + (address - block->address) * 2;
}

static gboolean
read_bit (const WattleMeterPoint *point,
          const WattleRegisterBlock *block,
          const guint8 *bytes,
          double *value)
{
    guint place = (guint)point->address - block->address;

    *value = bytes[place / 8] >> place % 8 & 1;
    return TRUE;
}

static gboolean
apply_power (const WattleMeterPoint *point,
             const WattleRegisterBlock *block,
             const guint8 *bytes,
             double *value)
{
    double power;

    if (point->scale_address == WATTLE_METER_NO_ADDRESS)
        return TRUE;
    wattle_register_decode (WATTLE_REGISTER_INT16, WATTLE_REGISTER_ABCD,
                            find_register (block, bytes, point->scale_address), &power);
    if (power < -MAX_POWER || power > MAX_POWER)
        return FALSE;
    *value *= powers[(int)power + MAX_POWER];
    return TRUE;
}

/* Registers of what is on or off hold 0 or 1. */
static gboolean
is_possible (const WattleMeterPoint *point, double raw)
{
    return wattle_quantity_get_info (point->spec.quantity)->type == WATTLE_VALUE_NUMBER ||
           raw == 0 || raw == 1;
}

gboolean
modbus_meter_points_read (const WattleMeterPoint *point,
                          double factor,
                          const WattleRegisterBlock *block,
                          const guint8 *bytes,
                          double *value)
{
    const guint8 *place;

    if (block->function <= MAX_BITS_FUNCTION)
        return read_bit (point, block, bytes, value);

    place = find_register (block, bytes, point->address);
    if ((point->has_marker &&
         wattle_register_get_bits (point->type, point->order, place) == point->marker) ||
        !wattle_register_decode (point->type, point->order, place, value) ||
        !is_possible (point, *value))
        return FALSE;
    *value *= factor;
    return apply_power (point, block, bytes, value);
}
