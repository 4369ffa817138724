/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-day.h"

#define TIME_ZONE G_TIME_SPAN_HOUR /* as that of the gateway */
#define STANDING  (G_GINT64_CONSTANT (1780308000) * G_USEC_PER_SEC)

struct _EmulatorDay {
    WattleClock *clock; /* (nullable): it stands */
    gint64 offset;
    IskraSgHouse *house;
};

EmulatorDay *
emulator_day_new (void)
{
    EmulatorDay *self = g_new0 (EmulatorDay, 1);

    self->offset = STANDING;
    return self;
}

EmulatorDay *
emulator_day_new_at (WattleClock *clock, gint64 start)
{
    EmulatorDay *self = g_new0 (EmulatorDay, 1);

    self->clock = g_object_ref (clock);
    self->offset = start + TIME_ZONE - wattle_clock_get_monotonic (clock);
    return self;
}

void
emulator_day_free (EmulatorDay *self)
{
    g_clear_pointer (&self->house, iskra_sg_house_free);
    g_clear_object (&self->clock);
    g_free (self);
}

void
emulator_day_set_seconds (EmulatorDay *self, double seconds)
{
    g_return_if_fail (self->clock == NULL);

    self->offset = STANDING + (gint64)(seconds * G_USEC_PER_SEC);
}

gint64
emulator_day_get_local (EmulatorDay *self)
{
    return self->clock != NULL ? wattle_clock_get_monotonic (self->clock) + self->offset
                               : self->offset;
}

/* Made when it is needed, as it takes a while to count what was before. */
IskraSgHouse *
emulator_day_get_house (EmulatorDay *self)
{
    gint64 local = emulator_day_get_local (self);

    if (self->house == NULL)
        self->house = iskra_sg_house_new (local);
    iskra_sg_house_advance (self->house, local);
    return self->house;
}
