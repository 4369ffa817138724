/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which requests read a meter, and which of them are due. They are made once and used again, so
 * that a cycle makes nothing. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef struct _ModbusMeterPlan ModbusMeterPlan;

/* The definition must outlive it. @kept: where requests were split earlier, perhaps those of
 * another definition; may be NULL. */
ModbusMeterPlan *
modbus_meter_plan_new (const WattleMeter *definition, guint8 unit, guint tag, const char *kept);
void modbus_meter_plan_free (ModbusMeterPlan *self);

/* What is added to all addresses. */
void modbus_meter_plan_set_offset (ModbusMeterPlan *self, gint offset);

void modbus_meter_plan_begin (ModbusMeterPlan *self);
/* The next request that is due; NULL: that was all. */
WattleRequest *modbus_meter_plan_next (ModbusMeterPlan *self, WattleSource *source);
/* What the request under way reads; NULL: none is. The index of a span is that of its point, or the
 * number of points for the header of a SunSpec model. */
const WattleRegisterBlock *modbus_meter_plan_get_block (ModbusMeterPlan *self);
guint modbus_meter_plan_get_point (ModbusMeterPlan *self, guint place);

/* The same once more. */
void modbus_meter_plan_repeat (ModbusMeterPlan *self);
/* Makes two of the request under way, which come next. FALSE: it asks for one thing only. */
gboolean modbus_meter_plan_split (ModbusMeterPlan *self);
/* The device lacks what was asked for: from now on that is asked seldom. If it lacks all parts of
 * what was split, they are asked as a whole again. */
void modbus_meter_plan_refuse (ModbusMeterPlan *self);
/* The device has what was asked for. Returns whether it is the first part of what was split: then
 * the splits are worth keeping. */
gboolean modbus_meter_plan_accept (ModbusMeterPlan *self);
/* Where requests are split now, to be kept. */
char *modbus_meter_plan_dup_cuts (ModbusMeterPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModbusMeterPlan, modbus_meter_plan_free)

G_END_DECLS
