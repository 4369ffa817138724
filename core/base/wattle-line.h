/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody else sent, fit for logs, messages and lists: one line of valid UTF-8 of at most
 * @max characters, with blanks for those that cannot be shown, without blanks at its ends. NULL of
 * NULL. It cannot pass for another line of a log, nor command a terminal. */
char *wattle_line_from_text (const char *text, guint max);

/* The same for what is put before or behind something else: blanks at its ends are kept. */
char *wattle_line_from_part (const char *text, guint max);

/* Whether each character of a text can be shown, in one line: it would pass wattle_line_from_part()
 * as it is. */
gboolean wattle_line_can_be_shown (const char *text);

/* Whether a text is at most @max bytes long and has no control characters. */
gboolean wattle_line_is_plain (const char *text, gsize max);

G_END_DECLS
