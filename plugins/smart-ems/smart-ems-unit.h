/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Units that a box may tell a quantity in, and how they become that of the quantity. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef struct {
    WattleQuantity quantity;
    const char *text;
    double times; /* multiplied with, then divided by: so that both are exact */
    double over;
} SmartEmsUnit;

/* NULL: the quantity has no such unit. */
const SmartEmsUnit *smart_ems_unit_find (WattleQuantity quantity, const char *text);
/* Whether a word is a unit of some quantity. */
gboolean smart_ems_unit_is_one (const char *text);
/* All those of the quantity, for people. */
char *smart_ems_unit_list (WattleQuantity quantity);

G_END_DECLS
