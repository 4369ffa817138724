/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-ics.h"

G_BEGIN_DECLS

/* RRULE of an event, as text: whether it is one that comes each year, which a plan can have as it
 * is.
 * @start: the first day; @rule: gets how it is found. */
gboolean wattle_cli_ics_rule_read (const char *text, WattleDate start, WattleDateRule *rule);

/* What is wrong in it whatever it becomes; NULL: nothing. */
char *wattle_cli_ics_rule_find_fault (const char *text, WattleDate start);

/* Whether it ends by itself. */
gboolean wattle_cli_ics_rule_is_finite (const char *text);

G_END_DECLS
