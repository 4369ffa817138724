/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-ical.h"
#include "wattle-ics.h"

G_BEGIN_DECLS

/* Adds the days of one event to @found, of WattleIcsDay. @number: which one it is in the
 * calendar, from 1; @own: the calendar was written by this program. FALSE: a plan cannot have it;
 * the error names the event and the property. */
gboolean wattle_ics_event_read (ICalComponent *component,
                                guint number,
                                gboolean own,
                                GPtrArray *found,
                                GError **error);

G_END_DECLS
