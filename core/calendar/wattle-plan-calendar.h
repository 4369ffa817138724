/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The member `calendar` of a plan's document. For its parser. */
#pragma once

#include "wattle-tariff-plan-private.h"

#include "base/wattle-json.h"

G_BEGIN_DECLS

/* Fills the types of day. Errors begin with the place. */
gboolean wattle_plan_calendar_read (WattleTariffPlan *plan,
                                    JsonObject *root,
                                    WattlePackFunc packs,
                                    gpointer user_data,
                                    GError **error);

G_END_DECLS
