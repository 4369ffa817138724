/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* A text that a person changes with a program of their own: VISUAL, else EDITOR, else vi. Whoever
 * breaks off with Ctrl-C before it ends is told where the text is. One at a time. */
typedef struct {
    char *path; /* a file that nobody else can read */
    GBytes *begun;
} WattleCliEditor;

gboolean wattle_cli_editor_begin (WattleCliEditor *self, GBytes *text, GError **error);
/* Until the program ends. NULL: it failed, or the text is longer than @max bytes. */
GBytes *wattle_cli_editor_run (WattleCliEditor *self, gsize max, GError **error);
/* Whether there is something in the file that was not there at the beginning, however the program
 * ended. */
gboolean wattle_cli_editor_has_changed (const WattleCliEditor *self);
/* Removes the file, unless it is to be kept. */
void wattle_cli_editor_end (WattleCliEditor *self, gboolean keep);

G_END_DECLS
