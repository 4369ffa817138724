/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Standard input line by line, as the lines come: whoever writes them may wait for what each one
 * gives. */
typedef struct {
    gsize max;    /* bytes that a line may have */
    guint number; /* of the line that was read last, from 1 */
    GString *line;
} WattleCliLines;

/* The next line, without its end and blanks around it. @line: NULL when there is none any more. An
 * error begins with the number of the line. */
gboolean wattle_cli_lines_read (WattleCliLines *self, const char **line, GError **error);
/* Says in which line it was. */
void wattle_cli_lines_prefix (const WattleCliLines *self, GError **error);
void wattle_cli_lines_clear (WattleCliLines *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleCliLines, wattle_cli_lines_clear)

G_END_DECLS
