/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-tariff-plan.h"

G_BEGIN_DECLS

/* Whether all days of a rule, in all years that plans are for, are of that type already, so that it
 * would say nothing new. @types: NULL: nothing is known. @type: NULL: of any. @holiday: they have
 * to be holidays, under whatever name. */
gboolean wattle_ics_known_covers (WattleDayTypes *types,
                                  const WattleDateRule *rule,
                                  const char *type,
                                  gboolean holiday);

G_END_DECLS
