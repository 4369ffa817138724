/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What kind of day each date is: workday, weekend, holiday, or of a person's own. */
#pragma once

#include "wattle-date-rule.h"

G_BEGIN_DECLS

#define WATTLE_DAY_TYPE_WORKDAY "workday"
#define WATTLE_DAY_TYPE_WEEKEND "weekend"
#define WATTLE_DAY_TYPE_HOLIDAY "holiday"

/**
 * WattleDayTypes:
 *
 * Which types of day there are, and when. The type of a date is, in this order: the first of the
 * added types that has the date, that of a holiday, weekend, workday.
 */
typedef struct _WattleDayTypes WattleDayTypes;

WattleDayTypes *wattle_day_types_new (void);
void wattle_day_types_free (WattleDayTypes *self);

void wattle_day_types_set_weekend (WattleDayTypes *self, guint weekdays);
void wattle_day_types_add_holiday (WattleDayTypes *self,
                                   const char *name,
                                   const char *type,
                                   const WattleDateRule *rule,
                                   gboolean observed);
void wattle_day_types_add_type (WattleDayTypes *self, const char *type, const WattleDateRule *rule);

const char *wattle_day_types_get (WattleDayTypes *self, WattleDate date);
const char *wattle_day_types_get_holiday (WattleDayTypes *self, WattleDate date);
gboolean wattle_day_types_is_weekend (WattleDayTypes *self, WattleDate date);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleDayTypes, wattle_day_types_free)

G_END_DECLS
