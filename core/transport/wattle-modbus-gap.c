/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-gap.h"

#include <string.h>

/* Above this speed the silence is fixed. */
#define FAST_BAUD       19200
#define FAST_SILENCE_US 1750

/* So many good answers in a row take back one step: one question in so many may go wrong. */
#define GOOD_ENOUGH 250

guint
wattle_modbus_line_measure (const WattleModbusLine *line, guint n_bytes)
{
    guint bits = 1 + 8 + (line->parity != 'N' ? 1 : 0) + line->stop;

    return (guint)((guint64)n_bytes * bits * G_USEC_PER_SEC / line->baud);
}

guint
wattle_modbus_line_get_silence (const WattleModbusLine *line)
{
    if (line->baud > FAST_BAUD)
        return FAST_SILENCE_US;
    return MAX (wattle_modbus_line_measure (line, 7) / 2, FAST_SILENCE_US);
}

void
wattle_modbus_gap_init (WattleModbusGap *self, guint line_us)
{
    memset (self, 0, sizeof *self);
    self->line_us = line_us;
}

static guint
get_learnt (const WattleModbusGap *self, guint8 unit)
{
    guint64 base = MAX (self->line_us, FAST_SILENCE_US);
    guint step = self->units[unit].step;

    return step > 0 ? (guint)MIN (base << step, WATTLE_MODBUS_GAP_MAX) : 0;
}

static void
lengthen (WattleModbusGap *self, guint8 unit)
{
    if (get_learnt (self, unit) < WATTLE_MODBUS_GAP_MAX)
        self->units[unit].step++;
}

static void
take_good (WattleModbusGap *self, guint8 unit)
{
    if (++self->units[unit].good < GOOD_ENOUGH)
        return;

    self->units[unit].good = 1;
    if (self->units[unit].step > 0)
        self->units[unit].step--;
}

/* Silence speaks of the gap only after an answer: a unit that stays silent is not there. */
void
wattle_modbus_gap_note (WattleModbusGap *self, guint8 unit, WattleModbusGapEvent event)
{
    if (event == WATTLE_MODBUS_GAP_GOOD) {
        take_good (self, unit);
        return;
    }

    if (event == WATTLE_MODBUS_GAP_GARBLED || self->units[unit].good > 0)
        lengthen (self, unit);
    self->units[unit].good = 0;
}

gint64
wattle_modbus_gap_get (const WattleModbusGap *self, guint8 unit, guint wanted_ms)
{
    gint64 wanted = (gint64)wanted_ms * G_TIME_SPAN_MILLISECOND;

    return MAX (wanted, (gint64)MAX (self->line_us, get_learnt (self, unit)));
}
