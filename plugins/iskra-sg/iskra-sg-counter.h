/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The energy counters of a meter, however they were read, and what they are published as. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

#define ISKRA_SG_MAX_TARIFFS 32

typedef struct {
    guint position; /* from 1, within its kind */
    gboolean resettable;
    WattleQuantity quantity; /* WATTLE_QUANTITY_NUMBER if the unit is not one of energy */
    WattleDirection direction;
    gboolean both;   /* counts both directions */
    char *unit;      /* as the meter calls it */
    guint phase;     /* 0 is the total */
    guint32 tariffs; /* a bit per tariff; 0 if not said */
    IskraSgValue value;
} IskraSgCounter;

/* Of IskraSgCounter. */
GPtrArray *iskra_sg_counter_list_new (void);
void iskra_sg_counter_list_add (GPtrArray *counters, GPtrArray *readings);

G_END_DECLS
