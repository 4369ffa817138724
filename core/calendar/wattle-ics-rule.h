/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-ics.h"

G_BEGIN_DECLS

/* RRULE of an event, as text: whether it is one that comes each year, which a plan can have as it
 * is.
 * @start: the first day; @rule: gets how it is found. */
gboolean wattle_ics_rule_read (const char *text, WattleDate start, WattleDateRule *rule);

/* FALSE: it is wrong whatever it becomes; the error begins with the part of it. */
gboolean wattle_ics_rule_check (const char *text, WattleDate start, GError **error);

/* Whether it ends by itself. */
gboolean wattle_ics_rule_is_finite (const char *text);

G_END_DECLS
