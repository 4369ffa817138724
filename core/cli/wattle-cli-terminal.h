/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a file is a terminal that knows how to move its cursor. */
gboolean wattle_cli_terminal_can_draw (int file);

/* In columns and lines; 80 × 24 if it does not say. */
void wattle_cli_terminal_get_size (int file, guint *width, guint *height);

/* Standard output: a screen of its own until it is closed. */
void wattle_cli_terminal_open_screen (void);
void wattle_cli_terminal_close_screen (void);
/* Draws over what is there; @text has at most as many lines as the terminal. */
void wattle_cli_terminal_draw (const char *text);

G_END_DECLS
