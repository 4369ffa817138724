/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-box-form.h"

/* Halves and what is left of them when a current is turned by 30° or 60°. */
#define HALF         0.5
#define HALF_ROOT    0.86602540378443864676 /* √3 / 2 */
#define HALF_BY_ROOT 0.28867513459481288225 /* 1 / (2 √3) */

/* How the base load of the house lies on A, B and C. */
static const double base_shares[3] = { 0.5, 0.3, 0.2 };

static void
add_factor (SmappeeBoxForm *form, SmappeeBoxPart part, double active, double reactive)
{
    form->factors[part].active += active;
    form->factors[part].reactive += reactive;
}

/* Two wattmeters: each has one current and the voltage from its wire to the third. */
static guint
add_even_delta (SmappeeBoxPart part, double share, SmappeeBoxForm *forms)
{
    add_factor (&forms[0], part, share * HALF, -share * HALF_BY_ROOT);
    add_factor (&forms[1], part, share * HALF, share * HALF_BY_ROOT);
    return 2;
}

guint
smappee_box_form_add_even (SmappeeBoxTopology topology,
                           SmappeeBoxPart part,
                           double share,
                           SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS])
{
    static const guint counts[] = {
        [SMAPPEE_BOX_TOPOLOGY_STAR] = 3,
        [SMAPPEE_BOX_TOPOLOGY_ONE] = 1,
        [SMAPPEE_BOX_TOPOLOGY_TWO] = 2,
    };

    if (topology == SMAPPEE_BOX_TOPOLOGY_DELTA)
        return add_even_delta (part, share, forms);
    for (guint i = 0; i < counts[topology]; i++)
        add_factor (&forms[i], part, share / counts[topology], 0);
    return counts[topology];
}

static void
add_single_delta (SmappeeBoxPart part, guint place, double share, SmappeeBoxForm *forms)
{
    if (place < 2) {
        add_factor (&forms[place], part, share, 0);
        return;
    }
    /* Between the two wires that are clamped both see half of it, the one early, the other late. */
    add_factor (&forms[0], part, share * HALF, -share * HALF_ROOT);
    add_factor (&forms[1], part, share * HALF, share * HALF_ROOT);
}

void
smappee_box_form_add_single (SmappeeBoxTopology topology,
                             SmappeeBoxPart part,
                             guint place,
                             double share,
                             SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS])
{
    if (topology == SMAPPEE_BOX_TOPOLOGY_DELTA)
        add_single_delta (part, place, share, forms);
    else
        add_factor (&forms[smappee_box_form_get_phase (topology, place)], part, share, 0);
}

guint
smappee_box_form_add_house (SmappeeBoxTopology topology,
                            SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS])
{
    for (guint i = 0; i < 3; i++)
        smappee_box_form_add_single (topology, SMAPPEE_BOX_PART_BASE, i, base_shares[i], forms);
    smappee_box_form_add_single (topology, SMAPPEE_BOX_PART_BOILER,
                                 smappee_box_form_get_place (topology, SMAPPEE_BOX_PART_BOILER), 1,
                                 forms);
    smappee_box_form_add_single (topology, SMAPPEE_BOX_PART_CAR,
                                 smappee_box_form_get_place (topology, SMAPPEE_BOX_PART_CAR), 1,
                                 forms);
    smappee_box_form_add_even (topology, SMAPPEE_BOX_PART_PUMP, 1, forms);
    return smappee_box_form_add_even (topology, SMAPPEE_BOX_PART_SUN, -1, forms);
}

guint
smappee_box_form_get_phase (SmappeeBoxTopology topology, guint place)
{
    if (topology == SMAPPEE_BOX_TOPOLOGY_ONE)
        return 0;
    return topology == SMAPPEE_BOX_TOPOLOGY_TWO ? place % 2 : place;
}

/* In delta the boiler is where its sensor, on L1, is counted as L3. */
guint
smappee_box_form_get_place (SmappeeBoxTopology topology, SmappeeBoxPart part)
{
    if (part == SMAPPEE_BOX_PART_CAR)
        return 1;
    return topology == SMAPPEE_BOX_TOPOLOGY_DELTA ? 2 : 0;
}
