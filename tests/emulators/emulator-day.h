/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "iskra-sg-house.h"

G_BEGIN_DECLS

/* What time it is in the emulated house, and what its circuits have counted until then: for devices
 * that share the house of the Iskra gateway. */
typedef struct _EmulatorDay EmulatorDay;

/* Stands at 2026-06-01 10:00, until it is set. */
EmulatorDay *emulator_day_new (void);
/* Runs with @clock. @start: what is the time now, UTC in microseconds since 1970 */
EmulatorDay *emulator_day_new_at (WattleClock *clock, gint64 start);
void emulator_day_free (EmulatorDay *self);

/* Seconds after 10:00, for a day that stands. */
void emulator_day_set_seconds (EmulatorDay *self, double seconds);
/* Microseconds since 1970-01-01 00:00 as clocks in the house show it, UTC + 1 h all year. */
gint64 emulator_day_get_local (EmulatorDay *self);
/* As of now. */
IskraSgHouse *emulator_day_get_house (EmulatorDay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorDay, emulator_day_free)

G_END_DECLS
