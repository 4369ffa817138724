/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What properties of an event say, as text. For the calendars themselves. */
#pragma once

#include "wattle-ical.h"

G_BEGIN_DECLS

/* Of the holiday: one line, never empty, and no longer than a name in a plan may be. */
char *wattle_ics_property_dup_name (ICalComponent *event);

/* May be none. */
GStrv wattle_ics_property_dup_categories (ICalComponent *event);

/* Which property has a line that could not be read; NULL: nobody knows. */
char *wattle_ics_property_dup_broken (ICalComponent *event);

G_END_DECLS
