/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text in a terminal, where a character takes no column, one or two. */

/* What a device or a file says may hold anything: the result is valid UTF-8 in one line without
 * anything that a terminal would obey. */
char *wattle_cli_text_clean (const char *text);

guint wattle_cli_text_get_width (const char *text);

/* At most so many columns; what is cut ends with an ellipsis. */
char *wattle_cli_text_cut (const char *text, guint width);

/* Fills up with blanks to @width columns. */
void wattle_cli_text_append (GString *line, const char *text, guint width, gboolean to_the_right);

typedef enum {
    WATTLE_CLI_STYLE_PLAIN,
    WATTLE_CLI_STYLE_STRONG,
    WATTLE_CLI_STYLE_FAINT,
    WATTLE_CLI_STYLE_GOOD,
    WATTLE_CLI_STYLE_DOUBTFUL,
    WATTLE_CLI_STYLE_BAD,
} WattleCliStyle;

/* What makes a terminal show a style, and show none again. */
const char *wattle_cli_style_begin (WattleCliStyle style);
const char *wattle_cli_style_end (WattleCliStyle style);

G_END_DECLS
