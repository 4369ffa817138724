/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody else sent, fit for logs, messages and lists: one line of valid UTF-8 of at most
 * @max characters, without blanks at its ends. NULL of NULL. */
char *wattle_line_from_text (const char *text, guint max);

G_END_DECLS
