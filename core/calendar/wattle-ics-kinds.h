/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which properties an event has. For the calendars themselves. */
#pragma once

#include "wattle-ical.h"

G_BEGIN_DECLS

/* FALSE: one could not be read, a plan can have nothing like it, or there is more than one; the
 * error begins with its name. */
gboolean wattle_ics_kinds_check (ICalComponent *event, GError **error);

G_END_DECLS
