/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "smappee-box-map.h"

G_BEGIN_DECLS

/* What the sensors of each topology see of the parts of the house. */

#define SMAPPEE_BOX_MAX_SENSORS 3

/* Of a part of three phases that takes the same of each: returns how many sensors it needs.
 * @share: of the part */
guint smappee_box_form_add_even (SmappeeBoxTopology topology,
                                 SmappeeBoxPart part,
                                 double share,
                                 SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS]);
/* Of a part between two wires, as the meter at the grid sees it. @place: A, B or C: a phase, or in
 * delta L1–L3, L2–L3 or L1–L2 */
void smappee_box_form_add_single (SmappeeBoxTopology topology,
                                  SmappeeBoxPart part,
                                  guint place,
                                  double share,
                                  SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS]);
/* Everything, at the grid; returns how many sensors that needs. */
guint smappee_box_form_add_house (SmappeeBoxTopology topology,
                                  SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS]);
/* On which phase a load's own sensor is said to be. */
guint smappee_box_form_get_phase (SmappeeBoxTopology topology, guint place);
/* Where a part that has one place in the house is. */
guint smappee_box_form_get_place (SmappeeBoxTopology topology, SmappeeBoxPart part);

G_END_DECLS
