/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-formula.h"

SmartMaicFormula *
smart_maic_formula_new (const WattleEntitySpec *spec)
{
    SmartMaicFormula *self = g_new0 (SmartMaicFormula, 1);

    self->spec = *spec;
    self->spec.key = wattle_entity_spec_dup_key (spec);
    self->spec.name = g_strdup (spec->name);
    return self;
}

void
smart_maic_formula_free (gpointer data)
{
    SmartMaicFormula *self = data;

    g_free ((char *)self->spec.key);
    g_free ((char *)self->spec.name);
    g_free (self);
}

void
smart_maic_formula_add (SmartMaicFormula *self, guint key, double factor)
{
    g_return_if_fail (self->n_terms < SMART_MAIC_N_TERMS);

    self->terms[self->n_terms++] = (SmartMaicTerm){ key, factor };
}

void
smart_maic_formula_copy_terms (SmartMaicFormula *self, const SmartMaicFormula *other)
{
    for (guint i = 0; i < other->n_terms; i++)
        smart_maic_formula_add (self, other->terms[i].key, other->terms[i].factor);
}

gboolean
smart_maic_formula_has_same_terms (const SmartMaicFormula *self, const SmartMaicFormula *other)
{
    if (self->n_terms != other->n_terms)
        return FALSE;
    for (guint i = 0; i < self->n_terms; i++)
        if (self->terms[i].key != other->terms[i].key)
            return FALSE;
    return TRUE;
}

/* Where each value is a message of its own, a sum of old and new ones would be no value that ever
 * was: it comes once in a round, with the last of its terms. */
gboolean
smart_maic_formula_is_due (const SmartMaicFormula *self,
                           const SmartMaicPicture *picture,
                           gint64 now)
{
    for (guint i = 0; i < self->n_terms; i++)
        if (picture->values[self->terms[i].key].turn <= self->turn ||
            !smart_maic_picture_is_fresh (picture, self->terms[i].key, now))
            return FALSE;

    return TRUE;
}

gboolean
smart_maic_formula_solve (const SmartMaicFormula *self,
                          const SmartMaicPicture *picture,
                          double *value)
{
    *value = self->offset;
    for (guint i = 0; i < self->n_terms; i++) {
        const SmartMaicValue *term = &picture->values[self->terms[i].key];

        if (!term->known)
            return FALSE;
        *value += term->number * self->terms[i].factor;
    }

    return TRUE;
}
