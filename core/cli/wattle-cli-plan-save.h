/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* A change to a plan of the house. */
typedef struct {
    GBytes *text;
    gboolean replace; /* also if there is another plan of its id */
    GBytes *before;   /* the document that it was made of: if the house has another one by now,
                       * somebody's work would be lost, and it is refused; NULL: of none */
} WattleCliPlanOrder;

/* Whether the host would take it: it is refused with the same sentence as if it were saved. */
gboolean wattle_cli_plan_check (WattleCli *cli, const WattleCliPlanOrder *order, GError **error);

/* Saves it as a revision. Returns its id. */
char *wattle_cli_plan_save (WattleCli *cli, const WattleCliPlanOrder *order, GError **error);

G_END_DECLS
