/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The members `components` and `fees` of a version in a plan's document. For its parser. */
#pragma once

#include "wattle-tariff-plan-private.h"

#include "base/wattle-json.h"

G_BEGIN_DECLS

/* Both fill @version. Errors begin with the place. */
gboolean wattle_plan_component_read_all (WattleTariffPlan *plan,
                                         WattlePlanVersion *version,
                                         JsonObject *object,
                                         GError **error);
gboolean wattle_plan_fee_read_all (WattleTariffPlan *plan,
                                   WattlePlanVersion *version,
                                   JsonObject *object,
                                   GError **error);

void wattle_plan_fee_free (gpointer data);

G_END_DECLS
