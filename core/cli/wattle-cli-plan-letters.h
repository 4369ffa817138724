/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* The letter or digit that stands for each tariff in a picture, all different as long as there are
 * any. */
void wattle_cli_plan_letters_choose (WattleTariffPlan *plan, char *letters);

/* That of a kind of day: a to z, A to Z; then a question mark. */
char wattle_cli_plan_letters_get_kind (guint kind);
/* Whether it has one of its own. */
gboolean wattle_cli_plan_letters_has_kind (guint kind);

G_END_DECLS
