/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines of a calendar, before libical sees them. For the calendars themselves. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The same text with whole lines: a long one goes on behind a blank in the next one, if need be in
 * the middle of a letter. @shorter: gets its length. */
char *wattle_ics_lines_unfold (const char *data, gsize length, gsize *shorter);

/* What of calendars, one at least, says when days are and what they are called; so nothing else in
 * them can be wrong. A property of an event that is cut off is left without a value, which libical
 * refuses. NULL: it is no calendar.
 * @text: unfolded; changed. */
char *wattle_ics_lines_pick (char *text);

G_END_DECLS
