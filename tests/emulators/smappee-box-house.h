/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The house of the Iskra gateway, taken apart into what a Smappee's sensors may clamp. What a
 * sensor sees is a linear form of the parts, so grid = loads − solar whatever the map says. */

typedef enum {
    SMAPPEE_BOX_PART_BASE,
    SMAPPEE_BOX_PART_PUMP,
    SMAPPEE_BOX_PART_BOILER, /* while its switch is on */
    SMAPPEE_BOX_PART_CAR,    /* while its plug is on */
    SMAPPEE_BOX_PART_SUN,    /* produced, less what the inverter takes itself */
    SMAPPEE_BOX_N_PARTS
} SmappeeBoxPart;

typedef struct {
    double active;   /* W */
    double reactive; /* var */
} SmappeeBoxPower;

/* The factor of each part: a complex number, as a sensor in a grid without neutral sees a part's
 * current turned against the voltage that it is multiplied with. */
typedef struct {
    SmappeeBoxPower factors[SMAPPEE_BOX_N_PARTS];
} SmappeeBoxForm;

typedef struct {
    double imported; /* Wh */
    double exported;
} SmappeeBoxEnergy;

typedef struct _SmappeeBoxHouse SmappeeBoxHouse;

/* @local: µs since 1970 as clocks in the house show it */
SmappeeBoxHouse *smappee_box_house_new (gint64 local);
void smappee_box_house_free (SmappeeBoxHouse *self);

/* What the form has counted from 2025-03-14 until the house's time, had nobody switched anything.
 */
void smappee_box_house_count_past (SmappeeBoxHouse *self,
                                   const SmappeeBoxForm *form,
                                   SmappeeBoxEnergy *energy);

gint64 smappee_box_house_get_local (SmappeeBoxHouse *self);
/* The next whole minute, or @limit if that is earlier: until then everything is a straight line. */
gint64 smappee_box_house_get_line_end (SmappeeBoxHouse *self, gint64 limit);
/* What the form counts until then. */
void smappee_box_house_count (SmappeeBoxHouse *self,
                              const SmappeeBoxForm *form,
                              gint64 line_end,
                              SmappeeBoxEnergy *energy);
void smappee_box_house_move (SmappeeBoxHouse *self, gint64 line_end);

/* The boiler and the car can be switched. */
void smappee_box_house_set_on (SmappeeBoxHouse *self, SmappeeBoxPart part, gboolean on);
gboolean smappee_box_house_get_on (SmappeeBoxHouse *self, SmappeeBoxPart part);

SmappeeBoxPower
smappee_box_house_get_power (SmappeeBoxHouse *self, const SmappeeBoxForm *form, gint64 local);
/* W that are always taken. */
double smappee_box_house_get_always_on (SmappeeBoxHouse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmappeeBoxHouse, smappee_box_house_free)

G_END_DECLS
