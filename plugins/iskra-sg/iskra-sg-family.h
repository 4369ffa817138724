/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which registers an instrument has follows from the beginning of its model. */
#pragma once

#include "iskra-sg-image.h"

G_BEGIN_DECLS

typedef enum {
    ISKRA_SG_FAMILY_IMPACT, /* IE */
    ISKRA_SG_FAMILY_WM,
    ISKRA_SG_FAMILY_CENTRE, /* measuring centres and transducers: MC, MT, iMC, iMT */
} IskraSgFamilyKind;

typedef struct {
    const char *prefix;
    IskraSgFamilyKind kind;
    guint n_phases;
    guint n_non_resettable;
    guint n_resettable;
    guint max_registers; /* of one question */
} IskraSgFamily;

/* NULL: none that is known. */
const IskraSgFamily *iskra_sg_family_find (const char *model);

/* Appends to @reads, of IskraSgRead, the questions that cover what is wanted. */
void iskra_sg_family_plan (const IskraSgFamily *self,
                           const WattleRegisterSpan *spans,
                           guint n_spans,
                           GArray *reads);

G_END_DECLS
