/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a serial line is driven. */
typedef struct {
    guint baud;
    char parity; /* N, E, O */
    guint stop;  /* bits */
} WattleModbusLine;

/* How long @n_bytes take on a line, in µs. */
guint wattle_modbus_line_measure (const WattleModbusLine *line, guint n_bytes);

/* How long a line has to be silent between two frames, in µs: 3.5 characters, and 1750 µs, which
 * the specification fixes above 19200 baud. */
guint wattle_modbus_line_get_silence (const WattleModbusLine *line);

/* However much goes wrong, no unit is given more silence than that without being asked to, in µs.
 */
#define WATTLE_MODBUS_GAP_MAX 50000

typedef enum {
    WATTLE_MODBUS_GAP_GOOD,    /* an answer, which may be an exception */
    WATTLE_MODBUS_GAP_GARBLED, /* something, but no answer */
    WATTLE_MODBUS_GAP_SILENT,  /* nothing */
} WattleModbusGapEvent;

/* How long the line is to be silent before a unit is asked. Some units need more than the line and
 * do not say so: what goes wrong lengthens their silence, what goes well for long shortens it.
 * Pure. */
typedef struct {
    guint line_us;
    struct {
        guint8 step; /* the silence is doubled so often */
        guint8 good; /* answers in a row, as far as they are counted */
    } units[256];
} WattleModbusGap;

/* @line_us: what the line needs; 0 if somebody else sees to it. */
void wattle_modbus_gap_init (WattleModbusGap *self, guint line_us);
void wattle_modbus_gap_note (WattleModbusGap *self, guint8 unit, WattleModbusGapEvent event);

/* In µs. @wanted_ms: what is known about the unit. */
gint64 wattle_modbus_gap_get (const WattleModbusGap *self, guint8 unit, guint wanted_ms);

G_END_DECLS
