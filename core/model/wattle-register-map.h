/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * WattleRegisterSpan:
 * @function: 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers
 * @address: of the first register, as on the wire
 * @count: how many registers
 * @group: spans of one group are read together, such as those that are read every so many seconds
 *
 * Registers that are wanted, and only as a whole.
 */
typedef struct {
    guint8 function;
    guint16 address;
    guint16 count;
    guint group;
} WattleRegisterSpan;

/**
 * WattleRegisterLimits:
 * @max_registers: that one request may read, 1 to 125
 * @max_hole: registers nobody wants that may be read along, to save a request
 * @even: requests begin at an even address and have an even count
 *
 * What a device accepts.
 */
typedef struct {
    guint max_registers;
    guint max_hole;
    gboolean even;
} WattleRegisterLimits;

/**
 * WattleRegisterBlock:
 * @function: as of its spans
 * @address: of the first register to be read
 * @count: how many are read
 * @group: as of its spans
 * @first: place of its first span, see wattle_register_map_get_span()
 * @n_spans: how many spans it covers
 *
 * One request to be made.
 */
typedef struct {
    guint8 function;
    guint16 address;
    guint16 count;
    guint group;
    guint first;
    guint n_spans;
} WattleRegisterBlock;

#define WATTLE_TYPE_REGISTER_MAP (wattle_register_map_get_type ())
G_DECLARE_FINAL_TYPE (WattleRegisterMap, wattle_register_map, WATTLE, REGISTER_MAP, GObject)

WattleRegisterMap *wattle_register_map_new (const WattleRegisterSpan *spans,
                                            guint n_spans,
                                            const WattleRegisterLimits *limits);

guint wattle_register_map_get_n_blocks (WattleRegisterMap *self);
const WattleRegisterBlock *wattle_register_map_get_block (WattleRegisterMap *self, guint index);
guint wattle_register_map_get_span (WattleRegisterMap *self, guint place);

gboolean wattle_register_map_split (WattleRegisterMap *self, guint index);
char *wattle_register_map_dup_cuts (WattleRegisterMap *self);
void wattle_register_map_set_cuts (WattleRegisterMap *self, const char *cuts);

G_END_DECLS
