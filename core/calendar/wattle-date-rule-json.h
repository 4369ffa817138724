/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules for days as documents have them. For the calendar itself. */
#pragma once

#include "base/wattle-member.h"
#include "wattle-date-rule.h"

G_BEGIN_DECLS

/* Names of the days of the week as documents have them, from Monday on; they end with NULL. */
extern const char *const wattle_date_rule_weekdays[];

/* Whether it has no members but those of a rule and these of its own; @own ends with NULL. */
gboolean
wattle_date_rule_check_members (JsonObject *object, const char *const *own, GError **error);

/* Reads what @object says of days, beside what else it may hold. Errors begin with the member. */
gboolean wattle_date_rule_read (JsonObject *object, WattleDateRule *rule, GError **error);

/* A month and day such as `04-25`; of a year with 29 February. */
gboolean wattle_date_rule_read_month_day (const char *text, int *month, int *day, GError **error);

G_END_DECLS
