/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the house has to be clamped. */
#include "smappee-box-form.h"

typedef struct {
    const char *kind;
    const char *name;
    SmappeeBoxPart part;
    double share; /* of the part */
    int place;    /* A, B, C, or one of these */
    gboolean from_start;
    gboolean few; /* also where there are few inputs */
} LoadKind;

#define PLACE_EVEN    -1 /* all three */
#define PLACE_OF_PART -2 /* where the part is */

static const LoadKind load_kinds[] = {
    { "heat pump", "Heat pump", SMAPPEE_BOX_PART_PUMP, 1, PLACE_EVEN, TRUE, FALSE },
    { "boiler", "Boiler", SMAPPEE_BOX_PART_BOILER, 1, PLACE_OF_PART, TRUE, TRUE },
    { "office", "Office", SMAPPEE_BOX_PART_BASE, 0.3, 0, TRUE, TRUE },
    { "kitchen", "Kitchen", SMAPPEE_BOX_PART_BASE, 0.25, 1, TRUE, FALSE },
    { "car", "Car", SMAPPEE_BOX_PART_CAR, 1, PLACE_OF_PART, FALSE, FALSE },
};

void
smappee_box_map_add_grid (SmappeeBoxMap *self)
{
    SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS] = { 0 };
    guint count = smappee_box_form_add_house (smappee_box_map_get_topology (self), forms);

    smappee_box_map_add_channels (self, "Grid", SMAPPEE_BOX_ROLE_GRID, forms, count);
}

void
smappee_box_map_add_solar (SmappeeBoxMap *self)
{
    SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS] = { 0 };
    guint count = smappee_box_form_add_even (smappee_box_map_get_topology (self),
                                             SMAPPEE_BOX_PART_SUN, 1, forms);

    smappee_box_map_add_channels (self, "Solar", SMAPPEE_BOX_ROLE_SOLAR, forms, count);
}

/* FALSE: there is no room for it. */
static gboolean
add_single (SmappeeBoxMap *self, const char *name, SmappeeBoxPart part, double share, guint place)
{
    SmappeeBoxForm form = { 0 };

    form.factors[part].active = share;
    return smappee_box_map_add_channel (
        self, name, SMAPPEE_BOX_ROLE_LOAD,
        smappee_box_form_get_phase (smappee_box_map_get_topology (self), place), &form);
}

static gboolean
add_load (SmappeeBoxMap *self, const LoadKind *kind, const char *name)
{
    SmappeeBoxTopology topology = smappee_box_map_get_topology (self);
    SmappeeBoxForm forms[SMAPPEE_BOX_MAX_SENSORS] = { 0 };
    guint count;

    if (kind->place == PLACE_OF_PART)
        return add_single (self, name, kind->part, kind->share,
                           smappee_box_form_get_place (topology, kind->part));
    if (kind->place != PLACE_EVEN)
        return add_single (self, name, kind->part, kind->share, (guint)kind->place);
    count = smappee_box_form_add_even (topology, kind->part, kind->share, forms);
    return smappee_box_map_add_channels (self, name, SMAPPEE_BOX_ROLE_LOAD, forms, count);
}

/* The car is only there when it is added. */
void
smappee_box_map_add_loads (SmappeeBoxMap *self, gboolean all)
{
    for (guint i = 0; i < G_N_ELEMENTS (load_kinds); i++)
        if (load_kinds[i].from_start && (all || load_kinds[i].few))
            add_load (self, &load_kinds[i], load_kinds[i].name);
}

/* What the base load has besides the office and the kitchen, by place, for at most eight of each.
 */
static gboolean
add_circuit (SmappeeBoxMap *self, const char *name)
{
    static const double shares[3] = { 0.2 / 8, 0.05 / 8, 0.2 / 8 };
    guint input = smappee_box_map_find_free (self);
    g_autofree char *own_name = g_strdup_printf ("Circuit %u", input + 1);

    return add_single (self, name != NULL ? name : own_name, SMAPPEE_BOX_PART_BASE,
                       shares[input % 3], input % 3);
}

void
smappee_box_map_fill (SmappeeBoxMap *self)
{
    while (add_circuit (self, NULL))
        ;
}

static const LoadKind *
find_kind (const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS (load_kinds); i++)
        if (g_str_equal (load_kinds[i].kind, kind))
            return &load_kinds[i];

    return NULL;
}

gboolean
smappee_box_map_add (SmappeeBoxMap *self, const char *kind, const char *name, GError **error)
{
    const LoadKind *found = find_kind (kind);
    gboolean added;

    if (name != NULL && !smappee_box_map_check_name (name, error))
        return FALSE;
    if (found == NULL && !g_str_equal (kind, "circuit")) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                             "“load” must be car, heat pump, boiler, office, kitchen or circuit");
        return FALSE;
    }
    added = found != NULL ? add_load (self, found, name != NULL ? name : found->name)
                          : add_circuit (self, name);
    if (!added)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                             "There are not enough free inputs");
    return added;
}
