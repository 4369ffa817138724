/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-box-private.h"

#include <math.h>

#include "iskra-sg-curve.h"

/* In delta there are two voltages, from L1 and L2 to L3, and both sensors of L1 use the first. 0:
 * there is no such phase. */
double
smappee_box_get_voltage (SmappeeBox *self, guint phase, gint64 local)
{
    SmappeeBoxTopology topology = smappee_box_map_get_topology (self->map);
    double voltage = iskra_sg_curve_get_voltage (phase, local);

    if (phase >= smappee_box_map_get_n_phases (self->map) ||
        (topology == SMAPPEE_BOX_TOPOLOGY_DELTA && phase == 2))
        return 0;
    return topology == SMAPPEE_BOX_TOPOLOGY_TWO ? voltage * 120 / 230 : voltage;
}

void
smappee_box_read (SmappeeBox *self,
                  const SmappeeBoxForm *form,
                  guint phase,
                  SmappeeBoxReading *reading)
{
    gint64 local = smappee_box_house_get_local (self->house);
    SmappeeBoxPower power = smappee_box_house_get_power (self->house, form, local);
    double voltage = smappee_box_get_voltage (self, phase, local);

    if (voltage == 0)
        voltage = smappee_box_get_voltage (self, 0, local);
    reading->active = power.active;
    reading->reactive = power.reactive;
    reading->apparent = hypot (power.active, power.reactive);
    reading->current = reading->apparent / voltage;
}

gint64
smappee_box_get_joules (double watt_hours)
{
    return (gint64)floor (watt_hours) * 3600;
}
