/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a number means of which the box tells no more: m1 to m30, analog inputs, computed powers and
 * energies, differences. A person says it in one line:
 *
 *     QUANTITY [l1|l2|l3] [import|export] [UNIT] [/NUMBER] [invert] [name NAME]
 */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef struct {
    WattleQuantity quantity;
    guint phase;
    WattleDirection direction;
    double times;
    double over;
    gboolean inverted;
    char *name; /* for people; NULL: that of the quantity */
    char *key;  /* of the entity; NULL: that of the quantity */
} SmartEmsVariable;

/* NULL: what was written cannot be meant, and the error says what may be. */
SmartEmsVariable *smart_ems_variable_parse (const char *text, GError **error);
void smart_ems_variable_free (SmartEmsVariable *self);

/* Borrows the texts. */
WattleEntitySpec smart_ems_variable_get_spec (const SmartEmsVariable *self);
char *smart_ems_variable_dup_key (const SmartEmsVariable *self);

/* From what the box says to the unit of the quantity. */
double smart_ems_variable_convert (const SmartEmsVariable *self, double value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmartEmsVariable, smart_ems_variable_free)

G_END_DECLS
