/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An entity and how its value comes of what the device says: a sum of keys. */
#pragma once

#include "smart-maic-picture.h"

G_BEGIN_DECLS

#define SMART_MAIC_N_TERMS (2 * SMART_MAIC_N_PHASES)

typedef struct {
    guint key;
    double factor;
} SmartMaicTerm;

typedef struct {
    WattleEntitySpec spec; /* key and name are owned, the key is never NULL */
    SmartMaicTerm terms[SMART_MAIC_N_TERMS];
    guint n_terms;
    double offset;
    guint64 turn; /* of the picture when it was reported last */
} SmartMaicFormula;

SmartMaicFormula *smart_maic_formula_new (const WattleEntitySpec *spec);
void smart_maic_formula_free (gpointer data);
void smart_maic_formula_add (SmartMaicFormula *self, guint key, double factor);
void smart_maic_formula_copy_terms (SmartMaicFormula *self, const SmartMaicFormula *other);

gboolean smart_maic_formula_has_same_terms (const SmartMaicFormula *self,
                                            const SmartMaicFormula *other);

/* Whether all terms were told since the last report, none of them too long ago. */
gboolean smart_maic_formula_is_due (const SmartMaicFormula *self,
                                    const SmartMaicPicture *picture,
                                    gint64 now);
/* FALSE: one of the terms is missing. */
gboolean smart_maic_formula_solve (const SmartMaicFormula *self,
                                   const SmartMaicPicture *picture,
                                   double *value);

G_END_DECLS
