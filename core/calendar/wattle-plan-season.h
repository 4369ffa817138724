/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The member `seasons` of a component in a plan's document. For its parser. */
#pragma once

#include "wattle-tariff-plan-private.h"

#include "base/wattle-json.h"

G_BEGIN_DECLS

/* Errors begin with the place. */
WattleTimetable *
wattle_plan_season_read_all (WattleTariffPlan *plan, JsonObject *component, GError **error);

G_END_DECLS
