/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parts of a plan's document. For its parser; all errors begin with the place. */
#pragma once

#include "base/wattle-member.h"
#include "wattle-tariff-plan-private.h"

G_BEGIN_DECLS

/* Called with each object of a list. */
typedef gboolean (*WattlePlanFunc) (WattleTariffPlan *plan,
                                    JsonObject *object,
                                    gpointer data,
                                    GError **error);

/* Hands out the objects of the list @name, of which there are @min to @max; without @min it may be
 * missing. */
gboolean wattle_plan_parse_each (WattleTariffPlan *plan,
                                 JsonObject *object,
                                 const char *name,
                                 guint min,
                                 guint max,
                                 WattlePlanFunc func,
                                 gpointer data,
                                 GError **error);

/* An identifier and a name. */
gboolean wattle_plan_parse_naming (JsonObject *object, char **id, char **name, GError **error);

G_END_DECLS
