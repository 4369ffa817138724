/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-heat.h"
#include "wattle-cli-plan-year.h"

G_BEGIN_DECLS

/* A picture of a year while it is drawn. */
typedef struct {
    const WattleCliPlanYear *year;
    WattleCliHeat heat;
    guint width;
    GString *text;
    char letters[WATTLE_TARIFF_PLAN_MAX_TARIFFS];
    GArray *prices; /* of double: each that there is once, from the lowest on */
} WattleCliPlanDrawing;

void wattle_cli_plan_drawing_init (WattleCliPlanDrawing *self,
                                   const WattleCliPlanYear *year,
                                   WattleCliHeat heat,
                                   guint width);
void wattle_cli_plan_drawing_clear (WattleCliPlanDrawing *self);

char wattle_cli_plan_drawing_get_letter (const WattleCliPlanDrawing *self, int tariff);
/* How hot a price is, by its place among the others. */
double
wattle_cli_plan_drawing_get_level (const WattleCliPlanDrawing *self, gboolean known, double price);
void
wattle_cli_plan_drawing_append_cell (WattleCliPlanDrawing *self, double level, const char *cell);
/* The letter of a kind and what stands behind it, as hot as its days are on the whole. */
void wattle_cli_plan_drawing_append_kind (WattleCliPlanDrawing *self, guint kind, char mark);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleCliPlanDrawing, wattle_cli_plan_drawing_clear)

G_END_DECLS
