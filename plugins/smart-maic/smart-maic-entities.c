/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-entities.h"

#include "smart-maic-phases.h"
#include "smart-maic-sensors.h"

struct _SmartMaicEntities {
    GPtrArray *formulas; /* of SmartMaicFormula */
};

SmartMaicEntities *
smart_maic_entities_new (void)
{
    SmartMaicEntities *self = g_new0 (SmartMaicEntities, 1);

    self->formulas = g_ptr_array_new_with_free_func (smart_maic_formula_free);
    return self;
}

void
smart_maic_entities_free (SmartMaicEntities *self)
{
    g_ptr_array_unref (self->formulas);
    g_free (self);
}

static SmartMaicFormula *
find (GPtrArray *formulas, const char *key)
{
    for (guint i = 0; i < formulas->len; i++) {
        SmartMaicFormula *formula = g_ptr_array_index (formulas, i);

        if (g_str_equal (formula->spec.key, key))
            return formula;
    }
    return NULL;
}

static void
set_entities (WattleDevice *device, GPtrArray *formulas)
{
    g_autoptr (GArray) specs = g_array_new (FALSE, FALSE, sizeof (WattleEntitySpec));

    for (guint i = 0; i < formulas->len; i++) {
        const SmartMaicFormula *formula = g_ptr_array_index (formulas, i);

        g_array_append_val (specs, formula->spec);
    }
    wattle_device_set_entities (device, (const WattleEntitySpec *)(gpointer)specs->data,
                                specs->len);
}

void
smart_maic_entities_build (SmartMaicEntities *self,
                           WattleDevice *device,
                           const SmartMaicConfig *config,
                           const SmartMaicPicture *picture)
{
    g_autoptr (GPtrArray) before = g_steal_pointer (&self->formulas);
    SmartMaicBuilder builder = { .config = config, .picture = picture };

    self->formulas = g_ptr_array_new_with_free_func (smart_maic_formula_free);
    builder.formulas = self->formulas;
    smart_maic_phases_add (&builder);
    smart_maic_sensors_add (&builder);
    for (guint i = 0; i < self->formulas->len; i++) {
        SmartMaicFormula *formula = g_ptr_array_index (self->formulas, i);
        const SmartMaicFormula *known = find (before, formula->spec.key);

        formula->turn =
            known != NULL && smart_maic_formula_has_same_terms (formula, known) ? known->turn : 0;
    }
    set_entities (device, self->formulas);
}

static void
report (WattleDevice *device, const SmartMaicFormula *formula, const SmartMaicPicture *picture)
{
    double value;

    if (!smart_maic_formula_solve (formula, picture, &value))
        wattle_device_report_missing (device, formula->spec.key);
    else if (formula->spec.quantity == WATTLE_QUANTITY_SWITCH)
        wattle_device_report_boolean (device, formula->spec.key, value != 0);
    else
        wattle_device_report (device, formula->spec.key, value);
}

void
smart_maic_entities_report (SmartMaicEntities *self,
                            WattleDevice *device,
                            const SmartMaicPicture *picture,
                            gint64 now)
{
    for (guint i = 0; i < self->formulas->len; i++) {
        SmartMaicFormula *formula = g_ptr_array_index (self->formulas, i);

        if (!smart_maic_formula_is_due (formula, picture, now))
            continue;
        formula->turn = picture->turn;
        report (device, formula, picture);
    }
}

int
smart_maic_entities_find_counter (SmartMaicEntities *self, const char *key)
{
    const SmartMaicFormula *formula = find (self->formulas, key);

    return formula != NULL && formula->spec.flags & WATTLE_ENTITY_ADJUSTABLE
               ? (int)formula->terms[0].key
               : -1;
}
