/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-builder.h"

gboolean
smart_maic_builder_has (const SmartMaicBuilder *self, SmartMaicKind kind, guint place)
{
    return self->picture->seen[SMART_MAIC_KEY (kind, place)];
}

/* All values are stale by the same time, whichever way they come. */
SmartMaicFormula *
smart_maic_builder_add (SmartMaicBuilder *self, const WattleEntitySpec *spec)
{
    SmartMaicFormula *formula = smart_maic_formula_new (spec);

    formula->spec.cadence = (guint)self->config->expiry;
    g_ptr_array_add (self->formulas, formula);
    return formula;
}

SmartMaicFormula *
smart_maic_builder_add_key (SmartMaicBuilder *self,
                            const WattleEntitySpec *spec,
                            SmartMaicKind kind,
                            guint place)
{
    SmartMaicFormula *formula;

    if (!smart_maic_builder_has (self, kind, place))
        return NULL;

    formula = smart_maic_builder_add (self, spec);
    smart_maic_formula_add (formula, SMART_MAIC_KEY (kind, place), 1);
    return formula;
}
