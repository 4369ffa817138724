/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "iskra-sg-curve.h"

G_BEGIN_DECLS

/* The energy of the house's circuits: the integral of the curve, advanced by whoever knows the
 * time. */

typedef enum {
    ISKRA_SG_ENERGY_ACTIVE,  /* Wh */
    ISKRA_SG_ENERGY_REACTIVE /* varh */
} IskraSgEnergy;

typedef enum {
    ISKRA_SG_PERIOD_MONTH,
    ISKRA_SG_PERIOD_PREVIOUS_MONTH,
    ISKRA_SG_PERIOD_YEAR,
    ISKRA_SG_PERIOD_PREVIOUS_YEAR,
    ISKRA_SG_N_PERIODS
} IskraSgPeriod;

typedef struct _IskraSgHouse IskraSgHouse;

IskraSgHouse *iskra_sg_house_new (gint64 local);
void iskra_sg_house_free (IskraSgHouse *self);

void iskra_sg_house_advance (IskraSgHouse *self, gint64 local);
gint64 iskra_sg_house_get_local (IskraSgHouse *self);

void iskra_sg_house_set_relays (IskraSgHouse *self, const IskraSgRelays *relays);
const IskraSgRelays *iskra_sg_house_get_relays (IskraSgHouse *self);

double iskra_sg_house_get_energy (IskraSgHouse *self,
                                  IskraSgCircuit circuit,
                                  IskraSgEnergy energy,
                                  gboolean exported,
                                  guint tariffs);
double iskra_sg_house_get_phase_energy (IskraSgHouse *self,
                                        IskraSgCircuit circuit,
                                        IskraSgEnergy energy,
                                        gboolean exported,
                                        guint phase);
double iskra_sg_house_get_past_import (IskraSgHouse *self, IskraSgCircuit circuit, gint64 local);
double
iskra_sg_house_get_mean (IskraSgHouse *self, IskraSgCircuit circuit, gint64 from, gint64 span);
const double *iskra_sg_house_get_excess (gboolean previous); /* of each block */
double iskra_sg_house_get_block (IskraSgHouse *self, IskraSgPeriod period, guint block);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IskraSgHouse, iskra_sg_house_free)

G_END_DECLS
